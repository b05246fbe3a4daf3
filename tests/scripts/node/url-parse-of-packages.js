// node: 26
// Whether a package does what is deprecated is asked without any trace that programs could see.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'packages-'));
const warnings = [];
process.removeAllListeners('warning');
process.on('warning', (warning) => warnings.push(warning.code));
const file = path.join(folder, 'node_modules', 'old', 'index.js');
fs.mkdirSync(path.dirname(file), { recursive: true });
fs.writeFileSync(file, 'exports.parse = (text) => require("url").parse(text).host;');
let prepared = 0;
Error.prepareStackTrace = () => {
  prepared++;
  return 'prepared';
};
const old = require(file);
console.log(old.parse('http://a.b/c'), old.parse('http://d.e/'), prepared);
setTimeout(() => {
  console.log(warnings);
  console.log(require('url').parse('http://f.g/').host, prepared);
  setTimeout(() => {
    console.log(warnings.length <= 1);
    fs.rmSync(folder, { recursive: true });
  }, 1);
}, 1);
