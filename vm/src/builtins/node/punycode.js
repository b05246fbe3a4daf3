// node:punycode: RFC 3492, and domain names in it.
'use strict';

require('internal/errors').deprecated('DEP0040', 'The `punycode` module is deprecated. Please use a userland alternative instead.', true);

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;
const MOST = 0x7fffffff;

const overflow = () => new RangeError('Overflow: input needs wider integers to process');

/** Section 6.1. */
function adapt(delta, count, first) {
  let value = first ? Math.floor(delta / DAMP) : delta >> 1;
  value += Math.floor(value / count);
  let k = 0;
  for (; value > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) value = Math.floor(value / (BASE - T_MIN));
  return Math.floor(k + ((BASE - T_MIN + 1) * value) / (value + SKEW));
}
const threshold = (k, bias) => Math.min(Math.max(k - bias, T_MIN), T_MAX);
const digitOf = (code) => (code >= 48 && code < 58 ? code - 22 : code >= 65 && code < 91 ? code - 65 : code >= 97 && code < 123 ? code - 97 : BASE);
const codeOf = (digit) => digit + (digit < 26 ? 97 : 22);

const ucs2 = {
  decode: function ucs2decode(string) {
    const out = [];
    for (let i = 0; i < string.length; i++) {
      const code = string.codePointAt(i);
      if (code > 0xffff) i++;
      out.push(code);
    }
    return out;
  },
  encode: function ucs2encode(codes) { return String.fromCodePoint(...codes); },
};

/** Section 6.2. */
function decode(input) {
  const out = [];
  const hyphen = Math.max(input.lastIndexOf('-'), 0);
  for (let i = 0; i < hyphen; i++) {
    if (input.charCodeAt(i) >= 0x80) throw new RangeError('Illegal input >= 0x80 (not a basic code point)');
    out.push(input.charCodeAt(i));
  }
  let n = INITIAL_N;
  let i = 0;
  let bias = INITIAL_BIAS;
  for (let at = hyphen > 0 ? hyphen + 1 : 0; at < input.length;) {
    const old = i;
    for (let weight = 1, k = BASE; ; k += BASE) {
      if (at >= input.length) throw new RangeError('Invalid input');
      const digit = digitOf(input.charCodeAt(at++));
      if (digit >= BASE) throw new RangeError('Invalid input');
      if (digit > Math.floor((MOST - i) / weight)) throw overflow();
      i += digit * weight;
      const t = threshold(k, bias);
      if (digit < t) break;
      if (weight > Math.floor(MOST / (BASE - t))) throw overflow();
      weight *= BASE - t;
    }
    const count = out.length + 1;
    bias = adapt(i - old, count, old === 0);
    if (Math.floor(i / count) > MOST - n) throw overflow();
    n += Math.floor(i / count);
    i %= count;
    out.splice(i++, 0, n);
  }
  return String.fromCodePoint(...out);
}

/** Section 6.3. */
function encode(input) {
  const codes = ucs2.decode(input);
  const basic = codes.filter((code) => code < 0x80);
  let out = String.fromCharCode(...basic);
  let handled = basic.length;
  if (basic.length) out += '-';
  let n = INITIAL_N;
  let delta = 0;
  let bias = INITIAL_BIAS;
  while (handled < codes.length) {
    const next = codes.reduce((least, code) => (code >= n && code < least ? code : least), MOST);
    if (next - n > Math.floor((MOST - delta) / (handled + 1))) throw overflow();
    delta += (next - n) * (handled + 1);
    n = next;
    for (const code of codes) {
      if (code < n && ++delta > MOST) throw overflow();
      if (code !== n) continue;
      let q = delta;
      for (let k = BASE; ; k += BASE) {
        const t = threshold(k, bias);
        if (q < t) break;
        out += String.fromCharCode(codeOf(t + ((q - t) % (BASE - t))));
        q = Math.floor((q - t) / (BASE - t));
      }
      out += String.fromCharCode(codeOf(q));
      bias = adapt(delta, handled + 1, handled === basic.length);
      delta = 0;
      handled++;
    }
    delta++;
    n++;
  }
  return out;
}

/** Applies `f` to the labels of a domain name; what is before the `@` of an address stays. */
function mapLabels(domain, f) {
  const parts = domain.split('@');
  const head = parts.length > 1 ? `${parts[0]}@` : '';
  const name = parts.length > 1 ? parts[1] : domain;
  return head + name.replace(/[\u3002\uff0e\uff61]/g, '.').split('.').map(f).join('.');
}

module.exports = {
  version: '2.1.0',
  ucs2,
  decode,
  encode,
  toASCII: function (input) { return mapLabels(input, (label) => (/[^\0-\x7f]/.test(label) ? `xn--${encode(label)}` : label)); },
  toUnicode: function (input) { return mapLabels(input, (label) => (label.startsWith('xn--') ? decode(label.slice(4).toLowerCase()) : label)); },
};
