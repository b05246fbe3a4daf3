// Schemas as functions.
import * as v from 'valibot';

const User = v.object({ id: v.pipe(v.number(), v.integer(), v.minValue(1)), email: v.pipe(v.string(), v.trim(), v.email()), role: v.optional(v.picklist(['a', 'b']), 'a'), tags: v.array(v.union([v.string(), v.number()])) });
console.log(v.parse(User, { id: 1, email: ' a@b.co ', tags: [1, 'x'] }));
const bad = v.safeParse(User, { id: 0.5, email: 'x', role: 'c', tags: [null] });
console.log(bad.success, v.flatten(bad.issues), bad.issues[0]);
try { v.parse(User, null); } catch (e) { console.log(e.name, e.message); }
