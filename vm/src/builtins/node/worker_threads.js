// node:worker_threads: threads with a machine each, and ports between them.
'use strict';

const native = require('native');
const { checkString, coded, invalidArgument } = require('internal/errors');
const { MessagePort, MessageChannel, BroadcastChannel, receiveMessageOnPort, isPort } = require('internal/message_port');
const { pack, unpack, listen, forget, ports } = require('internal/messages');
const { clone, untransferable, markUncloneable } = require('internal/clone');
const EventEmitter = require('events');

const SHARE_ENV = Symbol.for('nodejs.worker_threads.SHARE_ENV');
const threadId = native.thread();
const isMainThread = threadId === 0;
const own = isMainThread ? { parentPort: null, workerData: null, resourceLimits: {}, threadName: '', environment: new Map() } : require('internal/worker_main').state;

const FILE = 0;
const SCRIPT = 1;
const MODULE = 2;

/** What is to be run: [kind, text or path, name]. */
function programOf(filename, isText) {
  if (isText) {
    if (typeof filename !== 'string') {
      throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', "The property 'options.eval' must be false when 'filename' is not a string. Received true");
    }
    return [SCRIPT, filename, ''];
  }
  if (filename instanceof URL) {
    if (filename.protocol === 'data:') {
      const { bytes } = require('internal/fetch/data_url')(filename) ?? { bytes: '' };
      return [MODULE, Buffer.from(bytes).toString(), filename.href];
    }
    return [FILE, require('url').fileURLToPath(filename), ''];
  }
  if (typeof filename !== 'string') throw invalidArgument('filename', 'of type string or an instance of URL', filename);
  const path = require('path');
  if (!path.isAbsolute(filename) && !/^\.\.?[\\/]/.test(filename)) {
    const hint = filename.startsWith('file://') ? ' Wrap file:// URLs with `new URL`.' : filename.startsWith('data:text/javascript') ? ' Wrap data: URLs with `new URL`.' : '';
    throw coded(TypeError, 'ERR_WORKER_PATH',
      `The worker script or module filename must be an absolute path or a relative path starting with './' or '../'.${hint} Received "${filename}"`);
  }
  return [FILE, path.resolve(filename), ''];
}

function environmentOf(env) {
  if (typeof env === 'object' && env !== null) return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined).map(([name, value]) => [name, `${value}`]));
  if (env === undefined || env === null || env === SHARE_ENV) return { ...process.env };
  throw invalidArgument('options.env', 'of type object or one of undefined, null, or worker_threads.SHARE_ENV', env);
}

/** A machine has one limit for all of its memory. */
const LIMITS = { maxYoungGenerationSizeMb: 0, maxOldGenerationSizeMb: 4096, codeRangeSizeMb: 0, stackSizeMb: 4 };
function limitsOf(given) {
  const limits = { ...LIMITS };
  for (const name of Object.keys(LIMITS)) if (typeof given?.[name] === 'number' && given[name] > 0) limits[name] = given[name];
  return limits;
}

class Worker extends EventEmitter {
  #number = -1;
  #control;
  #port;
  #name;
  #limits;
  #held = false;
  #online = false;
  #exited = null;
  #streams = { stdin: null, stdout: null, stderr: null };

