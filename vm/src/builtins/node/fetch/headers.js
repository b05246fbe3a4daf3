// Headers (https://fetch.spec.whatwg.org/#headers-class).
'use strict';

const { byteString, expose, illegal, iterable, kInspect, required, shown, TOKEN } = require('internal/fetch/convert');

const isValue = (text) => !/[\0\r\n]/.test(text);
const normalized = (text) => text.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');

/** Names and values, as they are told to a peer. */
class HeaderList {
  map = new Map();
  cookies = [];
  sorted = null;
  append(name, value) {
    this.sorted = null;
    const key = name.toLowerCase();
    if (key === 'set-cookie') this.cookies.push(value);
    const known = this.map.get(key);
    if (known === undefined) this.map.set(key, { name, value });
    else known.value = `${known.value}${key === 'cookie' ? '; ' : ', '}${value}`;
  }
  set(name, value) {
    this.sorted = null;
    const key = name.toLowerCase();
    if (key === 'set-cookie') this.cookies = [value];
    const known = this.map.get(key);
    if (known === undefined) this.map.set(key, { name, value });
    else Object.assign(known, { name, value });
  }
  delete(name) {
    this.sorted = null;
    const key = name.toLowerCase();
    if (key === 'set-cookie') this.cookies = [];
    this.map.delete(key);
  }
  get(name) { return this.map.get(name.toLowerCase())?.value ?? null; }
  has(name) { return this.map.has(name.toLowerCase()); }
  copy() {
    const list = new HeaderList();
    for (const [key, { name, value }] of this.map) list.map.set(key, { name, value });
    list.cookies = [...this.cookies];
    return list;
  }
  /** In the order of names, with cookies one by one. */
  pairs() {
    if (this.sorted === null) {
      this.sorted = [...this.map.keys()].sort().flatMap((key) => (
        key === 'set-cookie' ? this.cookies.map((cookie) => [key, cookie]) : [[key, this.map.get(key).value]]));
    }
    return this.sorted;
  }
}

let listOf;
let make;

class Headers {
  #list = new HeaderList();
  #guard = 'none';
  constructor(init = undefined) {
    if (init === undefined) return;
    fill(this, init);
  }
  static {
    listOf = (headers) => headers.#list;
    make = (list, guard) => {
      const headers = new Headers();
      headers.#list = list;
      headers.#guard = guard;
      return headers;
    };
  }
  static #check(value) {
    if (value === null || typeof value !== 'object' || !(#list in value)) throw illegal();
  }
  #mayChange() {
    if (this.#guard === 'immutable') throw new TypeError('immutable');
  }
  append(name, value) {
    Headers.#check(this);
    required(arguments, 2, 'Headers.append');
    const [key, text] = [byteString(name), normalized(byteString(value))];
    checkPair('append', key, text);
    this.#mayChange();
    this.#list.append(key, text);
  }
  delete(name) {
    Headers.#check(this);
    required(arguments, 1, 'Headers.delete');
    const key = byteString(name);
    checkPair('delete', key, '');
    this.#mayChange();
    this.#list.delete(key);
  }
  get(name) {
    Headers.#check(this);
    required(arguments, 1, 'Headers.get');
    const key = byteString(name);
    checkPair('get', key, '');
    return this.#list.get(key);
  }
  has(name) {
    Headers.#check(this);
    required(arguments, 1, 'Headers.has');
    const key = byteString(name);
    checkPair('has', key, '');
    return this.#list.has(key);
  }
  set(name, value) {
    Headers.#check(this);
    required(arguments, 2, 'Headers.set');
    const [key, text] = [byteString(name), normalized(byteString(value))];
    checkPair('set', key, text);
    this.#mayChange();
    this.#list.set(key, text);
  }
  getSetCookie() {
    Headers.#check(this);
    return [...this.#list.cookies];
  }
  [kInspect](depth, options, inspect) {
    return shown('Headers', Object.fromEntries([...this.#list.map.values()].map(({ name, value }) => [name, value])), depth, options, inspect);
  }
  static {
    iterable(Headers, (headers) => headers.#list.pairs(), (value) => Headers.#check(value));
  }
}
expose(Headers, 'append', 'delete', 'get', 'has', 'set', 'getSetCookie');

function checkPair(method, name, value) {
  if (!TOKEN.test(name)) throw new TypeError(`Headers.${method}: ${JSON.stringify(name)} is an invalid header name.`);
  if (!isValue(value)) throw new TypeError(`Headers.${method}: "${value}" is an invalid header value.`);
}

/** Adds what a program gives: Headers, pairs, or an object. */
function fill(headers, init) {
  if (init === null || (typeof init !== 'object' && typeof init !== 'function')) {
    throw new TypeError('Headers constructor: Argument 1 could not be converted to one of: sequence<sequence<ByteString>>, record<ByteString, ByteString>.');
  }
  if (init instanceof Headers && init[Symbol.iterator] === Headers.prototype.entries) {
    for (const [key, { name, value }] of listOf(init).map) if (key !== 'set-cookie') headers.append(name, value);
    for (const cookie of listOf(init).cookies) headers.append(listOf(init).map.get('set-cookie').name, cookie);
  } else if (typeof init[Symbol.iterator] === 'function') {
    for (const pair of init) {
      const entry = [...pair];
      if (entry.length !== 2) throw new TypeError(`Headers constructor: expected name/value pair to be length 2, found ${entry.length}.`);
      headers.append(entry[0], entry[1]);
    }
  } else {
    for (const key of Reflect.ownKeys(init)) {
      if (!Object.prototype.propertyIsEnumerable.call(init, key)) continue;
      const value = init[key];
      if (typeof value === 'symbol') throw new TypeError(`Headers constructor: init["${String(key)}"] is a symbol, which cannot be converted to a ByteString.`);
      headers.append(key, value);
    }
  }
}

module.exports = { Headers, HeaderList, fill, listOf, make };
