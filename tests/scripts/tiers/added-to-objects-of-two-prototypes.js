// Two objects that look alike and have different prototypes: after a property is added, each still
// has its own. Code that took both for one shape gave them the same.
const first = { name: 'first' }, second = { name: 'second' };
const make = (prototype, x) => { const o = Object.create(prototype); o.x = x; return o; };

function grow(a, b) {
  const s = a.x + b.x;
  a.y = s;
  b.y = s;
  return s;
}

let wrong = 0, sum = 0;
for (let i = 0; i < 400; i++) sum += grow(make(first, i), make(first, 1));
for (let i = 0; i < 400; i++) {
  const a = make(i & 1 ? first : second, i), b = make(i & 2 ? first : second, 1);
  sum += grow(a, b);
  if (a.name !== (i & 1 ? 'first' : 'second') || b.name !== (i & 2 ? 'first' : 'second')) wrong++;
}
console.log(sum, wrong);

// The compiled code's very first objects differ, whenever it is compiled.
for (let k = 1485; k < 1505; k++) {
  const grow = new Function('a', 'b', `const s = a.x + b.x; a.y = s; b.y = s; return ${k};`);
  for (let i = 0; i < k; i++) grow(make(first, 1), make(first, 1));
  for (let i = 0; i < 20; i++) {
    const a = make(first, i), b = make(second, 1);
    grow(a, b);
    if (a.name !== 'first' || b.name !== 'second') wrong++;
  }
}
console.log(wrong);
