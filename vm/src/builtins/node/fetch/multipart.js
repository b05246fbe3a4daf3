// The encoding multipart/form-data (https://html.spec.whatwg.org/#multipart-form-data), written and read.
'use strict';

const { Buffer } = require('buffer');
const { File, partsOf } = require('internal/web_files/blob');

const lines = (text) => text.replace(/\r?\n|\r/g, '\r\n');
const escaped = (text) => text.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');
const unescaped = (text) => text.replace(/%0A/gi, '\n').replace(/%0D/gi, '\r').replace(/%22/g, '"');

/** The bytes of a form, in parts, and what stands between its entries. */
function encode(form) {
  const boundary = `----formdata-undici-0${`${Math.floor(Math.random() * 1e11)}`.padStart(11, '0')}`;
  const parts = [];
  const text = (string) => parts.push(Buffer.from(string));
  for (const [name, value] of form) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(lines(name))}"`;
    if (typeof value === 'string') {
      text(`${head}\r\n\r\n${lines(value)}\r\n`);
    } else {
      text(`${head}; filename="${escaped(value.name)}"\r\nContent-Type: ${value.type || 'application/octet-stream'}\r\n\r\n`);
      parts.push(...partsOf(value));
      text('\r\n');
    }
  }
  text(`--${boundary}--\r\n`);
  return { boundary, parts };
}

/** The names and values that are behind the first word of a header. */
function parametersOf(text) {
  const parameters = {};
  for (const [, name, star, quoted, plain] of text.matchAll(/;\s*([\w-]+)(\*?)=(?:"([^"]*)"|([^;\s]*))/g)) {
    const value = quoted ?? plain;
    if (star === '') parameters[name.toLowerCase()] ??= unescaped(value);
    else if (/^utf-8''/i.test(value)) parameters[name.toLowerCase()] = decodeURIComponent(value.slice(7));
  }
  return parameters;
}

/** Adds the entries that bytes have to a form. */
function decode(given, boundary, form) {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const delimiter = Buffer.from(`--${boundary}`);
  let at = bytes.indexOf(delimiter);
  if (at < 0) throw new TypeError('no boundary found in multipart body');
  at += delimiter.length;
  for (;;) {
    if (bytes[at] === 0x2d && bytes[at + 1] === 0x2d) return;
    while (bytes[at] === 0x20 || bytes[at] === 0x09) at++;
    if (bytes[at] !== 0x0d || bytes[at + 1] !== 0x0a) throw new TypeError('expected CRLF');
    const headEnd = bytes.indexOf('\r\n\r\n', at);
    if (headEnd < 0) throw new TypeError('expected end of header');
    let parameters;
    let type;
    for (const line of bytes.toString('utf8', at + 2, headEnd).split('\r\n')) {
      const [, name, value] = /^([^:]+):[\t ]*(.*?)[\t ]*$/.exec(line) ?? [];
      if (name === undefined) throw new TypeError('expected header name');
      if (/^content-disposition$/i.test(name)) {
        if (!/^form-data\s*(;|$)/i.test(value)) throw new TypeError('expected form-data for content-disposition header');
        parameters = parametersOf(value);
      } else if (/^content-type$/i.test(name)) {
        type = value;
      }
    }
    if (parameters?.name === undefined) throw new TypeError('header name is null');
    const end = bytes.indexOf(`\r\n--${boundary}`, headEnd + 2);
    if (end < 0) throw new TypeError('expected boundary after body');
    const content = bytes.subarray(headEnd + 4, end);
    const { name, filename } = parameters;
    if (filename === undefined) form.append(name, new TextDecoder('utf-8', { ignoreBOM: true }).decode(content));
    else form.append(name, new File([content], filename, { type: type ?? 'text/plain' }));
    at = end + 2 + delimiter.length;
  }
}

module.exports = { encode, decode };
