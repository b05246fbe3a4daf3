// Loops over arrays that grow, shrink, and are replaced while they are walked, hot.
function grow(list, most) { let n = 0; for (const v of list) { n = (n * 10 + v) % 1000003; if (list.length < most) list.push(list.length + 1); } return n; }
function shrink(list) { let n = 0; for (const v of list) { n = n * 10 + v; list.pop(); } return n; }
function cut(list) { let n = ""; for (const v of list) { n += v; if (n.length === 2) list.length = 0; } return n; }
function rebind(list) { let n = ""; for (const v of list) { n += v; list = [9, 9, 9]; } return n + list; }
function shift(list) { let n = ""; for (const v of list) { n += v; list.shift(); } return n; }
function holes(list) { let n = ""; for (const v of list) { n += String(v)[0]; delete list[n.length + 1]; } return n; }
function typed(list) { let n = 0; for (const v of list) { n = n * 10 + v; list[n % 3] = 7; } return n; }
let seen;
for (let i = 0; i < 4000; i++) {
  const some = i & 3 ? [1, 2, 3, 4] : [1.5, 2, 3, 4];
  seen = [grow([...some], 6 + (i & 7)), shrink([...some]), cut([...some]), rebind([...some]), shift([...some]), holes([...some]), typed(Uint8Array.from(some))];
  if (i % 999 === 0) console.log(seen.join(" "));
}
console.log(seen.join(" "));
// for-in visits what is still there.
function remaining(list) { let n = ""; for (const k in list) { n += k; if (k === "0") list.splice(0, 2); } return n; }
function keys(o) { let n = ""; for (const k in o) { n += k; delete o.b; o.z = 1; } return n; }
for (let i = 0; i < 3000; i++) seen = [remaining(["a", "b", "c", "d"]), keys({ a: 1, b: 2, c: 3 })];
console.log(seen.join(" "));
