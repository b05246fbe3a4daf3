// node:sys: an old name of node:util.
'use strict';

require('internal/errors').deprecated('DEP0025', 'sys is deprecated. Use `node:util` instead.');
module.exports = require('util');
