// node: 26
// x ** 2 is x * x and x ** 0.5 the root, to the last bit, in whatever tier and form; other exponents are as ever.
// gc-stress: 4001
'use strict';
const N = 6000;
const word = new Float64Array(1), halves = new Uint32Array(word.buffer);
const squares = { operator: x => x ** 2, method: x => Math.pow(x, 2), assigned: x => { let y = x; y **= 2; return y; }, variable: (x, e = 2) => x ** e, product: x => x * x, text: x => Math.pow(x, '2'), spread: x => Math.pow(...[x, 2]), bound: Math.pow.bind(null) };
const roots = { operator: x => x ** 0.5, method: x => Math.pow(x, 0.5), assigned: x => { let y = x; y **= 0.5; return y; }, variable: (x, e = 0.5) => x ** e, quotient: x => x ** (1 / 2), sqrt: x => Math.sqrt(x) };
const others = { cube: x => x ** 3, inverse: x => x ** -1, inverseSquare: x => x ** -2, inverseRoot: x => x ** -0.5, itself: x => x ** 1, one: x => x ** 0, negated: x => -(x ** 2), fourth: x => x ** 2 ** 2, ofTwo: x => 2 ** (x % 60), ofHalf: x => 0.5 ** (x % 60), ofTen: x => 10 ** (x % 22) };
const numbers = i => i % 3 === 0 ? i * 65599 | 0 : i % 3 === 1 ? i * 1299709.31 : i / 7919;
for (const set of [squares, roots, others]) for (const k in set) { let h = 0; const f = set[k]; for (let i = 0; i < N; i++) { word[0] = f(numbers(i), set === squares && k === 'bound' ? 2 : undefined); if (word[0] !== word[0]) continue; h = Math.imul(h, 31) + halves[0] | 0; h = Math.imul(h, 31) + halves[1] | 0; } console.log(k, h); }
const show = v => Object.is(v, -0) ? '-0' : String(v), edges = [0, -0, 1, -1, -4, NaN, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, 1e154, 1.5e154, 1e-162, 2921, -948554, 95052951, 2 ** 53 - 1, 0.1, '3', null, undefined, true];
for (const k in squares) if (k !== 'bound') console.log(k, edges.map(e => show(squares[k](e))).join(' '));
for (const k in roots) console.log(k, edges.map(e => show(roots[k](e))).join(' '));
let wrong = 0; for (let i = 0; i < N; i++) { const a = i * 104729 + 95052951; if (a ** 2 !== Number(BigInt(a) ** 2n)) wrong++; if (a ** 0.5 !== Math.sqrt(a)) wrong++; } console.log(wrong, 2 ** 0.5, 3n ** 2n, (-2) ** 2, 2 ** -1074, 95052951 ** 2, 2921 ** 0.5);
const distance = (x, y) => (x ** 2 + y ** 2) ** 0.5; let s = 0; for (let i = 0; i < N; i++) s += distance(i * 1.1, i * 0.7) - Math.sqrt(i * 1.1 * (i * 1.1) + i * 0.7 * (i * 0.7)); console.log(s);
