// URLs of Blobs: URL.createObjectURL and what it is found by.
'use strict';

const { coded, invalidArgument } = require('internal/errors');
const { isBlob } = require('internal/web_files/blob');

const PREFIX = 'blob:nodedata:';
const blobs = new Map();

module.exports = {
  createObjectURL: function (object) {
    if (!isBlob(object)) throw invalidArgument('obj', 'an instance of Blob', object);
    const id = require('crypto').randomUUID();
    blobs.set(id, object);
    return PREFIX + id;
  },
  revokeObjectURL: function (...args) {
    if (args.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "url" argument must be specified');
    const url = `${args[0]}`;
    if (url.startsWith(PREFIX)) blobs.delete(url.slice(PREFIX.length));
  },
  resolveObjectURL(given) {
    const url = `${given}`;
    return url.startsWith(PREFIX) ? blobs.get(url.slice(PREFIX.length)) : undefined;
  },
};
