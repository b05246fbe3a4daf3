// Loops with more values than there are registers, doubles and integers and objects, all live across
// what is done rarely: allocation beyond the cursor, polls, barriers, guards that are bound late,
// arrays that grow, missing arguments, conversions of what does not fit.

function many(list, rounds) {
  let a = 1.5, b = 2.5, c = 3.5, d = 4.5, e = 5.5, f = 6.5, g = 7.5, h = 8.5;
  let i1 = 1, i2 = 2, i3 = 3, i4 = 4, i5 = 5, i6 = 6;
  let made = null, text = 'x', grown = [], truth = 0;
  for (let r = 0; r < rounds; r++) {
    const o = list[r % list.length];
    made = { before: r & 15 ? made : null, r };
    a += o.x; b -= o.x; c = c * 0.5 + o.x; d += a - b; e = e - 1 + c * 0.25; f += 0.125; g -= 0.125; h = -h;
    i1 = (i1 + 1) | 0; i2 = (i2 + i1) | 0; i3 ^= i2; i4 = (i4 * 3) | 0; i5 = (a * 1e20) | 0; i6 += i5 & 1;
    if (r % 7 === 0) grown.push(made); else grown[grown.length] = r;
    if (grown.length > 50) grown.pop();
    o.kept = made;
    if (o.truth) truth++;
    text = short(text, r & 1 ? 'ab' : undefined);
  }
  return [a, b, c, d, e, f, g, h].map((n) => n.toFixed(4)).join() + ' ' + [i1, i2, i3, i4, i6, grown.length, truth, text].join();
}
function short(text, more, missing) {
  return missing === undefined && text.length < 6 ? text + (more || 'c') : text.charAt(text.length - 1);
}
class P { constructor(x, truth) { this.x = x; this.truth = truth; } }
const plain = [new P(1, true), new P(2, ''), new P(0.25, 0), new P(3, 'yes')];
console.log(many(plain, 4000));
console.log(many([...plain, { truth: 1n, x: 4 }, { x: 1.75, other: 1, truth: NaN }], 4000));
console.log(many([Object.assign(Object.create({ truth: true }), { x: 9 }), ...plain], 4000));

function doubles(n) {
  let [s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, sa, sb, sc, sd, se, sf, sg, sh] = Array.from({ length: 18 }, (_, i) => i + 0.5);
  let keep;
  for (let i = 0; i < n; i++) {
    keep = [s0, s1];
    s0 += s1 * 0.001; s1 += s2 * 0.001; s2 += s3 * 0.001; s3 += s4 * 0.001; s4 += s5 * 0.001; s5 += s6 * 0.001;
    s6 += s7 * 0.001; s7 += s8 * 0.001; s8 += s9 * 0.001; s9 += sa * 0.001; sa += sb * 0.001; sb += sc * 0.001;
    sc += sd * 0.001; sd += se * 0.001; se += sf * 0.001; sf += sg * 0.001; sg += sh * 0.001; sh += keep.length * 0.001;
  }
  return [s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, sa, sb, sc, sd, se, sf, sg, sh].map((x) => x.toFixed(3)).join();
}
console.log(doubles(5000));

// Zero with a negative factor, and numbers that do not fit, at the end of a hot loop.
function product(a, b) { return a * b; }
for (let i = 1; i < 4000; i++) product(i, -i);
console.log(1 / product(0, -1), 1 / product(-1, 0), 1 / product(0, 1), 1 / product(-0, 5), product(65536, 65536), product(-65536, 32768), product(-65536, -32768));
function sum(a, b) { return a + b; }
for (let i = 1; i < 4000; i++) sum(i, -i);
console.log(sum(2147483647, 1), sum(-2147483648, -1), sum(-1, 1));
