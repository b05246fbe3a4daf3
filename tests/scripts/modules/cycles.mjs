// Modules that import each other: hoisted functions are there, the rest is not yet.
import { a, callB } from './lib/cycle-a.mjs';
import { b, order } from './lib/cycle-b.mjs';
console.log(order.join('; '));
console.log(a, b, callB());
import * as first from './lib/cycle-a.mjs';
console.log(Object.keys(first).join());
// Stars that meet, and what is ambiguous among them.
import * as stars from './lib/stars.mjs';
console.log(Object.keys(stars).join(), stars.one, stars.own);
for (const name of ['ambiguous', 'missing', 'circular', 'syntax', 'throws', 'absent-file']) {
  for (let i = 0; i < 2; i++) {
    try {
      await import(`./lib/${name}.mjs`);
      console.log(name, 'loaded');
    } catch (error) {
      console.log(name, error.name, error.message.replace(/'?\/.*\//g, '…/').replace(/imported from .*/, ''));
    }
  }
}
const errors = [];
for (let i = 0; i < 2; i++) await import('./lib/throws.mjs').catch((e) => errors.push(e));
console.log(errors[0] === errors[1], errors[0].message);
