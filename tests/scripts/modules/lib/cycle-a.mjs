import { b, order } from './cycle-b.mjs';
export let a = 'a';
export function hoisted() { return typeof hoisted; }
export const callB = () => b;
export { callB as default };
order.push('a after b: ' + b);
