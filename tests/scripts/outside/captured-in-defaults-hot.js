// Variables that only the defaults of parameters capture, in every kind of function, hot.
let made = 0;
const iterable = { *[Symbol.iterator]() { made++; yield 1; yield 2; } };
const record = { a: 5, b: 6 };
const kinds = {
  plain: function ([x, y] = iterable, z = x + record.a) { return x + y + z; },
  arrow: ([x, y] = iterable, z = x + record.a) => x + y + z,
  method: { m([x, y] = iterable, z = x + record.a) { return x + y + z; } }.m,
  sibling: ({ a, ...rest } = record, b = a, keys = () => Object.keys(rest).join() + b) => a + b + keys(),
  generator: (...given) => [...(function* ([x, y] = iterable, z = () => x + record.a) { yield x; yield y + z(); })(...given)].join(),
  count: (n = ++made, f = () => n + made) => { n++; return f() - made; },
};
const shown = {};
for (const [name, f] of Object.entries(kinds)) {
  const before = made;
  for (let i = 0; i < 3000; i++) {
    const value = i % 7 ? f() : name === "count" ? f(i) : name === "sibling" ? f({ a: i, c: 1 }) : f([i, i + 1]);
    if (i > 2990) (shown[name] ??= []).push(value);
  }
  shown[name].push(made - before);
}
console.log(JSON.stringify(shown));
// What a default captures is the parameter, not the variable of the body with its name.
function shadows(a, get = () => a, set = (v) => { a = v; }) { var a = a + 1; set(a * 10); return [a, get()].join(":"); }
let last;
for (let i = 0; i < 3000; i++) last = shadows(i);
console.log(last, shadows(1.5), shadows("s"));
async function later({ a = made, f = () => a } = {}, [g = f] = []) { await null; return g() - a; }
(async () => { let sum = 0; for (let i = 0; i < 2000; i++) sum += await later(i & 1 ? { a: i } : undefined, i & 2 ? [() => i] : []); console.log(sum - sum % 1 >= 0 || sum); })();
