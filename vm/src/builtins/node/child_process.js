// node:child_process.
'use strict';

const { coded, checkFunction, checkString, invalidArgument, invalidValue } = require('internal/errors');
const { checkSignal, onAbort } = require('internal/streams/abort');
const { abortedBy } = require('internal/streams/errors');
const ChildProcess = require('internal/child/process');
const options = require('internal/child/options');
const sync = require('internal/child/sync');

const MOST = 1024 * 1024;
const kCustomPromisify = Symbol.for('nodejs.util.promisify.custom');

function killQuietly(child, signal, error) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (child.kill(signal)) child.emit('error', error);
  } catch (failure) {
    child.emit('error', failure);
  }
}

function spawn(file, givenArgs, givenOptions) {
  const [args, settings] = options.argumentsOf(file, givenArgs, givenOptions);
  options.checkTimeout(settings.timeout);
  checkSignal(settings.signal, 'options.signal');
  const killSignal = settings.killSignal === undefined || settings.killSignal === null ? 'SIGTERM' : settings.killSignal;
  options.signalOf(killSignal, 'options.killSignal');
  const { serialization } = settings;
  if (![undefined, 'json', 'advanced'].includes(serialization)) throw invalidValue('options.serialization', serialization, "must be one of: undefined, 'json', 'advanced'");
  const child = new ChildProcess();
  child.spawn({ ...options.normalize(file, args, settings), stdio: settings.stdio, serialization });

  if (settings.timeout > 0) {
    let timer = setTimeout(() => {
      timer = null;
      try {
        child.kill(killSignal);
      } catch (error) {
        child.emit('error', error);
      }
    }, settings.timeout);
    child.once('exit', () => {
      if (timer) clearTimeout(timer);
    });
  }
  const { signal } = settings;
  if (signal) {
    const abort = () => killQuietly(child, killSignal, abortedBy(signal));
    if (signal.aborted) {
      process.nextTick(abort);
    } else {
      child.once('exit', onAbort(signal, abort));
    }
  }
  return child;
}

/** What exec and execFile say of a command that failed. */
function failureOf({ code, signal, killed, command, stderr }) {
  const error = new Error(`Command failed: ${command}\n${stderr}`);
  return Object.assign(error, { code: code < 0 ? require('util').getSystemErrorName(code) : code, killed, signal, cmd: command });
}

function execFile(file, ...rest) {
  let [args, settings] = [[], {}];
  if (Array.isArray(rest[0]) || rest[0] === null || rest[0] === undefined) args = rest.shift() ?? [];
  if (rest.length && typeof rest[0] === 'object') settings = rest.shift() ?? {};
  else if (rest.length && rest[0] === undefined) rest.shift();
  else if (rest.length > 1 && typeof rest[0] !== 'function') throw invalidArgument('options', 'of type object', rest[0]);
  const callback = rest.shift();
  if (callback !== undefined && callback !== null) checkFunction(callback, 'callback');
  return run(file, args, settings, callback, undefined);
}

