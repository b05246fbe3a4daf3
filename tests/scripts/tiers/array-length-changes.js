// The array shrinks and grows under the loop which walks it.
function walk(a, edit) {
  let seen = 0;
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    seen++;
    sum += a[i] || 0;
    edit(a, i);
  }
  return `${seen} ${sum} ${a.length}`;
}
const range = (n) => Array.from({ length: n }, (_, i) => i);
for (let i = 0; i < 50; i++) walk(range(100), () => {});
console.log(walk(range(100), () => {}));
console.log(walk(range(100), (a, i) => { if (i === 50) a.length = 60; }));
console.log(walk(range(100), (a, i) => { if (i % 2 === 0) a.pop(); }));
console.log(walk(range(100), (a, i) => { if (a.length < 200) a.push(i); }));
console.log(walk(range(100), (a, i) => { if (i === 10) a.splice(11, 50); }));
console.log(walk(range(100), (a, i) => { if (i === 10) a.length = 0; }));
console.log(walk(range(100), (a, i) => { if (i === 98) a[150] = 7; }));
