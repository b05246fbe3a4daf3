// ChildProcess: a process that was started, its streams and its end.
'use strict';

const native = require('native');
const EventEmitter = require('events');
const { ofSystemCall, invalidArgument, checkString } = require('internal/errors');
const { nameOf, observe } = require('internal/signals');
const { environmentOf, signalOf, stdioOf } = require('internal/child/options');

/** Those that run, by their ids. */
const running = new Map();
let isWatching = false;

function reap() {
  for (const [pid, child] of running) {
    const end = native.waitForChild(pid);
    if (end) child._ended(...end);
  }
}

const later = setImmediate;

function ChildProcess() {
  if (!(this instanceof ChildProcess)) return new ChildProcess();
  EventEmitter.call(this);
  this._closesNeeded = 1;
  this._closesGot = 0;
  this.connected = false;
  this.signalCode = null;
  this.exitCode = null;
  this.killed = false;
  this.spawnfile = null;
  for (const name of ['_isHeld', '_closesNeeded', '_closesGot']) Object.defineProperty(this, name, { enumerable: false, writable: true, configurable: true });
}
Object.setPrototypeOf(ChildProcess.prototype, EventEmitter.prototype);
Object.setPrototypeOf(ChildProcess, EventEmitter);

/** A stream over our end of what the child has as a descriptor. */
function streamFor(fd, i) {
  const DescriptorStream = require('internal/streams/descriptor');
  return new DescriptorStream(fd, { readable: i !== 0, writable: i === 0 || i > 2, allowHalfOpen: i > 2 });
}

ChildProcess.prototype.spawn = function spawn(options) {
  if (options === null || typeof options !== 'object') throw invalidArgument('options', 'of type object', options);
  const settings = { ...options };
  checkString(settings.file, 'options.file');
  settings.args ??= [settings.file];
  const stdio = stdioOf(settings.stdio);
  const pairs = environmentOf(settings.envPairs);
  const theirs = [];
  const fds = stdio.map((item, i) => {
    if (item.kind === 'ignore') return -1;
    if (item.kind === 'fd') return item.fd;
    const [near, far] = native.socketPair();
    item.near = near;
    theirs.push(far);
    if (item.kind === 'ipc') pairs.push('NODE_CHANNEL_FD', `${i}`, 'NODE_CHANNEL_SERIALIZATION_MODE', settings.serialization ?? 'json');
    return far;
  });
  if (!isWatching) {
    isWatching = true;
    // What children have written before their end is read first.
    observe('SIGCHLD', () => later(() => later(reap)));
  }
  this.spawnfile = settings.file;
  this.spawnargs = settings.args;
  let failure = null;
  try {
    this.pid = native.spawn({ ...settings, env: pairs, stdio: fds });
  } catch (error) {
    failure = error;
  }
  for (const fd of theirs) native.close(fd);
  if (failure) {
    const error = ofSystemCall(failure, `spawn ${settings.file}`);
    error.syscall = `spawn ${settings.file}`;
    error.path = settings.file;
    error.spawnargs = settings.args.slice(1);
    // What is not there, or may not be run, is told later; the rest at once.
    const isLate = ['EACCES', 'EAGAIN', 'EMFILE', 'ENFILE', 'ENOENT', 'ENOTDIR', 'E2BIG', 'ELOOP', 'EPERM', 'ENOEXEC', 'ETXTBSY'].includes(failure.code);
    if (!isLate) {
      for (const { near } of stdio) if (near !== undefined) native.close(near);
      throw error;
    }
    this.pid = undefined;
    native.hold();
    process.nextTick(() => {
      native.release();
      this.exitCode = failure.errno;
      this.emit('error', error);
      this._flushStreams();
      this._maybeClose();
    });
  } else {
    running.set(this.pid, this);
    this._isHeld = true;
    native.hold();
    process.nextTick(() => this.emit('spawn'));
  }
  let channel = null;
  this.stdio = stdio.map((item, i) => {
    if (item.kind === 'ipc') {
      channel = item.near;
      return null;
    }
    if (item.kind !== 'pipe') return null;
    const stream = streamFor(item.near, i);
    this._closesNeeded++;
    stream.once('close', () => this._maybeClose());
    // It is closed by the loop, after the error has been told.
    if (failure) native.complete(() => stream.destroy());
    return stream;
  });
  [this.stdin, this.stdout, this.stderr] = this.stdio;
  if (channel !== null && failure) {
    native.close(channel);
  } else if (channel !== null) {
    this._closesNeeded++;
    this._channelClosed = () => this._maybeClose();
    Object.defineProperty(this, '_channelClosed', { enumerable: false });
    require('internal/child/channel').attach(this, channel, settings.serialization ?? 'json');
  }
  return failure ? failure.errno : 0;
};

ChildProcess.prototype._ended = function _ended(code, signal) {
  running.delete(this.pid);
  if (this._isHeld) native.release();
  this._isHeld = false;
  if (signal !== null) this.signalCode = nameOf(signal);
  else this.exitCode = code;
  // Nobody reads any more.
  this.stdin?.destroy();
  this.emit('exit', this.exitCode, this.signalCode);
  // What nobody listens to would never come to its end.
  process.nextTick(() => this._flushStreams());
  this._maybeClose();
};

ChildProcess.prototype._flushStreams = function _flushStreams() {
  for (const stream of this.stdio ?? []) {
    if (stream?.readable && !stream._readableState.readableListening && !stream._readableState.dataEmitted && stream.listenerCount('data') === 0) stream.resume();
  }
};

ChildProcess.prototype._maybeClose = function _maybeClose() {
  this._closesGot++;
  if (this._closesGot === this._closesNeeded) this.emit('close', this.exitCode, this.signalCode);
};

ChildProcess.prototype.kill = function kill(signal = 'SIGTERM') {
  const number = signal === 0 ? 0 : signalOf(signal ?? 'SIGTERM');
  if (!running.has(this.pid)) return false;
  try {
    native.killProcess(this.pid, number);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    if (error.code === 'EINVAL' || error.code === 'ENOSYS') throw ofSystemCall(error, 'kill');
    this.emit('error', ofSystemCall(error, 'kill'));
    return false;
  }
  this.killed = true;
  return true;
};
ChildProcess.prototype[Symbol.dispose] = function dispose() {
  if (!this.killed) this.kill();
};
ChildProcess.prototype.ref = function ref() {
  if (!this._isHeld && running.has(this.pid)) {
    this._isHeld = true;
    native.hold();
  }
};
ChildProcess.prototype.unref = function unref() {
  if (!this._isHeld) return;
  this._isHeld = false;
  native.release();
};

module.exports = ChildProcess;
