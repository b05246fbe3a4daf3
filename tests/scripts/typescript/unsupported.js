// What is neither erased nor transformed is an error with Node.js's code.
// node: 99
const { stripTypeScriptTypes } = require('module');
const shown = (f) => {
  try {
    return f();
  } catch (error) {
    return `${error.name} ${error.code}`;
  }
};
for (const text of ['enum A { B }', 'namespace N { export const a = 1 }', 'class A { constructor(private x: number) {} }', 'import a = require("x")', 'export = 5', 'let a: = 5']) {
  console.log(shown(() => stripTypeScriptTypes(text)));
}
console.log(shown(() => require('./lib/mutable.ts')));
