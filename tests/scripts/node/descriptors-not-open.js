// Numbers that are no open descriptors, -1 among them, are errors of the calls.
const fs = require('fs');
const tty = require('tty');
const { spawnSync } = require('child_process');

const attempt = (name, call) => {
  try {
    console.log(name, call());
  } catch (error) {
    console.log(name, error.code, error.syscall, error.errno);
  }
};
const NONE = 977;
const calls = { fsync: [], fdatasync: [], ftruncate: [1], fchmod: [0o600], fchown: [0, 0], futimes: [1, 1], close: [], writeFile: ['x'] };
for (const [name, args] of Object.entries(calls)) attempt(name, () => fs[`${name}Sync`](NONE, ...args));
for (const position of [null, 1]) {
  attempt('read', () => fs.readSync(NONE, Buffer.alloc(3), 0, 3, position));
  attempt('write', () => fs.writeSync(NONE, Buffer.alloc(3), 0, 3, position));
}
attempt('isatty', () => [tty.isatty(NONE), tty.isatty(-1)]);
attempt('spawn', () => spawnSync('true', { stdio: [NONE, 'pipe', 'pipe'] }).error.code);
for (const name of ['fsync', 'fdatasync', 'close']) {
  try {
    console.log(name, fs[`${name}Sync`](-1));
  } catch (error) {
    console.log(name, error instanceof Error);
  }
}

const fd = fs.openSync(__filename, 'r');
fs.closeSync(fd);
attempt('closed twice', () => fs.closeSync(fd));
