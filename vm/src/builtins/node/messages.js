// Messages to and from other threads: values as bytes, with what cannot be copied beside them; and who is told
// when something has come.
'use strict';

const native = require('native');
const { types } = require('util');
const { DOMException } = require('internal/event_target');
const { Serializer, Deserializer } = require('internal/serializer');
const { kEnd, kStream, kTransfer, kClone, kParts, untransferable, uncloneable } = require('internal/clone');

/** By kind, what makes such an object of its parts. */
const MAKERS = {
  blob: (...parts) => require('internal/web_files/blob').receive(...parts),
  key: (...parts) => require('internal/crypto/keys').receive(...parts),
  wasmModule: (...parts) => require('internal/webassembly').receive(...parts),
  exception(message, name, stack) {
    return Object.defineProperty(new DOMException(message, name), 'stack', { value: stack });
  },
  cryptoKey: (...parts) => require('internal/crypto/subtle').receive(...parts),
};
Object.defineProperty(DOMException.prototype, kParts, {
  value() {
    return ['exception', this.message, this.name, this.stack];
  },
});
/** Makes a port of an end; set by the module that has them. */
const ports = { make: null };

const PORT = 0;
const PARTS = 1;
const STREAM = 2;

/** How many ends of channels it takes to send this. */
const endsOf = (item) => (item[kStream] === 'TransformStream' ? 2 : 1);

class DataCloneError extends DOMException {
  constructor(message) {
    super(message, 'DataCloneError');
  }
}
const refuse = (message) => new DOMException(message, 'DataCloneError');

class MessageSerializer extends Serializer {
  shared = [];
  #ports;
  constructor(list) {
    super();
    this.#ports = list;
  }
  get _getDataCloneError() { return DataCloneError; }
  _getSharedArrayBufferId(buffer) {
    const known = this.shared.indexOf(buffer);
    return known < 0 ? this.shared.push(buffer) - 1 : known;
  }
  _isHostObject(value) {
    const proto = Object.getPrototypeOf(value);
    if (!uncloneable.has(value) && (proto === Object.prototype || proto === Array.prototype || proto === null)) return false;
    if (uncloneable.has(value)) throw refuse(`#<${value.constructor?.name || 'Object'}> could not be cloned.`);
    return typeof value[kTransfer] === 'function' || typeof value[kParts] === 'function' || typeof value[kClone] === 'function';
  }
  _writeHostObject(value) {
    const at = this.#ports.indexOf(value);
    if (at >= 0) {
      const kind = value[kStream];
      this.writeUint32(kind === undefined ? PORT : STREAM);
      this.writeUint32(this.#ports.slice(0, at).reduce((total, item) => total + endsOf(item), 0));
      if (kind !== undefined) this.writeValue(kind);
      return;
    }
    if (typeof value[kTransfer] === 'function') throw refuse('Object that needs transfer was found in message but not listed in transferList');
    if (typeof value[kParts] !== 'function') {
      // It may have words of its own.
      value[kClone]?.();
      throw refuse(`#<${value.constructor?.name || 'Object'}> could not be cloned.`);
    }
    this.writeUint32(PARTS);
    this.writeValue(value[kParts]());
  }
}

class MessageDeserializer extends Deserializer {
  /** The ports that streams which came are read and written by. */
  ofStreams = new Set();
  #shared;
  #ports;
  constructor(bytes, shared, list) {
    super(bytes);
    this.#shared = shared;
    this.#ports = list;
  }
  _getSharedArrayBuffer(id) {
    return this.#shared[id];
  }
  _readHostObject() {
    const type = this.readUint32();
    if (type === PORT) return this.#ports[this.readUint32()];
    if (type === STREAM) {
      const at = this.readUint32();
      const kind = this.readValue();
      const own = this.#ports.slice(at, kind === 'TransformStream' ? at + 2 : at + 1);
      for (const port of own) this.ofStreams.add(port);
      return require('internal/web_streams/transfer').receive(kind, own);
    }
    const [kind, ...parts] = this.readValue();
    return MAKERS[kind](...parts);
  }
}

/** Checks a list of what is to be transferred: [buffers, ports]. */
function sort(transfer) {
  const [buffers, list] = [[], []];
  for (const item of transfer) {
    if (item === null || typeof item !== 'object') throw refuse('Found invalid value in transferList.');
    if (buffers.includes(item) || list.includes(item)) throw refuse('Transfer list contains duplicate ArrayBuffer');
    if (untransferable.has(item)) throw refuse('Object that needs transfer was found in message but not listed in transferList');
    if (types.isArrayBuffer(item)) {
      if (item.detached) throw refuse('An ArrayBuffer is detached and could not be cloned.');
      buffers.push(item);
    } else if (typeof item[kEnd] === 'function') {
      list.push(item);
    } else {
      throw refuse('Found invalid object in transferList');
    }
  }
  return [buffers, list];
}

/** What `native.post` takes; what is in `transfer` is moved, unless something cannot be copied. */
function pack(value, transfer = []) {
  const [buffers, list] = sort(transfer);
  const serializer = new MessageSerializer(list);
  buffers.forEach((buffer, i) => serializer.transferArrayBuffer(i, buffer));
  serializer.writeHeader();
  serializer.writeValue(value);
  const bytes = serializer.releaseBuffer();
  return [bytes, serializer.shared, buffers, list.flatMap((port) => port[kEnd]())];
}

/** The value, and the ports that came with it. */
function unpack([bytes, shared, buffers, ends]) {
  if (ends.length > 0 && ports.make === null) require('internal/message_port');
  const list = ends.map((end) => ports.make(end));
  const deserializer = new MessageDeserializer(bytes, shared, list);
  buffers.forEach((buffer, i) => deserializer.transferArrayBuffer(i, buffer));
  deserializer.readHeader();
  const data = deserializer.readValue();
  return { data, ports: list.filter((port) => !deserializer.ofStreams.has(port)) };
}

// ---- what comes

const listeners = new Map();
let watching = false;
function deliver() {
  for (const end of native.readyEnds()) listeners.get(end)?.();
}
/** Has `listener` called when something has come to an end of this thread, or its other side is gone. */
function listen(end, listener) {
  if (!watching) {
    watching = true;
    native.watchMessages(deliver);
  }
  listeners.set(end, listener);
  if (native.hasMessages(end) || native.endIsClosed(end)) native.complete(() => listeners.get(end)?.());
}
function forget(end) {
  listeners.delete(end);
}

module.exports = { pack, unpack, listen, forget, ports, kEnd };
