// An iterator that array destructuring has not used up is closed once: when the pattern is done,
// when a target throws, when the generator around it is returned from in the middle of the pattern.
function tracked(values, log, name, result = {}) {
  let i = 0;
  return {
    [Symbol.iterator]() { return this; },
    next() { log.push(name + ".next"); return i < values.length ? { value: values[i++], done: false } : { value: undefined, done: true }; },
    return(v) { log.push(name + ".return"); if (result instanceof Error) throw result; return result; },
  };
}
function* middle(log, result) {
  const target = {};
  try { [target.a, target[yield "asked"], ...target.rest] = tracked([1, 2, 3], log, "it", result); yield "after"; }
  finally { log.push("finally"); }
  return target;
}
function run(how, result) {
  const log = [];
  const g = middle(log, result);
  g.next();
  try { const r = how(g); log.push(JSON.stringify(r)); } catch (e) { log.push("threw " + (e.name ?? e)); }
  return log.join(" ");
}
const out = new Set();
for (let i = 0; i < 120; i++) {
  out.add("return " + run((g) => g.return("early")));
  out.add("return null " + run((g) => g.return("early"), null));
  out.add("return error " + run((g) => g.return("early"), new Error("close")));
  out.add("throw " + run((g) => g.throw("thrown")));
  out.add("throw error " + run((g) => g.throw("thrown"), new Error("close")));
  out.add("next " + run((g) => [g.next("b"), g.next()]));
  const log = [];
  let [a] = tracked([1, 2], log, "one");
  const [b, c, d] = tracked([1, 2], log, "two");
  try { [{ set x(v) { throw "target"; } }.x] = tracked([1], log, "three"); } catch (e) { log.push("caught " + e); }
  try { const [{ y }] = tracked([null], log, "four"); } catch (e) { log.push(e.name); }
  for (const [x] of [tracked([1, 2], log, "five")]) { log.push("body " + x); continue; }
  out.add(log.join(" ") + a + b + c + d);
}
console.log([...out].join("\n"));
function* yields() { try { try { const x = yield 1; yield x + 1; } finally { yield "inner"; } } catch (e) { yield "caught " + e; } finally { yield "outer"; } return "end"; }
const seen = new Set();
for (let i = 0; i < 150; i++) {
  const a = yields(), b = yields(), c = yields();
  seen.add([a.next(), a.next(4), a.next(), a.next(), a.next(), a.next()].map((r) => r.value + "," + r.done).join(" "));
  seen.add([b.next(), b.throw("T"), b.next(), b.next(), b.next()].map((r) => r.value + "," + r.done).join(" "));
  seen.add([c.next(), c.return("R"), c.next(), c.next(), c.next()].map((r) => r.value + "," + r.done).join(" "));
}
console.log([...seen].join("\n"));
