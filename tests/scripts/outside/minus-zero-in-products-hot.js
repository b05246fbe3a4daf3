// The sign of a zero that integer code computes, through sums, remainders, words and Math.
// node: 26
// gc-stress: 61
'use strict';
const N = 8000;
const sign = z => Object.is(z, -0) ? '-0' : Object.is(z, 0) ? '+0' : String(z);
function down(n) { let a; for (let b = n; b > -1; b--) { a = b * -1; a += a; } return a; }
function downVar(n, k) { let a = 1; for (let b = n; b >= 0; b--) a = b * k; return a; }
function sums(x, y) { return (x * y) + (y * x); }
function diff(x, y) { return (x * y) - (y * 0); }
function rem(x, y) { return x % y; }
function remThenMul(x, y) { const r = x % y; return r * 1; }
function neg(x) { return -x; }
function negInt(x) { return -(x | 0); }
function quot(x, y) { return x / y; }
function min(x, y) { return Math.min(x * 1, -y); }
function max(x, y) { return Math.max(-x, y * -1); }
function minLit(x) { return Math.min(x, 0); }
function maxLit(x) { return Math.max(-0, x); }
function round(x) { return Math.round(x * -0.25); }
function trunc(x) { return Math.trunc(x / -3); }
function ceil(x) { return Math.ceil(x * -0.5); }
function viaSwitch(x) { switch (x * -1) { case 0: return 1 / (x * -1); default: return x; } }
function asKey(o, x) { return o[x * -1]; }
function big52(x, y) { const p = x * 1073741824 * y; return p % 4294967296; }
function modNegInt(x) { let r = 0; for (let i = -5; i <= 0; i++) r = (i * x) % 5; return r; }
function inv(x, y) { return 1 / (x * y); }
function cmp(x, y) { return (x * y === 0) && 1 / (x * y) === -Infinity; }
function absd(x) { return Math.abs(x * -1); }
function sq(x) { return Math.sqrt(x * -1); }
function pw(x) { return Math.pow(x * -1, 3); }
function st(x) { return Math.sign(x * -1); }
function atan(x, y) { return Math.atan2(x * y, -1); }
function parse(s) { return parseInt(s) ; }
function fr(x) { return Math.fround(x * -1); }
const o = { 0: 'zero', 1: 'one', '-1': 'minus' };
function tally(f, args) {
  const seen = new Map();
  for (let i = 0; i < N; i++) { const r = sign(f(...args[i % args.length])); seen.set(r, (seen.get(r) || 0) + 1); }
  return [...seen].map(([k, v]) => k + 'x' + v).join(' ');
}
// first only positive, then with the zeros: what was learnt is wrong afterwards
const warm = [[3, 5], [7, 2], [9, 4]], cold = [[0, -5], [-5, 0], [0, 5], [-0, 3], [4, -4], [-4, 4], [-8, 4], [-2147483648, -1], [0, 0]];
for (const f of [sums, diff, rem, remThenMul, neg, negInt, quot, min, max, minLit, maxLit, round, trunc, ceil, viaSwitch, big52, modNegInt, inv, absd, sq, pw, st, atan, fr]) {
  console.log(f.name, tally(f, warm), '|', tally(f, cold));
}
console.log('cmp', tally(cmp, warm), '|', tally(cmp, cold));
console.log(sign(down(30)), sign(down(N)), sign(down(0)));
console.log(sign(downVar(N, -1)), sign(downVar(N, -3)), sign(downVar(N, 2)), sign(downVar(N, -0)));
for (let i = 0; i < N; i++) asKey(o, i % 3);
console.log(asKey(o, 0), asKey(o, 1), asKey(o, -1));
console.log(tally(parse, [['12'], ['0'], ['5']]), '|', tally(parse, [['-0'], ['-0.5'], ['0']]));
