// gc-stress: 23
// Callbacks that take elements away: find and findIndex see undefined, forEach and map skip.
const calls = { find: 0, findIndex: 0, findLast: 0, forEach: 0, map: 0, filter: 0, some: 0, every: 0, reduce: 0, flatMap: 0 };
function run(method, list) {
  let trace = "";
  const f = (v, k) => { calls[method]++; trace += `${v}@${k} `; list.pop(); return method === "every"; };
  const result = method === "reduce" ? list.reduce((a, v, k) => { f(v, k); return a + v; }) : list[method](f);
  return `${method}: ${trace}-> ${Array.isArray(result) ? `[${result.length}]${Object.keys(result)}` : result} ${list.length}`;
}
let lines;
for (let i = 0; i < 1500; i++) lines = Object.keys(calls).map((m) => run(m, i & 1 ? [1, 2, 3, 4, 5] : ["a", 2.5, {}, null].map(String)));
console.log(lines.join("\n"));
console.log(JSON.stringify(calls));
// Sorting while the comparator empties the array; sparse arrays with far elements.
function emptied(list) { const sorted = list.sort((a, b) => { list.length = 1; return a - b; }); return `${sorted === list} ${list.join()}`; }
function sparse(n) { const a = []; a[n] = 1; a[n * 10] = 2; a[3] = 9; a.sort(); return `${a.length} ${a.slice(0, 4)} ${Object.keys(a)}`; }
let out;
for (let i = 0; i < 500; i++) out = [emptied([3, 1, 2, 5, 4]), sparse(100 + i)];
console.log(out.join("\n"), "\n" + sparse(100000));
function grown(n) { const a = [1, 2]; a.length = n; a.push(3); a.length += 2; return `${a.push(4)} ${a.indexOf(4)} ${a.lastIndexOf(undefined)} ${Object.keys(a)}`; }
for (let i = 0; i < 500; i++) out = grown(5 + i);
console.log(out, grown(70000));
