// Conditions whose outcome a path settles: compiled code must not test again, and must not
// mix up what the paths bring with them.

function both(a, b) { if (a && b) return "both"; return a || b ? "one" : "none"; }
function either(a, b, c) { const v = (a || b) && c; return v ? [v, "yes"] : [v, "no"]; }
const isSmall = (x) => { if (x < 0) return false; if (x > 10) return false; return true; };
function small(x, f) {
  let seen = "";
  if (isSmall(x) && !isSmall(x + 5)) seen += "edge";
  else if (isSmall(x)) seen += "small";
  const y = isSmall(x) ? f(x) : -1;
  return seen + y;
}
const values = [0, 1, "", "s", null, undefined, NaN, 2.5, true, false];
let out = "";
for (let round = 0; round < 40; round++) {
  out = "";
  for (const a of values) for (const b of values) out += both(a, b)[0] + either(a, b, round % 3)[1][0];
}
console.log(out);
let sum = "";
for (let round = 0; round < 300; round++) {
  sum = "";
  for (let i = -3; i < 14; i++) sum += small(i, (x) => x * 2) + " ";
}
console.log(sum, small(3, () => 2147483648), small(7.5, (x) => x + "!"));

// The value that decides is used behind the branch, in a loop, and when it bails out.
function find(list, wanted) {
  let found = null, steps = 0;
  for (let i = 0; i < list.length; i++) {
    const it = list[i];
    const hit = it !== null && it.id === wanted;
    if (hit) found = it;
    steps += hit ? 10 : 1;
    if (found && found.stop) break;
  }
  return (found ? found.id : "-") + ":" + steps;
}
const list = [];
for (let i = 0; i < 50; i++) list.push(i % 7 === 0 ? null : { id: i, stop: i > 30 });
for (let i = 0; i < 300; i++) find(list, i % 60);
console.log(find(list, 3), find(list, 33), find(list, 0), find([{ id: "x", stop: 1 }], "x"), find([{ stop: 0, id: 5 }], 5));
function counted(n) {
  let t = 0;
  for (let i = 0; i < n; i++) {
    const odd = (i & 1) === 1, third = i % 3 === 0;
    const v = odd && third ? i : odd ? -1 : third && i > 4 ? 2 : 0;
    if (v) t += v;
    if (!odd || !third) t++;
  }
  return t;
}
for (let i = 0; i < 200; i++) counted(50);
console.log(counted(100), counted(100000));
