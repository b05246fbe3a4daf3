// node: 26
// Callbacks of FinalizationRegistries are called by themselves, what throws does not stop the others, and what was unregistered
// is not told of; many are unregistered one by one.
'use strict';
require('node:v8').setFlagsFromString('--expose-gc');
const collect = globalThis.gc ?? require('node:vm').runInNewContext('gc');
process.on('uncaughtException', (error) => console.log('uncaught', error.message));

const told = [];
const registry = new FinalizationRegistry((held) => {
  told.push(held);
  Promise.resolve().then(() => told.push(`job of ${held}`));
  if (held === 'throws') throw new Error('by a callback');
});
const tokens = Array.from({ length: 6 }, (_, i) => ({ i }));
(function () {
  for (let i = 0; i < 6; i++) registry.register({ i }, `target ${i}`, tokens[i]);
  registry.register({}, 'throws');
  registry.register({}, 'without a token');
})();
console.log(registry.unregister(tokens[2]), registry.unregister(tokens[4]), registry.unregister(tokens[4]));

// A great many come and go.
const many = new FinalizationRegistry(() => console.log('never'));
const kept = Array.from({ length: 20000 }, (_, i) => ({ i }));
for (const target of kept) many.register(target, target.i, target);
let unregistered = 0;
for (const target of kept) unregistered += many.unregister(target);
console.log(unregistered);

const refs = Array.from({ length: 100 }, (_, i) => new WeakRef({ i }));
collect();
console.log(refs.every((ref) => ref.deref() !== undefined));

function rounds(left) {
  // Something may be left on the stack for a while.
  collect();
  if (left > 0) setTimeout(rounds, 1, left - 1);
  else finish();
}
setTimeout(rounds, 1, 5);
function finish() {
  const held = told.filter((text) => !text.startsWith('job of'));
  console.log(held.includes('target 2'), held.includes('target 4'), held.length >= 4, new Set(held).size === held.length);
  console.log(held.every((text) => told.includes(`job of ${text}`)), refs.filter((ref) => ref.deref() === undefined).length > 90);
}
