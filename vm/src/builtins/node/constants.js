// node:constants: those of os, fs and crypto in one object.
'use strict';

const { constants: { dlopen, errno, priority, signals } } = require('os');

module.exports = Object.freeze({ ...dlopen, ...errno, ...priority, ...signals, ...require('fs').constants, ...require('crypto').constants });
