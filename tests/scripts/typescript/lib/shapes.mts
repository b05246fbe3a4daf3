export interface Shape { area(): number }
export type Unused = number;
export class Circle implements Shape {
  radius: number;
  constructor(radius: number) { this.radius = radius; }
  area(): number { return Math.PI * this.radius ** 2; }
}
export const area = (shape: Shape): number => shape.area();
