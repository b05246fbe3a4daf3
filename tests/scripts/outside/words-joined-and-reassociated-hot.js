// Sums, masks and comparisons that hold for words, but not for numbers that round; and the other way round.
const w = [0, 1, -1, 2, 3, 7, -7, 255, 256, 65535, 2147483647, -2147483648, -2147483647, 1431655765, -1431655766, 123456789];
const d = [0.1, -0.1, 0.3, 1e16, -1e16, 9007199254740991, 9007199254740993, 4294967295, 4294967296, -0, NaN, Infinity, -Infinity, 1e308, 5e-324, 2.5];
const rules = {
  orNot: (x, y) => (x & y) | ~y, orNot2: (x, y) => (x & ~y) | y, andOr: (x, y) => (x | y) & ~y, xorTwice: (x, y) => x ^ y ^ x, xorOr: (x, y) => (x ^ y) | y, notPlus: (x, y) => ~x + 1, negNot: (x, y) => -~x, absorb: (x, y) => x & (x | y), absorb2: (x, y) => x | (x & y),
  sameAdded: (x, y) => (x + y) - (x + 3), sameTaken: (x, y) => (x - 5) - (y - 5), takenFrom: (x, y) => x - (x - y), takenWord: (x, y) => x - (x - y) | 0, addThenTake: (x, y) => x + y - y, addThenTakeWord: (x, y) => (x + y - y) | 0, twiceHalf: (x, y) => x * 2 / 2, halfTwice: (x, y) => x / 2 * 2, third: (x, y) => x / 3 * 3,
  shiftPair: (x, y) => x << 24 >> 24, shiftPairU: (x, y) => x << 16 >>> 16, shiftBack: (x, y) => x >> 3 << 3, shiftBackU: (x, y) => x >>> 3 << 3, maskShift: (x, y) => (x & 0xff00) >> 8, maskShiftU: (x, y) => (x & 0xff000000) >>> 24, rot: (x, y) => x << (y & 31) | x >>> (-y & 31),
  eqSum: (x, y) => x + y === y + x, eqTake: (x, y) => (x - y === 0) === (x === y), ltTake: (x, y) => (x - y < 0) === (x < y), ltWord: (x, y) => ((x - y | 0) < 0) === (x < y), eqShift: (x, y) => x << 1 === y << 1, eqAdd: (x, y) => x + 1 === y + 1, ltAdd: (x, y) => x + 1 < y + 1, ltAddWord: (x, y) => (x + 1 | 0) < (y + 1 | 0), eqNeg: (x, y) => -x === -y, ltNeg: (x, y) => -x > -y === x < y, eqMul: (x, y) => x * 3 === y * 3, eqXor: (x, y) => (x ^ y) === 0, notLt: (x, y) => !(x < y) === x >= y, unsignedLt: (x, y) => x >>> 0 < y >>> 0, between: (x, y) => x >= 0 && x < 100 && (x >>> 0) < 100,
  mulDistribute: (x, y) => x * 3 + x * 5 - x * 8, mulWord: (x, y) => (x * 3 | 0) + (x * 5 | 0) | 0, imulSum: (x, y) => Math.imul(x, 3) + Math.imul(x, 5) | 0, mulNeg: (x, y) => -x * y + x * y, mulZero: (x, y) => Object.is(x * 0, -0), mulOne: (x, y) => Object.is(x * 1, x), minusZero: (x, y) => Object.is(x - 0, x), plusZero: (x, y) => Object.is(x + 0, x), zeroMinus: (x, y) => Object.is(0 - x, -x), modPow: (x, y) => x % 8, modSelf: (x, y) => x % x, divSelf: (x, y) => x / x, selfMinus: (x, y) => x - x, selfEq: (x, y) => x === x,
  minMax: (x, y) => Math.min(x, y) + Math.max(x, y) - x - y, minMin: (x, y) => Math.min(Math.min(x, y), x), clamp: (x, y) => Math.max(0, Math.min(255, x)), absNeg: (x, y) => Math.abs(-x) - Math.abs(x), absWord: (x, y) => Math.abs(x | 0), ternMin: (x, y) => x < y ? x : y, ternAbs: (x, y) => x < 0 ? -x : x, ternSel: (x, y) => (x > y ? 1 : 0) + (x < y ? 1 : 0) + (x === y ? 1 : 0),
};
const view = new DataView(new ArrayBuffer(8));
for (const [name, f] of Object.entries(rules)) {
  let h = 0;
  const add = v => { if (typeof v === 'number') { view.setFloat64(0, v !== v ? NaN : v); h = h * 31 + view.getInt32(0) + view.getInt32(4) * 7 | 0; } else h = h * 31 + v | 0; };
  for (let r = 0; r < 3; r++) for (const x of w) for (const y of w) add(f(x, y));
  const words = h;
  for (const x of d) for (const y of d) add(f(x, y));
  for (const x of w) for (const y of d) { add(f(x, y)); add(f(y, x)); }
  console.log(name, words, h);
}
