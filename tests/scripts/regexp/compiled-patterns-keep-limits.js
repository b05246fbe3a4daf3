// node: 999
// What is compiled keeps the limits of what is interpreted: patterns that would take exponential time do not, and a
// time limit ends a search wherever it is.
const vm = require('node:vm');

// Made hot on harmless texts, then given others.
const patterns = [/(a+)+b/, /(a|a)*b/, /(.*)*x/, /^(?:a{1,3}){2,40}b/, /(?=(a|aa)+b)c/, /(?:(?:a*)*)*b/, /(?<!(a+)+b)$b/];
for (const pattern of patterns) {
  let found = 0;
  for (let i = 0; i < 12000; i++) found += pattern.test(i & 1 ? 'aab' : 'aac') ? 1 : 0;
  const long = 'a'.repeat(100);
  console.log(String(pattern), found, pattern.test(long), pattern.test(long + '\u0101'), pattern.test('\u0101' + long + 'b'));
}

// More choices than compiled code has room for.
const nested = /^(?:a|(b)\1)*?c/;
const many = /^(?:[ab]|(a)\1)*c/;
for (let i = 0; i < 12000; i++) nested.test('aac') && many.test('abc');
console.log(nested.test('a'.repeat(100000) + 'c'), nested.test('a'.repeat(100000)), many.test('a'.repeat(100000) + 'c'));

for (const [source, text] of [
  ['/(a*)*\\1b/', '"a".repeat(60)'],
  ['/(?:(a+)\\1*)+b/', '"a".repeat(3000)'],
  ['/[a-y]z/', '"a".repeat(100)'],
]) {
  try {
    vm.runInNewContext(`const r = ${source}; for (let i = 0; i < 8000; i++) r.test('aac'); for (;;) r.test(${text})`, {}, { timeout: 100 });
  } catch (error) {
    console.log(source, error.code);
  }
}
