// Structs, defaults and refinements.
import { object, string, number, array, optional, union, literal, create, defaulted, coerce, size, refine, is, assert, validate, StructError, record, tuple, date } from 'superstruct';

const User = object({ id: coerce(number(), string(), parseFloat), name: size(string(), 1, 5), tags: defaulted(array(string()), () => []), kind: union([literal('a'), literal(2)]), extra: optional(record(string(), tuple([number(), date()]))) });
console.log(create({ id: '42', name: 'ann', kind: 2 }, User), is({}, User));
for (const bad of [{ id: 'x' }, { id: 1, name: 'too long', tags: [1], kind: 'a' }, { id: 1, name: 'a', tags: [], kind: 3 }, null]) {
  try { assert(bad, User); } catch (e) { console.log(e instanceof StructError, e.message, e.path, [...e.failures()].map((f) => [f.type, f.path, f.refinement])); }
}
const Even = refine(number(), 'even', (n) => n % 2 === 0 || `${n} is odd`);
console.log(validate(3, Even)[0].message, validate(4, Even));
