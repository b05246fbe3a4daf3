// What needs code to be made is refused; CommonJS can have types too.
// node: 26
(async () => {
  for (const name of ['enum', 'namespace', 'property']) {
    try {
      await import(`./lib/${name}.ts`);
      console.log(name, 'loaded');
    } catch (error) {
      console.log(name, error.name);
    }
  }
  const { twice } = require('./lib/twice.cts');
  console.log(twice(21));
})();
