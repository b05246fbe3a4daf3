// node: 26
// Arguments that functions of node:fs do not take: what they say, in which order they look, and what encodings of names do.
'use strict';
const fs = require('fs');
const path = require('path');
const os = require('os');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'arguments-'));
process.chdir(folder);
fs.writeFileSync('f', 'text');
fs.symlinkSync('f', 'link');
const NONE = 987654;
const callback = () => {};
/** Whether a name is given as bytes; the folder that it names goes again. */
function isBytes(name, encoding) {
  const text = Buffer.isBuffer(name) ? name : Buffer.from(name, encoding ?? 'utf8');
  fs.rmdirSync(text);
  return Buffer.isBuffer(name);
}
const said = (error) => `${error.name} ${error.code}: ${error.message.replaceAll(fs.realpathSync.native(folder), 'FOLDER')}`;
function tell(name, ...args) {
  const [object, method] = name.startsWith('promises.') ? [fs.promises, name.slice(9)] : [fs, name];
  try {
    const result = object[method](...args);
    if (typeof result?.then === 'function') return result.then(() => console.log(name, 'resolved'), (error) => console.log(name, said(error)));
    console.log(name, typeof result);
  } catch (error) {
    console.log(name, said(error));
  }
  return undefined;
}
for (const mode of ['rw', '8', -1, 1.5, NaN, 2 ** 32, {}, null, Symbol('s')]) {
  tell('chmodSync', 'f', mode);
  tell('openSync', 'f', 'r', mode ?? []);
  tell('chmod', 'f', mode, callback);
}
for (const mode of ['x', 8, -1, NaN, {}, 1n]) {
  tell('accessSync', 'f', mode);
  tell('copyFileSync', 'f', 'g', mode);
}
for (const time of [undefined, 'x', {}, NaN, 1n, Symbol('s')]) {
  tell('utimesSync', 'f', time, 1);
  tell('futimesSync', NONE, 1, time);
  tell('lutimes', 'f', 1, time, callback);
}
for (const fd of [Symbol('s'), 1n, callback, -1, 1.5, 2 ** 31, '1']) tell('closeSync', fd);
for (const file of [-1, 1.5]) tell('readFileSync', file);
for (const id of [1.5, -2, '1']) tell('chownSync', 'f', id, -1);
for (const type of ['x', 1, {}]) tell('symlinkSync', 'f', 'h', type);
for (const options of [1, true, 'x', { encoding: 'x' }]) for (const name of ['readFileSync', 'readdirSync', 'readlinkSync', 'realpathSync', 'opendirSync']) tell(name, 'link', options);
tell('openSync', 'f', 1.5);
tell('fstatSync', NONE);
for (const name of ['access', 'chmod', 'copyFile', 'open', 'stat', 'rename', 'fchmod', 'fchown', 'futimes', 'opendir', 'exists', 'readFile', 'watchFile']) tell(name);
for (const name of ['access', 'chmod', 'copyFile', 'stat', 'readFile', 'appendFile']) tell(name, 'f');
tell('appendFile', 'f', 'x', {}, null);
tell('readFile', 'f', { flag: 'r' }, undefined);
tell('close', NONE, null);
tell('readSync', NONE, {});
tell('read', NONE, {}, 0, 1, 0, callback);
tell('globSync', {});
tell('globSync', '*', []);
for (const given of [{}, undefined, 1]) tell('realpathSync', given);
tell('realpathSync', 'f/../none/deeper');
for (const encoding of ['buffer', 'hex', 'latin1', 'utf8', null]) {
  console.log(fs.readdirSync('.', encoding), fs.readlinkSync('link', { encoding }), fs.readdirSync('.', { encoding, withFileTypes: true })[0].name);
  console.log(typeof fs.realpathSync('f', encoding), isBytes(fs.mkdtempSync(`${folder}-`, encoding), encoding), fs.opendirSync('.', encoding).readSync().name.length > 0);
}
async function later() {
  for (const name of ['readFile', 'writeFile', 'appendFile']) await tell(`promises.${name}`, NONE, '');
  for (const name of ['readlink', 'realpath', 'stat']) await tell(`promises.${name}`, 1);
  await tell('promises.stat', 'f', null);
  await tell('promises.lstat', 'f', 'utf8');
  await tell('promises.chmod', 'f', 'rw');
  await tell('promises.mkdir', 'f/g', true);
  process.chdir(os.tmpdir());
  fs.rmSync(folder, { recursive: true });
}
later();
