// node:tls: what needs no connection; those are a clear error.
'use strict';

const unavailable = require('internal/unavailable')('tls', 'hearth has no TLS');
const { constants = {} } = require('crypto');

function checkServerIdentity(hostname, certificate) {
  const { subject, subjectaltname } = certificate;
  const names = (subjectaltname ?? '').split(', ').filter((name) => name.startsWith('DNS:')).map((name) => name.slice(4).toLowerCase());
  if (names.length === 0 && subject?.CN) names.push(...[subject.CN].flat().map((name) => name.toLowerCase()));
  const host = `${hostname}`.replace(/\.$/, '').toLowerCase();
  const matches = (pattern) => {
    if (pattern === host) return true;
    return pattern.startsWith('*.') && host.includes('.') && pattern.slice(2) === host.slice(host.indexOf('.') + 1) && pattern.split('.').length > 2;
  };
  if (names.some(matches)) return undefined;
  const reason = names.length ? `Host: ${hostname}. is not in the cert's altnames: ${subjectaltname}` : 'Cert does not contain a DNS name';
  const { coded } = require('internal/errors');
  return Object.assign(coded(Error, 'ERR_TLS_CERT_ALTNAME_INVALID', `Hostname/IP does not match certificate's altnames: ${reason}`), { reason, host: hostname, cert: certificate });
}

module.exports = {
  CLIENT_RENEG_LIMIT: 3, CLIENT_RENEG_WINDOW: 600, DEFAULT_CIPHERS: constants.defaultCipherList ?? '', DEFAULT_ECDH_CURVE: 'auto', DEFAULT_MIN_VERSION: 'TLSv1.2',
  DEFAULT_MAX_VERSION: 'TLSv1.3', rootCertificates: Object.freeze([]), getCiphers: () => [], getCACertificates: () => [], checkServerIdentity,
  convertALPNProtocols(protocols, out) {
    const parts = protocols.map((protocol) => Buffer.from(protocol));
    out.ALPNProtocols = Buffer.concat(parts.flatMap((part) => [Buffer.from([part.length]), part]));
  },
  ...unavailable.all('connect', 'createServer', 'createSecureContext', 'SecureContext', 'Server', 'TLSSocket', 'setDefaultCACertificates'),
};