function run(file, args, given, callback, command) {
  const settings = { encoding: 'utf8', timeout: 0, maxBuffer: MOST, killSignal: 'SIGTERM', cwd: null, env: null, shell: false, ...given };
  options.checkTimeout(settings.timeout);
  options.checkMaxBuffer(settings.maxBuffer);
  options.signalOf(settings.killSignal, 'options.killSignal');
  const child = spawn(file, args, {
    cwd: settings.cwd, env: settings.env, gid: settings.gid, shell: settings.shell, signal: settings.signal, uid: settings.uid,
    windowsHide: !!settings.windowsHide, killSignal: settings.killSignal,
  });
  const encoding = settings.encoding && Buffer.isEncoding(settings.encoding) ? settings.encoding : null;
  let isKilled = false;
  let isOver = false;
  let failure = null;
  let timer = null;

  const collected = [child.stdout, child.stderr].map((stream, i) => {
    const parts = [];
    let length = 0;
    if (!stream) return { value: () => '' };
    if (encoding) stream.setEncoding(encoding);
    stream.on('data', (chunk) => {
      // Who has the stream may have given it another encoding.
      const { readableEncoding } = stream;
      const size = readableEncoding ? Buffer.byteLength(chunk, readableEncoding) : chunk.length;
      const room = settings.maxBuffer - length;
      length += size;
      if (size > room) {
        parts.push(chunk.slice(0, Math.max(room, 0)));
        const name = i === 0 ? 'stdout' : 'stderr';
        failure = coded(RangeError, 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER', `${name} maxBuffer length exceeded`);
        kill();
      } else {
        parts.push(chunk);
      }
    });
    return { value: () => (encoding || stream.readableEncoding ? parts.join('') : Buffer.concat(parts)) };
  });

  function kill() {
    child.stdout?.destroy();
    child.stderr?.destroy();
    isKilled = true;
    try {
      child.kill(settings.killSignal);
    } catch (error) {
      failure ??= error;
      onEnd();
    }
  }

  function onEnd(code, signal) {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    if (!callback) return;
    const [stdout, stderr] = collected.map((one) => one.value());
    if (!failure && code === 0 && signal === null) {
      callback(null, stdout, stderr);
      return;
    }
    const shown = command ?? [file, ...args].join(' ');
    const error = failure ?? failureOf({ code, signal, killed: child.killed || isKilled, command: shown, stderr });
    if (failure) error.cmd = shown;
    callback(error, stdout, stderr);
  }

  if (settings.timeout > 0) {
    timer = setTimeout(() => {
      kill();
      timer = null;
    }, settings.timeout);
  }
  child.addListener('close', onEnd);
  child.addListener('error', (error) => {
    failure = error;
    child.stdout?.destroy();
    child.stderr?.destroy();
    onEnd();
  });
  return child;
}

function exec(command, givenOptions, givenCallback) {
  checkString(command, 'command');
  const [settings, callback] = typeof givenOptions === 'function' ? [{}, givenOptions] : [givenOptions ?? {}, givenCallback];
  if (callback !== undefined && callback !== null) checkFunction(callback, 'callback');
  if (typeof settings !== 'object') throw invalidArgument('options', 'of type object', settings);
  const shell = typeof settings.shell === 'string' ? settings.shell : true;
  return run(command, [], { ...settings, shell }, callback, command);
}

/** The promise has the child, and what it wrote. */
function promisified(start) {
  return (...args) => {
    let settle;
    const promise = new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
    promise.child = start(...args, (error, stdout, stderr) => {
      if (error) settle.reject(Object.assign(error, { stdout, stderr }));
      else settle.resolve({ stdout, stderr });
    });
    return promise;
  };
}
for (const start of [exec, execFile]) Object.defineProperty(start, kCustomPromisify, { enumerable: false, value: promisified(start) });

function fork(module, givenArgs, givenOptions) {
  const path = module instanceof require('url').URL ? require('url').fileURLToPath(module) : module;
  const [args, given] = options.argumentsOf(path, givenArgs, givenOptions);
  const settings = { ...given, shell: false };
  const execArgv = settings.execArgv ?? process.execArgv;
  let { stdio } = settings;
  if (typeof stdio === 'string') {
    const item = { ignore: 'ignore', pipe: 'pipe', inherit: 'inherit' }[stdio];
    if (!item) throw invalidValue('stdio', stdio);
    stdio = [item, item, item, 'ipc'];
  } else if (!Array.isArray(stdio)) {
    stdio = settings.silent ? ['pipe', 'pipe', 'pipe', 'ipc'] : [0, 1, 2, 'ipc'];
  } else if (!stdio.includes('ipc')) {
    throw coded(Error, 'ERR_CHILD_PROCESS_IPC_REQUIRED', "Forked processes must have an IPC channel, missing value 'ipc' in options.stdio");
  }
  return spawn(settings.execPath ?? process.execPath, [...execArgv, path, ...args], { ...settings, stdio });
}

module.exports = {
  ChildProcess, exec, execFile, execFileSync: sync.execFileSync, execSync: sync.execSync, fork, spawn, spawnSync: sync.spawnSync,
};
