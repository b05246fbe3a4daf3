const objects = [];
for (let i = 0; i < 40; i++) {
  const o = {};
  for (let j = 0; j <= i; j++) o[`p${j}`] = j;
  o.id = i;
  objects.push(o);
}
const id = (o) => o.id;
const setId = (o, v) => (o.id = v);
let sum = 0;
for (let round = 0; round < 100; round++) {
  for (const o of objects) {
    sum += id(o);
    setId(o, id(o) + 1);
  }
}
console.log(sum, id(objects[0]), id(objects[39]));
console.log(Object.keys(objects[3]).join());
