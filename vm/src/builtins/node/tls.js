// node:tls: sockets and servers that speak TLS.
'use strict';

const net = require('net');
const { coded, invalidArgument } = require('internal/errors');
const { SecureContext, createSecureContext, defaults, pemOf } = require('internal/tls/context');
const { TLSSocket, connect } = require('internal/tls/connection');
const { Server } = require('internal/tls/server');

const SUITES = [
  'TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256', 'TLS_CHACHA20_POLY1305_SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-CHACHA20-POLY1305',
];

/** Does a name of a certificate stand for a host? An asterisk is for the whole or a part of the first label. */
function matches(pattern, host) {
  const [parts, labels] = [pattern.toLowerCase().replace(/\.$/, '').split('.'), host.split('.')];
  if (parts.length !== labels.length || parts.includes('')) return false;
  if (parts.slice(1).some((part, i) => part !== labels[i + 1])) return false;
  const [first] = parts;
  if (!first.includes('*')) return first === labels[0];
  if (parts.length <= 2 || first.startsWith('xn--')) return false;
  const [before, after, more] = first.split('*');
  return more === undefined && labels[0].length >= before.length + after.length && labels[0].startsWith(before) && labels[0].endsWith(after);
}

/** An error if a certificate is not of the host; else nothing (RFC 6125). */
function checkServerIdentity(hostname, cert) {
  const { subject, subjectaltname: text } = cert;
  const entries = (text ?? '').split(', ').filter(Boolean);
  const names = entries.filter((entry) => entry.startsWith('DNS:')).map((entry) => entry.slice(4));
  const addresses = entries.filter((entry) => entry.startsWith('IP Address:')).map((entry) => entry.slice(11));
  const host = `${hostname}`.replace(/\.$/, '').toLowerCase();
  let reason;
  if (net.isIP(host)) {
    if (!addresses.some((address) => address.toLowerCase() === host)) reason = `IP: ${host} is not in the cert's list: ${addresses.join(', ')}`;
  } else if (names.length > 0 || subject?.CN) {
    if (names.length > 0) {
      if (!names.some((name) => matches(name, host))) reason = `Host: ${host}. is not in the cert's altnames: ${text}`;
    } else if (![subject.CN].flat().some((name) => matches(name, host))) {
      reason = `Host: ${host}. is not cert's CN: ${subject.CN}`;
    }
  } else {
    reason = 'Cert does not contain a DNS name';
  }
  if (reason === undefined) return undefined;
  return Object.assign(coded(Error, 'ERR_TLS_CERT_ALTNAME_INVALID', `Hostname/IP does not match certificate's altnames: ${reason}`), { reason, host, cert });
}

module.exports = {
  CLIENT_RENEG_LIMIT: 3, CLIENT_RENEG_WINDOW: 600, DEFAULT_CIPHERS: SUITES.join(':'), DEFAULT_ECDH_CURVE: 'auto',
  get DEFAULT_MIN_VERSION() { return defaults.minVersion; },
  set DEFAULT_MIN_VERSION(version) { defaults.minVersion = version; },
  get DEFAULT_MAX_VERSION() { return defaults.maxVersion; },
  set DEFAULT_MAX_VERSION(version) { defaults.maxVersion = version; },
  rootCertificates: Object.freeze([]), getCiphers: () => SUITES.map((name) => name.toLowerCase()),
  getCACertificates: function (type = 'default') {
    if (!['default', 'system', 'bundled', 'extra'].includes(type)) throw require('internal/errors').invalidValue('type', type);
    if (type === 'default' && defaults.authorities !== null) return defaults.authorities.map((pem) => pem.toString());
    if (type === 'extra') return [];
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'tls.getCACertificates is unavailable: of the public roots there are names and keys, not certificates');
  },
  setDefaultCACertificates: function (certs) {
    if (!Array.isArray(certs)) throw invalidArgument('certs', 'an instance of Array', certs);
    defaults.authorities = certs.map((pem, i) => pemOf(pem, `certs[${i}]`));
  },
  checkServerIdentity, createSecureContext, SecureContext, Server, TLSSocket, connect,
  createServer: function (options, listener) { return new Server(options, listener); },
  convertALPNProtocols: function (protocols, out) {
    if (ArrayBuffer.isView(protocols)) {
      out.ALPNProtocols = Buffer.from(protocols.buffer, protocols.byteOffset, protocols.byteLength);
      return;
    }
    const parts = protocols.map((protocol) => Buffer.from(protocol));
    out.ALPNProtocols = Buffer.concat(parts.flatMap((part) => [Buffer.from([part.length]), part]));
  },
};
