const r = (function () { return (() => { return arguments.length; })(); })(1, 2);
console.log(r, (() => 5)(), (async () => 1)() instanceof Promise, !function () { return false; }(), void function () {}(), +function () { return "7"; }());
const memo = (f) => { const c = new Map(); return (n) => c.get(n) ?? (c.set(n, f(n)), c.get(n)); };
const fib = memo((n) => (n < 2 ? n : fib(n - 1) + fib(n - 2)));
console.log(fib(80));
const debounceLike = (f, n, calls = 0) => (...a) => (++calls % n === 0 ? f(...a) : undefined);
const d = debounceLike((x) => x * 2, 3);
console.log([1, 2, 3, 4, 5, 6].map(d).join());
const partial = (f, ...a) => (...b) => f(...a, ...b);
console.log(partial((a, b, c) => a + b + c, 1, 2)(3), partial(Math.max, 5)(1, 9));
function Tree(v, ...kids) { if (!new.target) return new Tree(v, ...kids); this.v = v; this.kids = kids; }
Tree.prototype.sum = function () { return this.kids.reduce((s, k) => s + k.sum(), this.v); };
console.log(Tree(1, Tree(2, Tree(3)), Tree(4)).sum());
const trampoline = (f) => (...a) => { let r = f(...a); while (typeof r === "function") r = r(); return r; };
console.log(trampoline(function s(n, acc = 0) { return n ? () => s(n - 1, acc + n) : acc; })(5000));
