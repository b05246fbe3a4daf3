// The tables of HPACK (RFC 7541, section 2.3): the static one, and the dynamic one of each direction.
'use strict';

/** Names and values of the static table, from index 1 on (appendix A). */
const STATIC = [
  [':authority', ''], [':method', 'GET'], [':method', 'POST'], [':path', '/'], [':path', '/index.html'], [':scheme', 'http'], [':scheme', 'https'],
  [':status', '200'], [':status', '204'], [':status', '206'], [':status', '304'], [':status', '400'], [':status', '404'], [':status', '500'],
  ['accept-charset', ''], ['accept-encoding', 'gzip, deflate'], ['accept-language', ''], ['accept-ranges', ''], ['accept', ''],
  ['access-control-allow-origin', ''], ['age', ''], ['allow', ''], ['authorization', ''], ['cache-control', ''], ['content-disposition', ''],
  ['content-encoding', ''], ['content-language', ''], ['content-length', ''], ['content-location', ''], ['content-range', ''], ['content-type', ''],
  ['cookie', ''], ['date', ''], ['etag', ''], ['expect', ''], ['expires', ''], ['from', ''], ['host', ''], ['if-match', ''], ['if-modified-since', ''],
  ['if-none-match', ''], ['if-range', ''], ['if-unmodified-since', ''], ['last-modified', ''], ['link', ''], ['location', ''], ['max-forwards', ''],
  ['proxy-authenticate', ''], ['proxy-authorization', ''], ['range', ''], ['referer', ''], ['refresh', ''], ['retry-after', ''], ['server', ''],
  ['set-cookie', ''], ['strict-transport-security', ''], ['transfer-encoding', ''], ['user-agent', ''], ['vary', ''], ['via', ''], ['www-authenticate', ''],
];
const FIRST_DYNAMIC = STATIC.length + 1;

/** By name, the first index with it; by name and value, the index. A zero octet is in no name. */
const staticNames = new Map();
const staticFields = new Map();
STATIC.forEach(([name, value], i) => {
  if (!staticNames.has(name)) staticNames.set(name, i + 1);
  staticFields.set(`${name}\0${value}`, i + 1);
});

/** What an entry takes besides its octets. */
const OVERHEAD = 32;

/** Entries are kept in a ring, which grows; each has a number that tells how many came before it. */
class DynamicTable {
  #names = new Array(16);
  #values = new Array(16);
  /** The number of the oldest entry, and of the next. */
  #oldest = 0;
  #next = 0;
  /** Of a table that is searched: by name, and by name and value, the number of the newest entry. */
  #byName;
  #byField;
  constructor(maxSize, isSearched) {
    this.size = 0;
    this.maxSize = maxSize;
    this.#byName = isSearched ? new Map() : null;
    this.#byField = isSearched ? new Map() : null;
  }
  get length() { return this.#next - this.#oldest; }

  setMaxSize(size) {
    this.maxSize = size;
    this.#evict(0);
  }
  #evict(needed) {
    const mask = this.#names.length - 1;
    while (this.#oldest < this.#next && this.size + needed > this.maxSize) {
      const slot = this.#oldest & mask;
      const name = this.#names[slot];
      const value = this.#values[slot];
      this.size -= name.length + value.length + OVERHEAD;
      if (this.#byName !== null) {
        if (this.#byName.get(name) === this.#oldest) this.#byName.delete(name);
        const field = `${name}\0${value}`;
        if (this.#byField.get(field) === this.#oldest) this.#byField.delete(field);
      }
      this.#names[slot] = undefined;
      this.#values[slot] = undefined;
      this.#oldest++;
    }
  }
  /** An entry that is larger than the table empties it. */
  add(name, value) {
    const needed = name.length + value.length + OVERHEAD;
    this.#evict(needed);
    if (needed > this.maxSize) return;
    if (this.length === this.#names.length) this.#grow();
    const slot = this.#next & (this.#names.length - 1);
    this.#names[slot] = name;
    this.#values[slot] = value;
    this.size += needed;
    if (this.#byName !== null) {
      this.#byName.set(name, this.#next);
      this.#byField.set(`${name}\0${value}`, this.#next);
    }
    this.#next++;
  }
  #grow() {
    const names = new Array(this.#names.length * 2);
    const values = new Array(names.length);
    for (let number = this.#oldest; number < this.#next; number++) {
      names[number & (names.length - 1)] = this.#names[number & (this.#names.length - 1)];
      values[number & (names.length - 1)] = this.#values[number & (this.#names.length - 1)];
    }
    this.#names = names;
    this.#values = values;
  }

  // ---- by index, the static table first

  /** The name at an index; undefined if there is none. */
  nameAt(index) {
    if (index < FIRST_DYNAMIC) return STATIC[index - 1]?.[0];
    const number = this.#next - 1 - (index - FIRST_DYNAMIC);
    return number < this.#oldest ? undefined : this.#names[number & (this.#names.length - 1)];
  }
  valueAt(index) {
    if (index < FIRST_DYNAMIC) return STATIC[index - 1]?.[1];
    const number = this.#next - 1 - (index - FIRST_DYNAMIC);
    return number < this.#oldest ? undefined : this.#values[number & (this.#values.length - 1)];
  }
  /** The index of a field; 0 if there is none. */
  indexOfField(name, value) {
    const field = `${name}\0${value}`;
    const found = staticFields.get(field);
    if (found !== undefined) return found;
    const number = this.#byField.get(field);
    return number === undefined ? 0 : FIRST_DYNAMIC + this.#next - 1 - number;
  }
  indexOfName(name) {
    const found = staticNames.get(name);
    if (found !== undefined) return found;
    const number = this.#byName.get(name);
    return number === undefined ? 0 : FIRST_DYNAMIC + this.#next - 1 - number;
  }
}

module.exports = { DynamicTable, OVERHEAD };
