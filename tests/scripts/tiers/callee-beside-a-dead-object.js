// An exit of an inlined callee while its caller has an object that is not allocated in a register that only
// seems to be live: the frame of the callee lies there.
const pass = (n) => n;
const both = (n) => pass(n - 1) + pass(n + 1);
function outer(v, list) {
  let kept = Math.max(v + list[0], ((p, o) => o.x - o.y)(0, { x: v, y: 1 }));
  kept ^= both(v & -1);
  try {
    list.push(v);
  } finally {
    const held = [];
    for (let i = 0; i < 2; i++) held.push((d) => (i += d));
    for (const f of held) kept += f(1);
    list.length = 1;
  }
  return kept;
}
for (let i = 0; i < 3000; i++) outer(i & 255, [1]);
console.log(outer(5, [1]), outer(2147483647, [-5]), outer(-2147483648, [1]), outer(5, [1]));
