// Streams that are moved to another place (https://streams.spec.whatwg.org/#rs-transfer): what is read or written there comes and
// goes through ports.
'use strict';

const { DOMException } = require('internal/event_target');
const { MessageChannel } = require('internal/message_port');

/** Posts a message; what cannot be copied is told of instead. */
function post(port, kind, value) {
  try {
    port.postMessage([kind, value]);
  } catch (error) {
    port.postMessage(['error', error]);
    throw error;
  }
}

/**
 * Only who waits for something of a stream that has come keeps the program running: the side that the stream has left works
 * as long as it does.
 */
function waits(port, hasCome, isWaiting) {
  if (!hasCome) return;
  if (isWaiting) port.ref();
  else port.unref();
}

/** What is written goes to the port, as much as is asked for. */
function writableTo(port, hasCome) {
  let asked = Promise.withResolvers();
  return new WritableStream({
    start(controller) {
      port.on('message', ([kind, value]) => {
        if (kind === 'error') {
          controller.error(value);
          port.close();
        }
        waits(port, hasCome, false);
        asked.resolve();
      });
      port.unref();
    },
    async write(chunk) {
      waits(port, hasCome, true);
      await asked.promise;
      waits(port, hasCome, false);
      asked = Promise.withResolvers();
      try {
        post(port, 'chunk', chunk);
      } catch (error) {
        port.close();
        throw error;
      }
    },
    close() {
      post(port, 'close');
      port.close();
    },
    abort(reason) {
      try {
        post(port, 'error', reason);
      } finally {
        port.close();
      }
    },
  });
}

/** What comes of the port can be read. */
function readableFrom(port, hasCome) {
  let come = Promise.withResolvers();
  return new ReadableStream({
    start(controller) {
      port.on('message', ([kind, value]) => {
        if (kind === 'chunk') {
          controller.enqueue(value);
        } else {
          if (kind === 'close') controller.close();
          else controller.error(value);
          port.close();
        }
        waits(port, hasCome, false);
        come.resolve();
      });
      port.unref();
    },
    pull() {
      come = Promise.withResolvers();
      post(port, 'pull');
      waits(port, hasCome, true);
      return come.promise;
    },
    cancel(reason) {
      try {
        post(port, 'error', reason);
      } finally {
        port.close();
      }
    },
  }, { highWaterMark: 0 });
}

const quietly = (promise) => { promise.catch(() => {}); };
/** By kind: the other ports of a stream that goes away, and the stream that such ports make. */
const KINDS = {
  ReadableStream: {
    leave(stream) {
      const { port1, port2 } = new MessageChannel();
      quietly(stream.pipeTo(writableTo(port1, false)));
      return [port2];
    },
    arrive: ([port]) => readableFrom(port, true),
  },
  WritableStream: {
    leave(stream) {
      const { port1, port2 } = new MessageChannel();
      quietly(readableFrom(port1, false).pipeTo(stream));
      return [port2];
    },
    arrive: ([port]) => writableTo(port, true),
  },
  TransformStream: {
    leave: ({ readable, writable }) => [...KINDS.ReadableStream.leave(readable), ...KINDS.WritableStream.leave(writable)],
    arrive([first, second]) {
      return require('internal/web_streams/transform').transformOf(readableFrom(first, true), writableTo(second, true));
    },
  },
};

function leave(stream, kind) {
  for (const part of kind === 'TransformStream' ? [stream.readable, stream.writable] : [stream]) {
    if (part.locked) throw new DOMException(`Cannot transfer a locked ${kind}`, 'DataCloneError');
  }
  return KINDS[kind].leave(stream);
}
const receive = (kind, ports) => KINDS[kind].arrive(ports);

module.exports = { leave, receive };
