// What is asked of a child process: checked, and in the form that starts it.
'use strict';

const { coded, checkString, invalidArgument, invalidValue, outOfRange } = require('internal/errors');
const { numberOf } = require('internal/signals');

const hasNull = (text) => typeof text === 'string' && text.includes('\0');

function checkNoNull(text, name) {
  if (hasNull(text)) throw invalidValue(name, text, 'must be a string without null bytes');
}

/** A path that may be a URL. */
function folderOf(cwd) {
  if (cwd === undefined || cwd === null || cwd === '') return undefined;
  const path = cwd instanceof require('url').URL ? require('url').fileURLToPath(cwd) : cwd;
  if (typeof path !== 'string') throw invalidArgument('options.cwd', 'of type string or an instance of Buffer or URL', cwd);
  checkNoNull(path, 'options.cwd');
  return path;
}

function checkId(value, name) {
  if (value === undefined || value === null) return;
  if (typeof value !== 'number') throw invalidArgument(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < -2147483648 || value > 2147483647) throw outOfRange(name, '>= -2147483648 && <= 2147483647', value);
}

function checkBoolean(value, name) {
  if (value !== undefined && value !== null && typeof value !== 'boolean') throw invalidArgument(name, 'of type boolean', value);
}

/** The number of a signal that is to be sent. */
function signalOf(signal, name = 'signal') {
  if (typeof signal !== 'string' && typeof signal !== 'number') throw invalidArgument(name, 'of type string or number', signal);
  const number = numberOf(signal);
  if (number === undefined) throw coded(TypeError, 'ERR_UNKNOWN_SIGNAL', `Unknown signal: ${signal}`);
  return number;
}

function checkTimeout(timeout) {
  if (timeout === undefined || timeout === null) return;
  if (typeof timeout !== 'number') throw invalidArgument('timeout', 'of type number', timeout);
  if (!Number.isInteger(timeout)) throw outOfRange('timeout', 'an integer', timeout);
  if (timeout < 0 || timeout > Number.MAX_SAFE_INTEGER) throw outOfRange('timeout', '>= 0 && <= 9007199254740991', timeout);
}

function checkMaxBuffer(maxBuffer) {
  if (maxBuffer === undefined || maxBuffer === null) return;
  if (typeof maxBuffer !== 'number' || Number.isNaN(maxBuffer) || maxBuffer < 0) throw outOfRange('options.maxBuffer', '>= 0', maxBuffer);
}

/** `name=value`. A later name of several that are the same counts. */
function pairsOf(env) {
  const pairs = [];
  for (const name in env) { // eslint-disable-line guard-for-in
    const value = env[name];
    if (value === undefined) continue;
    checkNoNull(name, `options.env['${name}']`);
    checkNoNull(`${value}`, `options.env['${name}']`);
    pairs.push(`${name}=${value}`);
  }
  return pairs;
}

/** Arguments of spawn and its like, where those in the middle may be left out. */
function argumentsOf(file, givenArgs, givenOptions) {
  checkString(file, 'file');
  if (file.length === 0) throw invalidValue('file', file, 'cannot be empty');
  checkNoNull(file, 'file');
  let [args, options] = [givenArgs, givenOptions];
  if (Array.isArray(args)) args = [...args];
  else if (args === undefined || args === null) args = [];
  else if (typeof args !== 'object') throw invalidArgument('args', 'of type object', args);
  else [args, options] = [[], args];
  args = args.map((arg, i) => {
    checkNoNull(`${arg}`, `args[${i}]`);
    return `${arg}`;
  });
  if (options !== undefined && (options === null || typeof options !== 'object' || Array.isArray(options))) throw invalidArgument('options', 'of type object', options);
  return [args, options ?? {}];
}

/** Everything but the stdio. */
function normalize(file, args, options) {
  const cwd = folderOf(options.cwd);
  checkBoolean(options.detached, 'options.detached');
  checkId(options.uid, 'options.uid');
  checkId(options.gid, 'options.gid');
  const { shell, argv0 } = options;
  if (shell !== undefined && shell !== null && typeof shell !== 'boolean' && typeof shell !== 'string') {
    throw invalidArgument('options.shell', 'one of type boolean or string', shell);
  }
  if (argv0 !== undefined && argv0 !== null) {
    checkString(argv0, 'options.argv0');
    checkNoNull(argv0, 'options.argv0');
  }
  checkBoolean(options.windowsHide, 'options.windowsHide');
  let [program, words] = [file, args];
  if (shell) {
    if (args.length > 0) {
      require('internal/errors').deprecated(
        'DEP0190',
        'Passing args to a child process with shell option true can lead to security vulnerabilities, as the arguments are not escaped, only concatenated.',
      );
    }
    words = ['-c', [file, ...args].join(' ')];
    program = typeof shell === 'string' ? shell : '/bin/sh';
  }
  return {
    file: program,
    args: [argv0 ?? program, ...words],
    envPairs: pairsOf(options.env ?? process.env),
    cwd,
    uid: options.uid ?? undefined,
    gid: options.gid ?? undefined,
    detached: !!options.detached,
  };
}

/** As the system is told: names and values in turn. */
function environmentOf(pairs) {
  return (pairs ?? []).flatMap((pair) => {
    const at = pair.indexOf('=', 1);
    return at < 0 ? [] : [pair.slice(0, at), pair.slice(at + 1)];
  });
}

/** The list that a short form of stdio stands for. */
function stdioList(stdio) {
  if (stdio === undefined || stdio === null) return ['pipe', 'pipe', 'pipe'];
  if (typeof stdio === 'string') {
    const list = { ignore: 'ignore', overlapped: 'overlapped', pipe: 'pipe' }[stdio];
    if (list) return [list, list, list];
    if (stdio === 'inherit') return [0, 1, 2];
    throw invalidValue('stdio', stdio);
  }
  if (!Array.isArray(stdio)) throw invalidValue('stdio', stdio);
  const list = [...stdio];
  while (list.length < 3) list.push(undefined);
  return list;
}

/** Kinds: ignore, pipe, ipc, or the descriptor `fd`. */
function stdioOf(stdio, isSync) {
  let hasChannel = false;
  return stdioList(stdio).map((item, i) => {
    const kind = item === undefined || item === null ? (i < 3 ? 'pipe' : 'ignore') : item;
    if (kind === 'ignore') return { kind: 'ignore' };
    if (kind === 'pipe' || kind === 'overlapped') return { kind: 'pipe' };
    if (kind === 'ipc') {
      if (isSync) throw coded(Error, 'ERR_IPC_SYNC_FORK', 'IPC cannot be used with synchronous forks');
      if (hasChannel) throw coded(Error, 'ERR_IPC_ONE_PIPE', 'Child process can have only one IPC pipe');
      hasChannel = true;
      return { kind: 'ipc' };
    }
    if (kind === 'inherit') return { kind: 'fd', fd: i };
    if (typeof kind === 'number') return { kind: 'fd', fd: kind };
    if (typeof kind.fd === 'number') return { kind: 'fd', fd: kind.fd };
    if (typeof kind._handle?.fd === 'number') return { kind: 'fd', fd: kind._handle.fd };
    if (isSync && ArrayBuffer.isView(kind)) return { kind: 'pipe', input: kind };
    throw invalidValue('stdio', kind);
  });
}

module.exports = { environmentOf, argumentsOf, checkMaxBuffer, checkTimeout, normalize, signalOf, stdioOf };
