// The name of a function expression is in a scope around the function (sec-runtime-semantics-instantiateordinaryfunctionexpression):
// a variable that eval declares in the function hides it.
console.log((function f() { eval('var f = 1'); return f; })());
console.log((function f() { eval('var f'); return f; })());
console.log((function f() { eval('function f() { return 2; }'); return f(); })());
console.log((function f() { const before = typeof f; eval('var f = 1'); return `${before} ${typeof f} ${delete f} ${typeof f}`; })());
console.log((function f() { f = 3; return typeof f; })(), (function f() { eval(''); f = 3; return typeof f; })());
console.log((function f() { 'use strict'; try { eval(''); f = 3; } catch (e) { return e.name; } })());
console.log((function f() { 'use strict'; eval('var f = 1'); return typeof f; })());
console.log((function f() { return (() => { eval('var f = 1'); return typeof f; })() + typeof f; })());
console.log((function f() { eval('var f = 1'); return (() => { f++; return f; })(); })());
console.log((function f() { return eval('typeof f') + eval('var f = 1; typeof f') + eval('typeof f'); })());
console.log((function f(f) { eval('var f = 1'); return f; })(7), (function f() { var f = 5; eval(''); return f; })());
console.log([...(function* f() { yield typeof f; eval('var f = 1'); yield f; })()].join());
console.log((function f(n) { eval(''); return n ? f(n - 1) : 'end'; })(3));
// What `Function` makes is called anonymous, and has no binding of that name.
console.log(new Function('return typeof anonymous')(), new Function('return () => typeof anonymous')()(), new Function('eval(""); return typeof anonymous')());
console.log(new Function('a = typeof anonymous', 'return a')(), new Function('return (function g() { return typeof g; })()')(), new Function('').name);
