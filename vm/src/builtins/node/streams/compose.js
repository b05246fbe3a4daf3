// compose: streams one behind the other as one Duplex.
'use strict';

const { invalidValue } = require('internal/errors');
const Duplex = require('internal/streams/duplex');
const { destroyAny } = require('internal/streams/destroy');
const { run } = require('internal/streams/pipeline');
const { AbortError, missingArguments } = require('internal/streams/errors');
const is = require('internal/streams/predicates');

module.exports = function compose(...given) {
  if (given.length === 0) throw missingArguments('streams');
  if (given.length === 1) return Duplex.from(given[0]);
  const streams = [...given];
  if (typeof streams[0] === 'function') streams[0] = Duplex.from(streams[0]);
  for (const [i, stream] of streams.entries()) if (is.isWeb(stream)) streams[i] = Duplex.from(stream);
  const last = streams.length - 1;
  if (typeof streams[last] === 'function') streams[last] = Duplex.from(streams[last]);
  streams.forEach((stream, i) => {
    if (!is.isNode(stream)) return;
    if (i < last && !is.isReadable(stream)) throw invalidValue(`streams[${i}]`, given[i], 'must be readable');
    if (i > 0 && !is.isWritable(stream)) throw invalidValue(`streams[${i}]`, given[i], 'must be writable');
  });

  const head = streams[0];
  const tail = run(streams, done);
  const writable = !!is.isWritable(head);
  const readable = !!is.isReadable(tail);
  const composed = new Duplex({
    writableObjectMode: !!head?.writableObjectMode, readableObjectMode: !!tail?.readableObjectMode, writable, readable,
  });
  let afterWrite = null;
  let afterFinish = null;
  let onReadable = null;
  let afterClose = null;

  function done(error) {
    const callback = afterClose;
    afterClose = null;
    if (callback) callback(error);
    else if (error) composed.destroy(error);
    else if (!readable && !writable) composed.destroy();
  }

  if (writable) {
    composed._write = (chunk, encoding, callback) => {
      if (head.write(chunk, encoding)) callback();
      else afterWrite = callback;
    };
    composed._final = (callback) => {
      head.end();
      afterFinish = callback;
    };
    head.on('drain', () => {
      const callback = afterWrite;
      afterWrite = null;
      callback?.();
    });
    require('internal/streams/end_of_stream').finished(tail, () => {
      const callback = afterFinish;
      afterFinish = null;
      callback?.();
    });
  }
  if (readable) {
    tail.on('readable', () => {
      const callback = onReadable;
      onReadable = null;
      callback?.();
    });
    tail.on('end', () => composed.push(null));
    composed._read = () => {
      for (;;) {
        const chunk = tail.read();
        if (chunk === null) {
          onReadable = composed._read;
          return;
        }
        if (!composed.push(chunk)) return;
      }
    };
  }
  composed._destroy = (given2, callback) => {
    const error = given2 || afterClose === null ? given2 : new AbortError();
    onReadable = null;
    afterWrite = null;
    afterFinish = null;
    if (is.isNode(tail) && !is.isClosed(tail)) {
      afterClose = callback;
      destroyAny(tail, error);
    } else {
      callback(error);
    }
  };
  return composed;
};
