// node:net: sockets of TCP and of the system, and servers of them.
'use strict';

const native = require('native');
const EventEmitter = require('events');
const DescriptorStream = require('internal/streams/descriptor');
const { checkFunction, checkPort, coded, invalidArgument, invalidValue, outOfRange } = require('internal/errors');
/** The program may put timers of its own into the place of these. */
const later = setImmediate;

// ---- addresses

function isIPv4(text) {
  return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(`${text}`);
}
function isIPv6(value) {
  const text = `${value}`;
  const [address, zone] = text.split('%');
  if (zone !== undefined && !/^[0-9a-zA-Z\-.:]+$/.test(zone)) return false;
  const halves = address.split('::');
  if (halves.length > 2 || !/^[0-9a-fA-F:.]+$/.test(address)) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  let count = groups.length;
  if (groups.length && groups.at(-1).includes('.')) {
    if (!isIPv4(groups.pop())) return false;
    count += 1;
  }
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? count < 8 : count === 8;
}
function isIP(text) {
  return isIPv4(text) ? 4 : isIPv6(text) ? 6 : 0;
}

const blocked = (ip) => coded(Error, 'ERR_IP_BLOCKED', `IP(${ip}) is blocked by net.BlockList`);
function checkBlockList(list) {
  if (list && !require('internal/net_addresses').BlockList.isBlockList(list)) throw invalidArgument('options.blockList', 'an net.BlockList', list);
}

/** Arguments as options and a callback. */
function normalizeArgs(args) {
  let options = {};
  if (args.length && args[0] !== null && typeof args[0] === 'object') [options] = args;
  else if (args.length && typeof args[0] === 'string' && !(Number(args[0]) >= 0)) options = { path: args[0] };
  else if (args.length) {
    options = { port: args[0] };
    if (args.length > 1 && typeof args[1] === 'string') options.host = args[1];
  }
  const callback = args.at(-1);
  return [options, typeof callback === 'function' ? callback : null];
}

function failed(error, syscall, address, port) {
  const place = port === undefined ? address : `${address}:${port}`;
  error.message = `${syscall} ${error.code} ${place}`;
  error.syscall = syscall;
  error.address = address;
  if (port !== undefined) error.port = port;
  return error;
}
function listenFailed(error, address, port) {
  const what = error.message.replace(/, listen.*$/, '').replace(/^\w+: /, '');
  const place = port === undefined ? address : `${address}:${port}`;
  error.message = `listen ${error.code}: ${what} ${place}`;
  error.syscall = 'listen';
  error.address = address;
  if (port !== undefined) error.port = port;
  delete error.path;
  return error;
}

// ---- sockets

