// A pattern for a whole URL, taken apart into those for its components
// (https://urlpattern.spec.whatwg.org/#constructor-string-parsing).
'use strict';

const { tokenize } = require('internal/url_pattern/tokens');

const ORDER = ['init', 'protocol', 'authority', 'username', 'password', 'hostname', 'port', 'pathname', 'search', 'hash', 'done'];

/** `isSpecial` tells whether a pattern for schemes has one of those that have an authority. */
module.exports = function takeApart(input, isSpecial) {
  const tokens = tokenize(input, true);
  const result = {};
  let start = 0;
  let at = 0;
  let step = 1;
  let depth = 0;
  let brackets = 0;
  let special = false;
  let state = 'init';

  const isPlain = (index, value) => tokens[index]?.value === value && ['char', 'escaped', 'invalid'].includes(tokens[index].type);
  const is = (value) => isPlain(at, value);
  const isSearch = () => {
    if (is('?')) return true;
    if (tokens[at].value !== '?') return false;
    return at === 0 || !['name', 'regexp', 'close', 'asterisk'].includes(tokens[at - 1].type);
  };
  const text = () => input.slice(tokens[start].index, tokens[at].index);
  const isWithin = (name, first, last) => ORDER.indexOf(name) >= ORDER.indexOf(first) && ORDER.indexOf(name) <= ORDER.indexOf(last);
  const enter = (next, skip) => {
    if (!['init', 'authority', 'done'].includes(state)) result[state] = text();
    if (state !== 'init' && next !== 'done') {
      if (isWithin(state, 'protocol', 'password') && isWithin(next, 'port', 'hash')) result.hostname ??= '';
      if (isWithin(state, 'protocol', 'port') && isWithin(next, 'search', 'hash')) result.pathname ??= special ? '/' : '';
      if (isWithin(state, 'protocol', 'pathname') && next === 'hash') result.search ??= '';
    }
    state = next;
    at += skip;
    start = at;
    step = 0;
  };
  const rewind = (next) => {
    at = start;
    step = 0;
    if (next) state = next;
  };
  const enterTail = () => {
    if (isSearch()) enter('search', 1);
    else if (is('#')) enter('hash', 1);
  };
  const handlers = {
    init() {
      if (is(':')) rewind('protocol');
    },
    protocol() {
      if (!is(':')) return;
      special = isSpecial(text());
      if (isPlain(at + 1, '/') && isPlain(at + 2, '/')) enter('authority', 3);
      else enter(special ? 'authority' : 'pathname', 1);
    },
    authority() {
      if (is('@')) rewind('username');
      else if (is('/') || isSearch() || is('#')) rewind('hostname');
    },
    username() {
      if (is(':')) enter('password', 1);
      else if (is('@')) enter('hostname', 1);
    },
    password() {
      if (is('@')) enter('hostname', 1);
    },
    hostname() {
      if (is('[')) brackets++;
      else if (is(']')) brackets--;
      else if (is(':') && brackets === 0) enter('port', 1);
      else if (is('/')) enter('pathname', 0);
      else enterTail();
    },
    port() {
      if (is('/')) enter('pathname', 0);
      else enterTail();
    },
    pathname: enterTail,
    search() {
      if (is('#')) enter('hash', 1);
    },
    hash() {},
  };

  for (; at < tokens.length; at += step) {
    step = 1;
    const { type } = tokens[at];
    if (type === 'end') {
      if (state === 'init') {
        rewind();
        if (is('#')) enter('hash', 1);
        else if (isSearch()) enter('search', 1);
        else enter('pathname', 0);
        continue;
      }
      if (state === 'authority') {
        rewind('hostname');
        continue;
      }
      enter('done', 0);
      break;
    }
    if (type === 'open') {
      depth++;
      continue;
    }
    if (depth > 0) {
      if (type !== 'close') continue;
      depth--;
    }
    handlers[state]();
  }
  if (result.hostname !== undefined) result.port ??= '';
  return result;
};
