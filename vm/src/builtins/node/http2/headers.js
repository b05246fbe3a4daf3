// Lists of header fields: what programs give as lists to send, what was received as objects for programs,
// and what may be in a message (RFC 9113, section 8).
'use strict';

const { coded } = require('internal/errors');
const { TOKEN } = require('internal/http/common');
const { failure } = require('internal/http2/errors');
const { PSEUDO_HEADERS } = require('internal/http2/constants');

const kSensitive = Symbol('sensitiveHeaders');

/** Fields that a message has once. */
const SINGLE = new Set([
  ...PSEUDO_HEADERS, 'access-control-allow-credentials', 'access-control-max-age', 'access-control-request-method', 'age', 'authorization',
  'content-encoding', 'content-language', 'content-length', 'content-location', 'content-md5', 'content-range', 'content-type', 'date', 'dnt', 'etag',
  'expires', 'from', 'host', 'if-match', 'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since', 'last-modified', 'location',
  'max-forwards', 'proxy-authorization', 'range', 'referer', 'retry-after', 'tk', 'upgrade-insecure-requests', 'user-agent', 'x-content-type-options',
]);
/** Fields that are about a connection of HTTP/1. */
const OF_CONNECTION = new Set(['connection', 'upgrade', 'http2-settings', 'keep-alive', 'proxy-connection', 'transfer-encoding']);

// ---- sending

const anyPseudoHeader = (name) => PSEUDO_HEADERS.has(name);
const statusOnly = (name) => name === ':status';
const noPseudoHeader = () => false;

/** As in Node.js, characters are cut to octets; what is none of a field then is dropped where it is received. */
const toOctets = (text) => (/[^\x00-\xff]/.test(text) ? Buffer.from(text, 'latin1').latin1Slice() : text);

/** Headers, as an object or `[name, value, …]`, as the list that is sent: pseudo-header fields first, names in lower case. */
function toList(headers, isAllowed, isStrict) {
  const pseudo = [];
  const fields = [];
  const seen = new Set();
  const add = (given, value) => {
    if (value === undefined || given === '') return;
    const name = given.toLowerCase();
    const isSingle = SINGLE.has(name);
    let values = null;
    if (Array.isArray(value)) {
      if (value.length === 0) return;
      if (value.length > 1 && isSingle && isStrict) throw failure('HEADER_SINGLE_VALUE', name);
      values = value.map(String);
    }
    const single = values === null ? String(value) : values[0];
    if (isSingle && isStrict) {
      if (seen.has(name)) throw failure('HEADER_SINGLE_VALUE', name);
      seen.add(name);
    }
    if (name[0] === ':') {
      if (!isAllowed(name)) throw failure('INVALID_PSEUDOHEADER', name);
      pseudo.push(name, toOctets(values === null ? single : values.join(',')));
      return;
    }
    if (!isSingle) {
      if (!TOKEN.test(name)) throw coded(TypeError, 'ERR_INVALID_HTTP_TOKEN', `Header name must be a valid HTTP token ["${name}"]`);
      if (OF_CONNECTION.has(name) || (name === 'te' && single !== 'trailers')) throw failure('INVALID_CONNECTION_HEADERS', name);
    }
    if (values === null) fields.push(name, toOctets(single));
    else for (const item of values) fields.push(name, toOctets(item));
  };
  if (Array.isArray(headers)) for (let i = 0; i < headers.length; i += 2) add(headers[i], headers[i + 1]);
  else for (const name of Object.keys(headers)) add(name, headers[name]);
  const list = pseudo.length === 0 ? fields : pseudo.concat(fields);
  const sensitive = headers[kSensitive];
  if (sensitive !== undefined && sensitive.length > 0) list.sensitive = new Set(sensitive.map((name) => name.toLowerCase()));
  return list;
}

const authorityOf = (headers) => headers[':authority'] ?? headers.host;

/** A request of a client, with what it does not say filled in. */
function prepareRequest(given, authority, scheme, isStrict) {
  const isList = Array.isArray(given);
  const found = isList ? Object.create(null) : Object.assign(Object.create(null), given);
  if (isList) for (let i = 0; i < given.length; i += 2) if (given[i][0] === ':') found[given[i].toLowerCase()] = given[i + 1];
  const added = [];
  const fill = (name, value) => {
    found[name] = value;
    added.push(name, value);
  };
  if (found[':method'] === undefined) fill(':method', 'GET');
  if (found[':method'] !== 'CONNECT' || found[':protocol'] !== undefined) {
    if (authorityOf(found) === undefined) fill(':authority', authority);
    if (found[':scheme'] === undefined) fill(':scheme', scheme);
    if (found[':path'] === undefined) fill(':path', '/');
  } else {
    if (found[':authority'] === undefined) throw failure('CONNECT_AUTHORITY');
    if (found[':scheme'] !== undefined) throw failure('CONNECT_SCHEME');
    if (found[':path'] !== undefined) throw failure('CONNECT_PATH');
  }
  let sent = found;
  if (isList) {
    sent = added.length > 0 ? added.concat(given) : given;
    if (given[kSensitive] !== undefined) sent[kSensitive] = given[kSensitive];
  }
  return { sent, list: toList(sent, anyPseudoHeader, isStrict), origin: `${found[':scheme']}://${authorityOf(found)}`, method: found[':method'] };
}

