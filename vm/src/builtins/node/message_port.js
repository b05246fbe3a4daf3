// MessagePort, MessageChannel, BroadcastChannel and MessageEvent.
'use strict';

const native = require('native');
const { checkFunction, coded } = require('internal/errors');
const { Event, EventTarget, DOMException } = require('internal/event_target');
const { clone, kTransfer } = require('internal/clone');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

class MessageEvent extends Event {
  #init;
  constructor(type, init = {}) {
    super(type, init);
    const { data = null, origin = '', lastEventId = '', source = null, ports = [] } = init ?? {};
    this.#init = { data, origin, lastEventId, source, ports };
  }
  get data() { return this.#init.data; }
  get origin() { return this.#init.origin; }
  get lastEventId() { return this.#init.lastEventId; }
  get source() { return this.#init.source; }
  get ports() { return this.#init.ports; }
}
Object.defineProperty(MessageEvent.prototype, Symbol.toStringTag, { value: 'MessageEvent', configurable: true });

/** Attributes `on…` and the methods of EventEmitter, over listeners for events. */
function withHandlers(Class, names) {
  for (const name of names) {
    const handlers = new WeakMap();
    Object.defineProperty(Class.prototype, `on${name}`, {
      configurable: true, enumerable: true,
      get() {
        return handlers.get(this)?.handler ?? null;
      },
      set(handler) {
        const old = handlers.get(this);
        if (old) this.removeEventListener(name, old.listener);
        handlers.delete(this);
        if (typeof handler === 'function') {
          const listener = (event) => handler.call(this, event);
          handlers.set(this, { handler, listener });
          this.addEventListener(name, listener);
        }
        this[kHandler]?.(name, typeof handler === 'function');
      },
    });
  }
}
const kHandler = Symbol('handler');

/** An end of a channel: what was sent to it, and what it is connected to. */
class Endpoint {
  queue = [];
  peer = null;
  port = null;
  closed = false;
  /** Gives what is queued to the port, one message an event. */
  wake() {
    if (this.port !== null && !this.scheduled && this.queue.length > 0) {
      this.scheduled = true;
      native.complete(() => {
        this.scheduled = false;
        this.port?.[kDeliver](this);
      });
    }
  }
  scheduled = false;
}
const kDeliver = Symbol('deliver');
const kPending = Symbol('pending');
let making = null;

class MessagePort extends EventTarget {
  #end;
  #started = false;
  #referenced = false;
  #held = false;
  #wrappers = new Map();
  constructor() {
    if (making === null) throw coded(TypeError, 'ERR_CONSTRUCT_CALL_INVALID', 'Constructor cannot be called');
    super();
    this.#end = making;
    making = null;
    this.#end.port = this;
  }
  static make(end) {
    making = end;
    return new MessagePort();
  }
  static receive(port) {
    return port.#end?.queue.shift();
  }
  static is(value) {
    return value !== null && typeof value === 'object' && #end in value;
  }
  postMessage(message, transferOrOptions) {
    const list = transferList(transferOrOptions);
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'Not enough arguments to MessagePort.postMessage');
    if (list.includes(this)) throw new DOMException('Transfer list contains source port', 'DataCloneError');
    const data = clone(message, list);
    const { peer } = this.#end ?? {};
    if (!peer || peer.closed) return;
    peer.queue.push({ data });
    peer.port?.[kPending]();
  }
  [kPending]() {
    if (this.#started) this.#end?.wake();
  }
  start() {
    this.#started = true;
    this.#end?.wake();
    this.#update();
  }
  close(callback) {
    if (callback !== undefined) this.once('close', callback);
    const end = this.#end;
    if (end === null || end.closed) return;
    end.closed = true;
    native.complete(() => {
      this.#closed();
      const other = end.peer?.port;
      if (other) other.#closedByPeer();
      else if (end.peer) end.peer.closed = true;
    });
  }
  #closedByPeer() {
    const end = this.#end;
    if (end === null) return;
    // What was sent before is still told of.
    while (this.#started && end.queue.length > 0) this.#tell(end.queue.shift());
    end.closed = true;
    this.#closed();
  }
  #closed() {
    if (this.#end === null) return;
    this.#end.port = null;
    this.#end = null;
    this.#started = false;
    this.#update();
    this.dispatchEvent(new Event('close'));
  }
  [kDeliver](end) {
    if (this.#end !== end || !this.#started) return;
    const message = end.queue.shift();
    if (message === undefined) return;
    if (end.queue.length > 0) end.wake();
    this.#tell(message);
  }
  #tell({ data }) {
    this.dispatchEvent(new MessageEvent('message', { data, ports: [] }));
  }
  ref() {
    this.#referenced = true;
    this.#update();
  }
  unref() {
    this.#referenced = false;
    this.#update();
  }
  hasRef() {
    return this.#held;
  }
  /** An open port that is referenced keeps the program running. */
  #update() {
    const wanted = this.#referenced && this.#end !== null;
    if (wanted === this.#held) return;
    this.#held = wanted;
    if (wanted) native.hold();
    else native.release();
  }
  [kHandler](name, set) {
    if (name !== 'message') return;
    if (set) {
      this.ref();
      this.start();
    } else {
      this.unref();
    }
  }
  [kTransfer]() {
    const end = this.#end;
    if (end === null) throw new DOMException('MessagePort in transfer list is already detached', 'DataCloneError');
    this.#end = null;
    end.port = null;
    this.#started = false;
    this.#update();
    return make(end);
  }
  // Methods of EventEmitter: listeners for messages get what was sent, not an event.
  on(type, listener) {
    checkFunction(listener, 'listener');
    const wrapper = (event) => listener.call(this, type === 'message' || type === 'messageerror' ? event.data : event);
    this.#remember(type, listener, wrapper);
    this.addEventListener(type, wrapper);
    if (type === 'message') this[kHandler]('message', true);
    return this;
  }
  once(type, listener) {
    checkFunction(listener, 'listener');
    const wrapper = (event) => {
      this.off(type, listener);
      listener.call(this, type === 'message' || type === 'messageerror' ? event.data : event);
    };
    this.#remember(type, listener, wrapper);
    this.addEventListener(type, wrapper);
    if (type === 'message') this[kHandler]('message', true);
    return this;
  }
  #remember(type, listener, wrapper) {
    const lists = this.#wrappers.get(type) ?? [];
    lists.push([listener, wrapper]);
    this.#wrappers.set(type, lists);
  }
  off(type, listener) {
    const list = this.#wrappers.get(type) ?? [];
    const at = list.findLastIndex(([other]) => other === listener);
    if (at >= 0) this.removeEventListener(type, list.splice(at, 1)[0][1]);
    else this.removeEventListener(type, listener);
    if (type === 'message' && list.length === 0) this.unref();
    return this;
  }
  addListener(type, listener) { return this.on(type, listener); }
  removeListener(type, listener) { return this.off(type, listener); }
  removeAllListeners(type) {
    for (const name of type === undefined ? [...this.#wrappers.keys()] : [type]) {
      for (const [listener] of [...(this.#wrappers.get(name) ?? [])]) this.off(name, listener);
    }
    return this;
  }
  emit(type, argument) {
    const list = this.#wrappers.get(type) ?? [];
    if (type === 'message') this.dispatchEvent(new MessageEvent('message', { data: argument }));
    else this.dispatchEvent(new Event(type));
    return list.length > 0;
  }
  listenerCount(type) { return this.#wrappers.get(type)?.length ?? 0; }
  listeners(type) { return (this.#wrappers.get(type) ?? []).map(([listener]) => listener); }
  eventNames() { return [...this.#wrappers].filter(([, list]) => list.length > 0).map(([name]) => name); }
  setMaxListeners() { return this; }
  getMaxListeners() { return 10; }
  [kInspect](depth, options, inspect) {
    return `MessagePort ${inspect({ active: this.#end !== null, refed: this.#held }, options)}`;
  }
}
withHandlers(MessagePort, ['message', 'messageerror', 'close']);
Object.defineProperty(MessagePort.prototype, Symbol.toStringTag, { value: 'MessagePort', configurable: true });
const { make, receive, is: isPort } = MessagePort;
for (const name of ['make', 'receive', 'is']) delete MessagePort[name];

function transferList(value) {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'object') throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'Optional transferList argument must be an iterable');
  const list = typeof value[Symbol.iterator] === 'function' ? value : value.transfer;
  if (list === undefined || list === null) return [];
  if (typeof list[Symbol.iterator] !== 'function') throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'Optional options.transfer argument must be an iterable');
  return [...list];
}

class MessageChannel {
  constructor() {
    const [a, b] = [new Endpoint(), new Endpoint()];
    a.peer = b;
    b.peer = a;
    this.port1 = make(a);
    this.port2 = make(b);
  }
}

function receiveMessageOnPort(port) {
  if (!isPort(port) && !(port instanceof BroadcastChannel)) {
    throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "port" argument must be a MessagePort instance');
  }
  if (port instanceof BroadcastChannel) return BroadcastChannel.receive(port);
  const message = receive(port);
  return message === undefined ? undefined : { message: message.data };
}

const channels = new Map();
class BroadcastChannel extends EventTarget {
  #name;
  #closed = false;
  #held = false;
  #queue = [];
  #listening = false;
  constructor(name) {
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "name" argument must be specified');
    super();
    this.#name = `${name}`;
    if (!channels.has(this.#name)) channels.set(this.#name, new Set());
    channels.get(this.#name).add(this);
    this.ref();
  }
  static receive(channel) {
    const data = channel.#queue.shift();
    return data === undefined ? undefined : { message: data.value };
  }
  get name() { return this.#name; }
  postMessage(message) {
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "message" argument must be specified');
    if (this.#closed) throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    for (const other of channels.get(this.#name)) {
      if (other === this) continue;
      other.#queue.push({ value: clone(message) });
      native.complete(() => {
        const data = other.#closed || !other.#listening ? undefined : other.#queue.shift();
        if (data) other.dispatchEvent(new MessageEvent('message', { data: data.value }));
      });
    }
  }
  addEventListener(type, ...rest) {
    if (type === 'message') this.#listening = true;
    super.addEventListener(type, ...rest);
  }
  close() {
    if (this.#closed) return;
    this.#closed = true;
    channels.get(this.#name).delete(this);
    this.unref();
  }
  ref() {
    if (!this.#held && !this.#closed) native.hold();
    this.#held = !this.#closed;
    return this;
  }
  unref() {
    if (this.#held) native.release();
    this.#held = false;
    return this;
  }
  [kInspect](depth, options, inspect) {
    return `BroadcastChannel ${inspect({ name: this.#name, active: !this.#closed }, options)}`;
  }
}
withHandlers(BroadcastChannel, ['message', 'messageerror']);
Object.defineProperty(BroadcastChannel.prototype, Symbol.toStringTag, { value: 'BroadcastChannel', configurable: true });

module.exports = { MessageEvent, MessagePort, MessageChannel, BroadcastChannel, receiveMessageOnPort, isPort };
