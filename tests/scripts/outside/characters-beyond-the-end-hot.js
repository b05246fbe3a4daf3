// One character beyond the end, before the start, in the middle of a number: NaN, the empty string, undefined.
const ask = {
  code: (s, i) => s.charCodeAt(i),
  text: (s, i) => s.charAt(i),
  at: (s, i) => s.at(i),
  point: (s, i) => s.codePointAt(i),
  index: (s, i) => s[i],
};
const words = ['', 'a', 'beyond', '\u{1F600}x'];
for (const [name, f] of Object.entries(ask)) {
  const told = new Map();
  for (let i = 0; i < 9000; i++) {
    const word = words[i % 4];
    const value = f(word, (i % 9) - 1);
    const key = typeof value + (value !== value) + (value === '');
    told.set(key, (told.get(key) ?? 0) + 1);
  }
  console.log(name, [...told].sort().join(' '), f('abc', 3), f('abc', -1), f('abc', 1.9), f('abc', -0), f('abc', NaN), f('abc', 2 ** 32));
}
function scan(text) {
  let lines = 1;
  for (let i = 0, c; (c = text.charCodeAt(i)) === c; i++) lines += c === 10 ? 1 : 0;
  return lines;
}
function widest(text) {
  let most = 0;
  for (let i = 0; i <= text.length; i++) most = Math.max(most, text.charCodeAt(i) | 0);
  return most;
}
let total = 0;
for (let i = 0; i < 2000; i++) total += scan('one\ntwo\nthree') + widest('az');
console.log(total);
