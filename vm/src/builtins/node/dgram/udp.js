// The system's socket of a socket of datagrams.
'use strict';

const native = require('native');
const { Buffer } = require('buffer');
const { isIP } = require('net');
const { AsyncResource } = require('async_hooks');
const { errno: { EBADF, EINVAL, ECANCELED, ENODEV } } = require('os').constants;
const { systemErrors } = require('internal/system_errors');

const READABLE = 1;
const WRITABLE = 2;
/** How many datagrams are told of before the loop goes on with something else. */
const AT_ONCE = 32;

/** 0, or the system's number of what went wrong. */
function attempt(call) {
  try {
    call();
    return 0;
  } catch (error) {
    if (typeof error.errno !== 'number') throw error;
    return error.errno;
  }
}

/** Methods return 0 or the system's number of an error. The system has no socket before it is bound. */
class UDP {
  #fd = -1;
  #isVersion6;
  #watch = 0;
  #isReferenced = true;
  #isReceiving = false;
  #isTelling = false;
  /** Datagrams that the system has no room for. */
  #waiting = [];
  #waitingBytes = 0;
  #resource = new AsyncResource('UDPWRAP');
  constructor(isVersion6) {
    this.#isVersion6 = isVersion6;
  }
  get asyncResource() { return this.#resource; }
  #open(flags = {}) {
    if (this.#fd < 0) this.#fd = native.datagramSocket(this.#isVersion6, !!flags.reuseAddr, !!flags.reusePort, !!flags.ipv6Only);
  }
  bind(address, port, flags) {
    if (isIP(address) !== (this.#isVersion6 ? 6 : 4)) return -EINVAL;
    return attempt(() => {
      this.#open(flags);
      native.datagramBind(this.#fd, address, port >>> 0);
    });
  }
  open(fd) {
    this.#fd = fd;
    return 0;
  }
  connect(address, port) {
    return attempt(() => native.datagramConnect(this.#fd, address, port));
  }
  disconnect() {
    return attempt(() => native.datagramDisconnect(this.#fd));
  }
  /** How many bytes the system has taken, and one; 0 if it will later, an error's number otherwise. */
  send(request, bytes, port, address) {
    if (this.#waiting.length === 0) {
      let count;
      const failure = attempt(() => {
        count = native.datagramSend(this.#fd, bytes, address, port);
      });
      if (failure) return failure;
      if (count >= 0) return count + 1;
    }
    this.#waiting.push({ request, bytes, port, address });
    this.#waitingBytes += bytes.length;
    this.#update();
    return 0;
  }
  #sendWaiting() {
    while (this.#waiting.length) {
      const { request, bytes, port, address } = this.#waiting[0];
      let count;
      const failure = attempt(() => {
        count = native.datagramSend(this.#fd, bytes, address, port);
      });
      if (!failure && count < 0) break;
      this.#waiting.shift();
      this.#waitingBytes -= bytes.length;
      request.oncomplete?.(failure, count);
    }
    this.#update();
  }
  recvStart() {
    this.#isReceiving = true;
    this.#update();
  }
  recvStop() {
    this.#isReceiving = false;
    this.#update();
  }
  #update() {
    const interest = (this.#isReceiving ? READABLE : 0) | (this.#waiting.length ? WRITABLE : 0);
    if (this.#fd < 0 || (interest === 0 && this.#watch === 0)) return;
    if (this.#watch === 0) {
      this.#watch = this.#resource.runInAsyncScope(() => native.watch(this.#fd, interest, (ready) => this.#ready(ready)));
      if (!this.#isReferenced) native.referenceWatch(this.#watch, false);
    } else if (interest === 0) {
      native.unwatch(this.#watch);
      this.#watch = 0;
    } else {
      native.changeWatch(this.#watch, interest);
    }
  }
  #ready(ready) {
    if (ready & WRITABLE) this.#sendWaiting();
    if (ready & READABLE && !this.#isTelling) this.#receive(AT_ONCE);
  }
  /** Each datagram is told in a turn of its own, so that promises and ticks of one come before the next. */
  #receive(count) {
    this.#isTelling = false;
    if (!this.#isReceiving) return;
    let got;
    const failure = attempt(() => {
      got = native.datagramReceive(this.#fd);
    });
    if (failure) {
      this.onmessage(failure, this);
      return;
    }
    if (got === undefined) return;
    if (count > 1) {
      this.#isTelling = true;
      native.goOn(() => this.#receive(count - 1));
    }
    const [bytes, [address, family, port]] = got;
    this.onmessage(bytes.length, this, Object.setPrototypeOf(bytes, Buffer.prototype), { address, family, port, size: bytes.length });
  }
  #named(name, out) {
    if (this.#fd < 0) return -EBADF;
    const [address, family, port] = name(this.#fd) ?? [];
    Object.assign(out, { address, family, port });
    return 0;
  }
  getsockname(out) { return this.#named(native.socketName, out); }
  getpeername(out) { return this.#named(native.peerName, out); }
  #option(name, value) {
    return attempt(() => native.datagramOption(this.#fd, name, this.#isVersion6, value));
  }
  setBroadcast(value) { return this.#option('broadcast', value); }
  setTTL(value) {
    return (value | 0) < 1 || (value | 0) > 255 ? -EINVAL : this.#option('ttl', value | 0);
  }
  setMulticastTTL(value) {
    return (value | 0) < 0 || (value | 0) > 255 ? -EINVAL : this.#option('multicastTTL', value | 0);
  }
  setMulticastLoopback(value) { return this.#option('multicastLoopback', value); }
  setMulticastInterface(address) {
    if (isIP(address) === 0) return -EINVAL;
    return this.#ofInterface(address, (known) => native.datagramInterface(this.#fd, isIP(address) === 6, known));
  }
  /** An interface that there is not, at the end of an address, leaves the choice to the system. */
  #ofInterface(address, call) {
    const failure = attempt(() => call(address));
    return failure === -ENODEV && address.includes('%') ? attempt(() => call(address.split('%')[0])) : failure;
  }
  #membership(joins, group, address = '', source = '') {
    const version = isIP(`${group}`);
    if (version === 0) return -EINVAL;
    return this.#ofInterface(`${address}`, (known) => {
      // As what is sent from, a socket that is not bound yet is bound here.
      if (this.#fd < 0) {
        this.#isVersion6 = version === 6;
        this.#open({ reuseAddr: true });
        native.datagramBind(this.#fd, this.#isVersion6 ? '::' : '0.0.0.0', 0);
      }
      native.datagramMembership(this.#fd, joins, `${group}`, known, `${source}`);
    });
  }
  addMembership(group, address) { return this.#membership(true, group, address); }
  dropMembership(group, address) { return this.#membership(false, group, address); }
  addSourceSpecificMembership(source, group, address) { return this.#membership(true, group, address, source); }
  dropSourceSpecificMembership(source, group, address) { return this.#membership(false, group, address, source); }
  bufferSize(size, isOfReceived, context) {
    const call = isOfReceived ? 'uv_recv_buffer_size' : 'uv_send_buffer_size';
    try {
      if (size <= 0x7fffffff) return native.datagramBufferSize(this.#fd, isOfReceived, size);
      Object.assign(context, { errno: -EINVAL, code: 'EINVAL', message: 'invalid argument', syscall: call });
    } catch (error) {
      const [code, message] = systemErrors.get(error.errno) ?? [error.code, error.message];
      Object.assign(context, { errno: error.errno, code, message, syscall: call });
    }
    return undefined;
  }
  getSendQueueSize() { return this.#waitingBytes; }
  getSendQueueCount() { return this.#waiting.length; }
  close() {
    if (this.#watch !== 0) native.unwatch(this.#watch);
    this.#watch = 0;
    this.#isReceiving = false;
    if (this.#fd >= 0) native.close(this.#fd);
    this.#fd = -1;
    const waiting = this.#waiting.splice(0);
    if (waiting.length) native.complete(() => waiting.forEach(({ request }) => request.oncomplete?.(-ECANCELED)));
  }
  hasRef() { return this.#isReferenced; }
  #reference(isReferenced) {
    this.#isReferenced = isReferenced;
    if (this.#watch !== 0) native.referenceWatch(this.#watch, isReferenced);
  }
  ref() { this.#reference(true); }
  unref() { this.#reference(false); }
}

module.exports = UDP;
