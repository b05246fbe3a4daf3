// A script may declare a name that has been a property of the global object so far: what was compiled before reads
// and writes the declaration from then on.
const vm = require('vm');

globalThis.f = () => 'property';
globalThis.read = 1;
globalThis.written = 1;
globalThis.called = { of: () => 'property' };
const results = [];

function call(n) { let r; for (let i = 0; i < n; i++) r = f(); return r; }
function get(n) { let sum = 0; for (let i = 0; i < n; i++) sum += read; return sum / n; }
function set(n) { for (let i = 0; i < n; i++) written = i; }
function method(n) { let r; for (let i = 0; i < n; i++) r = called.of(); return r; }
function kind(n) { let r; for (let i = 0; i < n; i++) r = typeof later; return r; }
function inherited(n) { let r; for (let i = 0; i < n; i++) r = toString; return typeof r; }
function own(n) { let r; for (let i = 0; i < n; i++) r = globalThis.read; return r; }

const all = () => {
  set(5);
  results.push([call(20000), get(20000), method(20000), kind(20000), inherited(20000), own(20000), globalThis.written, written].join(' '));
};
for (let i = 0; i < 3; i++) all();
set(20000);
vm.runInThisContext(`
  const f = () => 'declaration';
  let read = 2;
  let written = 'nothing';
  class called { static of() { return 'declaration' } }
  let later = 1;
  const toString = 3;
`);
for (let i = 0; i < 3; i++) all();
set(20000);
results.push(globalThis.written, written, read, globalThis.read);
console.log(results.join('\n'));
