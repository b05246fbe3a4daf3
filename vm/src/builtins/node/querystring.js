// node:querystring.
'use strict';

function qsUnescape(text, decodeSpaces) {
  try {
    return decodeURIComponent(text);
  } catch {
    // What is well-formed is decoded all the same.
    return unescapeBuffer(text, decodeSpaces).toString();
  }
}
function qsEscape(value) {
  const text = typeof value === 'object' ? String(value) : typeof value === 'string' ? value : value + '';
  try {
    return encodeURIComponent(text);
  } catch {
    throw require('internal/errors').coded(URIError, 'ERR_INVALID_URI', 'URI malformed');
  }
}
const functionOr = (value, fallback) => (typeof value === 'function' ? value : fallback);
const primitive = (value) => (typeof value === 'string' || typeof value === 'bigint' || typeof value === 'boolean' || (typeof value === 'number' && isFinite(value)) ? `${value}` : '');

function stringify(object, sep, eq, options) {
  const separator = sep || '&';
  const equals = eq || '=';
  const encode = functionOr(options?.encodeURIComponent, module.exports.escape);
  if (object === null || typeof object !== 'object') return '';
  return Object.keys(object).flatMap((key) => [object[key]].flat().map((value) => `${encode(key)}${equals}${encode(primitive(value))}`)).join(separator);
}

function parse(text, sep, eq, options) {
  const out = { __proto__: null };
  if (typeof text !== 'string' || text === '') return out;
  const separator = sep ? String(sep) : '&';
  const equals = eq ? String(eq) : '=';
  const decode = functionOr(options?.decodeURIComponent, module.exports.unescape);
  // A decoder of the caller's decodes blanks itself.
  const blank = decode === qsUnescape ? ' ' : '%20';
  const decoded = (part) => {
    if (part === '') return '';
    const encoded = part.replaceAll('+', blank);
    try {
      return decode(encoded);
    } catch {
      return module.exports.unescape(encoded, true);
    }
  };
  const limit = typeof options?.maxKeys === 'number' ? options.maxKeys : 1000;
  const pairs = text.split(separator);
  for (const pair of limit > 0 ? pairs.slice(0, limit) : pairs) {
    if (pair === '') continue;
    const at = pair.indexOf(equals);
    const [key, value] = (at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + equals.length)]).map(decoded);
    if (!(key in out)) out[key] = value;
    else if (Array.isArray(out[key])) out[key].push(value);
    else out[key] = [out[key], value];
  }
  return out;
}
/** The bytes that a text with bytes by their numbers stands for, in which a plus may be a blank. */
function unescapeBuffer(text, decodeSpaces) {
  const blanked = decodeSpaces ? text.replaceAll('+', ' ') : text;
  return Buffer.from(blanked.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1');
}
module.exports = { unescapeBuffer, stringify, parse, encode: stringify, decode: parse, escape: qsEscape, unescape: qsUnescape };
