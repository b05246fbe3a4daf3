// Files as responses: `respondWithFile` and `respondWithFD`.
'use strict';

const fs = require('fs');
const { invalidArgument, invalidValue } = require('internal/errors');
const { failure } = require('internal/http2/errors');
const { constants } = require('internal/http2/constants');
const { checkObject } = require('internal/http2/settings');
const { kConnection, kState, kTouch } = require('internal/http2/session');

const CHUNK = 64 * 1024;

/** What both ways check and prepare. */
function prepare(stream, given, givenOptions) {
  stream.checkUnanswered();
  checkObject(givenOptions, 'options');
  const options = { ...givenOptions };
  for (const name of ['offset', 'length']) {
    if (options[name] !== undefined && typeof options[name] !== 'number') throw invalidValue(`options.${name}`, options[name]);
  }
  if (options.statCheck !== undefined && typeof options.statCheck !== 'function') throw invalidValue('options.statCheck', options.statCheck);
  const { prepareResponse, hasNoBody } = require('internal/http2/stream');
  return () => {
    stream[kTouch]();
    const { headers, status } = prepareResponse(stream, given, options);
    if (hasNoBody(status) || stream.headRequest) throw failure('PAYLOAD_FORBIDDEN', status);
    if (options.waitForTrailers) stream[kState].hasTrailers = true;
    return { headers, options };
  };
}
const closeQuietly = (fd) => fs.close(fd, () => {});

/** Sends so many octets of a descriptor from an offset on; -1 is the place where it is, or all. */
function send(stream, fd, headers, options, offset, length, isOwn) {
  const state = stream[kState];
  const { kSession, kExchange } = require('internal/http2/stream');
  state.headersSent = true;
  let list;
  try {
    list = stream.remember(headers);
  } catch (error) {
    if (isOwn) closeQuietly(fd);
    stream.destroy(error);
    return;
  }
  const connection = stream[kSession][kConnection];
  const exchange = stream[kExchange];
  connection.respond(exchange, list, false, !!options.waitForTrailers);
  let position = offset >= 0 ? offset : null;
  let left = length >= 0 ? length : Infinity;
  const over = () => {
    if (isOwn) closeQuietly(fd);
  };
  // The stream ends when its file has: programs write nothing to it.
  stream._final = function afterFile(callback) {
    const next = (error) => {
      if (error) {
        over();
        callback();
        return;
      }
      if (exchange.isClosed || stream.destroyed || left <= 0) {
        over();
        connection.end(exchange, callback);
        stream.once('finish', () => stream[require('internal/http2/session').kMaybeDestroy]());
        return;
      }
      const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK, left));
      fs.read(fd, buffer, 0, buffer.length, position, (failed, count) => {
        if (failed) {
          over();
          stream.close(constants.NGHTTP2_INTERNAL_ERROR);
          callback();
          return;
        }
        if (count === 0) left = 0;
        left -= count;
        if (position !== null) position += count;
        if (count === 0) next();
        else connection.write(exchange, buffer.subarray(0, count), next);
      });
    };
    next();
  };
  stream.end();
}

function respondWithDescriptor(stream, given, headersGiven, givenOptions) {
  const ready = prepare(stream, headersGiven, givenOptions);
  const fd = given !== null && typeof given === 'object' && typeof given.fd === 'number' ? given.fd : given;
  if (typeof fd !== 'number') throw invalidArgument('fd', 'of type number or an instance of FileHandle', given);
  const { headers, options } = ready();
  const { offset = 0, length = -1 } = options;
  if (options.statCheck === undefined) {
    send(stream, fd, headers, options, options.offset ?? -1, length, false);
    return;
  }
  fs.fstat(fd, (error, stat) => {
    if (error || stream.destroyed || stream.closed) {
      stream.destroy(error ?? failure('INVALID_STREAM'));
      return;
    }
    const range = { offset, length };
    if (options.statCheck.call(stream, stat, headers, range) === false || stream.headersSent) return;
    send(stream, fd, headers, options, range.offset | 0, range.length | 0, false);
  });
}

function respondWithFile(stream, path, headersGiven, givenOptions) {
  const { headers, options } = prepare(stream, headersGiven, givenOptions)();
  const fail = (error, fd) => {
    if (fd !== undefined) closeQuietly(fd);
    if (options.onError) options.onError(error);
    else stream.destroy(error);
  };
  fs.open(path, 'r', (openError, fd) => {
    if (openError) {
      fail(openError);
      return;
    }
    if (stream.destroyed || stream.closed) {
      closeQuietly(fd);
      return;
    }
    fs.fstat(fd, (error, stat) => {
      if (error) {
        fail(error, fd);
        return;
      }
      if (!stat.isFile() && (options.offset !== undefined || options.length !== undefined || stat.isDirectory())) {
        fail(failure(stat.isDirectory() ? 'SEND_FILE' : 'SEND_FILE_NOSEEK'), fd);
        return;
      }
      if (stream.destroyed || stream.closed) {
        closeQuietly(fd);
        stream.destroy(failure('INVALID_STREAM'));
        return;
      }
      const range = { offset: options.offset ?? 0, length: options.length ?? -1 };
      if ((options.statCheck !== undefined && options.statCheck.call(stream, stat, headers, range) === false) || stream.headersSent) {
        closeQuietly(fd);
        return;
      }
      let { length } = range;
      if (stat.isFile()) {
        const rest = stat.size - range.offset;
        length = length < 0 ? rest : Math.min(rest, length);
        headers['content-length'] = length;
      }
      send(stream, fd, headers, options, stat.isFile() ? range.offset : -1, length, true);
    });
  });
}

module.exports = { respondWithDescriptor, respondWithFile };
