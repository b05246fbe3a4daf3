// A store of a function to an object that is a prototype changes a method. Code that was made for
// plain objects and met a prototype first stored it, and nobody was told.
function Plain(m) { this.m = m; }
const one = () => 1, two = () => 2;

let wrong = 0;
// The compiled code's very first object is the prototype, whenever it is compiled.
for (let k = 1485; k < 1505; k++) {
  const store = new Function('o', 'm', `o.m = m; return ${k};`);
  const call = new Function('o', `return o.m() + ${k} - ${k};`);
  const prototype = new Plain(one);
  const object = Object.create(prototype);
  for (let i = 0; i < 1600; i++) call(object);
  for (let i = 0; i < k; i++) store(new Plain(one), one);
  for (let i = 0; i < 40; i++) {
    const m = i & 1 ? one : two;
    store(prototype, m);
    if (call(object) !== m()) wrong++;
  }
}
console.log(wrong);
