// DER (X.690), read and written: what certificates and keys are made of.
'use strict';

const { coded } = require('internal/errors');

const invalid = () => coded(Error, 'ERR_OSSL_ASN1_WRONG_TAG', 'error:068000A8:asn1 encoding routines::wrong tag');

/** An element: its tag, its contents, and where it begins and ends. */
function read(bytes, at = 0) {
  const tag = bytes[at];
  let length = bytes[at + 1];
  let start = at + 2;
  if (length >= 0x80) {
    const count = length & 0x7f;
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + bytes[start + i];
    start += count;
  }
  if (tag === undefined || !(start + length <= bytes.length)) throw invalid();
  return { tag, start: at, end: start + length, value: bytes.subarray(start, start + length), whole: bytes.subarray(at, start + length) };
}
/** The elements of a sequence or a set. */
function list(bytes) {
  const elements = [];
  for (let at = 0; at < bytes.length;) {
    const element = read(bytes, at);
    elements.push(element);
    at = element.end;
  }
  return elements;
}
function expect(element, tag) {
  if (element === undefined || element.tag !== tag) throw invalid();
  return element;
}
function oid(bytes) {
  const numbers = [];
  let number = 0;
  for (const byte of bytes) {
    number = number * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(number);
      number = 0;
    }
  }
  const first = Math.min(Math.floor(numbers[0] / 40), 2);
  return [first, numbers[0] - 40 * first, ...numbers.slice(1)].join('.');
}

// ---- written

function element(tag, ...parts) {
  const value = Buffer.concat(parts);
  const { length } = value;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : length < 0x10000 ? [0x82, length >> 8, length & 255] : [0x83, length >> 16, (length >> 8) & 255, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}
const sequence = (...parts) => element(0x30, ...parts);
const octets = (bytes) => element(0x04, bytes);
const bits = (bytes) => element(0x03, Buffer.from([0]), bytes);
const nothing = () => Buffer.from([5, 0]);
/** Of the bytes of a number that is not negative. */
function integer(bytes) {
  let at = 0;
  while (at < bytes.length - 1 && bytes[at] === 0) at++;
  const part = bytes.subarray(at);
  return element(0x02, part.length === 0 || part[0] >= 0x80 ? Buffer.from([0]) : Buffer.alloc(0), part);
}
function identifier(text) {
  const [first, second, ...rest] = text.split('.').map(Number);
  const out = [];
  for (const number of [40 * first + second, ...rest]) {
    const digits = [number % 128];
    for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128)) digits.unshift(left % 128 + 128);
    out.push(...digits);
  }
  return element(0x06, Buffer.from(out));
}

// ---- PEM

function fromPem(text) {
  const found = /-----BEGIN ([A-Z0-9 ]+)-----\s*([\s\S]*?)-----END \1-----/.exec(text);
  if (found === null) return null;
  const [, label, body] = found;
  return { label, encrypted: /ENCRYPTED/.test(label) || /Proc-Type: 4,ENCRYPTED/.test(body), der: Buffer.from(body.replace(/^[\w-]+:.*$/gm, ''), 'base64') };
}
function toPem(label, der) {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

module.exports = { read, list, expect, oid, element, sequence, octets, bits, nothing, integer, identifier, fromPem, toPem, invalid };
