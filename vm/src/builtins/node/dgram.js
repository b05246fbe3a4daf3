// node:dgram: sockets of datagrams (UDP).
'use strict';

const native = require('native');
const EventEmitter = require('events');
const { Buffer } = require('buffer');
const { BlockList, isIP } = require('net');
const { channel } = require('diagnostics_channel');
const UDP = require('internal/dgram/udp');
const { _errnoException: ofCall, _exceptionWithHostPort: ofPlace } = require('util');
const { checkFunction, checkString, checkUint32, coded, invalidArgument, invalidValue, likeOfSystem, missing, received } = require('internal/errors');

// ---- errors

function check(errno, syscall) {
  if (errno) throw ofCall(errno, syscall);
}
const blocked = (ip) => coded(Error, 'ERR_IP_BLOCKED', `IP(${ip}) is blocked by net.BlockList`);
const alreadyBound = () => coded(Error, 'ERR_SOCKET_ALREADY_BOUND', 'Socket is already bound');
const isConnected = () => coded(Error, 'ERR_SOCKET_DGRAM_IS_CONNECTED', 'Already connected');
const notConnected = () => coded(Error, 'ERR_SOCKET_DGRAM_NOT_CONNECTED', 'Not connected');

function checkNumber(value, name) {
  if (typeof value !== 'number') throw invalidArgument(name, 'of type number', value);
}
function checkSize(value, name) {
  if (value) checkUint32(value, name);
}
function checkedPort(port, name, allowsZero) {
  const isNumeric = typeof port === 'number' || (typeof port === 'string' && port.trim() !== '');
  if (!isNumeric || +port !== +port >>> 0 || port > 0xffff || (+port === 0 && !allowsZero)) {
    throw coded(RangeError, 'ERR_SOCKET_BAD_PORT', `${name} should be ${allowsZero ? '>=' : '>'} 0 and < 65536.${received(port)}.`);
  }
  return port | 0;
}
function checkBlockList(list, name) {
  if (list && !BlockList.isBlockList(list)) throw invalidArgument(name, 'an net.BlockList', list);
}
/** Addresses that nobody needs to look up. */
function checkedAddress(address, name, method) {
  checkString(address, name);
  if (isIP(address) === 0) throw invalidValue(name, address, `must be a numeric IP address; ${method} does not perform DNS resolution`);
  return address;
}

// ---- sockets

const kOwner = Symbol('owner_symbol');
const kState = Symbol('state symbol');
const kAsyncId = Symbol('async_id_symbol');
const [UNBOUND, BINDING, BOUND] = [0, 1, 2];
const [DISCONNECTED, CONNECTING, CONNECTED] = [0, 1, 2];
const made = channel('udp.socket');

function lookUp(address, family, callback) {
  if (isIP(address) === family) process.nextTick(callback, null, address, family);
  else require('dns').lookup(address, family, callback);
}
function lookup4(lookup, address, callback) {
  return lookup(address || '127.0.0.1', 4, callback);
}
function lookup6(lookup, address, callback) {
  return lookup(address || '::1', 6, callback);
}
function newHandle(type, lookup = lookUp) {
  checkFunction(lookup, 'lookup');
  if (type !== 'udp4' && type !== 'udp6') {
    throw coded(TypeError, 'ERR_SOCKET_BAD_TYPE', 'Bad socket type specified. Valid types are: udp4, udp6');
  }
  const handle = new UDP(type === 'udp6');
  handle.lookup = (type === 'udp6' ? lookup6 : lookup4).bind(handle, lookup);
  return handle;
}

