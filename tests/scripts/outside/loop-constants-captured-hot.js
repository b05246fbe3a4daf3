// Each round of a loop has its own binding, copied from the one before where the loop says so, and
// uninitialised before its first: closures see theirs, in hot code too.
function ofEach(list) { const fs = []; for (const x of list) fs.push(() => x); return fs.map((f) => f()).join(); }
function counted(n) { const fs = []; for (let i = 0; i < n; i++) { fs.push(() => i++); if (i === 1) i++; } return fs.map((f) => f() + f()).join(); }
function inEach(object) { const fs = []; for (const k in object) fs.push(() => k + object[k]); return fs.map((f) => f()).join(); }
function early(list) {
  let caught = 0;
  for (const x of list) { try { (() => later)(); } catch (e) { caught += e instanceof ReferenceError ? 1 : 100; } const later = x; (() => later)(); }
  return caught;
}
function head() { try { for (const x of [x]) return x; } catch (e) { return e.name; } }
function changed(list) { const fs = []; for (let x of list) { fs.push(() => x); x = x + "!"; } return fs.map((f) => f()).join(); }
const out = new Set();
for (let i = 0; i < 300; i++) {
  const list = i % 3 ? [1, 2, 3] : i % 2 ? ["a", {}.x, 2.5] : [];
  out.add([ofEach(list), counted(4), inEach({ a: i % 2, b: 1 }), early(list), head(), changed(list)].join(" "));
}
console.log([...out].join("\n"));
