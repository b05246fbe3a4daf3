// node: 26
// An expression of constants is what the same expression of variables is: signs of zero, NaN, text of numbers, order of joining.
// gc-stress: 4001
'use strict';
const N = 200;
const show = v => typeof v === 'bigint' ? v + 'n' : typeof v === 'string' ? JSON.stringify(v) : Object.is(v, -0) ? '-0' : String(v);
const operands = ['-0', '0.5', 'NaN', '-2147483648', '"1e3"', 'null', '[-0]', '1n'];
const binary = ['+', '-', '*', '/', '%', '**', '|', '&', '^', '<<', '>>', '>>>', '<', '<=', '==', '===', '&&', '??'], unary = ['-', '+', '~', '!', 'typeof ', 'void ', '- -', '- +', '!!', '~~'];
const attempt = f => { try { return show(f()); } catch (e) { return e.name; } };
let hash = 0, count = 0, differ = 0; const add = s => { for (let i = 0; i < s.length; i++) hash = Math.imul(hash, 31) + s.charCodeAt(i) | 0; count++; };
const paren = x => `(${x})`;
for (const op of binary) {
  const run = new Function('a', 'b', `return a ${op} b;`);
  const constants = new Function(`return [${operands.flatMap(a => operands.map(b => `() => ${paren(a)} ${op} ${paren(b)}`)).join()}];`)();
  const values = new Function(`return [${operands.join()}];`)();
  let k = 0; for (const a of values) for (const b of values) { const folded = attempt(constants[k++]), computed = attempt(() => run(a, b)); if (folded !== computed) { differ++; console.log('differs', show(a), op, show(b), folded, computed); } add(folded); }
  console.log(op, hash);
}
for (const op of unary) { const run = new Function('a', `return ${op}(a);`); for (const a of operands) { const folded = attempt(new Function(`return ${op}(${a});`)), computed = attempt(() => run(new Function(`return ${paren(a)};`)())); if (folded !== computed) { differ++; console.log('differs', op, a, folded, computed); } add(folded); } console.log(op, hash); }
const fixed = {
  join: () => [1 + 2 + 'a', 'a' + 1 + 2, 'a' + (1 + 2), 1 + (2 + 'a'), -0 + 'a', 'a' + -0, -0 + [], [-0] + '', `${-0}`, (-0).toString(), String(-0), '' + 1e21, 'x' + 1e-7, 1 + +'2', 1 - -1 + '']. join('|'), minmax: () => [Math.min(0, -0), Math.min(-0, 0), Math.max(0, -0), Math.max(-0, 0), Math.max(), Math.min(), Math.max(NaN, 1), Math.min(1, undefined), Math.max('3', [4])].map(show).join(),
  compare: () => [1 / -0 === -1 / 0, -0 === 0, 0 > -0, NaN !== NaN, null >= 0, null > 0, null == 0, undefined == null, '10' < '9', '10' < 9, 1n == 1, 2n > 1, '1' == 1n, [1] == 1, 'b' + 'a' + +'a' + 'a'].join(), or: () => [(0 || 'one') + 'two', 0 || 'one' + 'two', ('' ?? 'n') + 1, (null ?? 'n') + 1, true && -0, 1 ? -0 : 0].map(show).join(), wide: () => [(-(-'0x1000000000000081')).toString(16), 9007199254740993 + 1, 2 ** 53 + 1, 0.1 + 0.2, 5e-324 / 2, 1.7976931348623157e308 * 10, 0xffffffff | 0, 1 << 31, 1 << 32, -1 >>> 0, -1 >>> 32, 1 << -1, 5 % -3, -5 % 3, -4 % 2, 2 ** -1, (-8) ** (1 / 3)].map(show).join(),
  arrays: () => [[1 + 1, 2 + 2, 'z'].join(''), [, 1].join('-'), [null, undefined, [], {}].join(), [[1, [2]], 3].join(';'), [0, -0].join()].join('|'), types: () => [typeof null, typeof (() => 1), typeof 1n, typeof Symbol(), typeof nowhere, typeof -0 + 'x'].join(), strings: () => ['abc'[1], 'abc'.length, 'abc'[3], 'abc'['1'], 'abc'[-1], 'abc'.charAt(9), '\u{1f600}'.length, 'a'.concat(1, null), 'ab' < 'abc', 'é' < 'z'].join(), chars: () => ['abc'.charCodeAt(1.9), 'abc'.charCodeAt(-1), 'abc'.at(-1), 'abc'.indexOf(''), 'abc'.lastIndexOf('c', -5), 'abc'.slice(2, 1), 'abc'.substring(2, 1), 'abc'.substr(-2, 1)].map(show).join(), booleans: () => [true + true, true + 'x', -true, [] + true, !'' + 1, +[] + +{} + '', +new Date(NaN)].map(show).join(),
};
for (const k in fixed) { const first = fixed[k](); let same = true; for (let i = 0; i < N * 3; i++) if (fixed[k]() !== first) same = false; console.log(k, first, same); }
const zero = x => [x * 0, x * -1, x - x, -x, x / -1, x % 1, x + -0, 0 - x, -0 - x, x * -0, ~~-x, Math.round(x - 0.2), x & 0, -(x & 1), (x & 1) * -1, -(x | 0)]; let z = ''; for (let i = 0; i < 4000; i++) z = zero(i & 1 ? 0 : 1).map(show).join(); console.log(z, zero(1).map(show).join(), zero(-0).map(show).join(), zero(-1).map(show).join()); console.log(count, differ);
