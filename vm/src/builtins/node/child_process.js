// node:child_process: a program that may start others can be loaded, and is told when it does.
'use strict';

const { coded } = require('internal/errors');

for (const name of ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync']) {
  exports[name] = () => {
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `child_process.${name} is unavailable: hearth starts no processes`);
  };
}
