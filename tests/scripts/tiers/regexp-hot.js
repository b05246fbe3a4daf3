function scan(text) {
  const re = /(\w+)=(\d+)/g;
  let m;
  let t = 0;
  while ((m = re.exec(text))) t += m[1].length * Number(m[2]);
  return t;
}
let t = 0;
for (let i = 0; i < 500; i++) t += scan("a=1, bb=22 & ccc=333");
console.log(t);
const sticky = /a/y;
let hits = 0;
for (let i = 0; i < 1000; i++) {
  sticky.lastIndex = i % 4;
  if (sticky.test("aaba")) hits++;
}
console.log(hits);
const isNumber = (s) => /^-?\d+(\.\d+)?$/.test(s);
for (let i = 0; i < 1000; i++) isNumber(String(i));
console.log(["1", "-1.5", "1.", "x", "", "0.0"].map(isNumber).join());
let replaced = "";
for (let i = 0; i < 300; i++) replaced = "x1y22z".replace(/\d+/g, (d) => `<${d.length + i}>`);
console.log(replaced);
