// Certificates (RFC 5280), read: X509Certificate, and the plain objects that sockets of TLS give.
'use strict';

const der = require('internal/crypto/der');
const { coded, invalidArgument } = require('internal/errors');

const NAMES = {
  '2.5.4.3': 'CN', '2.5.4.4': 'SN', '2.5.4.5': 'serialNumber', '2.5.4.6': 'C', '2.5.4.7': 'L', '2.5.4.8': 'ST', '2.5.4.10': 'O', '2.5.4.11': 'OU',
  '2.5.4.12': 'title', '2.5.4.42': 'GN', '0.9.2342.19200300.100.1.25': 'DC', '0.9.2342.19200300.100.1.1': 'UID', '1.2.840.113549.1.9.1': 'emailAddress',
};
const CURVES = { '1.2.840.10045.3.1.7': ['prime256v1', 'P-256', 256], '1.3.132.0.34': ['secp384r1', 'P-384', 384], '1.3.132.0.35': ['secp521r1', 'P-521', 521], '1.3.132.0.10': ['secp256k1', undefined, 256] };
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const textOf = ({ tag, value }) => (tag === 0x1e ? Buffer.from(value).swap16().toString('utf16le') : tag === 0x0c ? value.toString('utf8') : value.toString('latin1'));
/** Pairs of a name and its text. */
const distinguished = ({ value }) => der.list(value).flatMap((set) => der.list(set.value).map((pair) => {
  const [type, text] = der.list(pair.value);
  const id = der.oid(type.value);
  return [NAMES[id] ?? id, textOf(text)];
}));
function dateOf({ tag, value }) {
  const text = value.toString('latin1');
  const full = tag === 0x17 ? `${Number(text.slice(0, 2)) < 50 ? 20 : 19}${text}` : text;
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?/.exec(full);
  return new Date(Date.UTC(y, mo - 1, d, h, mi, s ?? 0));
}
const shownDate = (date) => `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)} ${date.getUTCFullYear()} GMT`;
const addressOf = (bytes) => (bytes.length === 4 ? bytes.join('.') : bytes.toString('hex').match(/.{4}/g).map((group) => group.replace(/^0+(?=.)/, '').toUpperCase()).join(':'));
const KINDS = {
  0x81: (value) => `email:${value}`, 0x82: (value) => `DNS:${value}`, 0x86: (value) => `URI:${value}`, 0x87: (value) => `IP Address:${addressOf(value)}`,
  0xa4: (value) => `DirName:${distinguished(der.read(value)).map((pair) => pair.join(' = ')).join(', ')}`,
};

function parse(bytes) {
  const [body] = der.list(der.expect(der.read(bytes), 0x30).value);
  const fields = der.list(body.value);
  if (fields[0].tag === 0xa0) fields.shift();
  const [serial, , issuer, validity, subject, key] = fields;
  const [from, to] = der.list(validity.value).map(dateOf);
  const extensions = new Map();
  for (const { value } of der.list(fields.find((field) => field.tag === 0xa3)?.value ?? Buffer.alloc(0)).flatMap((sequence) => der.list(sequence.value))) {
    const parts = der.list(value);
    extensions.set(der.oid(parts[0].value), parts.at(-1).value);
  }
  const names = extensions.get('2.5.29.17');
  const constraints = extensions.get('2.5.29.19');
  const purposes = extensions.get('2.5.29.37');
  return {
    serial: serial.value.toString('hex').toUpperCase().replace(/^00(?=.)/, ''), issuer: distinguished(issuer), subject: distinguished(subject), from, to, key: key.whole,
    names: names && der.list(der.read(names).value).map(({ tag, value }) => (KINDS[tag] ?? (() => 'othername:<unsupported>'))(value)).join(', '),
    isAuthority: constraints !== undefined && der.list(der.read(constraints).value)[0]?.value[0] === 0xff,
    purposes: purposes && der.list(der.read(purposes).value).map(({ value }) => der.oid(value)),
    sameIssuer: issuer.whole.equals(subject.whole),
  };
}

