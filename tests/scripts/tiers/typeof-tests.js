// Comparisons of typeof with names: every kind of value and every name, also of objects that are not allocated.
const values = [
  undefined, null, true, false, 0, 1.5, NaN, -0, 2 ** 40, '', 'text', 'a' + Math.random(), Symbol.iterator, 10n, {}, [], /x/, new Date(0),
  () => 1, function () {}, class {}, Math.max, Math.max.bind(null), async () => {}, function* () {},
  new Proxy({}, {}), new Proxy(() => 1, {}), new Proxy(class {}, {}), new Proxy([], {}), Object.create(null), new Uint8Array(1), new Map(),
];
function names(v) {
  return [
    typeof v === 'undefined', typeof v === 'object', typeof v === 'function', typeof v === 'string', typeof v === 'number',
    typeof v === 'boolean', typeof v === 'symbol', typeof v === 'bigint',
  ].map(Number).join('');
}
function others(v) {
  let out = '';
  if (typeof v == 'object') out += 'o';
  if ('function' == typeof v) out += 'f';
  if (typeof v != 'undefined') out += 'd';
  if (typeof v !== 'Object') out += '.';
  if (typeof v === 'null' || typeof v === 'String') out += '!';
  switch (typeof v) {
    case 'string': return out + 's';
    case 'number': return out + 'n';
    case 'boolean': return out + 'b';
    case 'object': return out + (v ? 'O' : 'N');
    default: return out;
  }
}
const kind = (v) => (typeof v === 'object' ? 1 : typeof v === 'function' ? 2 : typeof v === 'number' ? 4 : 8);
function fresh(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const point = { x: i, y: i / 2 };
    sum += kind(point) + kind(point.x) + kind(point.y) + kind(`${i}`) + kind(i > 3);
  }
  return sum;
}
let seen = [];
for (let round = 0; round < 400; round++) {
  seen = values.map((v) => `${names(v)} ${others(v)} ${kind(v)}`);
  seen.push(fresh(20));
}
console.log(seen.join('\n'));
console.log(typeof undeclared === 'undefined', (() => { try { return typeof later === 'undefined'; } catch (e) { return e.name; } })());
let later = 1;
