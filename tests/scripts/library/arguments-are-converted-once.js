// node: 26
// String.fromCodePoint converted its argument again for the message of its error. Each argument is
// converted once, and in order.
let log = '';
const n = (name, value) => ({ valueOf() { log += name; return value; }, toString() { log += name.toUpperCase(); return String(value); } });
const cases = {
  fromCodePoint: () => String.fromCodePoint(n('a', NaN)), fromCodePoint2: () => String.fromCodePoint(n('a', 65), n('b', -1), n('c', 1)),
  repeat: () => 'x'.repeat(n('a', -1)), repeat2: () => 'x'.repeat(n('a', Infinity)), toFixed: () => (1).toFixed(n('a', 101)), toPrecision: () => (1).toPrecision(n('a', 0)),
  toExponential: () => (1).toExponential(n('a', 101)), toString: () => (1).toString(n('a', 1)), bigToString: () => (1n).toString(n('a', 99)), asIntN: () => BigInt.asIntN(n('a', -1), n('b', 1n)),
  BigInt: () => BigInt(n('a', 1.5)), ArrayLength: () => { [].length = n('a', 3); }, ArrayLength2: () => { [].length = n('a', -1); }, Uint8: () => new Uint8Array(n('a', 1)), buffer: () => new ArrayBuffer(n('a', -1)),
  DataView: () => new DataView(new ArrayBuffer(8), n('a', 9)), getInt: () => new DataView(new ArrayBuffer(8)).getInt32(n('a', 9)), setInt: () => new DataView(new ArrayBuffer(8)).setInt32(n('a', 0), n('b', 1)),
  date: () => new Date(n('a', 2000), n('b', 1)), setHours: () => new Date(0).setHours(n('a', 1), n('b', 2), n('c', 3)), parseInt: () => parseInt(n('a', '12'), n('b', 99)), normalize: () => 'x'.normalize(n('a', 'bad')),
  at: () => [1].at(n('a', 0)), fill: () => [1, 2].fill(0, n('a', 0), n('b', 1)), splice: () => [1, 2].splice(n('a', 0), n('b', 1)), slice: () => [1].slice(n('a', 0), n('b', 1)), copyWithin: () => [1, 2].copyWithin(n('a', 0), n('b', 1), n('c', 2)),
  with: () => [1].with(n('a', 5), 1), toSpliced: () => [1].toSpliced(n('a', 0), n('b', 1)), join: () => [1, 2].join(n('a', '-')), padStart: () => 'x'.padStart(n('a', 3), n('b', 'y')), substring: () => 'abc'.substring(n('a', 1), n('b', 2)),
  indexOf: () => 'abc'.indexOf(n('a', 'b'), n('b', 0)), lastIndexOf: () => 'abc'.lastIndexOf(n('a', 'b'), n('b', 0)), split: () => 'abc'.split(n('a', 'b'), n('b', 1)), replace: () => 'abc'.replace(n('a', 'b'), n('b', 'x')), localeCompare: () => 'a'.localeCompare(n('a', 'b')),
  startsWith: () => 'abc'.startsWith(n('a', 'a'), n('b', 0)), raw: () => String.raw({ raw: ['a', 'b'] }, n('a', 1)), concat: () => 'a'.concat(n('a', 1), n('b', 2)), charAt: () => 'a'.charAt(n('a', 0)), max: () => Math.max(n('a', NaN), n('b', 1)), hypot: () => Math.hypot(n('a', Infinity), n('b', 1)),
  atan2: () => Math.atan2(n('a', 1), n('b', 1)), imul: () => Math.imul(n('a', 1), n('b', 1)), pow: () => Math.pow(n('a', 1), n('b', 1)), Number: () => Number(n('a', 1)), isNaN: () => isNaN(n('a', 1)), parseFloat: () => parseFloat(n('a', 1)), encode: () => encodeURIComponent(n('a', '\ud800')),
  RegExp: () => new RegExp(n('a', '('), n('b', 'g')), RegExpFlags: () => new RegExp('a', n('b', 'zz')), Symbol: () => Symbol(n('a', 1)), SymbolFor: () => Symbol.for(n('a', 1)), Error: () => new Error(n('a', 1)), FunctionC: () => new Function(n('a', 'x'), n('b', 'return (')), evalObj: () => eval(n('a', '1')),
  parse: () => JSON.parse(n('a', '{')), stringify: () => JSON.stringify({ a: 1 }, null, n('a', 2)), flat: () => [[1]].flat(n('a', 1)), keyget: () => ({})[n('a', 'x')], inop: () => n('a', 'x') in {}, setkey: () => { ({})[n('a', 'x')] = 1; },
  has: () => Object.hasOwn({}, n('a', 'x')), defineP: () => Object.defineProperty({}, n('a', 'x'), {}), atomics: () => Atomics.add(new Int32Array(1), n('a', 0), n('b', 1)), typedFill: () => new Uint8Array(2).fill(n('a', 1), n('b', 0)), typedSet: () => new Uint8Array(2).set([n('a', 1)], n('b', 0)), typedWith: () => new Uint8Array(2).with(n('a', 0), n('b', 1)),
  typedAssign: () => { new Uint8Array(2)[0] = n('a', 1); }, resize: () => new ArrayBuffer(1, { maxByteLength: 2 }).resize(n('a', 9)), transfer: () => new ArrayBuffer(1).transfer(n('a', 2)), bufSlice: () => new ArrayBuffer(1).slice(n('a', 0), n('b', 1)), take: () => [].values().take(n('a', -1)), escape: () => escape(n('a', 'x')), clz: () => Math.clz32(n('a', 1)),
  setTime: () => new Date(0).setTime(n('a', 1)), UTC: () => Date.UTC(n('a', 1), n('b', 1)), setYear: () => new Date(0).setYear(n('a', 1)), toUint: () => n('a', 1) >>> n('b', 1), cmp: () => n('a', 1) < n('b', 2), eq: () => n('a', 1) == 1, tmpl: () => `${n('a', 1)}`, plus: () => n('a', 1) + n('b', 'x'), exp: () => n('a', 2) ** n('b', 2), bigmix: () => n('a', 2n) * n('b', 2),
};
for (const name in cases) { log = ''; let end; try { const value = cases[name](); end = typeof value; } catch (e) { end = e.name; } console.log(name, end, log); }
