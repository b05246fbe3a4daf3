// The older interface of node:url: parse, format, resolve. It takes nearly anything, and gives parts that need not fit together.
'use strict';

const { invalidArgument, coded, checkString } = require('internal/errors');
const querystring = require('querystring');

/** Protocols without a host, whose rest is nobody's business. */
const hostless = new Set(['javascript', 'javascript:']);
/** Protocols that have slashes, written or not. */
const slashed = new Set(['http', 'https', 'ftp', 'gopher', 'file', 'ws', 'wss'].flatMap((name) => [name, `${name}:`]));

const MOST_IN_A_NAME = 255;
const endsHost = /[/?#]/;
const cannotBeInHost = /[ "%';<>\\^`{|}]/;
const forbiddenInName = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
const forbiddenInAddress = /[\0\t\n\r #%/<>?@\\^|]/;
const escaped = /[\t\n\r "'<>\\^`{|}]/g;
const escape = (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
/** What is left where spaces around it do not count. */
const SPACES = /^[\s\ufeff\xa0]+|[\s\ufeff\xa0]+$/g;

function Url() {
  this.protocol = null;
  this.slashes = null;
  this.auth = null;
  this.host = null;
  this.port = null;
  this.hostname = null;
  this.hash = null;
  this.search = null;
  this.query = null;
  this.pathname = null;
  this.path = null;
  this.href = null;
}

const invalid = (input) => Object.assign(coded(TypeError, 'ERR_INVALID_URL', 'Invalid URL'), { input });

/** Backslashes are slashes in front of the query. */
function withSlashes(text) {
  const end = text.search(/[?#]/);
  const [front, back] = end === -1 ? [text, ''] : [text.slice(0, end), text.slice(end)];
  return front.replaceAll('\\', '/') + back;
}

/** Where authority, name and rest are in what follows the slashes. */
function splitAuthority(rest) {
  const end = rest.search(endsHost);
  const found = end === -1 ? rest : rest.slice(0, end);
  // Tabs and line ends are left out.
  const whole = found.replace(/[\t\n\r]/g, '');
  const at = whole.lastIndexOf('@');
  const named = whole.slice(at + 1);
  const stop = named.search(cannotBeInHost);
  const host = stop === -1 ? named : named.slice(0, stop);
  return { auth: at === -1 ? null : whole.slice(0, at), host, rest: named.slice(host.length) + rest.slice(found.length) };
}

/** Takes the host off `rest`; what is left. */
function takeHost(url, given, original) {
  const { auth, host, rest: behind } = splitAuthority(given);
  let rest = behind;
  if (auth !== null) url.auth = decodeURIComponent(auth);
  const port = /:\d*$/.exec(host)?.[0];
  if (port !== undefined && port !== ':') url.port = port.slice(1);
  let name = port === undefined ? host : host.slice(0, -port.length);
  const isAddress = name.startsWith('[') && name.endsWith(']');
  if (!isAddress && name.includes(':')) throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', `The argument 'url' ${original}. Received 'Invalid port in url'`);
  name = name.length > MOST_IN_A_NAME ? '' : name.toLowerCase();
  if (name !== '') {
    if (isAddress) {
      if (forbiddenInAddress.test(name)) throw invalid(original);
    } else {
      if (/[^\0-\x7f]/.test(name)) name = require('url').domainToASCII(name);
      if (name === '' || forbiddenInName.test(name)) throw invalid(original);
    }
  }
  url.host = name + (url.port ? `:${url.port}` : '');
  url.hostname = isAddress ? name.slice(1, -1) : name;
  if (isAddress && rest[0] !== '/') rest = `/${rest}`;
  return rest;
}

/** Query and hash, and what is in front of them. */
function takeRest(url, rest, parsesQuery) {
  const hash = rest.indexOf('#');
  const front = hash === -1 ? rest : rest.slice(0, hash);
  if (hash !== -1) url.hash = rest.slice(hash);
  const question = front.indexOf('?');
  if (question !== -1) {
    url.search = front.slice(question);
    const query = front.slice(question + 1);
    url.query = parsesQuery ? querystring.parse(query) : query;
  } else if (parsesQuery) {
    url.search = null;
    url.query = { __proto__: null };
  }
  const pathname = question === -1 ? front : front.slice(0, question);
  if (pathname !== '') url.pathname = pathname;
}

function setPath(url) {
  if (url.pathname || url.search) url.path = (url.pathname ?? '') + (url.search ?? '');
}

Url.prototype.parse = function parse(text, parsesQuery, slashesDenoteHost) {
  checkString(text, 'url');
  let rest = withSlashes(text.replace(SPACES, ''));
  if (!slashesDenoteHost && !/[#@]/.test(rest)) {
    // A path as it comes in requests: two slashes at its start are no host.
    const simple = /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/.exec(rest);
    if (simple) {
      [, this.pathname] = simple;
      this.path = rest;
      this.href = rest;
      if (simple[2]) {
        this.search = simple[2];
        this.query = parsesQuery ? querystring.parse(simple[2].slice(1)) : simple[2].slice(1);
      } else if (parsesQuery) {
        this.search = null;
        this.query = { __proto__: null };
      }
      return this;
    }
  }
  const protocol = /^[a-z0-9.+-]+:/i.exec(rest)?.[0];
  const lower = protocol?.toLowerCase();
  if (protocol !== undefined) {
    this.protocol = lower;
    rest = rest.slice(protocol.length);
  }
  let hasSlashes = false;
  if (slashesDenoteHost || protocol || /^\/\/[^@/]+@[^@/]+/.test(rest)) {
    hasSlashes = rest.startsWith('//');
    if (hasSlashes && !(lower && hostless.has(lower))) {
      rest = rest.slice(2);
      this.slashes = true;
    }
  }
  if (!hostless.has(lower) && (hasSlashes || (protocol && !slashed.has(protocol)))) rest = takeHost(this, rest, text);
  if (!hostless.has(lower)) rest = rest.replace(escaped, escape);
  takeRest(this, rest, parsesQuery);
  if (slashed.has(lower) && this.hostname && !this.pathname) this.pathname = '/';
  setPath(this);
  this.href = this.format();
  return this;
};

const encodedAuth = (auth) => encodeURIComponent(auth).replace(/%3A/gi, ':');
const isBracketed = (name) => name.startsWith('[') && name.endsWith(']');

Url.prototype.format = function format() {
  const auth = this.auth ? `${encodedAuth(this.auth)}@` : '';
  let protocol = this.protocol || '';
  let pathname = this.pathname || '';
  let hash = this.hash || '';
  let host = '';
  if (this.host) {
    host = auth + this.host;
  } else if (this.hostname) {
    host = auth + (this.hostname.includes(':') && !isBracketed(this.hostname) ? `[${this.hostname}]` : this.hostname);
    if (this.port) host += `:${this.port}`;
  }
  const query = this.query !== null && typeof this.query === 'object' ? querystring.stringify(this.query) : '';
  let search = this.search || (query && `?${query}`) || '';
  if (protocol && !protocol.endsWith(':')) protocol += ':';
  pathname = pathname.replace(/[#?]/g, escape);
  if (this.slashes || slashed.has(protocol)) {
    if (this.slashes || host) {
      if (pathname && pathname[0] !== '/') pathname = `/${pathname}`;
      host = `//${host}`;
    } else if (/^file/.test(protocol)) {
      host = '//';
    }
  }
  search = search.replaceAll('#', '%23');
  if (hash && hash[0] !== '#') hash = `#${hash}`;
  if (search && search[0] !== '?') search = `?${search}`;
  return protocol + host + pathname + search + hash;
};

const PARTS = ['protocol', 'slashes', 'auth', 'host', 'port', 'hostname', 'hash', 'search', 'query', 'pathname', 'path', 'href'];
function take(target, source, names) {
  for (const name of names) target[name] = source[name];
}
const segments = (pathname) => (pathname ? pathname.split('/') : []);
function finish(url) {
  url.href = url.format();
  return url;
}

/** Puts a host at the front of a path, where a protocol has no slashes. */
function putHostFirst(path, host) {
  if (path[0] === '') path[0] = host;
  else path.unshift(host);
}
/** And takes it off again, with who is named in front of it. */
function takeHostOff(result, host) {
  result.hostname = result.host = host;
  const at = host && host.indexOf('@') > 0 ? host.split('@') : null;
  if (at) {
    result.auth = at.shift();
    result.host = result.hostname = at.shift();
  }
}

/** Another protocol: only the names of what has none are looked for in the path. */
function ofOtherProtocol(result, relative) {
  if (!slashed.has(relative.protocol)) {
    take(result, relative, Object.keys(relative));
    return finish(result);
  }
  result.protocol = relative.protocol;
  if (!relative.host && !/^file:?$/.test(relative.protocol) && !hostless.has(relative.protocol)) {
    const path = (relative.pathname || '').split('/');
    while (path.length > 0 && !(relative.host = path.shift()));
    relative.host ||= '';
    relative.hostname ||= '';
    if (path[0] !== '') path.unshift('');
    if (path.length < 2) path.unshift('');
    result.pathname = path.join('/');
  } else {
    result.pathname = relative.pathname;
  }
  take(result, relative, ['search', 'query', 'auth', 'port']);
  result.host = relative.host || '';
  result.hostname = relative.hostname || relative.host;
  if (result.pathname || result.search) result.path = (result.pathname || '') + (result.search || '');
  result.slashes ||= relative.slashes;
  return finish(result);
}

/** Without `.` and `..`; how many of these are left over. */
function withoutDots(path) {
  const out = [];
  let up = 0;
  for (const part of path.toReversed()) {
    if (part === '.') continue;
    if (part === '..') up++;
    else if (up > 0) up--;
    else out.unshift(part);
  }
  return [out, up];
}

Url.prototype.resolveObject = function resolveObject(given) {
  let relative = given;
  if (typeof given === 'string') relative = new Url().parse(given, false, true);
  const result = new Url();
  take(result, this, Object.keys(this));
  result.hash = relative.hash;
  if (relative.href === '') return finish(result);
  if (relative.slashes && !relative.protocol) {
    take(result, relative, Object.keys(relative).filter((name) => name !== 'protocol'));
    if (slashed.has(result.protocol) && result.hostname && !result.pathname) result.path = result.pathname = '/';
    return finish(result);
  }
  if (relative.protocol && relative.protocol !== result.protocol) return ofOtherProtocol(result, relative);

  const isFromRoot = result.pathname && result.pathname[0] === '/';
  const isToRoot = relative.host || (relative.pathname && relative.pathname[0] === '/');
  let endsAbsolute = isToRoot || isFromRoot || (result.host && relative.pathname);
  const dropsDots = endsAbsolute;
  let path = segments(result.pathname);
  const added = segments(relative.pathname);
  // In `mailto:a@b` and the like the host is the first part of the path.
  const isWithoutSlashes = result.protocol && !slashed.has(result.protocol);
  if (isWithoutSlashes) {
    result.hostname = '';
    result.port = null;
    if (result.host) putHostFirst(path, result.host);
    result.host = '';
    if (relative.protocol) {
      relative.hostname = null;
      relative.port = null;
      result.auth = null;
      if (relative.host) putHostFirst(added, relative.host);
      relative.host = null;
    }
    endsAbsolute &&= added[0] === '' || path[0] === '';
  }
  if (isToRoot) {
    if (relative.host || relative.host === '') {
      if (result.host !== relative.host) result.auth = null;
      result.host = relative.host;
      result.port = relative.port;
    }
    if (relative.hostname || relative.hostname === '') {
      if (result.hostname !== relative.hostname) result.auth = null;
      result.hostname = relative.hostname;
    }
    take(result, relative, ['search', 'query']);
    path = added;
  } else if (added.length > 0) {
    path = [...path.slice(0, -1), ...added];
    take(result, relative, ['search', 'query']);
  } else if (relative.search !== null && relative.search !== undefined) {
    if (isWithoutSlashes) takeHostOff(result, path.shift());
    take(result, relative, ['search', 'query']);
    if (result.pathname !== null || result.search !== null) result.path = (result.pathname || '') + (result.search || '');
    return finish(result);
  }
  if (path.length === 0) {
    result.pathname = null;
    result.path = result.search ? `/${result.search}` : null;
    return finish(result);
  }
  const last = path.at(-1);
  const isInFolder = last === '' || ((result.host || relative.host || path.length > 1) && (last === '.' || last === '..'));
  let up;
  [path, up] = withoutDots(path);
  if (!endsAbsolute && !dropsDots) path.unshift(...Array(up).fill('..'));
  if (endsAbsolute && path[0] !== '' && (!path[0] || path[0][0] !== '/')) path.unshift('');
  if (isInFolder && !path.join('/').endsWith('/')) path.push('');
  const isAbsolute = path[0] === '' || (path[0] && path[0][0] === '/');
  if (isWithoutSlashes) takeHostOff(result, isAbsolute ? '' : path.length > 0 ? path.shift() : '');
  endsAbsolute ||= result.host && path.length > 0;
  if (endsAbsolute && !isAbsolute) path.unshift('');
  if (path.length === 0) {
    result.pathname = null;
    result.path = null;
  } else {
    result.pathname = path.join('/');
  }
  if (result.pathname !== null || result.search !== null) result.path = (result.pathname || '') + (result.search || '');
  result.auth = relative.auth || result.auth;
  result.slashes ||= relative.slashes;
  return finish(result);
};
Url.prototype.resolve = function resolve(relative) {
  return this.resolveObject(new Url().parse(relative, false, true)).format();
};
/** Takes the port off `host`. */
Url.prototype.parseHost = function parseHost() {
  let { host } = this;
  const port = /:\d*$/.exec(host)?.[0];
  if (port !== undefined) {
    if (port !== ':') this.port = port.slice(1);
    host = host.slice(0, -port.length);
  }
  if (host) this.hostname = host;
};

function parse(url, parsesQuery, slashesDenoteHost) {
  if (url instanceof Url) return url;
  return new Url().parse(url, parsesQuery, slashesDenoteHost);
}
function resolve(source, relative) {
  return parse(source, false, true).resolve(relative);
}
function resolveObject(source, relative) {
  return source ? parse(source, false, true).resolveObject(relative) : relative;
}
/** The text of what has the parts of a URL. */
function formatParts(parts) {
  if (typeof parts === 'string') return parse(parts).format();
  if (typeof parts !== 'object' || parts === null) throw invalidArgument('urlObject', 'one of type object or string', parts);
  return Url.prototype.format.call(parts);
}

module.exports = { Url, parse, resolve, resolveObject, formatParts };
