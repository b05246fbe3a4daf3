// A `return` in finally decides what a generator that is told to return gives, with what its variables are then.
const log = [];
function* remembers() { let value = 0; try { value = yield; value = yield; } finally { log.push(value); return value; } }
function* yields() { let n = 0; try { n = yield 1; } finally { n = (yield `last ${n}`) ?? n; } return n; }
function* throws() { try { yield 1; } finally { throw new Error("in finally"); } }
function* nested() { try { try { yield 1; } finally { return "inner"; } } finally { log.push("outer"); } }
function* loops() { for (const i of [1, 2, 3]) { try { yield i; } finally { if (i < 3) continue; } } return "done"; }
function* breaks() { out: { try { yield 1; } finally { break out; } } return "after"; }
function* delegates() { try { return yield* remembers(); } finally { log.push("delegate"); } }
const steps = [["next"], ["next", 1], ["next", 2], ["return", 3], ["throw", "thrown"]];
for (const make of [remembers, yields, throws, nested, loops, breaks, delegates]) {
  for (const first of steps.slice(1)) {
    for (const second of steps.slice(2)) {
      const it = make(), shown = [];
      for (const [method, value] of [["next"], first, second]) {
        try { const r = it[method](value); shown.push(`${r.value}${r.done ? "." : ""}`); } catch (e) { shown.push(`!${e.message ?? e}`); }
      }
      console.log(make.name, first.join(), second.join(), shown.join(" "), log.splice(0).join());
    }
  }
}
async function* asyncRemembers() { let value = 0; try { value = yield 1; value = yield 2; } finally { await null; return Promise.resolve(value + 1); } }
(async () => {
  for (const [method, value] of [["return", 5], ["throw", 6], ["next", 7]]) {
    const it = asyncRemembers();
    console.log(method, JSON.stringify([await it.next(), await it.next(10), await it[method](value), await it.next()]));
  }
})();
