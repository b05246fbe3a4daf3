function sum(p) {
  return p.x + p.y;
}
const make = (i) => ({ x: i, y: 1 });
let t = 0;
for (let i = 0; i < 3000; i++) t += sum(make(i));
console.log(t);
const odd = make(5);
odd.z = 3;
console.log(sum(odd));
console.log(sum({ y: 2, x: 1 }));
console.log(sum({ a: 0, x: 1, y: 2 }));
console.log(Number.isNaN(sum({ x: 1 })));
delete odd.x;
console.log(Number.isNaN(sum(odd)));
odd.x = 100;
console.log(sum(odd));
const inherited = Object.create({ x: 7, y: 8 });
console.log(sum(inherited));
inherited.x = 1;
console.log(sum(inherited));
console.log(sum({ get x() { return 10; }, y: 20 }));
for (let i = 0; i < 3000; i++) t += sum(i % 2 ? make(i) : { y: i, x: 0 });
console.log(t);
