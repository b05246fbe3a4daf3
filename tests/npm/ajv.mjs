// JSON Schema, compiled to functions.
import Ajv from 'ajv';

const ajv = new Ajv.default({ allErrors: true, useDefaults: true, coerceTypes: true, code: { lines: true } });
ajv.addKeyword({ keyword: 'even', type: 'number', validate: (schema, data) => (data % 2 === 0) === schema });
ajv.addFormat('upper', /^[A-Z]+$/);
const schema = {
  $id: 'http://x/s', type: 'object', required: ['a', 'b'], additionalProperties: false,
  definitions: { node: { type: 'object', properties: { value: { type: 'integer', even: true }, next: { $ref: '#/definitions/node' } } } },
  properties: {
    a: { type: 'string', minLength: 2, format: 'upper' }, b: { oneOf: [{ type: 'number', maximum: 3 }, { type: 'array', items: { type: 'boolean' }, uniqueItems: true }] },
    c: { $ref: '#/definitions/node' }, d: { default: 5, type: 'number' }, e: { if: { type: 'string' }, then: { pattern: '^x' }, else: { const: 1 } },
  },
  patternProperties: { '^x-': { enum: ['p', 'q'] } },
};
const validate = ajv.compile(schema);
const good = { a: 'AB', b: [true, false], c: { value: 2, next: { value: '4' } } };
console.log(validate(good), good);
console.log(validate({ a: 'a', b: 9, c: { next: { value: 3 } }, e: 'y', 'x-a': 'r', z: 1 }), validate.errors);
console.log(ajv.errorsText());
try { ajv.compile({ type: 'nonsense' }); } catch (e) { console.log(e.message); }
let ok = 0;
for (let i = 0; i < 5000; i++) ok += validate({ a: 'ABC', b: i % 5, c: { value: i } });
console.log(ok);
