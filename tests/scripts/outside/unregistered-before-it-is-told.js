// node: 26
// What is unregistered after its target has died and before its callback is called is not told of, and there was one.
'use strict';
require('node:v8').setFlagsFromString('--expose-gc');
const collect = globalThis.gc ?? require('node:vm').runInNewContext('gc');

const told = [];
const registry = new FinalizationRegistry((held) => told.push(held));
const tokens = Array.from({ length: 2000 }, (_, i) => ({ i }));
(function register() {
  for (let i = 0; i < tokens.length; i++) {
    registry.register({ i }, i, tokens[i]);
    if (i % 10 === 0) registry.register({ again: i }, `again ${i}`, tokens[i]);
  }
})();
collect();
collect();
let unregistered = 0;
for (let i = 0; i < tokens.length; i += 2) unregistered += registry.unregister(tokens[i]);
console.log(unregistered, registry.unregister(tokens[0]), registry.unregister({}));
// The same token again.
const kept = { kept: true };
registry.register(kept, 'kept', tokens[0]);

function rounds(left) {
  collect();
  if (left > 0) return setTimeout(rounds, 1, left - 1);
  const odd = told.filter((held) => held % 2 === 1);
  console.log(odd.length > 900, odd.length === told.length, new Set(told).size === told.length);
  console.log(registry.unregister(tokens[0]), registry.unregister(tokens[0]), kept.kept);
  console.log(tokens.filter((token, i) => i % 2 === 1 && registry.unregister(token)).length < 100);
}
setTimeout(rounds, 1, 4);
