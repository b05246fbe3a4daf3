// Agent: keeps the connections of a client, for the next requests to the same place.
'use strict';

const net = require('net');
const EventEmitter = require('events');
const { invalidArgument, invalidValue, outOfRange } = require('internal/errors');

function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  EventEmitter.call(this);
  this.options = { __proto__: null, ...options };
  this.options.noDelay ??= true;
  this.options.path = null;
  this.defaultPort = this.options.defaultPort ?? 80;
  this.protocol = this.options.protocol ?? 'http:';
  this.requests = { __proto__: null };
  this.sockets = { __proto__: null };
  this.freeSockets = { __proto__: null };
  this.keepAliveMsecs = this.options.keepAliveMsecs ?? 1000;
  this.keepAlive = this.options.keepAlive ?? false;
  this.maxSockets = this.options.maxSockets ?? Infinity;
  this.maxFreeSockets = this.options.maxFreeSockets ?? 256;
  this.scheduling = this.options.scheduling || 'lifo';
  const { maxTotalSockets = Infinity } = this.options;
  this.maxTotalSockets = maxTotalSockets;
  this.totalSocketCount = 0;
  if (typeof maxTotalSockets !== 'number') throw invalidArgument('maxTotalSockets', 'of type number', maxTotalSockets);
  if (!(maxTotalSockets >= 1)) throw outOfRange('maxTotalSockets', '>= 1', maxTotalSockets);
  if (!['fifo', 'lifo'].includes(this.scheduling)) throw invalidValue('scheduling', this.scheduling, "must be one of: 'fifo', 'lifo'");
  this.on('free', (socket, request) => release(this, socket, request));
}
Object.setPrototypeOf(Agent.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Agent, EventEmitter);
Agent.defaultMaxSockets = Infinity;

Agent.prototype.createConnection = (options, callback) => net.createConnection(options, callback);
Agent.prototype.getName = function getName(options = {}) {
  let name = `${options.host || 'localhost'}:${options.port || ''}:${options.localAddress || ''}`;
  if (options.family === 4 || options.family === 6) name += `:${options.family}`;
  if (options.socketPath) name += `:${options.socketPath}`;
  return name;
};
Agent.prototype.keepSocketAlive = function keepSocketAlive(socket) {
  socket.setKeepAlive(true, this.keepAliveMsecs);
  socket.unref();
  return true;
};
Agent.prototype.reuseSocket = function reuseSocket(socket, request) {
  request.reusedSocket = true;
  socket.ref();
};

function take(lists, name, socket) {
  const list = lists[name];
  const at = list?.indexOf(socket) ?? -1;
  if (at < 0) return false;
  list.splice(at, 1);
  if (list.length === 0) delete lists[name];
  return true;
}

Agent.prototype.addRequest = function addRequest(request, options) {
  const settings = { ...options, ...this.options };
  if (options.socketPath) settings.path = options.socketPath;
  else delete settings.path;
  const name = this.getName(settings);
  const free = this.freeSockets[name]?.filter((socket) => !socket.destroyed && socket.writable) ?? [];
  const socket = this.scheduling === 'fifo' ? free[0] : free.at(-1);
  if (socket) {
    take(this.freeSockets, name, socket);
    (this.sockets[name] ??= []).push(socket);
    this.reuseSocket(socket, request);
    request.onSocket(socket);
    return;
  }
  if ((this.sockets[name]?.length ?? 0) < this.maxSockets && this.totalSocketCount < this.maxTotalSockets) {
    open(this, request, settings, name);
    return;
  }
  (this.requests[name] ??= []).push([request, settings]);
};

function open(agent, request, settings, name) {
  const installed = (error, socket) => {
    if (error) {
      request.onSocket(null, error);
      return;
    }
    if (!socket || known.has(socket)) return;
    known.add(socket);
    (agent.sockets[name] ??= []).push(socket);
    agent.totalSocketCount++;
    socket._agentName = name;
    if (settings.timeout) socket.setTimeout(settings.timeout);
    socket.once('close', () => forget(agent, socket, name));
    socket.once('agentRemove', () => forget(agent, socket, name));
    request.onSocket(socket);
  };
  const known = new WeakSet();
  const connection = agent.createConnection(settings, installed);
  if (connection) installed(null, connection);
}
function forget(agent, socket, name) {
  const had = take(agent.sockets, name, socket) || take(agent.freeSockets, name, socket);
  if (had) agent.totalSocketCount--;
  next(agent, name);
}
function next(agent, name) {
  const waiting = agent.requests[name];
  if (!waiting?.length) return;
  const [request, settings] = waiting.shift();
  if (waiting.length === 0) delete agent.requests[name];
  if (!request.destroyed) agent.addRequest(request, settings);
  else next(agent, name);
}
function release(agent, socket, request) {
  const name = socket._agentName;
  if (!socket.writable || socket.destroyed) {
    socket.destroy();
    return;
  }
  const waiting = agent.requests[name];
  if (waiting?.length) {
    const [following] = waiting.shift();
    if (waiting.length === 0) delete agent.requests[name];
    agent.reuseSocket(socket, following);
    following.onSocket(socket);
    return;
  }
  const free = agent.freeSockets[name]?.length ?? 0;
  if (!request.shouldKeepAlive || !agent.keepAlive || free >= agent.maxFreeSockets || !agent.keepSocketAlive(socket)) {
    socket.destroy();
    return;
  }
  take(agent.sockets, name, socket);
  (agent.freeSockets[name] ??= []).push(socket);
}
Agent.prototype.removeSocket = function removeSocket(socket, options) {
  forget(this, socket, this.getName(options));
};
Agent.prototype.destroy = function destroy() {
  for (const lists of [this.freeSockets, this.sockets]) {
    for (const list of Object.values(lists)) for (const socket of [...list]) socket.destroy();
  }
};

module.exports = { Agent, globalAgent: new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 }) };
