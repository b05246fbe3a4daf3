export let count = 0;
export function increment() { return ++count; }
const original = 'renamed';
export { original as renamed, original as 'a string name' };
export class Shape {
  constructor(side) { this.side = side; }
  get area() { return this.side * this.side; }
}
export const { x, y: [first, ...rest] } = { x: 1, y: [2, 3, 4] };
export var v = rest.length;
export default function twice(n) { return 2 * n; }