/** A list of what was sent as an object. */
function objectOfSent(list) {
  const object = Object.create(null);
  for (let i = 0; i < list.length; i += 2) {
    const existing = object[list[i]];
    if (existing === undefined) object[list[i]] = list[i + 1];
    else if (Array.isArray(existing)) existing.push(list[i + 1]);
    else object[list[i]] = [existing, list[i + 1]];
  }
  if (list[kSensitive] !== undefined) object[kSensitive] = list[kSensitive];
  return object;
}

// ---- receiving

/** What was received as an object: fields of a name are joined, but for those of which there may be one. */
function toObject(list, sensitive) {
  const object = Object.create(null);
  for (let i = 0; i < list.length; i += 2) {
    const name = list[i];
    const value = name === ':status' ? list[i + 1] | 0 : list[i + 1];
    const existing = object[name];
    if (existing === undefined) object[name] = name === 'set-cookie' ? [value] : value;
    else if (SINGLE.has(name)) continue;
    else if (name === 'set-cookie') existing.push(value);
    else object[name] = `${existing}${name === 'cookie' ? ';' : ','} ${value}`;
  }
  object[kSensitive] = sensitive;
  return object;
}

const OF_REQUEST = new Set([':method', ':scheme', ':authority', ':path', ':protocol']);
const LOWER_TOKEN = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
// eslint-disable-next-line no-control-regex
const BAD_VALUE = /[\x00-\x08\x0a-\x1f\x7f]/;

/**
 * A list that is being received. `add` says whether a field may be there: false is an error of the message.
 * Fields whose octets are not those of a field are left out.
 */
class ReceivedFields {
  list = [];
  sensitive = [];
  isMalformed = false;
  /** Is there more than this side takes? */
  isTooLarge = false;
  contentLength = -1;
  #kind;
  #limits;
  #size = 0;
  #pseudo = new Map();
  #isPastPseudo = false;
  #isStrict;
  /** `kind` is 'request', 'response' or 'trailers'. */
  constructor(kind, maxPairs, maxSize, isStrict = true) {
    this.#kind = kind;
    this.#limits = { maxPairs, maxSize };
    this.#isStrict = isStrict;
  }
  pseudo(name) { return this.#pseudo.get(name); }

  add(name, value, isSensitive) {
    if (this.isTooLarge || this.isMalformed) return;
    this.#size += name.length + value.length + 32;
    if (this.list.length >= this.#limits.maxPairs * 2 || this.#size > this.#limits.maxSize) {
      this.isTooLarge = true;
      this.list = [];
      return;
    }
    if (name[0] === ':') this.#addPseudo(name, value);
    else if (!this.#isKept(name, value)) return;
    if (this.isMalformed) return;
    this.list.push(name, value);
    if (isSensitive) this.sensitive.push(name);
  }
  #addPseudo(name, value) {
    const isOne = this.#kind === 'request' ? OF_REQUEST.has(name) : this.#kind === 'response' && name === ':status';
    if (!isOne || this.#isPastPseudo || this.#pseudo.has(name) || BAD_VALUE.test(value)) this.isMalformed = true;
    else this.#pseudo.set(name, value);
  }
  #isKept(name, value) {
    this.#isPastPseudo = true;
    if (!LOWER_TOKEN.test(name)) {
      if (/[A-Z]/.test(name)) this.isMalformed = true;
      return false;
    }
    if (BAD_VALUE.test(value) || (this.#isStrict && /^[ \t]|[ \t]$/.test(value))) return false;
    if (name === 'te' ? value.toLowerCase() !== 'trailers' : OF_CONNECTION.has(name) && name !== 'http2-settings') {
      this.isMalformed = true;
      return false;
    }
    if (name === 'content-length' && this.#kind !== 'trailers') {
      if (this.contentLength >= 0 || !/^\d{1,15}$/.test(value)) this.isMalformed = true;
      else this.contentLength = Number(value);
    }
    return true;
  }
  /** Is what has to be there, there? */
  finish(allowsProtocol) {
    if (this.isMalformed || this.isTooLarge) return;
    const has = (name) => this.#pseudo.has(name);
    if (this.#kind === 'response') {
      const status = this.#pseudo.get(':status');
      if (status === undefined || !/^[1-9]\d\d$/.test(status) || status === '101') this.isMalformed = true;
    } else if (this.#kind === 'request') {
      const method = this.#pseudo.get(':method');
      const isPlainConnect = method === 'CONNECT' && !has(':protocol');
      if (has(':protocol') && (!allowsProtocol || method !== 'CONNECT' || !has(':authority'))) this.isMalformed = true;
      else if (isPlainConnect) this.isMalformed = has(':scheme') || has(':path') || !has(':authority');
      else this.isMalformed = !method || !has(':scheme') || !this.#isPath() || !(has(':authority') || this.list.includes('host'));
    }
  }
  #isPath() {
    const path = this.#pseudo.get(':path');
    if (!path) return false;
    if (!/^https?$/.test(this.#pseudo.get(':scheme'))) return true;
    return path[0] === '/' || (path === '*' && this.#pseudo.get(':method') === 'OPTIONS');
  }
}

module.exports = { kSensitive, toList, toObject, objectOfSent, prepareRequest, authorityOf, anyPseudoHeader, statusOnly, noPseudoHeader, ReceivedFields };
