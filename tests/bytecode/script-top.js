var v = 1; let l = 2; const c = 3; class C {} function f() { return v + l }
if (v) { function inner() {} }
for (let i of [1, 2]) { v += i }
try { v = f() } catch (e) { e }
v;
