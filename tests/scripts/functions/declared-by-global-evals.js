// Functions that eval code declares globally see the bindings of the eval that are not global.
const vm = require('vm');
const run = (text) => vm.runInThisContext(text);
run("eval('let a = 42; const b = 1; function f() { return a++ + b; }')");
console.log(run('f() + f()'), run('typeof a'), run('typeof b'));
run("(0, eval)('class K { static n = 7 } let k = new K; function g() { return [K.n, k instanceof K].join(); }')");
console.log(run('g()'), run('typeof K'));
run("eval('let c = 1; function h() { return eval(\"c += 1; c\"); }')");
console.log(run('h()'), run('h()'));
run("function plain() { return later; } var later = 5;");
console.log(run('plain()'));
run("eval('let d = 10; { function block() { return d; } }')");
console.log(run('block()'));
run("for (const i of [1, 2]) eval('let e = i; function loop() { return () => e; }')");
console.log(run('loop()()'));
console.log(run("delete globalThis.f && typeof f"));
