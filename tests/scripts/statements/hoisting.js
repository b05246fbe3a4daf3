console.log(typeof f, f(), typeof v, typeof inner);
function f() { return "hoisted"; }
var v = 1;
{
  function inner() { return "block"; }
}
console.log(inner());
function g() { return h(); function h() { return "later"; } }
console.log(g());
function dup() { return 1; }
function dup() { return 2; }
console.log(dup());
var v;
console.log(v);
(function () { x = 5; var x; console.log(x, typeof globalThis.x); })();
function param(a) { var a; return a; }
function paramFn(a) { function a() {} return typeof a; }
console.log(param(7), paramFn(7));
if (true) { var inIf = 1; let inIfLet = 2; }
console.log(inIf, typeof inIfLet);
const named = function self(n) { return n ? self(n - 1) : typeof self; };
console.log(named(3));
