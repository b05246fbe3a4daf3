// MessagePort, MessageChannel, BroadcastChannel and MessageEvent.
'use strict';

const native = require('native');
const { coded, refuseClones, MUST_BE_TRANSFERRED } = require('internal/errors');
const { CustomEvent, Event, EventTarget, DOMException, eventHandler, forgetListeners, kArgument, listenersOf, typesOf, watchers } = require('internal/event_target');
const { clone, kTransfer } = require('internal/clone');
const { pack, unpack, listen, forget, ports, kEnd } = require('internal/messages');

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
for (const name of ['data', 'origin', 'lastEventId', 'source', 'ports']) Object.defineProperty(MessageEvent.prototype, name, { enumerable: true });
refuseClones(MessageEvent);
Object.defineProperty(MessageEvent.prototype, Symbol.toStringTag, { value: 'MessageEvent', configurable: true });

/** What listeners get that were added as those of an EventEmitter are: what was sent, not an event. */
const argumentOf = (event) => {
  if (event instanceof MessageEvent) return event.data;
  return event instanceof CustomEvent ? event.detail : event;
};

/** An end of a channel: what was sent to it, and what it is connected to: an end of this thread, or one of another. */
class Endpoint {
  queue = [];
  peer = null;
  port = null;
  closed = false;
  /** The number of the end of a channel between threads. */
  native = -1;
  hasMessages() {
    return this.queue.length > 0 || (this.native >= 0 && native.hasMessages(this.native));
  }
  send(message, list) {
    if (this.native >= 0) {
      native.post(this.native, pack(message, list));
      return;
    }
    const data = clone(message, list);
    const { peer } = this;
    if (!peer || peer.closed) return;
    peer.queue.push({ data, ports: [] });
    peer.port?.[kPending]();
  }
  /** The first message; undefined if there is none. What cannot be read is told as `failure`. */
  take() {
    if (this.queue.length > 0 || this.native < 0) return this.queue.shift();
    const packed = native.takeMessage(this.native);
    if (packed === undefined) return undefined;
    try {
      return unpack(packed);
    } catch (failure) {
      return { failure };
    }
  }
  /** Tells the port of the other side's end once there is nothing more to be read. */
  closeWhenRead() {
    if (this.native >= 0 && native.endIsClosed(this.native) && !this.hasMessages()) native.complete(() => this.port?.[kEnded]());
  }
  /** From now on the other side is in another thread. */
  connect(end) {
    this.native = end;
    this.peer = null;
    listen(end, () => {
      this.port?.[kPending]();
      if (native.endIsClosed(end)) this.port?.[kEnded]();
    });
  }
  /** The number of an end that does what this one has done, to be sent to another thread. */
  leave() {
    let end = this.native;
    if (end >= 0) {
      forget(end);
    } else {
      const [near, far] = native.newChannel();
      if (this.peer && !this.peer.closed) this.peer.connect(near);
      else native.closeEnd(near);
      end = far;
    }
    for (const { data } of this.queue.splice(0).reverse()) native.post(end, pack(data, portsIn(data)), true);
    this.native = -1;
    this.peer = null;
    return end;
  }
  /** Tells the other side that nothing more will come. */
  end() {
    if (this.native >= 0) {
      forget(this.native);
      native.closeEnd(this.native);
      this.native = -1;
      return;
    }
    const other = this.peer?.port;
    if (other) other[kEnded]();
    else if (this.peer) this.peer.closed = true;
  }
  /** Gives what is queued to the port, one message an event; all that is there in one turn of the loop. */
  wake(schedule = native.complete) {
    if (this.port !== null && !this.scheduled && this.hasMessages()) {
      this.scheduled = true;
      schedule(() => {
        this.scheduled = false;
        this.port?.[kDeliver](this);
      });
    }
  }
  scheduled = false;
}
const kDeliver = Symbol('deliver');
const kEnded = Symbol('ended');
const kPending = Symbol('pending');
let making = null;

