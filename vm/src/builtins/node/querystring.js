// node:querystring.
'use strict';

function unescape(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    // What is well-formed is decoded all the same.
    return unescapeBuffer(text).toString();
  }
}
function escape(value) {
  return encodeURIComponent(value);
}
const primitive = (value) => (typeof value === 'string' || typeof value === 'bigint' || typeof value === 'boolean' || (typeof value === 'number' && isFinite(value)) ? `${value}` : '');

function stringify(object, separator = '&', equals = '=', options = {}) {
  const encode = options?.encodeURIComponent ?? module.exports.escape;
  if (object === null || typeof object !== 'object') return '';
  return Object.keys(object).flatMap((key) => [object[key]].flat().map((value) => `${encode(key)}${equals}${encode(primitive(value))}`)).join(separator);
}

function parse(text, separator = '&', equals = '=', options = {}) {
  const out = { __proto__: null };
  if (typeof text !== 'string' || text === '') return out;
  const decode = options?.decodeURIComponent ?? module.exports.unescape;
  const limit = options?.maxKeys ?? 1000;
  const pairs = text.split(separator);
  for (const pair of limit > 0 ? pairs.slice(0, limit) : pairs) {
    if (pair === '') continue;
    const at = pair.indexOf(equals);
    const [key, value] = (at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + equals.length)]).map((part) => decode(part.replace(/\+/g, ' ')));
    if (!(key in out)) out[key] = value;
    else if (Array.isArray(out[key])) out[key].push(value);
    else out[key] = [out[key], value];
  }
  return out;
}
/** The bytes that a text with bytes by their numbers stands for. */
function unescapeBuffer(text) {
  return Buffer.from(text.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1');
}
module.exports = { unescapeBuffer, stringify, parse, encode: stringify, decode: parse, escape, unescape };
