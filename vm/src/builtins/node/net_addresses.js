// Addresses of sockets, and lists of addresses with whom a program has nothing to do.
'use strict';

const { isIP } = require('net');
const { checkPort, checkString, coded, invalidArgument, invalidValue, outOfRange } = require('internal/errors');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
/** IPv4 addresses within IPv6. */
const MAPPED = 0xffffn << 32n;
const OF_ALL = { __proto__: null, ipv4: 'IPv4', ipv6: 'IPv6' };

// ---- addresses as numbers

function numberOf(address, family) {
  if (family === 'ipv4') return address.split('.').reduce((n, part) => n * 256n + BigInt(part), 0n);
  let [text] = address.split('%');
  const dotted = /(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted) {
    const [a, b, c, d] = dotted[1].split('.').map(Number);
    text = `${text.slice(0, dotted.index)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  }
  const [head, tail] = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const groups = tail === undefined ? head : [...head, ...new Array(8 - head.length - tail.length).fill('0'), ...tail];
  return groups.reduce((n, group) => n * 65536n + BigInt(parseInt(group, 16)), 0n);
}
/** IPv4 and IPv6 in one order. */
const keyOf = (address, family) => (family === 'ipv4' ? MAPPED + numberOf(address, family) : numberOf(address, family));

/** The usual text of an IPv6 address: the longest zeros are left out (RFC 5952). */
function usualText(address) {
  const n = numberOf(address, 'ipv6');
  if (n >> 32n === 0xffffn) return `::ffff:${[24n, 16n, 8n, 0n].map((shift) => (n >> shift) & 255n).join('.')}`;
  const groups = Array.from({ length: 8 }, (_, i) => ((n >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  let [best, length] = [-1, 1];
  for (let from = 0; from < 8; from++) {
    let to = from;
    while (to < 8 && groups[to] === '0') to++;
    if (to - from > length) [best, length] = [from, to - from];
  }
  if (best < 0) return groups.join(':');
  return `${groups.slice(0, best).join(':')}::${groups.slice(best + length).join(':')}`;
}

class SocketAddress {
  #fields;
  constructor(options = {}) {
    if (options === null || typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
    let { family = 'ipv4' } = options;
    if (typeof family === 'string') family = family.toLowerCase();
    if (!(family in OF_ALL)) throw invalidValue('options.family', options.family);
    const { address = family === 'ipv4' ? '127.0.0.1' : '::', port = 0, flowlabel = 0 } = options;
    checkString(address, 'options.address');
    if (isIP(address) !== (family === 'ipv4' ? 4 : 6)) throw coded(Error, 'ERR_INVALID_ADDRESS', 'Invalid socket address');
    checkPort(port, 'options.port');
    if (typeof flowlabel !== 'number') throw invalidArgument('options.flowlabel', 'of type number', flowlabel);
    this.#fields = { address: family === 'ipv4' ? address : usualText(address), port: Number(port), family, flowlabel };
  }
  get address() { return this.#fields.address; }
  get port() { return this.#fields.port; }
  get family() { return this.#fields.family; }
  get flowlabel() { return this.#fields.flowlabel; }
  toJSON() { return { address: this.address, port: this.port, family: this.family, flowlabel: this.flowlabel }; }
  [kInspect](depth, options) {
    if (depth < 0) return this;
    return `SocketAddress ${require('util').inspect(this.toJSON(), { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
  static isSocketAddress(value) {
    return value !== null && typeof value === 'object' && #fields in value;
  }
  /** An address with or without a port, as URLs have them; undefined if it is none. */
  static parse(input) {
    checkString(input, 'input');
    const { hostname = '', port } = URL.parse(`http://${input}`) ?? {};
    const address = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
    const kind = isIP(address);
    return kind === 0 ? undefined : new SocketAddress({ address, port: Number(port), family: `ipv${kind}` });
  }
}

function parsed(address, family, name) {
  if (SocketAddress.isSocketAddress(address)) return address;
  checkString(address, name);
  checkString(family, 'family');
  return new SocketAddress({ address, family });
}
/** The parts of `10.0.0.0/8`. */
function partsOf(cidr) {
  checkString(cidr, 'cidr');
  const at = cidr.lastIndexOf('/');
  if (at < 0) throw invalidValue('cidr', cidr, 'must contain a prefix length (e.g. "10.0.0.0/8")');
  const prefix = cidr.slice(at + 1);
  if (!/^-?\d+$/.test(prefix)) throw invalidValue('cidr', cidr, 'prefix length must be a valid integer');
  const address = cidr.slice(0, at);
  return [address, Number(prefix), address.includes(':') ? 'ipv6' : 'ipv4'];
}
const checkList = (list, name) => {
  if (!Array.isArray(list)) throw invalidArgument(name, 'an instance of Array', list);
};

class BlockList {
  /** Texts by the keys of addresses. */
  #addresses = new Map();
  /** The newest first. */
  #subnets = [];
  #ranges = [];

  addAddress(address, family = 'ipv4') {
    this.#add(parsed(address, family, 'address'));
  }
  #add({ address, family }) {
    const key = keyOf(address, family);
    this.#addresses.delete(key);
    this.#addresses.set(key, `Address: ${OF_ALL[family]} ${address}`);
  }
  addAddresses(addresses, family = 'ipv4') {
    checkList(addresses, 'addresses');
    checkString(family, 'family');
    // All or none.
    addresses.map((address, i) => parsed(address, family, `addresses[${i}]`)).forEach((address) => this.#add(address));
  }
  removeAddress(address, family = 'ipv4') {
    const given = parsed(address, family, 'address');
    this.#addresses.delete(keyOf(given.address, given.family));
  }

  addRange(start, end, family = 'ipv4') {
    const rule = rangeOf(start, end, family);
    if (rule.from > rule.to) throw invalidValue('start', rule.start, 'must come before end');
    this.#ranges.unshift(rule);
  }
  removeRange(start, end, family = 'ipv4') {
    remove(this.#ranges, rangeOf(start, end, family));
  }

  addSubnet(network, prefix, family = 'ipv4') {
    this.#subnets.unshift(subnetOf(network, prefix, family));
  }
  removeSubnet(network, prefix, family = 'ipv4') {
    remove(this.#subnets, subnetOf(network, prefix, family));
  }
  addCIDR(cidr) {
    this.addSubnet(...partsOf(cidr));
  }
  addCIDRs(cidrs) {
    checkList(cidrs, 'cidrs');
    const parts = cidrs.map((cidr, i) => {
      checkString(cidr, `cidrs[${i}]`);
      return partsOf(cidr);
    });
    for (const each of parts) this.addSubnet(...each);
  }
  removeCIDR(cidr) {
    this.removeSubnet(...partsOf(cidr));
  }

  clear() {
    this.#addresses.clear();
    this.#subnets = [];
    this.#ranges = [];
  }
  check(address, family = 'ipv4') {
    let key;
    try {
      const given = parsed(address, family, 'address');
      key = keyOf(given.address, given.family);
    } catch (error) {
      if (error.code === 'ERR_INVALID_ADDRESS') return false;
      throw error;
    }
    const isInside = ({ from, to }) => from <= key && key <= to;
    return this.#addresses.has(key) || this.#subnets.some(isInside) || this.#ranges.some(isInside);
  }

  get size() { return this.#addresses.size + this.#subnets.length + this.#ranges.length; }
  get rules() {
    return [...[...this.#addresses.values()].reverse(), ...this.#subnets.map(({ text }) => text), ...this.#ranges.map(({ text }) => text)];
  }
  toJSON() { return this.rules; }
  /** Adds rules as `rules` has them, or as JSON of these. What is no rule is left out. */
  fromJSON(data) {
    const rules = typeof data === 'string' ? JSON.parse(data) : data;
    if (!Array.isArray(rules) || !rules.every((rule) => typeof rule === 'string')) throw invalidArgument('data', 'of type string or string[]', data);
    for (const rule of rules) {
      const [, what, kind, text] = /^(Address|Range|Subnet): IP(v4|v6) (.+)$/.exec(rule) ?? [];
      const family = `ip${kind}`;
      if (what === 'Address') this.addAddress(text, family);
      else if (what === 'Range') this.addRange(...text.split('-'), family);
      else if (what === 'Subnet') this.addSubnet(text.split('/')[0], Number(text.split('/')[1]), family);
    }
  }
  [kInspect](depth, options) {
    if (depth < 0) return this;
    return `BlockList ${require('util').inspect({ rules: this.rules }, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
  static isBlockList(value) {
    return value !== null && typeof value === 'object' && #subnets in value;
  }
  /** Networks that are no part of the Internet (RFC 1918, 1122, 4291, 3927, 4193). */
  static PRIVATE_RANGES = Object.freeze([
    '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', '::1/128', '169.254.0.0/16', 'fe80::/10', 'fc00::/7',
  ]);
}
function rangeOf(given, end, family) {
  const [start, last] = [parsed(given, family, 'start'), parsed(end, family, 'end')];
  const text = `Range: ${OF_ALL[start.family]} ${start.address}-${last.address}`;
  return { start, from: keyOf(start.address, start.family), to: keyOf(last.address, last.family), text };
}
function subnetOf(network, prefix, kind) {
  const { address, family } = parsed(network, kind, 'network');
  const bits = family === 'ipv4' ? 32 : 128;
  if (typeof prefix !== 'number') throw invalidArgument('prefix', 'of type number', prefix);
  if (!Number.isInteger(prefix)) throw outOfRange('prefix', 'an integer', prefix);
  if (prefix < 0 || prefix > bits) throw outOfRange('prefix', `>= 0 && <= ${bits}`, prefix);
  const size = 1n << BigInt(bits - prefix);
  const from = keyOf(address, family) / size * size;
  return { from, to: from + size - 1n, text: `Subnet: ${OF_ALL[family]} ${address}/${prefix + 0}` };
}
function remove(rules, { text }) {
  const at = rules.findIndex((rule) => rule.text === text);
  if (at >= 0) rules.splice(at, 1);
}

module.exports = { BlockList, SocketAddress };
