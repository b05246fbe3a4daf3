// Stream: what all streams inherit from, and the old way to pipe.
'use strict';

const EventEmitter = require('events');

function Stream(options) {
  EventEmitter.call(this, options);
}
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Stream, EventEmitter);

Stream.prototype.pipe = function pipe(target, options) {
  const source = this;
  let isDone = false;
  const onData = (chunk) => {
    if (target.writable && target.write(chunk) === false) source.pause?.();
  };
  const onDrain = () => {
    if (source.readable) source.resume?.();
  };
  const onEnd = () => {
    if (isDone) return;
    isDone = true;
    target.end();
  };
  const onClose = () => {
    if (isDone) return;
    isDone = true;
    target.destroy?.();
  };
  function onError(error) {
    cleanUp();
    if (EventEmitter.listenerCount(this, 'error') === 0) this.emit('error', error);
  }
  function cleanUp() {
    source.removeListener('data', onData);
    target.removeListener('drain', onDrain);
    source.removeListener('end', onEnd);
    source.removeListener('close', onClose);
    source.removeListener('error', onError);
    target.removeListener('error', onError);
    source.removeListener('end', cleanUp);
    source.removeListener('close', cleanUp);
    target.removeListener('close', cleanUp);
  }
  source.on('data', onData);
  target.on('drain', onDrain);
  // The standard streams outlive what is piped into them.
  if (!target._isStdio && options?.end !== false) {
    source.on('end', onEnd);
    source.on('close', onClose);
  }
  source.prependListener('error', onError);
  target.prependListener('error', onError);
  source.on('end', cleanUp);
  source.on('close', cleanUp);
  target.on('close', cleanUp);
  target.emit('pipe', source);
  return target;
};

Stream.prototype.eventNames = function eventNames() {
  return Reflect.ownKeys(this._events ?? {}).filter((name) => this._events[name] !== undefined);
};

module.exports = Stream;
