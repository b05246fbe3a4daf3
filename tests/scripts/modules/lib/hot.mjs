export const limit = 30000;
export let total = 0;
export const add = (a, b) => a + b;
export function bump(n) { total += n; }
export class Point {
  constructor(x, y) { this.x = x; this.y = y; }
  dot(other) { return this.x * other.x + this.y * other.y; }
}