function Socket(type, listener) {
  EventEmitter.call(this);
  const options = type !== null && typeof type === 'object' ? type : {};
  if (options === type) {
    type = options.type;
    checkSize(options.recvBufferSize, 'options.recvBufferSize');
    checkSize(options.sendBufferSize, 'options.sendBufferSize');
    checkBlockList(options.receiveBlockList, 'options.receiveBlockList');
    checkBlockList(options.sendBlockList, 'options.sendBlockList');
  }
  const handle = newHandle(type, options.lookup);
  handle[kOwner] = this;
  this[kAsyncId] = handle.asyncResource.asyncId();
  this.type = type;
  if (typeof listener === 'function') this.on('message', listener);
  this[kState] = {
    handle, receiving: false, bindState: UNBOUND, connectState: DISCONNECTED, queue: undefined,
    reuseAddr: options.reuseAddr, reusePort: options.reusePort, ipv6Only: options.ipv6Only,
    recvBufferSize: options.recvBufferSize, sendBufferSize: options.sendBufferSize,
    receiveBlockList: options.receiveBlockList || undefined, sendBlockList: options.sendBlockList || undefined,
  };
  const { signal } = options;
  if (signal !== undefined) {
    require('internal/streams/abort').checkSignal(signal, 'options.signal');
    const aborted = () => {
      if (this[kState].handle) this.close();
    };
    if (signal.aborted) aborted();
    else this.once('close', EventEmitter.addAbortListener(signal, aborted)[Symbol.dispose]);
  }
  if (made.hasSubscribers) made.publish({ socket: this });
}
Object.setPrototypeOf(Socket.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Socket, EventEmitter);

/** The state of a socket that is not closed. */
function running(socket) {
  const state = socket[kState];
  if (!state.handle) throw coded(Error, 'ERR_SOCKET_DGRAM_NOT_RUNNING', 'Not running');
  return state;
}

function told(count, handle, bytes, from) {
  const socket = handle[kOwner];
  if (count < 0) socket.emit('error', ofCall(count, 'recvmsg'));
  else if (!socket[kState].receiveBlockList?.check(from.address, from.family.toLowerCase())) socket.emit('message', bytes, from);
}
function startReceiving(socket) {
  const state = socket[kState];
  state.handle.onmessage = told;
  state.handle.recvStart();
  state.receiving = true;
  state.bindState = BOUND;
  if (state.recvBufferSize) bufferSize(socket, state.recvBufferSize, true);
  if (state.sendBufferSize) bufferSize(socket, state.sendBufferSize, false);
}
function startListening(socket) {
  startReceiving(socket);
  socket.emit('listening');
}
/** Events of what was done at once come later; not of what has been closed since. */
function emitLater(socket, event) {
  process.nextTick(() => {
    if (socket[kState].handle) socket.emit(event);
  });
}

function bindDescriptor(socket, fd) {
  const isOfInternet = native.socketName(fd) !== undefined;
  // No datagrams know of delays.
  if (!isOfInternet || native.setNoDelay(fd, true)) {
    throw coded(TypeError, 'ERR_INVALID_FD_TYPE', `Unsupported fd type: ${isOfInternet ? 'TCP' : kindOf(fd)}`);
  }
  socket[kState].handle.open(fd);
  startListening(socket);
}
function kindOf(fd) {
  try {
    const stats = require('fs').fstatSync(fd);
    if (stats.isSocket() || stats.isFIFO()) return 'PIPE';
    if (require('tty').isatty(fd)) return 'TTY';
    return stats.isFile() || stats.isCharacterDevice() ? 'FILE' : 'UNKNOWN';
  } catch {
    return 'INVALID';
  }
}

/** A callback of `bind` is for this attempt only. */
function onceListening(socket, callback) {
  function forget() {
    socket.removeListener(EventEmitter.errorMonitor, forget);
    socket.removeListener('listening', onListening);
  }
  function onListening() {
    forget();
    callback.call(this);
  }
  socket.on(EventEmitter.errorMonitor, forget);
  socket.on('listening', onListening);
}

Socket.prototype.bind = function (port, address) {
  const state = running(this);
  if (state.bindState !== UNBOUND) throw alreadyBound();
  state.bindState = BINDING;
  const callback = arguments[arguments.length - 1];
  if (typeof callback === 'function') onceListening(this, callback);
  if (port !== null && typeof port === 'object') {
    if ((port.fd | 0) === port.fd && port.fd > 0) {
      bindDescriptor(this, port.fd);
      return this;
    }
    ({ address, port } = port);
  } else if (typeof address === 'function') {
    address = '';
  }
  address ||= this.type === 'udp4' ? '0.0.0.0' : '::';
  state.handle.lookup(address, (failure, ip) => {
    if (!state.handle) return;
    const errno = failure ? 0 : state.handle.bind(ip, port || 0, state);
    if (failure || errno) {
      state.bindState = UNBOUND;
      this.emit('error', failure || ofPlace(errno, 'bind', ip, port));
      return;
    }
    startListening(this);
  });
  return this;
};

