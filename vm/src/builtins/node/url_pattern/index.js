// URLPattern (https://urlpattern.spec.whatwg.org/).
'use strict';

const { coded } = require('internal/errors');
const { Component } = require('internal/url_pattern/component');
const { canonical, names, process, PORTS } = require('internal/url_pattern/canonical');
const takeApart = require('internal/url_pattern/constructor_string');

const PLAIN = { delimiter: '', prefix: '' };
const HOSTNAME = { delimiter: '.', prefix: '' };
const PATHNAME = { delimiter: '/', prefix: '/' };

const isSpecial = (component) => Object.keys(PORTS).some((scheme) => component.regExp.test(scheme));
const isIpv6 = (text) => /^(\[|\{\[|\\\[)/.test(text);

/** The members of a dictionary, as texts. */
function membersOf(init) {
  const out = {};
  for (const name of [...names, 'baseURL']) if (init[name] !== undefined) out[name] = `${init[name]}`;
  return out;
}

function compile(input, baseURL, { ignoreCase }) {
  let init;
  if (typeof input === 'string') {
    init = takeApart(input, (protocol) => isSpecial(new Component(protocol, canonical.protocol, PLAIN)));
    if (baseURL !== undefined) init.baseURL = baseURL;
    else if (init.protocol === undefined) throw new TypeError('there is no base');
  } else {
    if (baseURL !== undefined) throw new TypeError('a base belongs to a text');
    init = membersOf(input);
  }
  const texts = process(init, true);
  for (const name of names) texts[name] ??= '*';
  if (Object.hasOwn(PORTS, texts.protocol) && texts.port === PORTS[texts.protocol]) texts.port = '';
  const components = {};
  for (const name of ['protocol', 'username', 'password', 'port']) components[name] = new Component(texts[name], canonical[name], PLAIN);
  components.hostname = new Component(texts.hostname, isIpv6(texts.hostname) ? canonical.ipv6 : canonical.hostname, HOSTNAME);
  components.pathname = isSpecial(components.protocol)
    ? new Component(texts.pathname, canonical.pathname, PATHNAME, ignoreCase)
    : new Component(texts.pathname, canonical.opaque, PLAIN, ignoreCase);
  for (const name of ['search', 'hash']) components[name] = new Component(texts[name], canonical[name], PLAIN, ignoreCase);
  return components;
}

/** The components of what is to be matched; null if it is no URL. */
function componentsOf(input, baseURL) {
  try {
    if (typeof input !== 'string') return process(membersOf(input), false);
    const { protocol, username, password, hostname, port, pathname, search, hash } = new URL(input, baseURL);
    return { protocol: protocol.slice(0, -1), username, password, hostname, port, pathname, search: search.slice(1), hash: hash.slice(1) };
  } catch {
    return null;
  }
}

class URLPattern {
  #components;
  constructor(input = {}, ...rest) {
    if (typeof input !== 'string' && (typeof input !== 'object' || input === null)) {
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'Input must be an object or a string');
    }
    const [baseURL, options] = typeof rest[0] === 'object' && rest[0] !== null ? [undefined, rest[0]] : rest;
    try {
      this.#components = compile(input, baseURL === undefined ? undefined : `${baseURL}`, { ignoreCase: !!options?.ignoreCase });
    } catch {
      throw coded(TypeError, 'ERR_INVALID_URL_PATTERN', 'Failed to construct URLPattern');
    }
  }
  #match(input, baseURL, method) {
    if (typeof input !== 'string' && baseURL !== undefined) throw coded(TypeError, 'ERR_OPERATION_FAILED', `Failed to ${method} URLPattern`);
    const texts = componentsOf(input, baseURL);
    if (texts === null) return null;
    const result = { __proto__: null };
    for (const name of names) {
      const found = this.#components[name].exec(texts[name]);
      if (found === null) return null;
      result[name] = found;
    }
    return result;
  }
  get protocol() { return this.#components.protocol.pattern; }
  get username() { return this.#components.username.pattern; }
  get password() { return this.#components.password.pattern; }
  get hostname() { return this.#components.hostname.pattern; }
  get port() { return this.#components.port.pattern; }
  get pathname() { return this.#components.pathname.pattern; }
  get search() { return this.#components.search.pattern; }
  get hash() { return this.#components.hash.pattern; }
  get hasRegExpGroups() { return names.some((name) => this.#components[name].hasRegExpGroups); }
  exec(input = {}, baseURL = undefined) {
    const found = this.#match(input, baseURL, 'exec');
    if (found === null) return null;
    const { hash, hostname, password, pathname, port, protocol, search, username } = found;
    const inputs = baseURL === undefined ? [input] : [input, baseURL];
    return { __proto__: null, hash, hostname, inputs, password, pathname, port, protocol, search, username };
  }
  test(input = {}, baseURL = undefined) {
    return this.#match(input, baseURL, 'test') !== null;
  }
}
for (const name of [...names, 'hasRegExpGroups', 'exec', 'test']) Object.defineProperty(URLPattern.prototype, name, { enumerable: true });
for (const name of ['exec', 'test']) Object.defineProperty(URLPattern.prototype[name], 'length', { value: 0 });
Object.defineProperty(URLPattern.prototype, Symbol.toStringTag, { value: 'URLPattern', configurable: true });
require('internal/errors').refuseClones(URLPattern);

module.exports = { URLPattern };
