// Imports and exports in all their forms, and live bindings.
// node: 26
import def, { count, increment, renamed as r, Shape, 'a string name' as s } from './lib/values.mjs';
import * as values from './lib/values.mjs';
import { default as again, values as nested, count as throughStar } from './lib/reexport.mjs';
import './lib/effects.mjs';
import anonymous from './lib/anonymous-function.mjs';
import Anonymous from './lib/anonymous-class.mjs';
import expression from './lib/expression.mjs';

console.log(def(2), count, r, new Shape(3).area, s);
increment();
increment();
console.log(count, values.count, throughStar, nested.count);
console.log(again === def, nested === values);
console.log(Object.keys(values).join());
console.log(Object.prototype.toString.call(values), Reflect.getPrototypeOf(values), Object.isExtensible(values));
console.log(JSON.stringify(Object.getOwnPropertyDescriptor(values, 'count')));
console.log('count' in values, 'absent' in values, values.absent, Reflect.set(values, 'count', 1), Reflect.deleteProperty(values, 'absent'));
for (const assign of [() => { count = 1; }, () => { values.count = 1; }, () => { delete values.count; }, () => { values = 1; }]) {
  try {
    assign();
    console.log('assigned');
  } catch (error) {
    console.log(error.name, error.message);
  }
}
console.log(anonymous.name, anonymous(), Anonymous.name, new Anonymous().me(), expression.name);
console.log(typeof this, typeof module, typeof require, typeof arguments);
console.log(eval('count + increment()'), eval('r'));
export { count as exported, def as default };
export * as ns from './lib/values.mjs';
export let late = 1;
late = 2;
import * as self from './bindings.mjs';
console.log(Object.keys(self).join(), self.late, self.exported, self.ns === values);
for (const name in self) console.log(name);
console.log(import.meta.url.endsWith('/modules/bindings.mjs'), import.meta.filename.endsWith('bindings.mjs'), import.meta.dirname.endsWith('modules'));
console.log(import.meta.resolve('./lib/values.mjs').startsWith('file:///'), Object.getPrototypeOf(import.meta), import.meta === import.meta);
