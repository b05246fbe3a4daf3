// A name that is a parameter of CommonJS modules makes a file an ECMAScript module.
const exports = { a: 1 };
class module {}
const get = () => exports.a;
console.log(get(), typeof module, typeof require, typeof __dirname, this);
