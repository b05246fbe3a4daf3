// fs.watch, by what the system tells, and fs.watchFile, by looking now and then.
'use strict';

const native = require('native');
const path = require('path');
const EventEmitter = require('events');
const { checkFunction, invalidArgument, outOfRange } = require('internal/errors');
const { checkSignal, onAbort } = require('internal/streams/abort');
const fs = require('fs');

// ---- what the system tells

/** All watches of the process have one descriptor. */
let descriptor = -1;
let watchId = 0;
let referenced = 0;
/** Sets of { tell } by the number of the watch. */
const watched = new Map();

function start() {
  if (descriptor >= 0) return;
  descriptor = native.openWatches();
  watchId = native.watch(descriptor, 1, () => {
    const events = native.readWatches(descriptor);
    for (let i = 0; i < events.length; i += 3) {
      for (const { tell } of [...watched.get(events[i]) ?? []]) tell(events[i + 1] ? 'rename' : 'change', events[i + 2]);
    }
  });
  native.referenceWatch(watchId, false);
}

function reference(by) {
  referenced += by;
  if (descriptor >= 0) native.referenceWatch(watchId, referenced > 0);
}

function add(file, tell) {
  start();
  const number = native.addWatch(descriptor, file);
  const entry = { number, tell };
  const set = watched.get(number);
  if (set) set.add(entry);
  else watched.set(number, new Set([entry]));
  return entry;
}

function remove(entry) {
  const set = watched.get(entry.number);
  if (!set?.delete(entry) || set.size > 0) return;
  watched.delete(entry.number);
  try {
    native.removeWatch(descriptor, entry.number);
  } catch {
    // What was watched is gone, and the watch with it.
  }
}

class FSWatcher extends EventEmitter {
  #entries = new Map();
  #isReferenced = false;
  #isClosed = false;
  #encoding;

