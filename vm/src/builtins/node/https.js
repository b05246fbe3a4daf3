// node:https: HTTP over TLS.
'use strict';

const http = require('http');
const net = require('net');
const tls = require('tls');
const { connectionListener, configure } = require('internal/http/server');

/** Options of TLS of which a connection depends, so that it serves requests with the same only. */
const DISTINGUISHING = ['ca', 'cert', 'clientCertEngine', 'ciphers', 'key', 'pfx', 'rejectUnauthorized', 'servername', 'minVersion', 'maxVersion', 'secureProtocol', 'crl', 'honorCipherOrder', 'ecdhCurve', 'dhparam', 'secureOptions', 'sessionIdContext', 'sigalgs', 'privateKeyIdentifier', 'privateKeyEngine'];

function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  http.Agent.call(this, { defaultPort: 443, protocol: 'https:', ...options });
  this.maxCachedSessions = this.options.maxCachedSessions ?? 100;
}
Object.setPrototypeOf(Agent.prototype, http.Agent.prototype);
Object.setPrototypeOf(Agent, http.Agent);
Agent.prototype.createConnection = function createConnection(...args) {
  const [options] = net._normalizeArgs(args);
  const settings = { ...options };
  if (settings.servername === undefined) {
    const host = settings.headers?.host ?? settings.headers?.Host;
    const name = typeof host === 'string' ? host.replace(/:\d+$/, '') : settings.host;
    settings.servername = !name || net.isIP(name) ? '' : name;
  }
  return tls.connect(settings);
};
Agent.prototype.getName = function getName(options = {}) {
  const parts = DISTINGUISHING.map((name) => (options[name] === undefined || (name === 'servername' && options[name] === options.host) ? '' : `${options[name]}`));
  return `${http.Agent.prototype.getName.call(this, options)}:${parts.join(':')}`;
};

function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  let settings = options;
  if (typeof options === 'function') [settings, listener] = [{}, options];
  settings = { ...settings };
  if (!settings.ALPNProtocols && !settings.ALPNCallback) settings.ALPNProtocols = ['http/1.1'];
  tls.Server.call(this, { noDelay: true, ...settings, allowHalfOpen: true });
  configure(this, settings, listener);
  this.on('secureConnection', (socket) => connectionListener.call(this, socket));
  this.on('tlsClientError', (error, socket) => {
    if (!this.emit('clientError', error, socket)) socket.destroy();
  });
}
Object.setPrototypeOf(Server.prototype, tls.Server.prototype);
Object.setPrototypeOf(Server, tls.Server);
for (const name of ['closeAllConnections', 'closeIdleConnections', 'setTimeout', 'close']) Server.prototype[name] = http.Server.prototype[name];
Server.prototype[Symbol.asyncDispose] = async function () {
  if (this.listening) await new Promise((resolve) => this.close(resolve));
};

const globalAgent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });
function request(...args) {
  let options = {};
  let [input] = args;
  if (typeof input === 'string') input = new URL(input);
  const listener = args.findLast((arg) => typeof arg === 'function');
  if (input instanceof URL) options = { ...(args[1] !== null && typeof args[1] === 'object' ? args[1] : {}) };
  else [options, input] = [{ ...input }, null];
  options._defaultAgent = module.exports.globalAgent;
  if (input !== null) return new http.ClientRequest(input, options, listener);
  return new http.ClientRequest(options, listener);
}

module.exports = {
  Agent, globalAgent, Server, createServer: function (options, listener) { return new Server(options, listener); }, request,
  get: function (...args) {
    const made = request(...args);
    made.end();
    return made;
  },
};
