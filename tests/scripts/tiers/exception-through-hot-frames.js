function check(x) {
  if (x > 100) throw new RangeError(`too big: ${x}`);
  return x;
}
function middle(x) {
  const doubled = check(x * 2);
  return doubled + 1;
}
function outer(x) {
  let state = "start";
  try {
    const y = middle(x);
    state = "ok";
    return y;
  } catch (e) {
    state = `${state}, ${e.name}: ${e.message}`;
    return state;
  } finally {
    outer.count = (outer.count || 0) + 1;
  }
}
for (let i = 0; i < 3000; i++) outer(i % 40);
console.log(outer(10), outer(50), outer(51));
console.log(outer.count);
for (let i = 0; i < 3000; i++) outer(i % 100);
console.log(outer(99), outer.count);
