// node: 26
// A program that is a text has the built-in modules as globals, and a module of its own.
'use strict';
const { execFileSync } = require('child_process');
const path = require('path');
const run = (...args) => console.log(execFileSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, NODE_NO_WARNINGS: '1' } }).trim());
run('-p', 'fs.existsSync("/") + path.sep + os.EOL.length + typeof util.inspect + typeof child_process.spawn + typeof test + typeof sqlite');
run('-pe', 'process.argv.length', 'x', 'y');
run('-e', 'console.log(module.id, exports === module.exports, typeof require, __filename, __dirname, require.main)');
run('-e', 'console.log(module.filename === path.join(process.cwd(), "[eval]"), module.children, module.loaded)');
run('-e', 'fs = 5; console.log(fs); var os = 2; console.log(os, delete globalThis.net, typeof net)');
run('-e', 'let zlib = 5; console.log(zlib, Object.keys(globalThis).includes("http"), typeof http.get)');
run('-e', 'const { get, enumerable, configurable } = Object.getOwnPropertyDescriptor(globalThis, "url"); console.log(typeof get, enumerable, configurable, url === require("url"))');
console.log(path.basename(__filename), typeof globalThis.fs);
