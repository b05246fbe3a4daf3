// node:https: its classes are there; to connect or to listen is a clear error, as there is no TLS.
'use strict';

const http = require('http');
const unavailable = require('internal/unavailable')('https', 'hearth has no TLS');

function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  http.Agent.call(this, { defaultPort: 443, protocol: 'https:', ...options });
  this.maxCachedSessions = this.options.maxCachedSessions ?? 100;
}
Object.setPrototypeOf(Agent.prototype, http.Agent.prototype);
Object.setPrototypeOf(Agent, http.Agent);
Agent.prototype.createConnection = () => {
  throw unavailable.error('Agent.createConnection');
};

function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  http.Server.call(this, options, listener);
}
Object.setPrototypeOf(Server.prototype, http.Server.prototype);
Object.setPrototypeOf(Server, http.Server);
Server.prototype.listen = () => {
  throw unavailable.error('Server.listen');
};

const globalAgent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });
function request(...args) {
  const [input, options] = args;
  const url = typeof input === 'string' ? new URL(input) : input;
  const settings = url instanceof URL ? (typeof options === 'object' ? options : {}) : input;
  const agent = settings?.agent ?? globalAgent;
  // An agent of the program's own may connect in another way.
  if (agent instanceof Agent && agent.createConnection === Agent.prototype.createConnection) throw unavailable.error('request');
  return new http.ClientRequest(url, { _defaultAgent: globalAgent, ...(typeof options === 'object' ? options : url instanceof URL ? {} : input) }, args.findLast((arg) => typeof arg === 'function'));
}

module.exports = {
  Agent, globalAgent, Server, createServer: (options, listener) => new Server(options, listener), request,
  get(...args) {
    const made = request(...args);
    made.end();
    return made;
  },
};
