// A bailout where the interpreter has no frame left: its throw would get past the function's own catch.
// gc-stress: 20011
let entered, escaped = 0, calls = 0;
function get(o) { entered = true; try { return o.x.y; } catch (e) { return 'caught'; } }
for (let i = 0; i < 4000; i++) get({ x: { y: i } });
// A function that deletes a name stays interpreted.
const deep = new Function('attempt', `return function deep() {
  try { delete nothing; return deep(); } catch (e) { return attempt(); }
}`)(() => {
  entered = false;
  try { calls++; return get({ z: 1, x: { z: 1, y: 2 } }); } catch (e) { if (entered) escaped++; throw e; }
});
console.log(deep(), escaped, calls > 0);
