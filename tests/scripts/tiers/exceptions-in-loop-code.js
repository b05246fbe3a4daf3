// A loop whose body throws all the time, compiled at its head: the interpreter takes over
// in the same frame each time, so nothing nests.
function risky(i) {
  if (i % 3 === 0) throw new RangeError("third " + (i % 7));
  return i;
}
function loop(n) {
  let caught = 0, sum = 0;
  for (let i = 0; i < n; i++) {
    try {
      sum += risky(i);
    } catch (e) {
      caught += e.message.length;
    }
  }
  return [caught, sum];
}
console.log(loop(60000).join(" "));
let text = 0;
for (let i = 0; i < 40000; i++) {
  try {
    decodeURIComponent("%");
  } catch (e) {
    text += e instanceof URIError ? 1 : 0;
  }
}
console.log(text);
