// The tokens of a pattern (https://urlpattern.spec.whatwg.org/#tokenizing).
'use strict';

const isNameStart = (char) => /^[\p{ID_Start}$_]$/u.test(char);
const isNamePart = (char) => /^[\p{ID_Continue}$\u200c\u200d]$/u.test(char);
const isAscii = (char) => char <= '\x7f';

/** If `isLenient`, what is wrong is a token of type `invalid`; otherwise it is an error. */
function tokenize(input, isLenient) {
  const chars = [...input];
  const offsets = [];
  let offset = 0;
  for (const char of chars) {
    offsets.push(offset);
    offset += char.length;
  }
  offsets.push(offset);
  const tokens = [];
  let at = 0;
  const add = (type, end, value) => {
    tokens.push({ type, index: offsets[at], value: value ?? chars.slice(at, end).join('') });
    at = end;
  };
  const wrong = (end) => {
    if (!isLenient) throw new TypeError('invalid pattern');
    add('invalid', end);
  };
  while (at < chars.length) {
    const char = chars[at];
    if (char === '*') {
      add('asterisk', at + 1);
    } else if (char === '+' || char === '?') {
      add('modifier', at + 1);
    } else if (char === '\\') {
      if (at === chars.length - 1) wrong(at + 1);
      else add('escaped', at + 2, chars[at + 1]);
    } else if (char === '{') {
      add('open', at + 1);
    } else if (char === '}') {
      add('close', at + 1);
    } else if (char === ':') {
      let end = at + 1;
      while (end < chars.length && (end === at + 1 ? isNameStart(chars[end]) : isNamePart(chars[end]))) end++;
      if (end === at + 1) wrong(end);
      else add('name', end, chars.slice(at + 1, end).join(''));
    } else if (char === '(') {
      const end = endOfRegExp(chars, at + 1);
      if (end < 0) wrong(at + 1);
      else add('regexp', end, chars.slice(at + 1, end - 1).join(''));
    } else {
      add('char', at + 1);
    }
  }
  tokens.push({ type: 'end', index: offsets[at], value: '' });
  return tokens;
}

/** Where a regular expression in parentheses ends; negative if it is none. */
function endOfRegExp(chars, start) {
  let depth = 1;
  let at = start;
  while (at < chars.length) {
    const char = chars[at];
    if (!isAscii(char) || (at === start && char === '?')) return -1;
    if (char === '\\') {
      if (at === chars.length - 1 || !isAscii(chars[at + 1])) return -1;
      at += 2;
      continue;
    }
    if (char === ')') {
      depth--;
      if (depth === 0) return at === start ? -1 : at + 1;
    } else if (char === '(') {
      depth++;
      // Groups of its own would be counted.
      if (chars[at + 1] !== '?') return -1;
    }
    at++;
  }
  return -1;
}

module.exports = { tokenize, isNamePart };
