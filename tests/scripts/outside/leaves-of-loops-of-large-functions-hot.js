// Ways out of loops whose function is so large that each loop is compiled alone: break and continue to labels through `finally`,
// `continue` from `catch`, returns out of `try`, jumps that override each other, generators and async functions.
const padding = Array.from({ length: 120 }, (_, n) => `if (z === ${n}) { t[${n} % 7] = t[${n} % 5] + z * ${n}; }`).join("\n");
const large = (head, body) => new Function("t", `return ${head} { let z = n & 255; ${padding}\n${body}\n${padding} return [log.length, log.slice(0, 6).join(), log.at(-1), acc]; }`)([1, 2, 3, 4, 5, 6, 7]);
const bodies = {
  labels: `outer: for (let i = 0; i < 400; i++) {
      for (let j = 0; j < 5; j++) {
        try { if (j === 3) continue outer; if (i === 390) break outer; acc += j; } finally { log.push("f" + j); }
      }
      log.push("after");
    }`,
  blocks: `for (let i = 0; i < 600; i++) {
      block: { try { if (i % 3 === 0) break block; acc += 1; } finally { acc += 2; if (i % 50 === 0) log.push(i); } acc += 4; }
    }`,
  continued: `for (let i = 0; i < 600; i++) {
      try { if (i % 7 === 0) throw i; acc += i; } catch (e) { log.push(e); if (e % 2) continue; acc -= 1; } finally { acc += 3; }
      acc += 5;
    }`,
  returned: `for (let k = 0; k < 3; k++) {
      for (let i = 0; i < 300; i++) {
        try { if (k === 2 && i === 250) return ["returned", k, i, acc, log.length]; acc += i & k; } finally { if (i % 97 === 0) log.push(k + ":" + i); }
      }
    }`,
  overridden: `for (let i = 0; i < 300; i++) {
      for (;;) { try { throw i; } finally { if (i % 2) break; acc++; break; } }
      w: while (true) { try { if (i === 299) return ["lost"]; continue w; } finally { acc += 2; break w; } }
    } log.push("end");`,
  closures: `const made = [];
    for (let i = 0; i < 300; i++) { let own = i * 2; if (i % 30 === 0) made.push(() => own++ + i); acc += own; }
    for (let r = 0; r < 40; r++) for (const f of made) acc += f();
    log.push(made.length);`,
  switched: `for (let i = 0; i < 500; i++) {
      switch (i % 6) { case 0: acc += 1; case 1: acc += 2; break; case 2: continue; case 3: { if (i > 400) { log.push(i); break; } acc -= 1; break; } default: acc += z; }
      acc ^= i;
    }`,
  iterated: `const it = { *[Symbol.iterator]() { try { for (let q = 0; q < 300; q++) yield q; } finally { log.push("closed"); } } };
    for (const v of it) { acc += v; if (v === 200) break; }
    l: for (const v of it) { for (const w of [1, 2, 3]) { if (v > 5) break l; if (w === 2) continue l; acc += w; } }
    for (const [a, b] of Array.from({ length: 200 }, (_, i) => [i, i * 2])) acc += a - b;`,
};
for (const [name, body] of Object.entries(bodies)) {
  const f = large("function (n, acc, log)", body);
  const out = [];
  for (let round = 0; round < 4; round++) out.push(JSON.stringify(f(round * 100, round, [])));
  console.log(name, out.join(" "));
}
const g = large("function* (n, acc, log)", `for (let i = 0; i < 200; i++) { try { const got = yield i + acc; acc += got ?? 1; if (i === 150) break; } finally { if (i % 40 === 0) log.push(i); } }`);
const it = g(5, 1, []);
let sum = 0, step = it.next();
while (!step.done) { sum += step.value; step = it.next(sum & 3); }
console.log("generator", sum, JSON.stringify(step.value));
const early = g(5, 1, []);
for (let i = 0; i < 60; i++) early.next(i);
console.log("generator", JSON.stringify(early.return("out")), JSON.stringify(early.next()));
const a = large("async function (n, acc, log)", `for (let i = 0; i < 120; i++) { try { acc += await i; if (i % 17 === 0) throw new Error("e" + i); } catch (e) { log.push(e.message); continue; } finally { acc++; } }`);
a(3, 0, []).then((all) => console.log("async", JSON.stringify(all)));
