// Messages between a process and those that it has forked, as Node.js writes them as well: a line of JSON each, or
// serialised values with their lengths before them. What a message cannot be is a handle.
'use strict';

const native = require('native');
const { coded, invalidArgument } = require('internal/errors');
const { ofSystemCall } = require('internal/errors');

/** Messages of a program have no command of this kind. */
const isInternal = (message) => message !== null && typeof message === 'object' && typeof message.cmd === 'string' && message.cmd.startsWith('NODE_');

const VIEW = 0;
const OTHER = 1;
let serialization = null;
/** Values with host objects as Node.js marks them in messages. */
function serializationOf() {
  if (serialization) return serialization;
  const { DefaultSerializer, DefaultDeserializer } = require('v8');
  class MessageSerializer extends DefaultSerializer {
    _writeHostObject(object) {
      const isView = ArrayBuffer.isView(object);
      this.writeUint32(isView ? VIEW : OTHER);
      return isView ? super._writeHostObject(object) : this.writeValue({ ...object });
    }
  }
  class MessageDeserializer extends DefaultDeserializer {
    _readHostObject() {
      return this.readUint32() === VIEW ? super._readHostObject() : this.readValue();
    }
  }
  serialization = { MessageSerializer, MessageDeserializer };
  return serialization;
}

/** Forms of messages: bytes of one, and what there is in bytes, with what is left of them. */
const forms = {
  json: {
    encode: (message) => Buffer.from(`${JSON.stringify(message)}\n`),
    decode(bytes) {
      const messages = [];
      let start = 0;
      for (let at; (at = bytes.indexOf(10, start)) >= 0; start = at + 1) {
        const line = bytes.toString('utf8', start, at);
        if (line !== '') messages.push(JSON.parse(line));
      }
      return [messages, bytes.subarray(start)];
    },
  },
  advanced: {
    encode(message) {
      const serializer = new (serializationOf().MessageSerializer)();
      serializer.writeHeader();
      serializer.writeValue(message);
      const body = serializer.releaseBuffer();
      const length = Buffer.alloc(4);
      length.writeUInt32BE(body.length);
      return Buffer.concat([length, body]);
    },
    decode(bytes) {
      const messages = [];
      let start = 0;
      while (bytes.length - start >= 4) {
        const end = start + 4 + bytes.readUInt32BE(start);
        if (end > bytes.length) break;
        const deserializer = new (serializationOf().MessageDeserializer)(bytes.subarray(start + 4, end));
        deserializer.readHeader();
        messages.push(deserializer.readValue());
        start = end;
      }
      return [messages, bytes.subarray(start)];
    },
  },
};

