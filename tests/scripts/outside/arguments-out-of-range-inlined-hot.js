// Elements of an inlined callee's arguments that are none: negative, beyond what was passed, with names on the prototype.
const o = {
  minus() { return arguments[-1]; },
  beyond() { return arguments[2]; },
  at(i) { return arguments[i]; },
  both(a, b) { return [arguments.length, arguments[0] === a, b, arguments[3]].join(); },
  sloppy(a) { arguments[0] = 7; return a + arguments.length; },
};
const call = (name, ...rest) => o[name](...rest);
const tests = {
  minus: () => o.minus(),
  beyond: () => [o.beyond(), o.beyond(1, 2), o.beyond(1, 2, 3)].join(),
  at: () => [o.at(0), o.at(1), o.at(-1), o.at("length"), o.at(1.5), o.at(1, "one"), o.at(2 ** 32)].join(),
  both: () => [o.both(), o.both(1), o.both(1, 2, 3, 4)].join("|"),
  sloppy: () => [o.sloppy(), o.sloppy(1), o.sloppy(1, 2)].join(),
  applied: () => [o.beyond.apply(o), o.beyond.apply(o, null), o.beyond.apply(o, [1, 2, 3]), o.both.call(o), call("both"), Math.max.apply(null)].join("|"),
};
for (const round of [0, 1, 2]) {
  for (const [name, test] of Object.entries(tests)) {
    let last;
    const all = new Set();
    for (let i = 0; i < 3000; i++) all.add((last = test()));
    console.log(round, name, all.size, String(last));
  }
  if (round === 0) Object.prototype[-1] = "inherited";
  if (round === 1) { delete Object.prototype[-1]; Object.prototype[2] = "two"; }
}
delete Object.prototype[2];
