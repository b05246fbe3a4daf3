function innermost(x) {
  if (x < 0) throw new Error("negative");
  return x;
}
function between(x) {
  return innermost(x) + 1;
}
function outermost(x) {
  return between(x) + 1;
}
for (let i = 0; i < 3000; i++) outermost(i);
try {
  outermost(-1);
} catch (e) {
  const frames = ["innermost", "between", "outermost"].map((name) => e.stack.indexOf(name));
  console.log(frames.every((at) => at >= 0), frames[0] < frames[1] && frames[1] < frames[2]);
  console.log(e.message, typeof e.stack);
}
