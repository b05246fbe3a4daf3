let depth = 0;
let deepest = 0;
function enter(n) {
  depth++;
  try {
    deepest = Math.max(deepest, depth);
    if (n > 0) return enter(n - 1) + 1;
    if (n < 0) throw new Error("below");
    return 0;
  } finally {
    depth--;
  }
}
for (let i = 0; i < 500; i++) enter(i % 10);
console.log(depth, deepest, enter(50), depth, deepest);
try {
  enter(-1);
} catch (e) {
  console.log(e.message, depth);
}
function override(i) {
  try {
    if (i % 2) throw i;
    return "try";
  } catch {
    return "catch";
  } finally {
    if (i % 3 === 0) return "finally";
  }
}
let s = "";
for (let i = 0; i < 2000; i++) s = (s + override(i)[0]).slice(-12);
console.log(s);
