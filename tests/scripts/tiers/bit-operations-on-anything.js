// Bit operations on what is not there yet, on booleans and the like; then on objects.
function pack(text) {
  const words = [];
  for (let i = 0; i < text.length; i++) words[i >> 2] |= text.charCodeAt(i) << ((i & 3) * 8);
  return words;
}
let packed;
for (let i = 0; i < 500; i++) packed = pack("the quick brown fox");
console.log(packed.join());
const mix = (a, b) => [a & b, a | b, a ^ b, a << b, a >> b, a >>> b, ~a].join();
const inputs = [0, 1, -1, 2 ** 31, 1.5, -0, NaN, Infinity, undefined, null, true, false];
const seen = new Set();
for (let i = 0; i < 3000; i++) seen.add(mix(inputs[i % 12], inputs[(i * 7 + (i >> 4)) % 12]));
console.log(seen.size, mix(undefined, 5), mix(true, null), mix(-3, true), mix(2 ** 40 + 3, undefined));
const object = {
  valueOf() {
    return 6;
  },
};
console.log(mix(object, 3), mix("12", 10), mix("x", object), mix([5], [1]));
for (const bad of [Symbol("s"), 1n]) {
  try {
    mix(bad, 1);
  } catch (e) {
    console.log(e.constructor.name);
  }
}
const bigs = (a, b) => a ^ b;
for (let i = 0; i < 3000; i++) bigs(BigInt(i), 3n);
console.log(bigs(5n, 3n), bigs(5, 3), bigs(undefined, true));