  start(file, { persistent = true, recursive = false, encoding = 'utf8' }) {
    this.#encoding = encoding;
    const name = path.basename(file);
    const isFolder = fs.statSync(file, { throwIfNoEntry: false })?.isDirectory();
    this.#entries.set('', add(file, (event, inFolder) => this.#tell(event, inFolder ?? name, recursive && isFolder ? file : null, '')));
    if (recursive && isFolder) this.#addFolders(file, '');
    if (persistent) this.ref();
  }
  #addFolders(root, below) {
    for (const entry of fs.readdirSync(path.join(root, below), { withFileTypes: true })) {
      if (entry.isDirectory()) this.#addFolder(root, path.join(below, entry.name));
    }
  }
  #addFolder(root, below) {
    if (this.#entries.has(below)) return;
    try {
      this.#entries.set(below, add(path.join(root, below), (event, inFolder) => inFolder !== null && this.#tell(event, path.join(below, inFolder), root, below)));
      this.#addFolders(root, below);
    } catch {
      // It is gone already.
    }
  }
  #tell(event, name, root) {
    if (this.#isClosed) return;
    if (root !== null && event === 'rename') {
      const known = this.#entries.get(name);
      const isFolder = fs.statSync(path.join(root, name), { throwIfNoEntry: false })?.isDirectory();
      if (isFolder) this.#addFolder(root, name);
      else if (known && name !== '') {
        remove(known);
        this.#entries.delete(name);
      }
    }
    this.emit('change', event, this.#encoding === 'buffer' ? Buffer.from(name) : name);
  }
  close() {
    if (this.#isClosed) return;
    this.unref();
    this.#isClosed = true;
    for (const entry of this.#entries.values()) remove(entry);
    this.#entries.clear();
    process.nextTick(() => this.emit('close'));
  }
  ref() {
    if (!this.#isReferenced && !this.#isClosed) {
      this.#isReferenced = true;
      reference(1);
    }
    return this;
  }
  unref() {
    if (this.#isReferenced) {
      this.#isReferenced = false;
      reference(-1);
    }
    return this;
  }
}

function watch(file, givenOptions, givenListener) {
  let [options, listener] = [givenOptions, givenListener];
  if (typeof options === 'function') [options, listener] = [{}, options];
  else if (typeof options === 'string') options = { encoding: options };
  options ??= {};
  for (const name of ['persistent', 'recursive']) {
    if (options[name] !== undefined && typeof options[name] !== 'boolean') throw invalidArgument(`options.${name}`, 'of type boolean', options[name]);
  }
  checkSignal(options.signal, 'options.signal');
  const watcher = new FSWatcher();
  const given = fs.toPath(file);
  try {
    watcher.start(given, options);
  } catch (error) {
    throw Object.assign(error, { filename: given });
  }
  if (listener) {
    checkFunction(listener, 'listener');
    watcher.addListener('change', listener);
  }
  const { signal } = options;
  if (signal?.aborted) process.nextTick(() => watcher.close());
  else if (signal) watcher.once('close', onAbort(signal, () => watcher.close()));
  return watcher;
}

/** Events as they come, none of which is lost between two requests. */
async function* watchEvents(file, options = {}) {
  const settings = typeof options === 'string' ? { encoding: options } : { ...options };
  const { signal } = settings;
  const { abortedBy } = require('internal/streams/errors');
  if (signal?.aborted) throw abortedBy(signal);
  delete settings.signal;
  const events = [];
  let wake = null;
  const watcher = watch(file, settings, (eventType, filename) => {
    events.push({ eventType, filename });
    wake?.();
  });
  const forget = signal && onAbort(signal, () => wake?.());
  try {
    for (;;) {
      while (events.length > 0) yield events.shift();
      if (signal?.aborted) throw abortedBy(signal);
      await new Promise((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    forget?.();
    watcher.close();
  }
}

// ---- looking now and then

const INTERVAL = 5007;
const lookedAt = new Map();
const noFile = (bigint) => {
  const stats = Object.create(fs.Stats.prototype);
  const zero = bigint ? 0n : 0;
  for (const name of ['dev', 'mode', 'nlink', 'uid', 'gid', 'rdev', 'blksize', 'ino', 'size', 'blocks', 'atimeMs', 'mtimeMs', 'ctimeMs', 'birthtimeMs']) stats[name] = zero;
  for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) stats[name] = new Date(0);
  return stats;
};

class StatWatcher extends EventEmitter {
  #timer;
  #file;
  #bigint;
  #last;
  constructor(file, { interval = INTERVAL, persistent = true, bigint = false }) {
    super();
    this.#file = file;
    this.#bigint = bigint;
    this.#last = this.#look();
    // A file that is not there is told once.
    if (!this.#last.ino) native.complete(() => this.#timer && this.emit('change', this.#last, this.#last));
    this.#timer = setInterval(() => this.#compare(), interval);
    if (!persistent) this.#timer.unref();
  }
  #look() {
    return fs.statSync(this.#file, { throwIfNoEntry: false, bigint: this.#bigint }) ?? noFile(this.#bigint);
  }
  #compare() {
    const [before, now] = [this.#last, this.#look()];
    if (['ctimeMs', 'mtimeMs', 'size', 'mode', 'uid', 'gid', 'ino', 'dev', 'nlink'].every((name) => before[name] === now[name])) return;
    this.#last = now;
    this.emit('change', now, before);
  }
  stop() {
    clearInterval(this.#timer);
    this.#timer = null;
    this.emit('stop');
  }
  ref() {
    this.#timer?.ref();
    return this;
  }
  unref() {
    this.#timer?.unref();
    return this;
  }
}

function watchFile(file, givenOptions, givenListener) {
  const name = path.resolve(fs.toPath(file));
  const hasOptions = givenOptions !== null && typeof givenOptions === 'object';
  const [options, listener] = hasOptions ? [givenOptions, givenListener] : [{}, givenOptions];
  checkFunction(listener, 'listener');
  const { interval } = options;
  if (interval !== undefined && (!Number.isInteger(interval) || interval < 0)) throw outOfRange('interval', 'an unsigned integer', interval);
  let watcher = lookedAt.get(name);
  if (!watcher) lookedAt.set(name, watcher = new StatWatcher(name, options));
  watcher.addListener('change', listener);
  return watcher;
}

function unwatchFile(file, listener) {
  const name = path.resolve(fs.toPath(file));
  const watcher = lookedAt.get(name);
  if (!watcher) return;
  if (typeof listener === 'function') watcher.removeListener('change', listener);
  else watcher.removeAllListeners('change');
  if (watcher.listenerCount('change') > 0) return;
  watcher.stop();
  lookedAt.delete(name);
}

module.exports = { FSWatcher, StatWatcher, watch, watchEvents, watchFile, unwatchFile };