class MessagePort extends EventTarget {
  #end;
  #started = false;
  #referenced = false;
  #held = false;
  #isHeard = false;
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
    const end = port.#end;
    const message = end?.take();
    end?.closeWhenRead();
    return message;
  }
  static is(value) {
    return value !== null && typeof value === 'object' && #end in value;
  }
  postMessage(message, transferOrOptions) {
    const list = transferList(transferOrOptions);
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'Not enough arguments to MessagePort.postMessage');
    if (list.includes(this)) throw new DOMException('Transfer list contains source port', 'DataCloneError');
    if (this.#end === null || this.#end.closed) {
      clone(message, list);
      return undefined;
    }
    this.#end.send(message, list);
    return true;
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
      end.end();
    });
  }
  [kEnded]() {
    const end = this.#end;
    // What was sent before is still told of, or waits to be asked for.
    if (end === null || (!this.#started && end.native >= 0 && end.hasMessages())) return;
    while (this.#started && this.#end === end && end.hasMessages()) this.#tell(end.take());
    if (this.#end !== end) return;
    end.closed = true;
    this.#closed();
    if (end.native >= 0) end.end();
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
    const message = end.take();
    if (message === undefined) return;
    if (end.hasMessages()) end.wake(native.goOn);
    else end.closeWhenRead();
    this.#tell(message);
  }
  #tell({ data, ports, failure }) {
    if (failure !== undefined) this.dispatchEvent(new MessageEvent('messageerror', { data: failure }));
    else this.dispatchEvent(new MessageEvent('message', { data, ports }));
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
  /** Whoever listens for messages starts the port and keeps the program running; what comes without listeners waits. */
  static {
    watchers.push((target, type, count) => {
      if (type !== 'message' || !(#end in target)) return;
      if (count === 0) {
        target.unref();
        target.#started = false;
      } else if (!target.#isHeard) {
        target.ref();
        target.start();
      }
      target.#isHeard = count > 0;
    });
  }
  #detach() {
    const end = this.#end;
    if (end === null || end.closed) throw new DOMException('MessagePort in transfer list is already detached', 'DataCloneError');
    this.#end = null;
    end.port = null;
    this.#started = false;
    this.#update();
    return end;
  }
  [kTransfer]() {
    return make(this.#detach());
  }
  [kEnd]() {
    return this.#detach().leave();
  }
  // Methods of EventEmitter.
  on(type, listener) {
    this.addEventListener(type, listener, { [kArgument]: argumentOf });
    return this;
  }
  once(type, listener) {
    this.addEventListener(type, listener, { once: true, [kArgument]: argumentOf });
    return this;
  }
  off(type, listener) {
    this.removeEventListener(type, listener);
    return this;
  }
  addListener(type, listener) { return this.on(type, listener); }
  removeListener(type, listener) { return this.off(type, listener); }
  /** The port goes on as if they were there. */
  removeAllListeners(type) {
    forgetListeners(this, type);
    if (type === undefined || `${type}` === 'message') this.#isHeard = false;
    return this;
  }
  emit(type, argument) {
    const isHeard = this.listenerCount(type) > 0;
    const isMessage = type === 'message' || type === 'messageerror';
    this.dispatchEvent(isMessage ? new MessageEvent(type, { data: argument }) : new CustomEvent(type, { detail: argument }));
    return isHeard;
  }
  listenerCount(type) { return listenersOf(this, type).length; }
  eventNames() { return typesOf(this); }
  setMaxListeners() { return this; }
  getMaxListeners() { return 10; }
  [kInspect](depth, options, inspect) {
    return `MessagePort ${inspect({ active: this.#end !== null, refed: this.#held }, options)}`;
  }
}
refuseClones(MessagePort, MUST_BE_TRANSFERRED);
for (const name of ['message', 'messageerror', 'close']) eventHandler(MessagePort.prototype, name);
for (const name of ['postMessage', 'start', 'ref', 'unref', 'hasRef', 'close']) Object.defineProperty(MessagePort.prototype, name, { enumerable: true });
Object.defineProperty(MessagePort.prototype, Symbol.toStringTag, { value: 'MessagePort', configurable: true });
const { make, receive, is: isPort } = MessagePort;
for (const name of ['make', 'receive', 'is']) delete MessagePort[name];
/** A port at an end of a channel between threads. */
ports.make = (number) => {
  const end = new Endpoint();
  const port = make(end);
  end.connect(number);
  return port;
};

/** The ports in a message that was copied already, and is to be sent on. */
function portsIn(value, found = new Set(), seen = new Set()) {
  if (value === null || typeof value !== 'object' || seen.has(value)) return [...found];
  seen.add(value);
  if (isPort(value)) found.add(value);
  else if (value instanceof Map) for (const entry of value) portsIn(entry, found, seen);
  else if (value instanceof Set) for (const entry of value) portsIn(entry, found, seen);
  else if (!ArrayBuffer.isView(value)) for (const key of Object.keys(value)) portsIn(value[key], found, seen);
  return [...found];
}

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
  if (message === undefined) return undefined;
  if (message.failure !== undefined) throw message.failure;
  return { message: message.data };
}

const channels = new Map();
/** By name: the number of this thread among those that listen, and the end at which it hears them. */
const threads = new Map();
function joinThreads(name) {
  const [number, end] = native.joinBroadcast(name);
  threads.set(name, { number, end });
  listen(end, () => {
    for (let packed = native.takeMessage(end); packed !== undefined; packed = native.takeMessage(end)) {
      for (const channel of channels.get(name) ?? []) hear(channel, () => unpack(packed).data);
    }
  });
}
function leaveThreads(name) {
  const { end } = threads.get(name);
  threads.delete(name);
  forget(end);
  native.closeEnd(end);
}
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
    if (!threads.has(this.#name)) joinThreads(this.#name);
    channels.get(this.#name).add(this);
    this.ref();
  }
  static receive(channel) {
    const data = channel.#queue.shift();
    return data === undefined ? undefined : { message: data.value };
  }
  static hear(channel, read) {
    channel.#queue.push({ value: read() });
    native.complete(() => {
      const data = channel.#closed || !channel.#listening ? undefined : channel.#queue.shift();
      if (data) channel.dispatchEvent(new MessageEvent('message', { data: data.value }));
    });
  }
  get name() { return this.#name; }
  postMessage(message) {
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "message" argument must be specified');
    if (this.#closed) throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    for (const other of channels.get(this.#name)) {
      if (other !== this) hear(other, () => clone(message));
    }
    const { number } = threads.get(this.#name);
    if (native.broadcastHasOthers(this.#name, number)) native.broadcast(this.#name, number, pack(message));
  }
  addEventListener(type, ...rest) {
    if (type === 'message') this.#listening = true;
    super.addEventListener(type, ...rest);
  }
  close() {
    if (this.#closed) return;
    this.#closed = true;
    const others = channels.get(this.#name);
    others.delete(this);
    if (others.size === 0) leaveThreads(this.#name);
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
const { hear } = BroadcastChannel;
delete BroadcastChannel.hear;
for (const name of ['message', 'messageerror']) eventHandler(BroadcastChannel.prototype, name);
for (const name of ['name', 'close', 'postMessage']) Object.defineProperty(BroadcastChannel.prototype, name, { enumerable: true });
Object.defineProperty(BroadcastChannel.prototype, Symbol.toStringTag, { value: 'BroadcastChannel', configurable: true });

module.exports = { MessageEvent, MessagePort, MessageChannel, BroadcastChannel, receiveMessageOnPort, isPort };
