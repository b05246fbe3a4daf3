// Evaluation order with top-level await.
import './lib/tla-log.mjs';
import './lib/tla-1.mjs';
import './lib/tla-2.mjs';
import { value } from './lib/tla-3.mjs';
log.push('main');
console.log(log.join('\n'));
console.log(value);
const imported = await import('./lib/tla-3.mjs');
console.log(imported.value, await Promise.all([1, Promise.resolve(2)]));
for await (const n of [1, Promise.resolve(2)]) console.log(n);
const results = await Promise.allSettled([import('./lib/tla-rejects.mjs'), import('./lib/tla-depends.mjs')]);
console.log(results.map((r) => r.reason.message).join(), results[0].reason === results[1].reason);
let order = [];
await Promise.all([
  import('./lib/tla-slow.mjs').then(() => order.push('slow')),
  import('./lib/tla-fast.mjs').then(() => order.push('fast')),
]);
console.log(order.join(), log.slice(-4).join());
export const done = await new Promise((resolve) => setTimeout(resolve, 1, 'timer'));
console.log(done);
