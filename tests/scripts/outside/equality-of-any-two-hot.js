// == and === of any two kinds of values, at sites that have seen one kind, two, or all; of constants, in conditions and switches; operands whose conversion has effects, throws, or changes the other operand.
// gc-stress: 211
'use strict';
const N = 900;
const id = [0, 1].map(k => ({ valueOf: () => k })), str = { toString: () => '1', valueOf: () => ({}) }, prim = { [Symbol.toPrimitive]: h => h === 'default' ? 1n : 5 }, none = { __proto__: null }, bad = { valueOf() { throw new RangeError(); } }, sym = Symbol('s');
const values = { zero: 0, minus: -0, one: 1, half: 0.5, nan: NaN, inf: Infinity, big: 2 ** 53, int: 2147483647, min: -2147483648, t: true, f: false, nil: null, undef: undefined, empty: '', s0: '0', s1: '1', sp: ' \n', sx: '0x1', sn: 'NaN', s53: '9007199254740993', sbad: '1n', b0: 0n, b1: 1n, b53: 2n ** 53n, b53a: 2n ** 53n + 1n, bneg: -1n, bhuge: 2n ** 1024n, sym, symO: Object(sym), o0: id[0], o1: id[1], str, prim, none, bad, arr: [], arr1: [1], arr0: [[]], fn: () => 1, date: new Date(0), bO: Object(1n), nO: Object(NaN), sO: Object('1'), tO: Object(true) };
const names = Object.keys(values), list = Object.values(values);
const ops = ['==', '!=', '===', '!==']; const make = op => new Function('a', 'b', `'use strict'; return a ${op} b;`);
const ask = (f, a, b) => { try { return +f(a, b); } catch (e) { return e.name[0]; } };
// one site for all
for (const op of ops) { const f = make(op), rows = []; for (let i = 0; i < list.length; i++) { let r = ''; for (let k = 0; k < list.length; k++) { const x = ask(f, list[i], list[k]); r += x; if (ask(f, list[k], list[i]) !== x) r += '?'; } rows.push(r); } let n = 0; for (const r of rows) for (const c of r) n = (n * 31 + c.charCodeAt()) | 0; console.log(op, n); if (op === '==') rows.forEach((r, i) => console.log(names[i].padEnd(5), r)); }
// sites that know one kind, and then meet the others
const kinds = [[0, 1, 2, -5], [0.5, 1.5, NaN, -0], ['a', '1', ''], [true, false], [null], [undefined, null], [0n, 1n, 5n], [sym, Symbol.iterator], [id[0], id[1], {}], [1, '1'], [0, null, undefined]];
for (const op of ['==', '!==']) { let n = 0; for (const a of kinds) for (const b of kinds) { const f = make(op); for (let i = 0; i < 16; i++) n = (n * 31 + (ask(f, a[i % a.length], b[(i >> 2) % b.length]) === 1 ? 1 : 2)) | 0; for (let i = a.length; i < list.length; i += 3) n = (n * 31 + String(ask(f, list[i], b[0])).charCodeAt() + String(ask(f, a[0], list[i])).charCodeAt()) | 0; } console.log('kinds', op, n); }
// constants on one side
const consts = ['0', '-0', '1', '0.5', 'NaN', 'null', 'undefined', 'true', "''", "'1'", '1n', '-2147483648', '9007199254740993n', 'typeof 1', '[]', '{}', '-a', '!a', 'typeof a', 'a'];
for (const op of ['!=']) { let n = 0; for (const c of consts) { const f = new Function('a', `'use strict'; return a ${op} ${c === '{}' ? '({})' : c};`), g = new Function('a', `'use strict'; if ((${c}) ${op} a) return 1; return 0;`), w = new Function('a', `'use strict'; let i = 0; while (i < 3 && a ${op} (${c})) i++; return i;`); for (let r = 0; r < 2; r++) for (const v of list) n = (n * 31 + String(ask(f, v)).charCodeAt() * 3 + String(ask(g, v)).charCodeAt() * 5 + String(ask(w, v)).charCodeAt()) | 0; } console.log('constants', op, n); }
// switches compare strictly
function sw(v) { switch (v) { case 0: return 'zero'; case '0': return 's0'; case null: return 'nil'; case NaN: return 'nan'; case 0n: return 'b0'; case undefined: return 'undef'; case sym: return 'sym'; case true: return 't'; case id[0]: return 'o0'; case 0.5: return 'half'; case v: return 'itself'; default: return 'none'; } }
const told = new Set(); for (let i = 0; i < N; i++) told.add(names[i % names.length] + ':' + sw(list[i % list.length])); console.log([...told].join(' '));
// conversions with effects
let log = 0; const eff = k => ({ get valueOf() { log = log * 3 + k | 0; return () => { log = log * 5 + k | 0; return k; }; } });
function both(i) { const a = eff(i), b = eff(i & 1); return (a == i) + (i == a) + (a == b) + (b == (i & 1)) + (a === i) + (a == null) + (undefined == a) + (a == 'x') + (a == String(i)) + (a == BigInt(i)) + (a == true); }
let h = 0; for (let i = 0; i < N; i++) h = (h * 7 + both(i)) | 0; console.log(h, log);
function moved(x, i) { let y = i; const o = { valueOf() { y = 5; x = 7; return i; } }; return (y == o) + 2 * (o == y) + 4 * (x == o) + 8 * (o == x) + 16 * ((y = i) == o) + 32 * (o == (y = i)); }
h = 0; for (let i = 0; i < N; i++) h = (h * 67 + moved(i & 7, i & 7)) | 0; console.log(h);
function thrown(a, b) { let s = 1; try { s = 2; if (a == b) s += 10; s += 100; if (a != 3) s += 1000; } catch (e) { return -s; } return s; }
h = 0; for (let i = 0; i < N; i++) h = (h * 3 + thrown([1, bad, '1', none, 3n, sym, 3][i % 7], [1, 3, true][i % 3])) | 0; console.log(h);
// what a comparison has shown does not hold for the value's other form
function known(v) { if (v == 1) return typeof v + 1 / v; if (v === 0) return Object.is(v, -0) + ''; if (v == null) return String(v); if (v == '') return 'e' + JSON.stringify(v); if (v !== v) return 'nan' + typeof v; return v == v ? 'eq' : 'ne'; }
const out = new Set(); for (let i = 0; i < N; i++) { const k = i % list.length; let r; try { r = known(list[k]); } catch (e) { r = e.name; } out.add(names[k] + '=' + r); } console.log([...out].join(' '));
function minus(a, b) { if (a === b) return 1 / a === 1 / b ? 'same' : 'signs'; if (a == b) return 'loose'; return Object.is(a, b) ? 'is' : 'no'; }
h = ''; for (let i = 0; i < N; i++) { const r = minus([0, -0, NaN, 1, '0', 0n][i % 6], [-0, NaN, 0, '', false][i % 5]); if (i < 30) h += r + ' '; } console.log(h);
let s = 0; for (let i = 0; i < N; i++) { let r = 'a'; for (let k = 0; k < (i & 3); k++) r += 'b'; s += (r === 'ab') + (r == 'abb') * 2 + (r + 'c' === 'a' + 'bc') * 4 + (r !== r + '') * 8 + ((i & 1 ? r : i) === 'abbb') * 16 + ((i & 2 ? r : null) == undefined) * 32 + (BigInt(i) === BigInt(i + 0)) * 64 + (BigInt(i) * 2n ** 64n === 2n ** 64n * BigInt(i)) * 128; } console.log(s);
