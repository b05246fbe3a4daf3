// Child processes whose end is waited for.
'use strict';

const native = require('native');
const { Buffer } = require('buffer');
const { invalidArgument, ofSystemCall } = require('internal/errors');
const { nameOf } = require('internal/signals');
const options = require('internal/child/options');

const PIPE = -2;
const MOST = 1024 * 1024;
const failures = new Map(Object.entries(native.errorNumbers()).map(([code, number]) => [number, code]));

function inputOf(input, encoding, name) {
  if (input === undefined || input === null) return null;
  if (typeof input === 'string') return Buffer.from(input, encoding && encoding !== 'buffer' ? encoding : 'utf8');
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  throw invalidArgument(name, 'of type string or an instance of Buffer, TypedArray, or DataView', input);
}

/** What process.binding('spawn_sync') has: programs put their own function in the place of `spawn`. */
const binding = {
  spawn(wanted) {
    const { input, timeout, maxBuffer, killSignal } = wanted;
    return native.spawnAndWait({ ...wanted, env: options.environmentOf(wanted.envPairs) }, input ?? null, timeout ?? 0, maxBuffer ?? MOST, killSignal);
  },
};

function spawnSync(file, givenArgs, givenOptions) {
  const [args, given] = options.argumentsOf(file, givenArgs, givenOptions);
  const settings = { maxBuffer: MOST, ...given };
  options.checkTimeout(settings.timeout);
  options.checkMaxBuffer(settings.maxBuffer);
  const signal = settings.killSignal === undefined || settings.killSignal === null ? undefined : options.signalOf(settings.killSignal, 'options.killSignal');
  const wanted = options.normalize(file, args, settings);
  const stdio = options.stdioOf(settings.stdio, true);
  const input = inputOf(settings.input ?? stdio[0].input, settings.encoding, 'options.stdio[0]');
  wanted.stdio = stdio.map(({ kind, fd }) => (kind === 'ignore' ? -1 : kind === 'fd' ? fd : PIPE));

  let result;
  try {
    const child = binding.spawn({ ...wanted, input, timeout: settings.timeout, maxBuffer: settings.maxBuffer, killSignal: signal });
    const decode = settings.encoding && settings.encoding !== 'buffer' ? (bytes) => bytes.toString(settings.encoding) : (bytes) => bytes;
    const output = child.outputs.map((bytes) => (bytes === null ? null : decode(Object.setPrototypeOf(bytes, Buffer.prototype))));
    result = {};
    if (child.failed !== null) result.error = ofSystemCall({ code: failures.get(child.failed), errno: -child.failed }, `spawnSync ${wanted.file}`);
    Object.assign(result, { status: child.status, signal: child.signal === null ? null : nameOf(child.signal), output, pid: child.pid });
  } catch (error) {
    if (typeof error.errno !== 'number') throw error;
    result = { error: ofSystemCall(error, `spawnSync ${wanted.file}`), status: null, signal: null, output: null, pid: 0 };
  }
  result.stdout = result.output?.[1];
  result.stderr = result.output?.[2];
  if (result.error) {
    result.error.syscall = `spawnSync ${wanted.file}`;
    result.error.path = wanted.file;
    result.error.spawnargs = wanted.args.slice(1);
  }
  return { result, args: wanted.args };
}

/** The error of a child that did not end well. */
function failureOf(result, command, args) {
  if (result.error) return Object.assign(result.error, result);
  if (result.status === 0) return null;
  let message = `Command failed: ${command ?? args.join(' ')}`;
  if (result.stderr && result.stderr.length > 0) message += `\n${result.stderr.toString()}`;
  return Object.assign(new Error(message), result);
}

function outputOf({ result, args }, command, showsErrors) {
  if (showsErrors && result.stderr) process.stderr.write(result.stderr);
  const error = failureOf(result, command, args);
  if (error) throw error;
  return result.stdout;
}

module.exports = {
  binding,
  spawnSync: function (file, args, settings) { return spawnSync(file, args, settings).result; },
  execFileSync: function (file, givenArgs, givenOptions) {
    const [args, settings] = options.argumentsOf(file, givenArgs, givenOptions);
    return outputOf(spawnSync(file, args, settings), undefined, !settings.stdio);
  },
  execSync: function (command, settings = {}) {
    require('internal/errors').checkString(command, 'command');
    const shell = typeof settings?.shell === 'string' ? settings.shell : true;
    return outputOf(spawnSync(command, [], { ...settings, shell }), command, !settings?.stdio);
  },
};
