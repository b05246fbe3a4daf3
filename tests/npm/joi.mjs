// Schemas of objects.
import Joi from 'joi';

const schema = Joi.object({
  name: Joi.string().alphanum().min(3).max(30).required(), age: Joi.number().integer().min(0).default(18), email: Joi.string().email({ tlds: false }),
  pass: Joi.string().pattern(/^[a-z]{3,}$/), again: Joi.ref('pass'), list: Joi.array().items(Joi.number(), Joi.boolean().strict()).unique(), when: Joi.date().iso(),
}).with('pass', 'again').or('name', 'email');
console.log(schema.validate({ name: 'abc', list: ['1', true], when: '2024-01-02T03:04:05Z' }));
const { error } = schema.validate({ name: 'a!', age: -1, email: 'x', pass: 'AB', list: [1, 1, 'z'], extra: {} }, { abortEarly: false });
console.log(error.name, error.message, error.details.map((d) => [d.path.join('.'), d.type, d.context.label]));
console.log(Joi.isSchema(schema), Object.keys(schema.describe().keys));
try { Joi.attempt('x', Joi.number(), 'prefix:'); } catch (e) { console.log(e.message); }
console.log(await schema.validateAsync({ name: 'x' }).catch((e) => e.message));
