// What is called between two accesses changes the object that both are to.
const changes = [
  o => o,
  o => { delete o.a; return o; },
  o => { Object.defineProperty(o, 'b', { get() { return 70; }, configurable: true }); return o; },
  o => { delete o.a; delete o.b; o.b = 5; o.a = 6; return o; },
  o => { o.c = 1; return o; },
  o => Object.freeze(o),
  o => Object.setPrototypeOf(o, { c: 9 }),
];

function twice(o, change) {
  const first = o.a + o.b;
  change(o);
  return first + ' ' + o.a + ' ' + o.b;
}

function add(o, change) {
  o.a = 10;
  change(o);
  o.b = 20;
  o.a = 30;
  return JSON.stringify(o) + o.c;
}

const out = [];
for (let i = 0; i < 400; i++) twice({ a: 1, b: i & 3 }, changes[0]), add({ a: 1, b: 2 }, changes[0]);
for (const change of changes) {
  for (let i = 0; i < 3; i++) out.push(twice({ a: 1, b: 2 }, change), add({ a: 1, b: 2 }, change));
}
console.log(out.join('\n'));
