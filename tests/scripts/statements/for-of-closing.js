const make = (log) => ({
  [Symbol.iterator]() {
    let i = 0;
    return { next: () => (log.push("n"), { value: i++, done: i > 3 }), return: () => (log.push("r"), {}) };
  },
});
const log = [];
for (const x of make(log)) {}
log.push("|");
for (const x of make(log)) break;
log.push("|");
try { for (const x of make(log)) throw 1; } catch {}
log.push("|");
(() => { for (const x of make(log)) return; })();
log.push("|");
const [a, b] = make(log);
log.push("|");
const [...all] = make(log);
log.push("|");
outer: for (const q of [1, 2]) for (const x of make(log)) continue outer;
console.log(log.join(""), a, b, all.join());
const target = {};
for (target.x of [1, 2]);
for ([target.y, target.z = 5] of [[3], [4]]);
console.log(JSON.stringify(target));
for (const { k, ...rest } of [{ k: 1, m: 2 }]) console.log(k, rest.m);
for (let x of [1, 2, 3]) { x *= 2; if (x === 6) console.log(x); }
