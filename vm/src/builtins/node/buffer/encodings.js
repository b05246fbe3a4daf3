// Names of the encodings of Buffer, and how many bytes a text has in each.
'use strict';

const native = require('native');
const { coded } = require('internal/errors');

const encodings = new Map([
  ['utf8', 'utf8'], ['utf-8', 'utf8'], ['hex', 'hex'], ['base64', 'base64'], ['base64url', 'base64url'], ['ascii', 'ascii'],
  ['latin1', 'latin1'], ['binary', 'latin1'], ['ucs2', 'utf16le'], ['ucs-2', 'utf16le'], ['utf16le', 'utf16le'], ['utf-16le', 'utf16le'],
]);

/** The encoding of that name; utf8 if none is given. */
function encodingOf(name) {
  if (name === undefined || name === null || name === '') return 'utf8';
  const encoding = encodingOf.known(name);
  if (encoding === undefined) throw coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${name}`);
  return encoding;
}
encodingOf.known = (name) => encodings.get(name) ?? encodings.get(`${name}`.toLowerCase());

/** Bytes of the text, as Buffer.byteLength tells them: of base64 by its length alone. */
function lengthOf(text, encoding) {
  switch (encoding) {
    case 'ascii':
    case 'latin1': return text.length;
    case 'utf16le': return text.length * 2;
    case 'hex': return text.length >>> 1;
    case 'base64':
    case 'base64url': {
      let { length } = text;
      if (text.charCodeAt(length - 1) === 61) length--;
      if (length > 1 && text.charCodeAt(length - 1) === 61) length--;
      return Math.floor(length * 3 / 4);
    }
    default: return native.utf8Length(text);
  }
}

module.exports = {
  encodingOf, lengthOf,
  kMaxLength: Number.MAX_SAFE_INTEGER,
  kStringMaxLength: 2 ** 29 - 24,
  /** How many bytes inspection shows. */
  limits: { shown: 50 },
};
