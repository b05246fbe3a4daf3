import { test } from 'node:test';
await test('of a module', async (t) => {
  await t.test('inner', (t) => t.diagnostic(t.fullName));
});