/** Gives `target`, a child or process, its side of a channel. */
function attach(target, fd, formName) {
  const form = forms[formName];
  let rest = Buffer.alloc(0);
  let outgoing = [];
  let counts = false;
  let pending = [];
  let watch = native.watch(fd, 1, onReady);
  let interest = 1;
  let isClosing = false;

  const channel = {
    fd,
    ref() {
      if (watch) native.referenceWatch(watch, true);
    },
    unref() {
      if (watch) native.referenceWatch(watch, false);
    },
    refCounted() {
      counts = true;
    },
    get hasRef() {
      return counts;
    },
  };
  target.channel = channel;
  target._channel = channel;
  target.connected = true;

  function setInterest(next) {
    if (next === interest || !watch) return;
    interest = next;
    native.changeWatch(watch, next);
  }

  function onReady(ready) {
    if (ready & 2) flush();
    if (watch && ready & 1) read();
  }

  function read() {
    let bytes;
    try {
      bytes = native.readSome(fd, 65536);
    } catch {
      // The other end was lost with something unread.
      bytes = new Uint8Array(0);
    }
    if (bytes === undefined) return;
    if (bytes.length === 0) {
      close();
      return;
    }
    let messages;
    [messages, rest] = form.decode(Buffer.concat([rest, bytes]));
    for (const message of messages) {
      if (isInternal(message)) process.nextTick(() => target.emit('internalMessage', message, undefined));
      else deliver(message);
    }
  }

  function deliver(message) {
    process.nextTick(() => {
      // Nobody may be there yet who listens.
      if (target === process && target.listenerCount('message') === 0) pending.push(message);
      else target.emit('message', message, undefined);
    });
  }
  target.on('newListener', (name) => {
    if (name !== 'message' || pending.length === 0) return;
    const late = pending;
    pending = [];
    process.nextTick(() => late.forEach((message) => target.emit('message', message, undefined)));
  });

  function flush() {
    while (outgoing.length > 0) {
      const { bytes, callback } = outgoing[0];
      let count;
      try {
        count = native.writeSome(fd, bytes);
      } catch (error) {
        const failed = ofSystemCall(error, 'write');
        for (const one of outgoing.splice(0)) {
          if (one.callback) process.nextTick(one.callback, failed);
          else process.nextTick(() => target.emit('error', failed));
        }
        break;
      }
      if (count < 0) {
        setInterest(3);
        return;
      }
      if (count < bytes.length) {
        outgoing[0].bytes = bytes.subarray(count);
        continue;
      }
      outgoing.shift();
      if (callback) process.nextTick(callback, null);
    }
    setInterest(1);
    if (isClosing) close();
  }

  function close() {
    if (!watch) return;
    native.unwatch(watch);
    watch = 0;
    native.close(fd);
    target.connected = false;
    target.channel = null;
    target._channel = null;
    process.nextTick(() => target.emit('disconnect'));
    target._channelClosed?.();
  }

  target.send = function send(message, givenHandle, givenOptions, givenCallback) {
    let [handle, callback] = [givenHandle, givenCallback];
    if (typeof handle === 'function') [handle, callback] = [undefined, handle];
    else if (typeof givenOptions === 'function') callback = givenOptions;
    else if (givenOptions !== undefined && (givenOptions === null || typeof givenOptions !== 'object')) throw invalidArgument('options', 'of type object', givenOptions);
    if (message === undefined) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "message" argument must be specified');
    if (!['string', 'object', 'number', 'boolean', ...formName === 'advanced' ? ['bigint'] : []].includes(typeof message)) {
      throw invalidArgument('message', 'one of type string, object, number, or boolean', message);
    }
    if (handle) {
      const isSendable = [require('net').Socket, require('net').Server, require('dgram').Socket].some((kind) => handle instanceof kind);
      if (!isSendable) throw coded(TypeError, 'ERR_INVALID_HANDLE_TYPE', 'This handle type cannot be sent');
      throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'Handles cannot be sent');
    }
    if (!target.connected || isClosing) {
      const error = coded(Error, 'ERR_IPC_CHANNEL_CLOSED', 'Channel closed');
      if (typeof callback === 'function') process.nextTick(callback, error);
      else process.nextTick(() => target.emit('error', error));
      return false;
    }
    outgoing.push({ bytes: form.encode(message), callback });
    if (outgoing.length === 1) flush();
    return outgoing.length < 64;
  };
  target._send = target.send;
  target.disconnect = function disconnect() {
    if (!target.connected || isClosing) {
      target.emit('error', coded(Error, 'ERR_IPC_DISCONNECTED', 'IPC channel is already disconnected'));
      return;
    }
    target.connected = false;
    isClosing = true;
    if (outgoing.length === 0) process.nextTick(close);
  };
  target._disconnect = target.disconnect;
  return channel;
}

/** The channel to the process that has forked this one: it keeps the program running while somebody listens. */
function attachToParent(process, fd, form) {
  const channel = attach(process, fd, form);
  channel.unref();
  const isListener = (name) => name === 'message' || name === 'disconnect';
  process.on('newListener', (name) => {
    if (isListener(name)) channel.ref();
  });
  process.on('removeListener', (name) => {
    if (isListener(name) && process.listenerCount('message') + process.listenerCount('disconnect') === 0) channel.unref();
  });
}

module.exports = { attach, attachToParent };
