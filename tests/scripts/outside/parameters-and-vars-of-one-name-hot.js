// A default reads the binding outside of the body, whose variables of the same name are others, or begin as the parameter.
// gc-stress: 211
var local = 'global', shared = 'g';
const N = 3000;
function nested() { let local = 10; return () => (b = local) => { var local = 7; return b + local; }; }
function deeper() { let local = 10; return function () { return function (b = local, c = () => local) { var local = 7; local++; return [b, c(), local].join(); }; }; }
function begins(x = 1, read = () => x) { var x; const before = x; x = 2; return [before, read(), x].join(); }
function assigned(x = 1, write = v => { x = v; }, read = () => x) { var x = 5; write(9); return [x, read()].join(); }
function functionOfName(x = 1, read = () => x) { function x() {} return typeof x + typeof read(); }
function blockFunction(x = 1, read = () => x) { { function x() {} } return typeof x + typeof read(); }
function args(a = arguments.length, f = () => arguments) { var arguments; return a + typeof arguments + f().length; }
function ownArguments(f = () => typeof arguments) { var arguments = 3; return f() + arguments; }
function parameterArguments(arguments, f = () => arguments) { var arguments; return typeof arguments + f(); }
function bodyArguments(a = 1) { function arguments() {} return typeof arguments; }
function evals(a = eval('var inner = 1; inner'), b = typeof inner) { var inner; return [a, b, typeof inner].join(); }
function evalReads(shared = 'p', f = () => eval('shared')) { var shared = 'v'; return f() + shared + eval('shared'); }
function evalWrites(x = 1, w = s => eval(s), r = () => x) { var x = 2; w('x = 3'); return [x, r()].join(); }
function conflict(a = eval('var b = 0'), b) { return b; }
function laterBinding(a = b, b = 1) { return a; }
function itself(a = a) { return a; }
function patterns({ x = shared, y = () => x } = {}, [z = y] = []) { var x = 'v', y; return [x, typeof y, z()].join(); }
function rest(a = () => r, ...r) { var r; const was = r.length; r = 'v'; return was + a().length; }
const arrows = (x = 1, f = () => x) => { var x = x + 1; return [x, f()].join(); };
const asyncs = async (x = 1, f = () => x) => { var x; x += 5; await null; return [x, f()].join(); };
function* generator(x = 1, f = () => x) { var x; yield x; x = 3; yield [x, f()].join(); }
const method = { m(x = this.v, f = () => x) { var x = 9; return [x, f()].join(); }, v: 4, set s(x = 1) { var x; this.v = x; } };
class K { constructor(x = new.target.name, f = () => x) { var x = 2; this.r = f() + x; } } class L extends K { constructor(x = 'l', f = () => super.toString === Object.prototype.toString) { super(); var x; this.r += x + f(); } }
function letInBody(x, f = () => x) { { let x = 1; x++; } return f() === x; }
function self(self = () => typeof self) { var self_ = self; return self_(); }
const named = function fn(a = () => typeof fn) { var fn = 1; return a() + fn; };
const namedParameter = function fn(fn = 1) { return typeof fn; };
const all = { nested: () => nested()()(), nestedGiven: () => nested()()(1), deeper: () => deeper()()(), begins, beginsGiven: () => begins(7), assigned, functionOfName, blockFunction, args: () => args(undefined, undefined, 3), ownArguments, parameterArguments: () => parameterArguments(5), bodyArguments, evals, evalReads, evalWrites, conflict, laterBinding, itself, patterns, rest: () => rest(undefined, 1, 2), arrows, generator: () => [...generator()].join(), method: () => (method.v = 4, method.m()), setter: () => { method.s = undefined; return method.v; }, K: () => new K().r, L: () => new L().r, letInBody, self, named, namedParameter };
const show = f => { try { return String(f()); } catch (e) { return e.name; } };
for (const k in all) { const first = show(all[k]); let same = true; const n = /eval|conflict/.test(k) ? 100 : N / 2; for (let i = 0; i < n; i++) if (show(all[k]) !== first) same = false; console.log(k, first, same); }
asyncs().then(v => console.log(v));
