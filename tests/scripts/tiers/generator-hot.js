function* range(from, to) {
  let step = 1;
  for (let i = from; i < to; i += step) {
    const sent = yield i;
    if (sent) step = sent;
  }
  return "done";
}
let t = 0;
for (let k = 0; k < 20; k++) for (const x of range(0, 200)) t += x;
console.log(t);
for (const x of range(0.5, 5)) t += x;
console.log(t);
const g = range(0, 100);
console.log(g.next().value, g.next(10).value, g.next(50).value, JSON.stringify(g.next()), JSON.stringify(g.next()));
function* inner(n) {
  try {
    while (true) yield n++;
  } finally {
    log.push("closed");
  }
}
const log = [];
for (let i = 0; i < 200; i++) {
  for (const x of inner(i)) if (x > i + 5) break;
}
console.log(log.length);
function* catching() {
  for (;;) {
    try {
      yield "ok";
    } catch (e) {
      yield `caught ${e}`;
    }
  }
}
const c = catching();
c.next();
let s;
for (let i = 0; i < 500; i++) {
  s = c.throw(i).value;
  c.next();
}
console.log(s, c.return(5).value, c.next().done);
