// A function whose `name`, `length` and `prototype` nobody has asked for has another shape than one
// that has them. Code is compiled for what was seen, and must meet it again.
const shared = {};
shared.next = function next() { shared.count++; return 1; };
shared.count = 0;
const parse = () => shared.next.call(undefined);
const apply = (f) => f.apply(null, []) + f.call(null);
const named = (f) => f.name.length + f.length;
let s = 0;
for (let i = 0; i < 3000; i++) s += parse();
for (let i = 0; i < 3000; i++) s += apply(i & 1 ? shared.next : () => 2);
console.log(s, shared.count);
for (let i = 0; i < 3000; i++) s += named(i & 1 ? shared.next : function other(a, b) {});
for (let i = 0; i < 3000; i++) s += apply(shared.next);
const missing = (f) => f.nothing ?? f.prototype ?? 1;
for (let i = 0; i < 3000; i++) { const f = i % 3 ? function () {} : () => 1; s += missing(f) === 1 ? 1 : 2; }
const error = (e) => e.stack === undefined ? 0 : e.message.length;
for (let i = 0; i < 3000; i++) s += error(new Error('abc'));
function tagged(f) { f.tag = 1; return f.tag + (f.name === 'g' ? 1 : 0); }
for (let i = 0; i < 3000; i++) s += tagged(function g() {});
console.log(s, shared.count);
