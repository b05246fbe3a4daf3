// Identifiers and seeded randomness.
import { v3, v5, validate, version, parse, stringify, NIL, v4 } from 'uuid';
import seedrandom from 'seedrandom';
import Chance from 'chance';

console.log(v5('hello', v5.URL), v3('hello', v3.DNS), validate(NIL), version(v5('x', NIL)), parse('6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b'), v4({ random: new Uint8Array(16).fill(9) }));
const random = seedrandom('hearth');
console.log(random(), random.int32(), random.quick(), seedrandom.alea('x')(), seedrandom.xor4096('y')());
const chance = new Chance(42);
console.log(chance.name(), chance.integer({ min: 1, max: 6 }), chance.sentence({ words: 5 }), chance.guid(), chance.color({ format: 'hex' }), chance.shuffle([1, 2, 3, 4]), chance.weighted(['a', 'b'], [1, 9]), chance.date({ year: 2000 }).getFullYear(), chance.ip(), chance.n(chance.d6, 5));
try { parse('x'); } catch (e) { console.log(e.name, e.message); }
