// node:http: servers and clients of HTTP/1.1.
'use strict';

const { METHODS, STATUS_CODES, validateHeaderName, validateHeaderValue, MAX_HEADER_SIZE } = require('internal/http/common');
const agents = require('internal/http/agent');
const ClientRequest = require('internal/http/client');
const IncomingMessage = require('internal/http/incoming');
const OutgoingMessage = require('internal/http/outgoing');
const { Server, ServerResponse, _connectionListener } = require('internal/http/server');

function request(url, options, callback) {
  return new ClientRequest(url, options, callback);
}
const { Agent } = agents;

module.exports = {
  _connectionListener, METHODS, STATUS_CODES, Agent, ClientRequest, IncomingMessage, OutgoingMessage, Server, ServerResponse,
  createServer: function (options, listener) { return new Server(options, listener); },
  validateHeaderName, validateHeaderValue,
  get: function (url, options, callback) {
    const made = request(url, options, callback);
    made.end();
    return made;
  },
  request,
  setMaxIdleHTTPParsers(most) {
    const { invalidArgument, outOfRange } = require('internal/errors');
    if (typeof most !== 'number') throw invalidArgument('max', 'of type number', most);
    if (!Number.isInteger(most) || most < 1) throw outOfRange('max', '>= 1', most);
  },
};
for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) {
  Object.defineProperty(module.exports, name, { enumerable: true, configurable: true, get: () => globalThis[name] });
}
Object.defineProperties(module.exports, {
  maxHeaderSize: { enumerable: true, configurable: true, get: () => MAX_HEADER_SIZE },
  globalAgent: {
    enumerable: true, configurable: true, get: () => agents.globalAgent,
    set(value) {
      agents.globalAgent = value;
    },
  },
});
