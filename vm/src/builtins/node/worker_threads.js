// node:worker_threads: ports and channels between them. Hearth runs one thread of a program: to make a Worker
// is a clear error.
'use strict';

const { coded, invalidArgument } = require('internal/errors');
const { MessagePort, MessageChannel, BroadcastChannel, receiveMessageOnPort, isPort } = require('internal/message_port');
const { clone, untransferable, uncloneable } = require('internal/clone');
const EventEmitter = require('events');

const environment = new Map();

class Worker extends EventEmitter {
  constructor(filename, options) {
    super();
    if (typeof filename !== 'string' && !(filename instanceof URL)) throw invalidArgument('filename', 'of type string or an instance of URL', filename);
    if (options !== undefined && (options === null || typeof options !== 'object')) throw invalidArgument('options', 'of type object', options);
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'worker_threads.Worker is unavailable: hearth runs one thread of a program');
  }
}

const isObject = (value) => (value !== null && typeof value === 'object') || typeof value === 'function';

module.exports = {
  isInternalThread: false,
  isMainThread: true,
  MessagePort,
  MessageChannel,
  markAsUncloneable(object) {
    if (isObject(object)) uncloneable.add(object);
  },
  markAsUntransferable(object) {
    if (isObject(object)) untransferable.add(object);
  },
  isMarkedAsUntransferable: (object) => isObject(object) && untransferable.has(object),
  moveMessagePortToContext(port) {
    if (!isPort(port)) throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "port" argument must be a MessagePort instance');
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'worker_threads.moveMessagePortToContext is unavailable: ports stay in the context that made them');
  },
  receiveMessageOnPort,
  resourceLimits: {},
  async postMessageToThread(threadId) {
    if (threadId === 0) throw coded(Error, 'ERR_WORKER_MESSAGING_SAME_THREAD', 'Cannot sent a message to the same thread');
    throw coded(Error, 'ERR_WORKER_MESSAGING_FAILED', 'Cannot find the destination thread or listener');
  },
  threadId: 0,
  threadName: '',
  SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'),
  Worker,
  parentPort: null,
  workerData: null,
  BroadcastChannel,
  setEnvironmentData(key, value) {
    if (value === undefined) environment.delete(key);
    else environment.set(key, clone(value));
  },
  getEnvironmentData: (key) => environment.get(key),
};
