// gc-stress: 4001
const big = new Array(100000).fill(0).map((_, i) => ({ i }));
let sum = 0;
for (const o of big) sum += o.i;
console.log(sum, big.length);
for (let i = 0; i < big.length; i += 2) big[i] = null;
console.log(big.filter(Boolean).length);
const rounds = [];
for (let r = 0; r < 10; r++) {
  const garbage = Array.from({ length: 5000 }, (_, i) => [i, `${i}`]);
  rounds.push(garbage[4999][1]);
}
console.log(rounds.join());
const bytes = [];
for (let i = 0; i < 20; i++) bytes.push(new Uint8Array(100000).fill(i));
console.log(bytes.map((b) => b[99999]).join());
const text = "ab".repeat(200000);
console.log(text.length, text.split("a").length);
