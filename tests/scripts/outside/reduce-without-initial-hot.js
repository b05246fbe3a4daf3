// reduce and reduceRight look for their first value among holes, of any object with a length.
const add = (a, b, i) => `${a}${b}${i}`;
const tried = (call) => {
  try {
    return call();
  } catch (error) {
    return error.name;
  }
};
const like = { 1: 'a', 3: 'b', length: 5 };
const lists = [[, , 2, 4], [1], [, 7, ,], [undefined, , 3], new Float64Array([1, 2, 3]), like, (function () { return arguments; })(4, 5), 'xyz'];
const reduce = (list, ...initial) => tried(() => Array.prototype.reduce.call(list, add, ...initial));
const reduceRight = (list, ...initial) => tried(() => Array.prototype.reduceRight.call(list, add, ...initial));
const all = () => lists.map((l) => [reduce(l), reduceRight(l), reduce(l, 's'), reduceRight(l, undefined)].join(' ')).join('|');
let out;
for (let i = 0; i < 300; i++) out = all();
console.log(out);
for (const empty of [[], [,], new Array(9), { length: 2 ** 31 % 7 }, '', new Uint8Array(0)]) console.log(reduce(empty), reduceRight(empty), reduce(empty, 1));
// What the callback adds is not visited, what it removes is skipped.
const grows = () => {
  const list = [1, 2, 3];
  return list.reduce((a, b) => { list.push(b); return a + b; }) + ':' + list.length;
};
const shrinks = () => {
  const list = [1, 2, 3, 4];
  return list.reduceRight((a, b, i) => { list.length = i; return a + b; }) + ':' + list.length;
};
for (let i = 0; i < 300; i++) out = grows() + ' ' + shrinks();
console.log(out);
Array.prototype[1] = 100;
console.log([1, , 3].reduce((a, b) => a + b), [, ,].reduceRight((a, b) => a + b), tried(() => [, ,].reduce((a, b, i) => [a, b, i].join())));
delete Array.prototype[1];
