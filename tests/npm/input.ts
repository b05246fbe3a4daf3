// What the tsc command translates.
interface Point { readonly x: number; y?: string }
enum Colour { Red, Green = 5, Blue }
namespace Geometry {
  export abstract class Shape<T extends Point> {
    constructor(protected items: T[], public name = 'shape') {}
    abstract area(): number;
    sum = (): number => this.items.reduce((total, item) => total + item.x, 0);
  }
}
class Circle extends Geometry.Shape<Point> {
  #radius = 2;
  area(): number { return this.#radius ** 2 * Math.PI; }
  static of(...points: Point[]): Circle { return new Circle(points); }
}
type Deep<T> = { [K in keyof T]?: T[K] extends object ? Deep<T[K]> : T[K] };
function isPoint(value: unknown): value is Point { return typeof value === 'object' && value !== null && 'x' in value; }
const options: Deep<{ a: { b: string } }> = { a: {} };
const circle = Circle.of({ x: 1 }, { x: 2, y: 'two' });
const text = `${circle.name}: ${circle.sum().toFixed(1)} ${Colour[Colour.Blue]} ${options.a?.b ?? 'none'} ${isPoint({ x: 1 })}`;
console.log(text, [...new Map([[1, 'one']]).entries()].map(([key, value]) => ({ key, value })));
async function* later<const T extends readonly unknown[]>(items: T) { for (const item of items) yield item as T[number]; }
(async () => { for await (const item of later([1, 'b', null] as const)) console.log(item satisfies 1 | 'b' | null); })();
