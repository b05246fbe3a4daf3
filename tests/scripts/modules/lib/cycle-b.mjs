import { a, hoisted, callB } from './cycle-a.mjs';
import * as ns from './cycle-a.mjs';
export const order = [];
export let b = 'b';
order.push('hoisted: ' + hoisted());
for (const read of [() => a, () => callB, () => ns.a, () => typeof a, () => Object.keys(ns)]) {
  try {
    order.push(String(read()));
  } catch (error) {
    order.push(`${error.name}: ${error.message}`);
  }
}
order.push(['a' in ns, Reflect.ownKeys(ns).length].join());