Socket.prototype.bindSync = function (options = {}) {
  const state = running(this);
  if (options === null || typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
  if (state.bindState !== UNBOUND) throw alreadyBound();
  const port = checkedPort(options.port ?? 0, 'options.port', true);
  const any = this.type === 'udp4' ? '0.0.0.0' : '::';
  const address = options.address ? checkedAddress(options.address, 'options.address', 'bindSync') : any;
  const errno = state.handle.bind(address, port, state);
  if (errno) throw ofPlace(errno, 'bind', address, port);
  startReceiving(this);
  emitLater(this, 'listening');
  return this.address();
};

/** What is done once the socket is bound. */
function enqueue(socket, action) {
  const state = socket[kState];
  if (state.queue === undefined) {
    state.queue = [];
    const failed = () => {
      socket.removeListener('listening', listening);
      state.queue = undefined;
    };
    const listening = () => {
      socket.removeListener(EventEmitter.errorMonitor, failed);
      const { queue } = state;
      state.queue = undefined;
      for (const queued of queue) queued();
    };
    socket.once(EventEmitter.errorMonitor, failed);
    socket.once('listening', listening);
  }
  state.queue.push(action);
}

Socket.prototype.connect = function (port, address, callback) {
  port = checkedPort(port, 'Port', false);
  if (typeof address === 'function') [address, callback] = ['', address];
  else if (address === undefined) address = '';
  checkString(address, 'address');
  const state = this[kState];
  if (state.connectState !== DISCONNECTED) throw isConnected();
  state.connectState = CONNECTING;
  if (state.bindState === UNBOUND) this.bind({ port: 0, exclusive: true }, null);
  const connect = () => {
    if (callback) this.once('connect', callback);
    state.handle.lookup(address, (failure, ip) => {
      if (state.handle) connected(this, failure, ip, address, port, callback);
    });
  };
  if (state.bindState === BOUND) connect();
  else enqueue(this, connect);
};
function connected(socket, failure, ip, address, port, callback) {
  const state = socket[kState];
  let error = failure;
  if (!error && state.sendBlockList?.check(ip, `ipv${isIP(ip)}`)) error = blocked(ip);
  const errno = error ? 0 : state.handle.connect(ip, port);
  if (errno) error = ofPlace(errno, 'connect', address, port);
  state.connectState = error ? DISCONNECTED : CONNECTED;
  process.nextTick(() => {
    if (!error) {
      socket.emit('connect');
    } else if (callback) {
      socket.removeListener('connect', callback);
      callback(error);
    } else {
      socket.emit('error', error);
    }
  });
}

Socket.prototype.connectSync = function (port, address) {
  const state = running(this);
  port = checkedPort(port, 'Port', false);
  if (state.connectState !== DISCONNECTED) throw isConnected();
  if (address === undefined || address === null || address === '') address = this.type === 'udp4' ? '127.0.0.1' : '::1';
  else checkedAddress(address, 'address', 'connectSync');
  if (state.bindState === UNBOUND) this.bindSync();
  else if (state.bindState !== BOUND) throw alreadyBound();
  if (state.sendBlockList?.check(address, `ipv${isIP(address)}`)) throw blocked(address);
  const errno = state.handle.connect(address, port);
  if (errno) throw ofPlace(errno, 'connect', address, port);
  state.connectState = CONNECTED;
  emitLater(this, 'connect');
};

Socket.prototype.disconnect = function () {
  const state = this[kState];
  if (state.connectState !== CONNECTED) throw notConnected();
  check(state.handle.disconnect(), 'connect');
  state.connectState = DISCONNECTED;
};

Socket.prototype.sendto = function (buffer, offset, length, port, address, callback) {
  checkNumber(offset, 'offset');
  checkNumber(length, 'length');
  checkNumber(port, 'port');
  checkString(address, 'address');
  this.send(buffer, offset, length, port, address, callback);
};

const KINDS = 'of type string or an instance of Buffer, TypedArray, or DataView';
/** Strings and views as buffers; undefined of what is neither. */
function bufferOf(part) {
  if (typeof part === 'string') return Buffer.from(part);
  return ArrayBuffer.isView(part) ? Buffer.from(part.buffer, part.byteOffset, part.byteLength) : undefined;
}
function partOf(whole, offset, length) {
  const buffer = bufferOf(whole);
  if (buffer === undefined) throw invalidArgument('buffer', KINDS, whole);
  const [start, count] = [offset >>> 0, length >>> 0];
  for (const [name, end] of [['offset', start], ['length', start + count]]) {
    if (end > buffer.length) throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', `"${name}" is outside of buffer bounds`);
  }
  return buffer.subarray(start, start + count);
}
function listOf(data) {
  const isList = Array.isArray(data);
  const list = isList ? Array.from(data, bufferOf) : [bufferOf(data)];
  if (list.includes(undefined)) throw invalidArgument(isList ? 'buffer list arguments' : 'buffer', KINDS, data);
  return list;
}

// Of a socket that is not connected: (data[, offset, length], port[, address][, callback]); of one that is,
// (data[, offset, length][, callback]).
Socket.prototype.send = function (buffer, offset, length, port, address, callback) {
  const state = this[kState];
  const isDirected = state.connectState !== CONNECTED;
  if (isDirected) {
    if (address || (port && typeof port !== 'function')) buffer = partOf(buffer, offset, length);
    else [port, address, callback] = [offset, length, port];
  } else {
    if (typeof length !== 'number') {
      callback = offset;
    } else {
      buffer = partOf(buffer, offset, length);
      if (typeof port === 'function') [port, callback] = [null, port];
    }
    if (port || address) throw isConnected();
  }
  const list = listOf(buffer);
  if (isDirected) port = checkedPort(port, 'Port', false);
  if (typeof callback !== 'function') callback = undefined;
  if (typeof address === 'function') [address, callback] = [undefined, address];
  else if (address !== undefined && address !== null) checkString(address, 'address');
  running(this);
  if (state.bindState === UNBOUND) this.bind({ port: 0, exclusive: true }, null);
  if (state.bindState !== BOUND) {
    enqueue(this, () => this.send(list, port, address, callback));
    return;
  }
  if (isDirected) state.handle.lookup(address, (failure, ip) => sendTo(this, failure, ip, list, address, port, callback));
  else sendTo(this, null, undefined, list, address, port, callback);
};
function sendTo(socket, failure, ip, list, address, port, callback) {
  const { handle, sendBlockList } = socket[kState];
  if (failure) {
    if (callback) process.nextTick(callback, failure);
    else process.nextTick(() => socket.emit('error', failure));
    return;
  }
  if (!handle) return;
  if (ip && sendBlockList?.check(ip, `ipv${isIP(ip)}`)) {
    if (callback) process.nextTick(callback, blocked(ip));
    return;
  }
  const errorOf = (errno) => ofPlace(errno, 'send', address, port);
  const oncomplete = callback && ((errno, sent) => (errno ? callback(errorOf(errno), sent) : callback(null, sent)));
  const result = handle.send({ oncomplete }, list.length === 1 ? list[0] : Buffer.concat(list), port, ip);
  if (!callback) return;
  if (result >= 1) process.nextTick(callback, null, result - 1);
  else if (result < 0) process.nextTick(callback, errorOf(result));
}

Socket.prototype.close = function (callback) {
  const { queue } = this[kState];
  if (typeof callback === 'function') this.on('close', callback);
  if (queue !== undefined) {
    queue.push(() => this.close());
    return this;
  }
  const state = running(this);
  if (state.receiving) state.handle.recvStop();
  state.receiving = false;
  state.handle.close();
  state.handle = null;
  process.nextTick(() => this.emit('close'));
  return this;
};
Socket.prototype[Symbol.asyncDispose] = async function () {
  if (this[kState].handle) await new Promise((resolve) => { this.close(resolve); });
};

Socket.prototype.address = function () {
  const out = {};
  check(running(this).handle.getsockname(out), 'getsockname');
  return out;
};
Socket.prototype.remoteAddress = function () {
  const state = running(this);
  if (state.connectState !== CONNECTED) throw notConnected();
  const out = {};
  check(state.handle.getpeername(out), 'getpeername');
  return out;
};

// ---- options

Socket.prototype.setBroadcast = function (arg) {
  check(this[kState].handle.setBroadcast(arg ? 1 : 0), 'setBroadcast');
};
Socket.prototype.setTTL = function (ttl) {
  checkNumber(ttl, 'ttl');
  check(this[kState].handle.setTTL(ttl), 'setTTL');
  return ttl;
};
Socket.prototype.setMulticastTTL = function (ttl) {
  checkNumber(ttl, 'ttl');
  check(this[kState].handle.setMulticastTTL(ttl), 'setMulticastTTL');
  return ttl;
};
Socket.prototype.setMulticastLoopback = function (arg) {
  check(this[kState].handle.setMulticastLoopback(arg ? 1 : 0), 'setMulticastLoopback');
  return arg;
};
Socket.prototype.setMulticastInterface = function (interfaceAddress) {
  const { handle } = running(this);
  checkString(interfaceAddress, 'interfaceAddress');
  check(handle.setMulticastInterface(interfaceAddress), 'setMulticastInterface');
};
Socket.prototype.addMembership = function (multicastAddress, interfaceAddress) {
  const { handle } = running(this);
  if (!multicastAddress) throw missing('multicastAddress');
  check(handle.addMembership(multicastAddress, interfaceAddress), 'addMembership');
};
Socket.prototype.dropMembership = function (multicastAddress, interfaceAddress) {
  const { handle } = running(this);
  if (!multicastAddress) throw missing('multicastAddress');
  check(handle.dropMembership(multicastAddress, interfaceAddress), 'dropMembership');
};
Socket.prototype.addSourceSpecificMembership = function (sourceAddress, groupAddress, interfaceAddress) {
  const { handle } = running(this);
  checkString(sourceAddress, 'sourceAddress');
  checkString(groupAddress, 'groupAddress');
  check(handle.addSourceSpecificMembership(sourceAddress, groupAddress, interfaceAddress), 'addSourceSpecificMembership');
};
Socket.prototype.dropSourceSpecificMembership = function (sourceAddress, groupAddress, interfaceAddress) {
  const { handle } = running(this);
  checkString(sourceAddress, 'sourceAddress');
  checkString(groupAddress, 'groupAddress');
  check(handle.dropSourceSpecificMembership(sourceAddress, groupAddress, interfaceAddress), 'dropSourceSpecificMembership');
};
Socket.prototype.ref = function () {
  this[kState].handle?.ref();
  return this;
};
Socket.prototype.unref = function () {
  this[kState].handle?.unref();
  return this;
};

function bufferSize(socket, size, isOfReceived) {
  if (size >>> 0 !== size) throw coded(TypeError, 'ERR_SOCKET_BAD_BUFFER_SIZE', 'Buffer size must be a positive integer');
  const context = {};
  const result = socket[kState].handle.bufferSize(size, isOfReceived, context);
  if (result === undefined) throw likeOfSystem('ERR_SOCKET_BUFFER_SIZE', 'Could not get or set buffer size', context);
  return result;
}
Socket.prototype.setRecvBufferSize = function (size) {
  bufferSize(this, size, true);
};
Socket.prototype.setSendBufferSize = function (size) {
  bufferSize(this, size, false);
};
Socket.prototype.getRecvBufferSize = function () {
  return bufferSize(this, 0, true);
};
Socket.prototype.getSendBufferSize = function () {
  return bufferSize(this, 0, false);
};
Socket.prototype.getSendQueueSize = function () {
  return this[kState].handle.getSendQueueSize();
};
Socket.prototype.getSendQueueCount = function () {
  return this[kState].handle.getSendQueueCount();
};

function createSocket(type, listener) {
  return new Socket(type, listener);
}

module.exports = { createSocket, Socket };
