// What connections of TLS are made with: certificates, keys, whom to trust.
'use strict';

const native = require('native');
const { coded, invalidArgument, invalidValue } = require('internal/errors');

const VERSIONS = { 'TLSv1': 10, 'TLSv1.1': 11, 'TLSv1.2': 12, 'TLSv1.3': 13 };
const defaults = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3', authorities: null };

const kNative = Symbol('context');

/** PEM as bytes, of a text or of several. */
function pemOf(value, name) {
  const parts = [value].flat(2).map((part) => {
    if (part !== null && typeof part === 'object' && !ArrayBuffer.isView(part) && part.pem !== undefined) return pemOf(part.pem, name);
    if (typeof part === 'string') return Buffer.from(part);
    if (ArrayBuffer.isView(part)) return Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    throw invalidArgument(name, 'of type string or an instance of Buffer, TypedArray, or DataView', part);
  });
  return Buffer.concat(parts.flatMap((part) => [part, Buffer.from('\n')]));
}
const given = (value) => value !== undefined && value !== null && value !== false;

function versionOf(value, fallback, name) {
  const version = VERSIONS[value ?? fallback];
  if (version === undefined) throw coded(TypeError, 'ERR_TLS_INVALID_PROTOCOL_VERSION', `"${value}" is not a valid ${name} TLS protocol version`);
  return version;
}

/** Certificates that NODE_EXTRA_CA_CERTS names. */
let extra;
function extraAuthorities() {
  if (extra === undefined) {
    extra = [];
    const file = process.env.NODE_EXTRA_CA_CERTS;
    if (file) {
      try {
        extra.push(require('fs').readFileSync(file));
      } catch (error) {
        process.emitWarning(`Ignoring extra certs from \`${file}\`, load failed: ${error.message}`);
      }
    }
  }
  return extra;
}

class SecureContext {
  constructor(options = {}) {
    for (const name of ['pfx', 'crl', 'passphrase']) {
      if (given(options[name])) throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `tls: the option ${name} is unavailable: keys and certificates are PEM without a password`);
    }
    const own = given(options.ca) ? [options.ca].flat().map((ca) => pemOf(ca, 'options.ca')) : defaults.authorities;
    const added = own === null ? extraAuthorities() : [];
    const roots = own ?? (added.length > 0 ? added : undefined);
    this.context = native.tlsContext(
      given(options.cert) ? pemOf(options.cert, 'options.cert') : undefined,
      given(options.key) ? pemOf(options.key, 'options.key') : undefined,
      roots,
      versionOf(options.minVersion, defaults.minVersion, 'minimum'),
      versionOf(options.maxVersion, defaults.maxVersion, 'maximum'),
      own === null,
    );
  }
}

function createSecureContext(options) {
  return new SecureContext(options ?? {});
}

/** Names of protocols as strings. */
function protocolsOf(protocols) {
  if (protocols === undefined || protocols === null) return [];
  if (Array.isArray(protocols)) return protocols.map((name) => `${name}`);
  if (!ArrayBuffer.isView(protocols)) throw invalidValue('options.ALPNProtocols', protocols);
  const bytes = Buffer.from(protocols.buffer, protocols.byteOffset, protocols.byteLength);
  const names = [];
  for (let at = 0; at < bytes.length; at += bytes[at] + 1) names.push(bytes.toString('latin1', at + 1, at + 1 + bytes[at]));
  return names;
}

module.exports = { SecureContext, createSecureContext, protocolsOf, defaults, pemOf, kNative };
