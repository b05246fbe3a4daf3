// node: 26
// `await using` outside of async code was compiled to an await, and lost the frame when it ran.
const attempts = [
  'await using z = null;',
  '{ await using z = null; }',
  'return function* () { await using z = null; yield 1; }',
  'return () => { await using z = null; }',
  'for (await using z of []);',
  'return class { static { await using z = null; } }',
];
for (const text of attempts) {
  try {
    const made = new Function(text)();
    console.log(typeof made === 'function' ? [...made()].length : 'ran');
  } catch (error) {
    console.log(error.name);
  }
}
(async () => {
  const log = [];
  {
    await using a = { async [Symbol.asyncDispose]() { log.push('a'); } };
    for (await using b of [{ [Symbol.dispose]() { log.push('b'); } }]) log.push('body');
  }
  console.log(log.join());
})();
