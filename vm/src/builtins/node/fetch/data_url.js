// URLs that have their content in them (https://fetch.spec.whatwg.org/#data-urls).
'use strict';

const { Buffer } = require('buffer');
const mime = require('internal/fetch/mime');

/** Bytes and their type; null if there are none. */
module.exports = function read(url) {
  const text = url.href.split('#')[0].slice('data:'.length);
  const comma = text.indexOf(',');
  if (comma < 0) return null;
  let type = text.slice(0, comma).replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, '');
  let bytes = decoded(text.slice(comma + 1));
  const base64 = /; *base64$/i.exec(type);
  if (base64 !== null) {
    try {
      bytes = Buffer.from(atob(bytes.toString('latin1')), 'latin1');
    } catch {
      return null;
    }
    type = type.slice(0, base64.index);
  }
  if (type.startsWith(';')) type = `text/plain${type}`;
  const parsed = mime.parse(type) ?? mime.parse('text/plain;charset=US-ASCII');
  return { bytes: new Uint8Array(bytes), type: mime.serialize(parsed) };
};

/** The bytes of a text in which some are written by their numbers. */
function decoded(text) {
  const source = Buffer.from(text);
  const out = Buffer.alloc(source.length);
  let length = 0;
  for (let i = 0; i < source.length; i++) {
    const hex = source[i] === 0x25 ? source.toString('latin1', i + 1, i + 3) : '';
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      out[length++] = parseInt(hex, 16);
      i += 2;
    } else {
      out[length++] = source[i];
    }
  }
  return out.subarray(0, length);
}