  constructor(filename, options = {}) {
    super();
    if (options === null || typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
    if (options.argv !== undefined && !Array.isArray(options.argv)) throw invalidArgument('options.argv', 'an instance of Array', options.argv);
    if (options.execArgv !== undefined && !Array.isArray(options.execArgv)) throw invalidArgument('options.execArgv', 'an instance of Array', options.execArgv);
    const [kind, text, name] = programOf(filename, options.eval);
    const env = environmentOf(options.env);
    if (options.name !== undefined) checkString(options.name, 'options.name');
    this.#name = (options.name ?? '').trim() || 'WorkerThread';
    this.#limits = limitsOf(options.resourceLimits);

    const channel = new MessageChannel();
    const start = pack({
      env,
      argv: (options.argv ?? []).map((word) => `${word}`),
      execArgv: (options.execArgv ?? process.execArgv).map((word) => `${word}`),
      workerData: options.workerData,
      name: this.#name,
      port: channel.port2,
      stdin: !!options.stdin,
      environment: own.environment,
      resourceLimits: this.#limits,
      file: kind === FILE ? text : undefined,
    }, [channel.port2, ...options.transferList ?? []]);
    const [near, far] = native.newChannel();
    native.post(near, start);
    this.#control = near;
    this.#port = channel.port1;
    for (const event of ['message', 'messageerror']) this.#port.on(event, (data) => this.emit(event, data));
    this.#port.unref();
    this.#makeStreams(options);
    const shown = kind === FILE ? text : kind === SCRIPT ? '[worker eval]' : name;
    const { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: young } = this.#limits;
    this.#number = native.startWorker(far, kind, text, name, [shown], memory + young, options.resourceLimits?.stackSizeMb ?? 0);
    listen(near, () => this.#hear());
    this.ref();
  }

  #makeStreams({ stdin, stdout, stderr }) {
    const { Readable, Writable } = require('stream');
    const control = this.#control;
    if (stdin) {
      this.#streams.stdin = new Writable({
        write(chunk, encoding, callback) {
          native.post(control, pack({ type: 'input', chunk }));
          callback();
        },
        final(callback) {
          native.post(control, pack({ type: 'input', chunk: null }));
          callback();
        },
      });
    }
    for (const [name, isKept] of [['stdout', stdout], ['stderr', stderr]]) {
      const stream = new Readable({ read() {} });
      this.#streams[name] = stream;
      if (!isKept) stream.on('data', (chunk) => process[name].write(chunk));
    }
  }

  /** What the thread tells of itself. Its messages that were sent before come first. */
  #hear() {
    // Asked first: once it is closed, all that was sent is there to be read.
    const isClosed = native.endIsClosed(this.#control);
    for (let packed = native.takeMessage(this.#control); packed !== undefined; packed = native.takeMessage(this.#control)) {
      const { data } = unpack(packed);
      switch (data.type) {
        case 'online':
          this.#online = true;
          this.emit('online');
          break;
        case 'output':
          this.#streams[data.name].push(data.chunk);
          break;
        case 'error':
          this.#drain();
          this.emit('error', data.parts ? require('internal/worker_main').errorOf(data.parts) : data.value);
          break;
        default:
      }
    }
    if (isClosed) this.#end();
  }
  #drain() {
    for (let message = receiveMessageOnPort(this.#port); message !== undefined; message = receiveMessageOnPort(this.#port)) this.emit('message', message.message);
  }
  #end() {
    if (this.#number < 0) return;
    this.#drain();
    const code = native.workerExitCode(this.#number);
    this.#number = -1;
    forget(this.#control);
    native.closeEnd(this.#control);
    this.#port.close();
    const { stdin, stdout, stderr } = this.#streams;
    for (const stream of [stdout, stderr]) {
      stream.push(null);
      // What nobody reads has ended, too.
      stream.read(0);
    }
    stdin?.destroy();
    this.#hold(false);
    this.emit('exit', code);
    this.#exited?.resolve(code);
  }
  #hold(wanted) {
    if (wanted === this.#held) return;
    this.#held = wanted;
    if (wanted) native.hold();
    else native.release();
  }

  postMessage(...args) {
    if (this.#number >= 0) this.#port.postMessage(...args);
  }
  terminate() {
    if (this.#number < 0) return Promise.resolve();
    this.ref();
    this.#exited ??= Promise.withResolvers();
    native.stopWorker(this.#number);
    return this.#exited.promise;
  }
  async [Symbol.asyncDispose]() {
    await this.terminate();
  }
  ref() {
    if (this.#number >= 0) this.#hold(true);
  }
  unref() {
    this.#hold(false);
  }
  get threadId() { return this.#number; }
  get threadName() { return this.#number < 0 ? null : this.#name; }
  get resourceLimits() { return this.#number < 0 ? {} : { ...this.#limits }; }
  get stdin() { return this.#streams.stdin; }
  get stdout() { return this.#streams.stdout; }
  get stderr() { return this.#streams.stderr; }
}
for (const name of ['getHeapSnapshot', 'getHeapStatistics', 'cpuUsage', 'startCpuProfile', 'startHeapProfile']) {
  Worker.prototype[name] = {
    async [name]() {
      throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `worker.${name} is unavailable: a worker's machine is not looked into from outside`);
    },
  }[name];
}
for (const name of Object.getOwnPropertyNames(Worker.prototype)) {
  if (name !== 'constructor') Object.defineProperty(Worker.prototype, name, { enumerable: true });
}

const isObject = (value) => (value !== null && typeof value === 'object') || typeof value === 'function';

module.exports = {
  isInternalThread: false,
  isMainThread,
  MessagePort,
  MessageChannel,
  markAsUncloneable: function (object) {
    if (isObject(object)) markUncloneable(object);
  },
  markAsUntransferable: function (object) {
    if (isObject(object)) untransferable.add(object);
  },
  isMarkedAsUntransferable: function (object) { return isObject(object) && untransferable.has(object); },
  moveMessagePortToContext(port) {
    if (!isPort(port)) throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "port" argument must be a MessagePort instance');
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'worker_threads.moveMessagePortToContext is unavailable: ports stay in the context that made them');
  },
  receiveMessageOnPort,
  resourceLimits: own.resourceLimits,
  async postMessageToThread(id) {
    if (id === threadId) throw coded(Error, 'ERR_WORKER_MESSAGING_SAME_THREAD', 'Cannot sent a message to the same thread');
    throw coded(Error, 'ERR_WORKER_MESSAGING_FAILED', 'Cannot find the destination thread or listener');
  },
  threadId,
  threadName: own.threadName,
  SHARE_ENV,
  Worker,
  parentPort: own.parentPort,
  workerData: own.workerData,
  BroadcastChannel,
  setEnvironmentData: function (key, value) {
    if (value === undefined) own.environment.delete(key);
    else own.environment.set(key, clone(value));
  },
  getEnvironmentData: function (key) { return own.environment.get(key); },
  get locks() { return require('internal/locks').locks; },
};
