// node:url, and the globals URL and URLSearchParams (https://url.spec.whatwg.org/). The
// parser is native.
'use strict';

const native = require('native');
const { coded, invalidArgument, missing, refuseClones } = require('internal/errors');
const { pairIterators } = require('internal/pair_iterator');
const { toASCII, toUnicode, fileURLToPath, fileURLToPathBuffer, pathToFileURL } = require('internal/file_urls');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const HREF = 0;
const [ORIGIN, PROTOCOL, USERNAME, PASSWORD, HOST, HOSTNAME, PORT, PATHNAME, SEARCH, HASH] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

let listOf;
let attach;
let update;

/** A string without halves of pairs (https://webidl.spec.whatwg.org/#es-USVString). */
const usv = (value) => `${value}`.toWellFormed();
const wrongReceiver = (name) => coded(TypeError, 'ERR_INVALID_THIS', `Value of "this" must be of type ${name}`);

class URLSearchParams {
  #list = [];
  #url = null;
  constructor(init = '') {
    if (init === null || (typeof init !== 'object' && typeof init !== 'function')) {
      this.#list = native.parseForm(`${init}`.replace(/^\?/, ''));
      return;
    }
    const iterate = init[Symbol.iterator];
    if (init instanceof URLSearchParams && iterate === URLSearchParams.prototype[Symbol.iterator]) {
      this.#list = [...init.#list];
    } else if (iterate !== undefined && iterate !== null) {
      if (typeof iterate !== 'function') throw coded(TypeError, 'ERR_ARG_NOT_ITERABLE', 'Query pairs must be iterable');
      for (const pair of init) {
        const entry = pair !== null && typeof pair === 'object' && typeof pair[Symbol.iterator] === 'function' ? [...pair] : [];
        if (entry.length !== 2) throw coded(TypeError, 'ERR_INVALID_TUPLE', 'Each query pair must be an iterable [name, value] tuple');
        this.#list.push(usv(entry[0]), usv(entry[1]));
      }
    } else {
      const values = new Map();
      for (const key of Reflect.ownKeys(init)) {
        // A symbol cannot become a string.
        if (Object.prototype.propertyIsEnumerable.call(init, key)) values.set(usv(key), usv(init[key]));
      }
      this.#list = [...values].flat();
    }
  }
  static {
    listOf = (params) => params.#list;
    attach = (params, url, text) => {
      params.#url = url;
      params.#list = native.parseForm(text);
    };
  }
  #changed() {
    if (this.#url) update(this.#url, this.toString());
  }
  /** Checks the receiver, and that there are so many arguments. */
  static #check(params, args, ...names) {
    if (params === null || typeof params !== 'object' || !(#list in params)) throw wrongReceiver('URLSearchParams');
    if (args.length < names.length) throw missing(...names);
  }
  get size() {
    URLSearchParams.#check(this, []);
    return this.#list.length / 2;
  }
  append(name, value) {
    URLSearchParams.#check(this, arguments, 'name', 'value');
    this.#list.push(usv(name), usv(value));
    this.#changed();
  }
  delete(name, value = undefined) {
    URLSearchParams.#check(this, arguments, 'name');
    const list = this.#list;
    const key = usv(name);
    const wanted = value === undefined ? undefined : usv(value);
    for (let i = 0; i < list.length;) {
      if (list[i] === key && (wanted === undefined || list[i + 1] === wanted)) list.splice(i, 2);
      else i += 2;
    }
    this.#changed();
  }
  get(name) {
    URLSearchParams.#check(this, arguments, 'name');
    const list = this.#list;
    const key = usv(name);
    for (let i = 0; i < list.length; i += 2) if (list[i] === key) return list[i + 1];
    return null;
  }
  getAll(name) {
    URLSearchParams.#check(this, arguments, 'name');
    const list = this.#list;
    const key = usv(name);
    const values = [];
    for (let i = 0; i < list.length; i += 2) if (list[i] === key) values.push(list[i + 1]);
    return values;
  }
  has(name, value = undefined) {
    URLSearchParams.#check(this, arguments, 'name');
    const list = this.#list;
    const key = usv(name);
    const wanted = value === undefined ? undefined : usv(value);
    for (let i = 0; i < list.length; i += 2) if (list[i] === key && (wanted === undefined || list[i + 1] === wanted)) return true;
    return false;
  }
  set(name, value) {
    URLSearchParams.#check(this, arguments, 'name', 'value');
    const list = this.#list;
    const [key, text] = [usv(name), usv(value)];
    let found = false;
    for (let i = 0; i < list.length;) {
      if (list[i] !== key) {
        i += 2;
      } else if (found) {
        list.splice(i, 2);
      } else {
        list[i + 1] = text;
        found = true;
        i += 2;
      }
    }
    if (!found) list.push(key, text);
    this.#changed();
  }
  sort() {
    URLSearchParams.#check(this, []);
    const pairs = iterators.rest(iterators.make(this, 'entries'));
    pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#list = pairs.flat();
    this.#changed();
  }
  entries() {
    URLSearchParams.#check(this, []);
    return iterators.make(this, 'entries');
  }
  forEach(callback, receiver = undefined) {
    URLSearchParams.#check(this, []);
    if (typeof callback !== 'function') throw invalidArgument('callback', 'of type function', callback);
    for (let i = 0; i < this.#list.length; i += 2) callback.call(receiver, this.#list[i + 1], this.#list[i], this);
  }
  keys() {
    URLSearchParams.#check(this, []);
    return iterators.make(this, 'keys');
  }
  values() {
    URLSearchParams.#check(this, []);
    return iterators.make(this, 'values');
  }
  toString() {
    URLSearchParams.#check(this, []);
    return native.serializeForm(this.#list);
  }
  [kInspect](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return '[Object]';
    const pairs = [...this].map(([name, value]) => `${inspect(name, options)} => ${inspect(value, options)}`);
    return pairs.length ? `URLSearchParams { ${pairs.join(', ')} }` : 'URLSearchParams {}';
  }
}
const iterators = pairIterators(
  'URLSearchParams',
  (params, at) => (2 * at < listOf(params).length ? [listOf(params)[2 * at], listOf(params)[2 * at + 1]] : undefined),
  () => wrongReceiver('URLSearchParamsIterator'),
);
Object.defineProperty(iterators.prototype, kInspect, {
  value: function shown(depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return '[Object]';
    const items = iterators.rest(this).map((item) => inspect(item, options));
    const onLines = items.some((text) => text.includes('\n'));
    return `URLSearchParams Iterator {${onLines ? `\n  ${items.join(',\n  ')}` : ` ${items.join(', ')}`} }`;
  },
  writable: true, configurable: true,
});
refuseClones(URLSearchParams);
URLSearchParams.prototype[Symbol.iterator] = URLSearchParams.prototype.entries;
Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, { enumerable: false });
Object.defineProperty(URLSearchParams.prototype, Symbol.toStringTag, { value: 'URLSearchParams', configurable: true });

class URL {
  #parts;
  #params = null;
  constructor(input, base = undefined) {
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "url" argument must be specified');
    const text = `${input}`;
    const parts = native.parseUrl(text, base === undefined ? undefined : `${base}`);
    if (!parts) {
      const error = coded(TypeError, 'ERR_INVALID_URL', 'Invalid URL');
      error.input = text;
      if (base !== undefined) error.base = `${base}`;
      throw error;
    }
    this.#parts = parts;
  }
  static {
    update = (url, text) => {
      url.#parts = native.setUrl(url.#parts[HREF], SEARCH, text) ?? url.#parts;
    };
  }
  #set(part, value) {
    this.#parts = native.setUrl(this.#parts[HREF], part, `${value}`) ?? this.#parts;
    if (this.#params && (part === SEARCH || part === HREF)) attach(this.#params, this, this.#parts[SEARCH].slice(1));
  }
  static canParse(input, base = undefined) {
    if (arguments.length === 0) throw require('internal/errors').missing('url');
    return native.parseUrl(`${input}`, base === undefined ? undefined : `${base}`) !== null;
  }
  static parse(input, base = undefined) {
    if (arguments.length === 0) throw require('internal/errors').missing('url');
    const [text, from] = [`${input}`, base === undefined ? undefined : `${base}`];
    try {
      return new URL(text, from);
    } catch {
      return null;
    }
  }
  static createObjectURL(obj) { // eslint-disable-line no-unused-vars
    return require('internal/web_files/object_urls').createObjectURL(obj);
  }
  static revokeObjectURL(url) { // eslint-disable-line no-unused-vars
    require('internal/web_files/object_urls').revokeObjectURL(...arguments);
  }
  get href() { return this.#parts[HREF]; }
  set href(value) {
    const parts = native.parseUrl(`${value}`, undefined);
    if (!parts) throw coded(TypeError, 'ERR_INVALID_URL', 'Invalid URL');
    this.#parts = parts;
    if (this.#params) attach(this.#params, this, parts[SEARCH].slice(1));
  }
  get origin() { return this.#parts[ORIGIN]; }
  get protocol() { return this.#parts[PROTOCOL]; }
  set protocol(value) { this.#set(PROTOCOL, value); }
  get username() { return this.#parts[USERNAME]; }
  set username(value) { this.#set(USERNAME, value); }
  get password() { return this.#parts[PASSWORD]; }
  set password(value) { this.#set(PASSWORD, value); }
  get host() { return this.#parts[HOST]; }
  set host(value) { this.#set(HOST, value); }
  get hostname() { return this.#parts[HOSTNAME]; }
  set hostname(value) { this.#set(HOSTNAME, value); }
  get port() { return this.#parts[PORT]; }
  set port(value) { this.#set(PORT, value); }
  get pathname() { return this.#parts[PATHNAME]; }
  set pathname(value) { this.#set(PATHNAME, value); }
  get search() { return this.#parts[SEARCH]; }
  set search(value) { this.#set(SEARCH, value); }
  get searchParams() {
    if (!this.#params) {
      this.#params = new URLSearchParams();
      attach(this.#params, this, this.search.slice(1));
    }
    return this.#params;
  }
  get hash() { return this.#parts[HASH]; }
  set hash(value) { this.#set(HASH, value); }
  toString() { return this.href; }
  toJSON() { return this.href; }
  [kInspect](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return this.href;
    const { href, origin, protocol, username, password, host, hostname, port, pathname, search, searchParams, hash } = this;
    return `URL ${inspect({ href, origin, protocol, username, password, host, hostname, port, pathname, search, searchParams, hash }, options)}`;
  }
}
for (const [Class, names] of [
  [URL, ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash', 'toString', 'toJSON']],
  [URLSearchParams, ['append', 'delete', 'get', 'getAll', 'has', 'set', 'sort', 'forEach', 'entries', 'keys', 'values', 'toString', 'size']],
]) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
}
for (const name of ['parse', 'canParse', 'createObjectURL', 'revokeObjectURL']) Object.defineProperty(URL, name, { enumerable: true });
refuseClones(URL);
Object.defineProperty(URL.prototype, Symbol.toStringTag, { value: 'URL', configurable: true });

function urlToHttpOptions(url) {
  if (url === null || (typeof url !== 'object' && typeof url !== 'function')) throw require('internal/errors').invalidArgument('url', 'of type object', url);
  const { hostname: shown, pathname, search, hash, href, protocol, username, password, port } = url;
  const hostname = shown?.startsWith('[') ? shown.slice(1, -1) : shown;
  const options = { __proto__: null, ...url, protocol, hostname, hash, search, pathname, path: `${pathname}${search}`, href };
  if (port !== '') options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}

/** What only older programs use. */
const legacy = () => require('internal/url_legacy');

/** url.format: the text of a URL without some of its parts, or of what has such parts. */
function format(input, options) {
  if (!(input instanceof URL)) return legacy().formatParts(input);
  const { auth = true, fragment = true, search = true } = options ?? {};
  const copy = new URL(input.href);
  if (!auth) copy.username = copy.password = '';
  if (!fragment) copy.hash = '';
  if (!search) copy.search = '';
  return copy.href;
}

function deprecatedLegacy() {
  require('internal/errors').deprecated(
    'DEP0169',
    '`url.parse()` behavior is not standardized and prone to errors that have security implications. ' +
      'Use the WHATWG URL API instead. CVEs are not issued for `url.parse()` vulnerabilities.',
    true,
  );
  return legacy();
}

module.exports = {
  get URLPattern() { return require('internal/url_pattern/index').URLPattern; },
  get Url() { return legacy().Url; },
  parse: function (url, parsesQuery, slashesDenoteHost) { return deprecatedLegacy().parse(url, parsesQuery, slashesDenoteHost); },
  resolve: function (source, relative) { return deprecatedLegacy().resolve(source, relative); },
  resolveObject: function (source, relative) { return deprecatedLegacy().resolveObject(source, relative); },
  URL, URLSearchParams, urlToHttpOptions, format,
  fileURLToPath, fileURLToPathBuffer, pathToFileURL,
  domainToASCII: function (domain) {
    if (arguments.length === 0) throw require('internal/errors').missing('domain');
    return toASCII(`${domain}`);
  },
  domainToUnicode: function (domain) {
    if (arguments.length === 0) throw require('internal/errors').missing('domain');
    return toUnicode(`${domain}`);
  },
};
