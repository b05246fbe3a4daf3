// The errors of streams.
'use strict';

const { coded } = require('internal/errors');

/** An error as Node.js has it when something was aborted. */
class AbortError extends Error {
  constructor(message = 'The operation was aborted', options = undefined) {
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

const error = (code, message, Base = Error) => coded(Base, code, message);

/** Two errors as one, the later first. */
function both(first, second) {
  if (!first || !second || first === second) return first || second;
  if (Array.isArray(second.errors)) {
    second.errors.push(first);
    return second;
  }
  const all = new AggregateError([second, first], second.message);
  all.code = second.code;
  return all;
}

module.exports = {
  AbortError, both,
  abortedBy: (signal) => new AbortError(undefined, { cause: signal.reason }),
  alreadyFinished: (method) => error('ERR_STREAM_ALREADY_FINISHED', `Cannot call ${method} after a stream was finished`),
  cannotPipe: () => error('ERR_STREAM_CANNOT_PIPE', 'Cannot pipe, not readable'),
  unableToPipe: () => error('ERR_STREAM_UNABLE_TO_PIPE', 'Cannot pipe to a closed or destroyed stream'),
  destroyed: (method) => error('ERR_STREAM_DESTROYED', `Cannot call ${method} after a stream was destroyed`),
  invalidReturn: (expected, name, value) => {
    const got = value?.constructor?.name ? `an instance of ${value.constructor.name}` : (value === undefined || value === null ? `${value}` : `type ${typeof value}`);
    return error('ERR_INVALID_RETURN_VALUE', `Expected ${expected} to be returned from the "${name}" function but got ${got}.`, TypeError);
  },
  missingArguments: (...names) => {
    const quoted = names.map((name) => `"${name}"`);
    const list = quoted.length === 1 ? `${quoted[0]} argument` : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)} arguments`;
    return error('ERR_MISSING_ARGS', `The ${list} must be specified`, TypeError);
  },
  multipleCallback: () => error('ERR_MULTIPLE_CALLBACK', 'Callback called multiple times'),
  notImplemented: (method) => error('ERR_METHOD_NOT_IMPLEMENTED', `The ${method} method is not implemented`),
  nullValue: () => error('ERR_STREAM_NULL_VALUES', 'May not write null values to stream', TypeError),
  prematureClose: () => error('ERR_STREAM_PREMATURE_CLOSE', 'Premature close'),
  pushAfterEnd: () => error('ERR_STREAM_PUSH_AFTER_EOF', 'stream.push() after EOF'),
  unshiftAfterEnd: () => error('ERR_STREAM_UNSHIFT_AFTER_END_EVENT', 'stream.unshift() after end event'),
  unknownEncoding: (name) => error('ERR_UNKNOWN_ENCODING', `Unknown encoding: ${name}`, TypeError),
  writeAfterEnd: () => error('ERR_STREAM_WRITE_AFTER_END', 'write after end'),
};
