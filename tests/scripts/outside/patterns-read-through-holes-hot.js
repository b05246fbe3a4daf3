// Holes and what is beyond the end read the prototypes, in patterns, calls and loops, also when an index
// appears there while compiled code relies on there being none.
const wants = (list) => {
  const [a = 'A', b = 'B', c = 'C', ...rest] = list;
  const { 0: d = 'D', 2: e = 'E', 4: f = 'F', length } = list;
  return [a, b, c, rest.length, d, e, f, length].join('');
};
const sum = (list) => {
  let text = '';
  for (let i = 0; i <= list.length; i++) text += list[i] ?? '-';
  return text;
};
const spread = (...list) => list.map((x) => x ?? '-').join('') + Math.max(...list.map((x) => +x || 0));
const lists = [[1, 2, 3], [1, , 3], [, ,], [], [undefined, null, 0, , 5], [1.5, , 2.5]];
const all = () => lists.map((list) => [wants(list), sum(list), spread(...list), 1 in list, list.indexOf(undefined), list.includes(undefined)].join(' ')).join('|');
let before;
for (let i = 0; i < 300; i++) before = all();
console.log(before);
Array.prototype[1] = 'p';
for (let i = 0; i < 50; i++) before = all();
console.log(before);
delete Array.prototype[1];
Object.prototype[2] = 'q';
for (let i = 0; i < 50; i++) before = all();
console.log(before);
Object.defineProperty(Object.prototype, 2, { get() { return this.length; }, configurable: true });
for (let i = 0; i < 50; i++) before = all();
console.log(before);
delete Object.prototype[2];
class List extends Array {}
Object.defineProperty(List.prototype, 3, { value: 'r', writable: true, configurable: true });
lists.push(List.from([1]), Object.assign(new List(5), { 0: 7 }));
for (let i = 0; i < 50; i++) before = all();
console.log(before);
