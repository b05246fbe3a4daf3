// node: 26
'use strict';
// Each deprecated thing is warned of once.
process.removeAllListeners('warning');
process.on('warning', ({ name, code, message }) => console.log(name, code, message));
const { spawnSync } = require('child_process');
const fs = require('fs');
const url = require('url');
const util = require('util');
for (let i = 0; i < 2; i++) {
  url.parse('http://a.com/');
  url.resolve('/a', 'b');
  require('punycode');
  require('sys');
  util._extend({}, {});
  util.isArray([]);
  fs.existsSync(5);
  spawnSync('true', ['a'], { shell: true });
  spawnSync('true', { shell: true });
}
setImmediate(() => console.log('end'));
