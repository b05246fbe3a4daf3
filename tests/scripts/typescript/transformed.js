// TypeScript for which code is made: enums, namespaces, parameter properties, `import =`, `export =`, JSX.
// node: 99
(async () => {
  for (const name of ['enum.ts', 'namespace.ts', 'property.ts', 'all.ts', 'imports.mts', 'element.tsx', 'element.jsx']) {
    const module = await import(`./lib/${name}`);
    console.log(name, Object.keys(module));
  }
  const { twice } = require('./lib/twice.cts');
  console.log(twice(21));
  console.log(require('./lib/assigned.cts'));
})();
