// A pattern for one component of a URL: its parts, its regular expression, and its normal form.
'use strict';

const { tokenize, isNamePart } = require('internal/url_pattern/tokens');

const FULL_WILDCARD = '.*';
const escapeRegExp = (text) => text.replace(/[.+*?^${}()[\]|/\\]/g, '\\$&');
const escapePattern = (text) => text.replace(/[+*?:{}()\\]/g, '\\$&');
const segmentWildcard = ({ delimiter }) => `[^${escapeRegExp(delimiter)}]+?`;

/** The parts of a pattern; fixed texts are brought into their normal form by `encode`. */
function parse(input, options, encode) {
  const tokens = tokenize(input, false);
  const parts = [];
  let at = 0;
  let fixed = '';
  let nextNumber = 0;
  const take = (type) => (tokens[at].type === type ? tokens[at++] : null);
  const need = (type) => take(type) ?? (() => { throw new TypeError('invalid pattern'); })();
  const takeExpression = (name) => take('regexp') ?? (name === null ? take('asterisk') : null);
  const takeModifier = () => (take('modifier') ?? take('asterisk'))?.value ?? '';
  const takeText = () => {
    let text = '';
    for (;;) {
      const token = take('char') ?? take('escaped');
      if (token === null) return text;
      text += token.value;
    }
  };
  const addFixed = () => {
    if (fixed === '') return;
    parts.push({ type: 'fixed', value: encode(fixed), modifier: '', name: '', prefix: '', suffix: '' });
    fixed = '';
  };
  const addPart = (prefix, name, expression, suffix, modifier) => {
    if (name === null && expression === null && modifier === '') {
      fixed += prefix;
      return;
    }
    addFixed();
    if (name === null && expression === null) {
      if (prefix !== '') parts.push({ type: 'fixed', value: encode(prefix), modifier, name: '', prefix: '', suffix: '' });
      return;
    }
    let value = expression === null ? segmentWildcard(options) : expression.type === 'asterisk' ? FULL_WILDCARD : expression.value;
    let type = 'regexp';
    if (value === segmentWildcard(options)) [type, value] = ['segment', ''];
    else if (value === FULL_WILDCARD) [type, value] = ['full', ''];
    const key = name !== null ? name.value : `${nextNumber++}`;
    if (parts.some((part) => part.name === key)) throw new TypeError('a name is there twice');
    parts.push({ type, value, modifier, name: key, prefix: encode(prefix), suffix: encode(suffix) });
  };
  while (at < tokens.length) {
    const char = take('char');
    const name = take('name');
    const expression = takeExpression(name);
    if (name !== null || expression !== null) {
      let prefix = char?.value ?? '';
      if (prefix !== '' && prefix !== options.prefix) {
        fixed += prefix;
        prefix = '';
      }
      addFixed();
      addPart(prefix, name, expression, '', takeModifier());
      continue;
    }
    const plain = char ?? take('escaped');
    if (plain !== null) {
      fixed += plain.value;
      continue;
    }
    if (take('open') !== null) {
      const prefix = takeText();
      const inner = take('name');
      const innerExpression = takeExpression(inner);
      const suffix = takeText();
      need('close');
      addPart(prefix, inner, innerExpression, suffix, takeModifier());
      continue;
    }
    addFixed();
    need('end');
  }
  return parts;
}

function regExpOf(parts, options, ignoreCase) {
  const names = [];
  let source = '^';
  for (const { type, value, modifier, name, prefix, suffix } of parts) {
    if (type === 'fixed') {
      source += modifier === '' ? escapeRegExp(value) : `(?:${escapeRegExp(value)})${modifier}`;
      continue;
    }
    names.push(name);
    const inner = type === 'segment' ? segmentWildcard(options) : type === 'full' ? FULL_WILDCARD : value;
    const repeats = modifier === '*' || modifier === '+';
    const [before, after] = [escapeRegExp(prefix), escapeRegExp(suffix)];
    if (before === '' && after === '') source += repeats ? `((?:${inner})${modifier})` : `(${inner})${modifier}`;
    else if (repeats) source += `(?:${before}((?:${inner})(?:${after}${before}(?:${inner}))*)${after})${modifier === '*' ? '?' : ''}`;
    else source += `(?:${before}(${inner})${after})${modifier}`;
  }
  return { names, regExp: new RegExp(`${source}$`, ignoreCase ? 'vi' : 'v') };
}

function textOf(parts, options) {
  let text = '';
  parts.forEach((part, i) => {
    const { type, value, modifier, name, prefix, suffix } = part;
    if (type === 'fixed') {
      text += modifier === '' ? escapePattern(value) : `{${escapePattern(value)}}${modifier}`;
      return;
    }
    const previous = parts[i - 1];
    const next = parts[i + 1];
    const isNamed = !/^\d/.test(name);
    let isGroup = suffix !== '' || (prefix !== '' && prefix !== options.prefix);
    if (!isGroup && isNamed && type === 'segment' && modifier === '' && next && next.prefix === '' && next.suffix === '') {
      isGroup = next.type === 'fixed' ? isNamePart([...next.value][0]) : /^\d/.test(next.name);
    }
    if (!isGroup && prefix === '' && previous?.type === 'fixed' && options.prefix !== '' && previous.value.endsWith(options.prefix)) isGroup = true;
    if (isGroup) text += '{';
    text += escapePattern(prefix);
    if (isNamed) text += `:${name}`;
    if (type === 'regexp') text += `(${value})`;
    else if (type === 'segment' && !isNamed) text += `(${segmentWildcard(options)})`;
    else if (type === 'full') {
      const isPlain = !isNamed && (!previous || previous.type === 'fixed' || previous.modifier !== '' || isGroup || prefix !== '');
      text += isPlain ? '*' : '(.*)';
    }
    if (type === 'segment' && isNamed && suffix !== '' && isNamePart([...suffix][0])) text += '\\';
    text += escapePattern(suffix);
    if (isGroup) text += '}';
    text += modifier;
  });
  return text;
}

class Component {
  constructor(input, encode, options, ignoreCase = false) {
    const parts = parse(input, options, (text) => (text === '' ? '' : encode(text)));
    Object.assign(this, regExpOf(parts, options, ignoreCase));
    this.pattern = textOf(parts, options);
    this.hasRegExpGroups = parts.some(({ type }) => type === 'regexp');
  }
  /** What a text has where the pattern has names; null if it does not match. */
  exec(input) {
    const match = this.regExp.exec(input);
    if (match === null) return null;
    const groups = {};
    this.names.forEach((name, i) => {
      groups[name] = match[i + 1];
    });
    return { groups, input };
  }
}

module.exports = { Component, escapePattern };
