// Pairs of index and value, destructured in hot loops, of arrays of doubles, holes and others.
function sum(list) {
  let total = 0;
  for (const [i, v] of list.entries()) total += i * (v === undefined ? 0.25 : +v);
  return total;
}
function kept(list) {
  const pairs = [];
  for (const pair of list.entries()) { pairs.push(pair); pair[1] = -pair[1]; }
  return pairs.flat().join();
}
function swapped(list) { let text = ""; for (let [i, v] of list.entries()) { [i, v] = [v, i]; text += i + ":" + v + " "; } return text; }
const lists = [[0.5, 1.5, 2.5], [1, 2, 3], [1, , 3], [], [NaN, -0, 1e300], new Float64Array([1.25, 2.25]), new Int8Array([1, -1]), ["4", true, null]];
const out = new Set();
for (let i = 0; i < 250; i++) for (const list of lists) out.add([sum(list), kept(list), swapped(list)].join(" / "));
console.log([...out].join("\n"));
