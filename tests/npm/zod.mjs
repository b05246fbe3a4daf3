// Schemas, their errors and transformations.
import * as z from 'zod';

const Address = z.object({ street: z.string().min(2), zip: z.string().regex(/^\d{5}$/) });
const User = z.object({
  id: z.number().int().positive(), name: z.string().trim().default('anon'), email: z.email(), tags: z.array(z.enum(['a', 'b'])).max(2),
  address: Address.optional(), when: z.coerce.date(), kind: z.discriminatedUnion('t', [z.object({ t: z.literal('x'), n: z.bigint() }), z.object({ t: z.literal('y'), s: z.set(z.string()) })]),
  meta: z.record(z.string(), z.union([z.string(), z.null()])),
}).strict().refine((u) => u.name !== 'root', { message: 'no root', path: ['name'] });
const good = { id: 1, email: 'a@b.co', tags: ['a'], when: '2024-01-02', kind: { t: 'y', s: new Set(['q']) }, meta: { k: null } };
console.log(User.parse(good));
const bad = User.safeParse({ id: -1.5, email: 'x', tags: ['c', 'a', 'b'], address: { street: 's', zip: 'abc' }, when: 'never', kind: { t: 'z' }, meta: { k: 3 }, extra: 1 });
console.log(bad.success, bad.error.issues);
console.log(z.prettifyError(bad.error));
console.log(z.treeifyError(bad.error));
console.log(z.string().transform((s) => s.length).pipe(z.number().max(3)).safeParse('long text').error.message);
console.log(JSON.stringify(z.toJSONSchema(z.object({ a: z.string().optional(), b: z.tuple([z.number(), z.boolean()]) }))));
console.log(await z.string().refine(async (s) => s === 'ok', 'not ok').safeParseAsync('no').then((r) => r.error.issues));
try { z.number().parse('x'); } catch (e) { console.log(e.name, e.message, e instanceof z.ZodError); }
let ok = 0;
for (let i = 0; i < 2000; i++) ok += User.safeParse({ ...good, id: i - 5 }).success;
console.log(ok);