class SocketImplementation extends DescriptorStream {
  #timer = null;
  #timeout = 0;
  #connectWatch = 0;
  #blockList;
  #names = {};
  constructor(options = {}) {
    const settings = typeof options === 'number' ? { fd: options } : options ?? {};
    const { fd, allowHalfOpen = false, readable = true, writable = true, signal, highWaterMark, server = null } = settings;
    const own = settings[kDescriptor] ?? fd;
    checkBlockList(settings.blockList);
    super(own ?? -1, { readable, writable, allowHalfOpen, signal, highWaterMark, emitClose: false, autoDestroy: true });
    this.connecting = false;
    this._hadError = false;
    this._host = null;
    this._parent = null;
    this.server = server;
    this._server = server;
    this.on('end', () => {
      if (!this.allowHalfOpen) this.write = (chunk, encoding, callback) => writeAfterEnd(this, chunk, encoding, callback);
    });
    if (own !== undefined) {
      this.#remember();
      if (!settings[kDescriptor] && !settings.manualStart && readable) this.read(0);
    }
  }
  #remember() {
    this.#names = { local: native.socketName(this.fd), remote: native.peerName(this.fd) };
  }
  get pending() { return this.fd < 0 || this.connecting; }
  get _connecting() { return this.connecting; }
  get readyState() {
    if (this.connecting) return 'opening';
    if (this.readable && this.writable) return 'open';
    if (this.readable) return 'readOnly';
    return this.writable ? 'writeOnly' : 'closed';
  }
  get bufferSize() { return this.writableLength; }
  get localAddress() { return this.#names.local?.[0]; }
  get localFamily() { return this.#names.local?.[1]; }
  get localPort() { return this.#names.local?.[2]; }
  get remoteAddress() { return this.destroyed ? undefined : this.#names.remote?.[0]; }
  get remoteFamily() { return this.destroyed ? undefined : this.#names.remote?.[1]; }
  get remotePort() { return this.destroyed ? undefined : this.#names.remote?.[2]; }
  get timeout() { return this.#timeout || undefined; }
  /** There is one from the call of connect on. */
  get _handle() { return this.fd < 0 && !this.connecting ? null : this; }
  address() {
    const name = this.#names.local;
    return name ? { address: name[0], family: name[1], port: name[2] } : {};
  }
  connect(...args) {
    const [options, callback] = Array.isArray(args[0]) ? args[0] : normalizeArgs(args);
    if (callback) this.once('connect', callback);
    const { path } = options;
    if (options.port === undefined && (path === undefined || path === null)) {
      throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "options" or "port" or "path" argument must be specified');
    }
    if (this.destroyed) this._undestroy();
    this.connecting = true;
    this.#touch();
    // An empty one is none.
    if (path) {
      if (typeof path !== 'string') throw invalidArgument('options.path', 'of type string', path);
      process.nextTick(() => {
        if (this.destroyed) return;
        try {
          this.#connected(native.connectLocal(path));
        } catch (error) {
          this.#failed(failed(error, 'connect', path));
        }
      });
      return this;
    }
    const { localAddress, localPort, blockList } = options;
    checkBlockList(blockList);
    this.#blockList = blockList;
    if (localAddress && !isIP(localAddress)) throw coded(TypeError, 'ERR_INVALID_IP_ADDRESS', `Invalid IP address: ${localAddress}`);
    if (localPort && typeof localPort !== 'number') throw invalidArgument('options.localPort', 'of type number', localPort);
    if (!['undefined', 'number', 'string'].includes(typeof options.port)) throw invalidArgument('options.port', 'one of type number or string', options.port);
    const port = options.port === undefined ? 0 : checkPort(options.port, 'Port');
    const host = options.host || 'localhost';
    const family = isIP(host);
    this._host = host;
    if (family) {
      process.nextTick(() => this.#connectTo([{ address: host, family }], port));
      return this;
    }
    const lookup = options.lookup ?? require('dns').lookup;
    checkFunction(lookup, 'options.lookup');
    let isAsynchronous = false;
    lookup(host, { family: options.family, hints: options.hints, all: true }, (error, found, kind) => {
      const addresses = Array.isArray(found) ? found : [{ address: found, family: kind }];
      this.emit('lookup', error, addresses[0]?.address, addresses[0]?.family, host);
      if (this.destroyed) return;
      if (!error) this.#connectTo(addresses, port);
      else if (isAsynchronous) this.#failed(error);
      // Who has called cannot listen yet.
      else process.nextTick(() => this.#failed(error));
    });
    isAsynchronous = true;
    return this;
  }
  /** Tries one address after the other. */
  #connectTo(addresses, port, errors = []) {
    if (this.destroyed) return;
    const [first, ...rest] = addresses;
    if (this.#blockList?.check(first.address, `ipv${first.family}`)) {
      if (rest.length > 0) this.#connectTo(rest, port, errors);
      else this.#failed(blocked(first.address));
      return;
    }
    const next = (error) => {
      errors.push(failed(error, 'connect', first.address, port));
      if (rest.length) {
        this.#connectTo(rest, port, errors);
      } else if (errors.length === 1) {
        this.#failed(errors[0]);
      } else {
        const all = Object.assign(new AggregateError(errors), { code: errors[0].code });
        this.#failed(all);
      }
    };
    let fd;
    try {
      fd = native.connectTcp(first.address, port);
    } catch (error) {
      next(error);
      return;
    }
    this.emit('connectionAttempt', first.address, port, first.family);
    this.#connectWatch = native.watch(fd, 2, () => {
      native.unwatch(this.#connectWatch);
      this.#connectWatch = 0;
      if (this.destroyed) {
        native.close(fd);
        return;
      }
      try {
        native.socketError(fd);
      } catch (error) {
        native.close(fd);
        this.emit('connectionAttemptFailed', first.address, port, first.family, error);
        next(error);
        return;
      }
      this.#connected(fd);
    });
  }
  #connected(fd) {
    this.fd = fd;
    this.connecting = false;
    this.#remember();
    this.#touch();
    this.emit('connect');
    this.emit('ready');
    if (this.readable && !this.isPaused()) this.read(0);
  }
  #failed(error) {
    this.connecting = false;
    this.destroy(error);
  }
  _read(size) {
    if (this.connecting || this.fd < 0) {
      if (this.connecting) this.once('connect', () => this._read(size));
      return;
    }
    super._read(size);
  }
  push(chunk, encoding) {
    this.#touch();
    return super.push(chunk, encoding);
  }
  _write(chunk, encoding, callback) {
    if (this.connecting) {
      const closed = () => callback(coded(Error, 'ERR_SOCKET_CLOSED_BEFORE_CONNECTION', 'Socket closed before the connection was established'));
      this.once('close', closed);
      this.once('connect', () => {
        this.off('close', closed);
        this._write(chunk, encoding, callback);
      });
      return;
    }
    if (this.fd < 0) {
      callback(coded(Error, 'ERR_SOCKET_CLOSED', 'Socket is closed'));
      return;
    }
    this.#touch();
    super._write(chunk, encoding, callback);
  }
  _final(callback) {
    if (this.connecting) {
      this.once('connect', () => this._final(callback));
      return;
    }
    super._final(callback);
  }
  _destroy(error, callback) {
    const isHeld = this.fd >= 0 || this.connecting;
    this.connecting = false;
    clearTimeout(this.#timer);
    this.#timer = null;
    super._destroy(error, (failure) => {
      this._hadError = !!failure;
      callback(failure);
      // Whoever waits for something after `destroy()` can still listen: what was open is closed a turn later.
      const told = () => this.emit('close', !!failure);
      if (isHeld) later(told);
      else process.nextTick(told);
      const server = this._server;
      this._server = null;
      server?.[kGone](this);
    });
  }
  end(...args) {
    super.end(...args);
    return this;
  }
  destroySoon() {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }
  resetAndDestroy() {
    this.destroy();
    return this;
  }
  setTimeout(milliseconds, callback) {
    if (typeof milliseconds !== 'number') throw invalidArgument('msecs', 'of type number', milliseconds);
    if (!(milliseconds >= 0 && Number.isFinite(milliseconds))) throw outOfRange('msecs', 'a non-negative finite number', milliseconds);
    if (callback !== undefined) checkFunction(callback, 'callback');
    this.#timeout = milliseconds;
    if (milliseconds === 0) {
      if (callback) this.removeListener('timeout', callback);
    } else if (callback) {
      this.once('timeout', callback);
    }
    this.#touch();
    return this;
  }
  /** Something has happened: the time without anything begins anew. */
  #touch() {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#timeout > 0 && !this.destroyed) this.#timer = setTimeout(() => this.emit('timeout'), this.#timeout).unref();
  }
  _unrefTimer() {
    this.#touch();
  }
  setNoDelay(on = true) {
    if (this.fd >= 0) native.setNoDelay(this.fd, !!on);
    else if (this.connecting) this.once('connect', () => this.setNoDelay(on));
    return this;
  }
  setKeepAlive(on = false, delay = 0) {
    if (this.fd >= 0) native.setKeepAlive(this.fd, !!on, Math.floor(delay / 1000));
    else if (this.connecting) this.once('connect', () => this.setKeepAlive(on, delay));
    return this;
  }
}
const kDescriptor = Symbol('descriptor');
const kGone = Symbol('gone');

function writeAfterEnd(socket, chunk, encoding, callback) {
  const done = typeof encoding === 'function' ? encoding : callback;
  const error = Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' });
  if (typeof done === 'function') process.nextTick(done, error);
  socket.destroy(error);
  return false;
}

/** As in Node.js, the class can be called. */
function Socket(options) {
  return Reflect.construct(SocketImplementation, [options], new.target ?? Socket);
}
Object.setPrototypeOf(Socket, SocketImplementation);
Socket.prototype = Object.create(SocketImplementation.prototype, { constructor: { value: Socket, writable: true, configurable: true } });
for (const name of Object.getOwnPropertyNames(SocketImplementation.prototype)) {
  if (name !== 'constructor') Object.defineProperty(Socket.prototype, name, Object.getOwnPropertyDescriptor(SocketImplementation.prototype, name));
}

function connect(...args) {
  const normalized = normalizeArgs(args);
  const socket = new Socket(normalized[0]);
  if (normalized[0].timeout) socket.setTimeout(normalized[0].timeout);
  return socket.connect(normalized);
}

// ---- servers

function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  EventEmitter.call(this, options);
  if (typeof options === 'function') {
    this.on('connection', options);
    options = {};
  } else if (options !== undefined && options !== null && typeof options !== 'object') {
    throw invalidArgument('options', 'of type object', options);
  }
  if (typeof listener === 'function') this.on('connection', listener);
  const settings = options ?? {};
  this.allowHalfOpen = settings.allowHalfOpen ?? false;
  this.pauseOnConnect = !!settings.pauseOnConnect;
  this.noDelay = !!settings.noDelay;
  this.keepAlive = !!settings.keepAlive;
  this.keepAliveInitialDelay = settings.keepAliveInitialDelay ?? 0;
  this.highWaterMark = settings.highWaterMark;
  checkBlockList(settings.blockList);
  this.blockList = settings.blockList;
  this._connections = 0;
  this._handle = null;
  this._unref = false;
  this._pipeName = null;
  this.maxConnections = undefined;
}
Object.setPrototypeOf(Server.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Server, EventEmitter);

/** A listener that was given a connection has rejected. */
Server.prototype[EventEmitter.captureRejectionSymbol] = function rejected(error, event, socket) {
  if (event === 'connection') socket.destroy(error);
  else this.emit('error', error);
};

Object.defineProperty(Server.prototype, 'listening', { configurable: true, enumerable: true, get() { return this._handle !== null; } });

Server.prototype.listen = function listen(...args) {
  const [options, callback] = normalizeArgs(args);
  if (this._handle) throw coded(Error, 'ERR_SERVER_ALREADY_LISTEN', 'Listen method has been called more than once without closing.');
  if (callback) this.once('listening', callback);
  const backlog = typeof args[1] === 'number' ? args[1] : typeof args[2] === 'number' ? args[2] : options.backlog ?? 511;
  const { path, signal } = options;
  if (path !== undefined) {
    if (typeof path !== 'string') throw invalidValue('options', options);
    listenAt(this, path);
  } else if (args.length === 0 || options.port !== undefined || typeof args[0] === 'function' || args[0] === undefined || args[0] === null) {
    const port = options.port === undefined || options.port === null || typeof options.port === 'function' ? 0 : checkPort(options.port, 'options.port');
    const { host } = options;
    listenOn(this, host, port, backlog);
  } else {
    throw invalidValue('options', options, 'must have the property "port" or "path"');
  }
  if (signal) {
    if (signal.aborted) process.nextTick(() => this.close());
    else signal.addEventListener('abort', () => this.close(), { once: true });
  }
  return this;
};

function listenAt(server, path) {
  try {
    opened(server, native.listenLocal(path));
    server._pipeName = path;
  } catch (error) {
    process.nextTick(() => server.emit('error', listenFailed(error, path)));
  }
}
function opened(server, fd) {
  server._handle = { fd, watch: native.watch(fd, 1, () => acceptAll(server)) };
  if (server._unref) native.referenceWatch(server._handle.watch, false);
  process.nextTick(() => {
    if (server._handle) server.emit('listening');
  });
}
function listenOn(server, host, port, backlog) {
  const open = (address) => {
    try {
      opened(server, native.listenTcp(address, port, backlog));
    } catch (error) {
      if (host === undefined && address === '::' && (error.code === 'EAFNOSUPPORT' || error.code === 'EADDRNOTAVAIL')) {
        open('0.0.0.0');
        return;
      }
      process.nextTick(() => server.emit('error', listenFailed(error, address, port)));
    }
  };
  if (host === undefined || host === null || host === '') open('::');
  else if (isIP(host)) open(host);
  else {
    require('dns').lookup(host, (error, address) => {
      if (error) server.emit('error', error);
      else open(address);
    });
  }
}
/** There are too many connections for one more. */
function drop(server, fd) {
  const [localAddress, localFamily, localPort] = native.socketName(fd) ?? [];
  const [remoteAddress, remoteFamily, remotePort] = native.peerName(fd) ?? [];
  native.close(fd);
  if (localAddress === undefined) server.emit('drop');
  else server.emit('drop', { localAddress, localPort, localFamily, remoteAddress, remotePort, remoteFamily });
}
function acceptAll(server) {
  while (server._handle) {
    let fd;
    try {
      fd = native.acceptSocket(server._handle.fd);
    } catch (error) {
      server.emit('error', error);
      return;
    }
    if (fd < 0) return;
    if (server.maxConnections !== undefined && server._connections >= server.maxConnections) {
      drop(server, fd);
      continue;
    }
    if (server.blockList) {
      const [address, family] = native.peerName(fd) ?? [];
      if (address !== undefined && server.blockList.check(address, family)) {
        native.close(fd);
        continue;
      }
    }
    const socket = new Socket({ [kDescriptor]: fd, allowHalfOpen: server.allowHalfOpen, server, highWaterMark: server.highWaterMark });
    if (server.noDelay) socket.setNoDelay(true);
    if (server.keepAlive) socket.setKeepAlive(true, server.keepAliveInitialDelay);
    server._connections++;
    server[kSockets].add(socket);
    server.emit('connection', socket);
    if (!server.pauseOnConnect && !socket.destroyed) socket.read(0);
  }
}
const kSockets = Symbol('sockets');
const sockets = new WeakMap();
Object.defineProperty(Server.prototype, kSockets, {
  get() {
    if (!sockets.has(this)) sockets.set(this, new Set());
    return sockets.get(this);
  },
});
Server.prototype[kGone] = function (socket) {
  this[kSockets].delete(socket);
  this._connections--;
  this._emitCloseIfDrained();
};
Server.prototype._emitCloseIfDrained = function () {
  if (this._handle || this._connections > 0 || !this._closing) return;
  this._closing = false;
  process.nextTick(() => this.emit('close'));
};
Server.prototype.address = function address() {
  if (this._pipeName !== null) return this._pipeName;
  if (!this._handle) return null;
  const [ip, family, port] = native.socketName(this._handle.fd);
  return { address: ip, family, port };
};
Server.prototype.close = function close(callback) {
  if (typeof callback === 'function') {
    if (this._handle) this.once('close', callback);
    else this.once('close', () => callback(coded(Error, 'ERR_SERVER_NOT_RUNNING', 'Server is not running.')));
  }
  if (this._handle) {
    native.unwatch(this._handle.watch);
    native.close(this._handle.fd);
    this._handle = null;
    if (this._pipeName !== null) {
      try {
        native.unlink(this._pipeName);
      } catch {
        // Somebody has taken it away.
      }
      this._pipeName = null;
    }
  }
  this._closing = true;
  this._emitCloseIfDrained();
  return this;
};
Server.prototype[Symbol.asyncDispose] = async function () {
  if (this._handle) await new Promise((resolve) => this.close(resolve));
};
Server.prototype.getConnections = function getConnections(callback) {
  process.nextTick(callback, null, this._connections);
  return this;
};
Server.prototype.ref = function ref() {
  this._unref = false;
  if (this._handle) native.referenceWatch(this._handle.watch, true);
  return this;
};
Server.prototype.unref = function unref() {
  this._unref = true;
  if (this._handle) native.referenceWatch(this._handle.watch, false);
  return this;
};

let autoSelect = true;
let attemptTimeout = 250;
module.exports = {
  _normalizeArgs: normalizeArgs,
  get BlockList() { return require('internal/net_addresses').BlockList; },
  get SocketAddress() { return require('internal/net_addresses').SocketAddress; },
  connect, createConnection: connect, createServer: function (options, listener) { return new Server(options, listener); },
  isIP, isIPv4, isIPv6, Server, Socket, Stream: Socket,
  getDefaultAutoSelectFamily: function () { return autoSelect; },
  setDefaultAutoSelectFamily: function (value) {
    if (typeof value !== 'boolean') throw invalidArgument('value', 'of type boolean', value);
    autoSelect = value;
  },
  getDefaultAutoSelectFamilyAttemptTimeout: function () { return attemptTimeout; },
  setDefaultAutoSelectFamilyAttemptTimeout: function (value) {
    if (!Number.isInteger(value)) throw invalidArgument('value', 'of type number', value);
    if (value < 1) throw outOfRange('value', '>= 1 && <= 2147483647', value);
    attemptTimeout = Math.max(value, 10);
  },
};
