// node: 26
// The names of CommonJS files that can be imported, by their texts.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cjs-names-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
fs.writeFileSync(path.join(folder, 'inner.cjs'), 'exports.deep = 1; exports.default = 2;');
const texts = `
module.exports = { a, b: x, c };
module.exports = { a, b: 1, c };
module.exports = { a, b: x.y, c };
module.exports = { a, b: require('q'), c };
module.exports = { a, b() {}, c };
module.exports = { a, ...d, c };
module.exports = { ...require('./inner.cjs'), c };
module.exports = { a, 'b': c, d };
module.exports = { a, [b]: c, d };
exports.a = 1; module.exports = { b };
exports.a = 1; module.exports = require('./inner.cjs');
exports.a = exports.b = void 0;
exports['a'] = 1; exports["b-c"] = 2;
module.exports.a = 1; module['exports'].b = 2;
this.a = 1; exports.b; exports.d += 1
Object.defineProperty(exports, 'a', { enumerable: true, get: function () { return q.p; } });
Object.defineProperty(exports, 'a', { enumerable: true, get() { return q; } });
Object.defineProperty(exports, 'a', { enumerable: true, get: () => q });
Object.defineProperty(exports, 'a', { enumerable: false, get: function () { return q.p; } });
Object.defineProperty(module.exports, "a", { value: 1 });
if (x) { __exportStar(require('./inner.cjs'), exports); }
0 && (module.exports = { a, b });
module.exports = exports = { a, b };
exports = module.exports = { a, b };
module.exports = function () {}; module.exports.a = 1;
// exports.a = 1
'exports.a = 1'; \`exports.b = 1 \${exports.c = 1}\`; /exports.d = 1/.test(); exports.e = 1
if (x) /['"]/.test(y); exports.a = 1; z = a / b; exports.b = 1; y = c / d
`.trim().split('\n');
for (const [i, text] of texts.entries()) {
  const file = path.join(folder, `t${i}.cjs`);
  fs.writeFileSync(file, `if (0) { ${text}\n}`);
  console.log(text, '=>', Object.keys(await import(pathToFileURL(file))).filter((name) => name !== 'default' && name !== 'module.exports').join());
}
const whole = [
  `var __exportStar = function (m, e) { for (var p in m) if (p !== 'default') e[p] = m[p]; }; __exportStar(require('./inner.cjs'), exports);`,
  `var _i = require('./inner.cjs'); Object.keys(_i).forEach(function (key) {
    if (key === 'default' || key === '__esModule') return;
    if (key in exports && exports[key] === _i[key]) return;
    Object.defineProperty(exports, key, { enumerable: true, get: function () { return _i[key]; } });
  });`,
  `if (process.env.NOTHING) { module.exports = require('./nothing.cjs'); } else { module.exports = require('./inner.cjs'); }`,
];
for (const [i, text] of whole.entries()) {
  const file = path.join(folder, `w${i}.cjs`);
  fs.writeFileSync(file, text);
  console.log(i, (await import(pathToFileURL(file))).deep);
}
