// node:dgram: a clear error; hearth has no datagrams.
'use strict';

const unavailable = require('internal/unavailable')('dgram', 'hearth has no datagrams');

module.exports = unavailable.all('createSocket', 'Socket');
