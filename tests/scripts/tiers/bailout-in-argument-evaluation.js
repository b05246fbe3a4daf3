// A guard fails while half of the arguments of a call are already computed.
const trace = [];
const note = (x) => {
  trace.push(x);
  return x;
};
function combine(a, b, c, d) {
  return [a, b, c, d].join("/");
}
function run(o) {
  return combine(note(1), note(o.x + 1), note(o.y * 2), note("end"));
}
for (let i = 0; i < 3000; i++) run({ x: i, y: i });
trace.length = 0;
console.log(run({ x: 1, y: 2 }), run({ x: "s", y: 2 }), run({ y: 2, x: 1.5 }), run({ x: 2147483647, y: 2147483647 }));
console.log(trace.join());
function expression(a, i) {
  return a[i++] + a[i++] * 10 + (a[i++] ?? 7) * 100 + i;
}
for (let i = 0; i < 3000; i++) expression([1, 2, 3], 0);
console.log(expression([1, 2, 3], 0), expression([1, 2, 3], 1), expression([1, "2", 3], 0), expression([], 0), expression([0.5, 0.25], 0));