function fingerprint(bytes, algorithm) {
  return require('crypto').createHash(algorithm).update(bytes).digest('hex').toUpperCase().match(/../g).join(':');
}
function nameObject(pairs) {
  const out = { __proto__: null };
  for (const [name, text] of pairs) out[name] = name in out ? [out[name], text].flat() : text;
  return out;
}
/** What is told of a public key. */
function keyFields(spki) {
  const [algorithm, bits] = der.list(der.read(spki).value);
  const [id, parameter] = der.list(algorithm.value);
  const key = bits.value.subarray(1);
  if (der.oid(id.value) === '1.2.840.113549.1.1.1') {
    const [modulus, exponent] = der.list(der.read(key).value).map(({ value }) => value.toString('hex').replace(/^(00)+/, '').toUpperCase());
    return { modulus, bits: modulus.length * 4, exponent: `0x${exponent.replace(/^0+/, '').toLowerCase()}`, pubkey: Buffer.from(spki) };
  }
  const curve = parameter === undefined ? undefined : CURVES[der.oid(parameter.value)];
  if (curve) return { bits: curve[2], pubkey: Buffer.from(key), asn1Curve: curve[0], nistCurve: curve[1] };
  return {};
}

/** As getPeerCertificate gives it. */
function legacyObject(bytes) {
  const parsed = parse(bytes);
  const out = { subject: nameObject(parsed.subject), issuer: nameObject(parsed.issuer), subjectaltname: parsed.names, infoAccess: undefined, ca: parsed.isAuthority };
  Object.assign(out, keyFields(parsed.key), { valid_from: shownDate(parsed.from), valid_to: shownDate(parsed.to) });
  for (const [name, algorithm] of [['fingerprint', 'sha1'], ['fingerprint256', 'sha256'], ['fingerprint512', 'sha512']]) out[name] = fingerprint(bytes, algorithm);
  if (parsed.purposes) out.ext_key_usage = parsed.purposes;
  out.serialNumber = parsed.serial;
  out.raw = Buffer.from(bytes);
  for (const name of ['infoAccess', 'subjectaltname']) if (out[name] === undefined) delete out[name];
  return out;
}

class X509Certificate {
  #bytes;
  #parsed;
  constructor(buffer) {
    if (typeof buffer !== 'string' && !ArrayBuffer.isView(buffer)) throw invalidArgument('buffer', 'of type string or an instance of Buffer, TypedArray, or DataView', buffer);
    const given = typeof buffer === 'string' ? Buffer.from(buffer) : Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    const pem = given[0] === 0x30 ? null : der.fromPem(given.toString('latin1'));
    if (given[0] !== 0x30 && pem === null) throw coded(Error, 'ERR_OSSL_PEM_NO_START_LINE', 'error:0480006C:PEM routines::no start line');
    this.#bytes = pem === null ? Buffer.from(given) : pem.der;
    this.#parsed = parse(this.#bytes);
  }
  #lines(pairs) { return pairs.map((pair) => pair.join('=')).join('\n'); }
  get subject() { return this.#parsed.subject.length ? this.#lines(this.#parsed.subject) : undefined; }
  get issuer() { return this.#parsed.issuer.length ? this.#lines(this.#parsed.issuer) : undefined; }
  get subjectAltName() { return this.#parsed.names; }
  get infoAccess() { return undefined; }
  get validFrom() { return shownDate(this.#parsed.from); }
  get validTo() { return shownDate(this.#parsed.to); }
  get validFromDate() { return new Date(this.#parsed.from); }
  get validToDate() { return new Date(this.#parsed.to); }
  get serialNumber() { return this.#parsed.serial; }
  get keyUsage() { return this.#parsed.purposes; }
  get ca() { return this.#parsed.isAuthority; }
  get raw() { return Buffer.from(this.#bytes); }
  get fingerprint() { return fingerprint(this.#bytes, 'sha1'); }
  get fingerprint256() { return fingerprint(this.#bytes, 'sha256'); }
  get fingerprint512() { return fingerprint(this.#bytes, 'sha512'); }
  get publicKey() { return require('crypto').createPublicKey({ key: this.#parsed.key, format: 'der', type: 'spki' }); }
  checkHost(name) {
    const { checkServerIdentity } = require('tls');
    return checkServerIdentity(name, this.toLegacyObject()) === undefined ? name : undefined;
  }
  checkIP(ip) {
    return (this.#parsed.names ?? '').split(', ').includes(`IP Address:${ip}`) ? ip : undefined;
  }
  checkEmail(email) {
    return (this.#parsed.names ?? '').split(', ').includes(`email:${email}`) ? email : undefined;
  }
  checkIssued(other) {
    return this.issuer === other.subject;
  }
  toLegacyObject() { return legacyObject(this.#bytes); }
  toString() { return der.toPem('CERTIFICATE', this.#bytes); }
  toJSON() { return this.toString(); }
}

module.exports = { X509Certificate, legacyObject };
