import { type Name, Level } from './levels.mts';
import def from './all.ts';
export enum Local { X = Level.High, Y }
declare namespace Nope { const a: number }
interface I { a: number }
console.log(Local, def.Color.Red, Level, (0 as unknown as Name));
class C {
  constructor(private a: I, protected b: string = 'b') { console.log(this.a, this.b); }
}
new C({ a: 1 });
