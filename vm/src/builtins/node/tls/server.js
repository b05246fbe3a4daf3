// Servers that speak TLS.
'use strict';

const net = require('net');
const { checkFunction, coded, invalidArgument } = require('internal/errors');
const { createSecureContext } = require('internal/tls/context');
const { TLSSocket } = require('internal/tls/connection');

function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  let settings = options;
  if (typeof options === 'function') [settings, listener] = [{}, options];
  else if (options === undefined || options === null) settings = {};
  else if (typeof options !== 'object') throw invalidArgument('options', 'of type object', options);
  net.Server.call(this, { noDelay: settings.noDelay, keepAlive: settings.keepAlive, keepAliveInitialDelay: settings.keepAliveInitialDelay, allowHalfOpen: true });
  if (settings.SNICallback) checkFunction(settings.SNICallback, 'options.SNICallback');
  if (settings.ALPNCallback) checkFunction(settings.ALPNCallback, 'options.ALPNCallback');
  if (settings.ALPNCallback && settings.ALPNProtocols) {
    throw coded(TypeError, 'ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS', 'The ALPNCallback and ALPNProtocols TLS options are mutually exclusive');
  }
  this._tlsSettings = settings;
  this._named = [];
  this.requestCert = !!settings.requestCert;
  this.rejectUnauthorized = settings.rejectUnauthorized !== false;
  this.setSecureContext(settings);
  if (listener) this.on('secureConnection', listener);
  this.on('connection', (raw) => accept(this, raw));
}
Object.setPrototypeOf(Server.prototype, net.Server.prototype);
Object.setPrototypeOf(Server, net.Server);

function accept(server, raw) {
  const settings = server._tlsSettings;
  const socket = new TLSSocket(raw, {
    isServer: true, server, allowHalfOpen: settings.allowHalfOpen, requestCert: server.requestCert, rejectUnauthorized: server.rejectUnauthorized,
    ALPNProtocols: settings.ALPNProtocols, ALPNCallback: settings.ALPNCallback, SNICallback: settings.SNICallback, handshakeTimeout: settings.handshakeTimeout,
  });
  const failed = (error) => server.emit('tlsClientError', error, socket);
  socket.on('error', failed);
  socket.once('secure', () => {
    socket.removeListener('error', failed);
    if (!socket.destroyed) server.emit('secureConnection', socket);
  });
}

Server.prototype.setSecureContext = function setSecureContext(options) {
  this._sharedCreds = createSecureContext(options);
};
/** A context for hosts of a name, which may begin with an asterisk. */
Server.prototype.addContext = function addContext(servername, context) {
  if (!servername) throw coded(Error, 'ERR_TLS_REQUIRED_SERVER_NAME', '"servername" is required parameter for Server.addContext');
  const pattern = new RegExp(`^${servername.replace(/([.^$+?\-\\[\]{}])/g, '\\$1').replaceAll('*', '[^.]*')}$`);
  this._named.push([pattern, context.context === undefined ? createSecureContext(context) : context]);
};
Server.prototype._contextFor = function _contextFor(name) {
  const found = name ? this._named.findLast(([pattern]) => pattern.test(name)) : undefined;
  return found?.[1] ?? this._sharedCreds;
};
for (const name of ['getTicketKeys', 'setTicketKeys']) {
  Server.prototype[name] = function () {
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `tls.Server.${name} is unavailable: sessions are not resumed`);
  };
}

module.exports = { Server };
