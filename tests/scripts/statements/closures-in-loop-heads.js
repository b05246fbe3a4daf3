// A function in the expression that a loop iterates, where the loop's variable is captured in
// the body: the function looked for its variables one scope too far out.
function keep(x) { return x > 1; }
function f(xs) {
  const limit = 2;
  const gets = [];
  for (const c of xs.filter((q) => keep(q) && q <= limit + 1)) gets.push(() => c);
  for (const c of xs.filter((c) => keep(c))) gets.push(() => c * 10);
  for (const key in Object.fromEntries(xs.map((x) => [x + limit, x]))) gets.push(() => key);
  for (const s of [1]) for (const c of xs.filter((c) => keep(c))) if (!xs.some((s) => c === s && keep(c) && s > limit)) gets.push(() => [s, c]);
  for (const c of (() => { class K { static m() { return xs.map((x) => x * limit); } } return K.m(); })()) gets.push(() => c);
  return gets.map((get) => get());
}
console.log(f([1, 2, 3]));
try {
  for (const x of [() => x].map((g) => g())) console.log(() => x);
} catch (e) {
  console.log(e.name, e.message);
}
