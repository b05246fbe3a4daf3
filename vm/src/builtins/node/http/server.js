// Server and ServerResponse.
'use strict';

const net = require('net');
const IncomingMessage = require('internal/http/incoming');
const OutgoingMessage = require('internal/http/outgoing');
const { STATUS_CODES, validateHeaderName, validateHeaderValue } = require('internal/http/common');
const { checkServer } = require('internal/http/options');
const { coded, invalidArgument, invalidValue } = require('internal/errors');


function ServerResponse(request, options) {
  OutgoingMessage.call(this, options);
  this._rejectsBody = options?.rejectNonStandardBodyWrites === true;
  if (request.method === 'HEAD') this._hasBody = false;
  this.req = request;
  this.sendDate = true;
  this._sent100 = false;
  this._expect_continue = false;
  if (request.httpVersionMajor < 1 || request.httpVersionMinor < 1) {
    this.useChunkedEncodingByDefault = /\bchunked\b/i.test(request.headers?.te ?? '');
    this.shouldKeepAlive = false;
  }
}
Object.setPrototypeOf(ServerResponse.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ServerResponse, OutgoingMessage);
ServerResponse.prototype.statusCode = 200;
ServerResponse.prototype.statusMessage = undefined;

ServerResponse.prototype.assignSocket = function assignSocket(socket) {
  if (socket._httpMessage) throw coded(Error, 'ERR_HTTP_SOCKET_ASSIGNED', 'ServerResponse has an already assigned socket');
  socket._httpMessage = this;
  this._onSocketClose = () => {
    if (this._closed) return;
    this.destroyed = true;
    this._closed = true;
    this.emit('close');
  };
  socket.on('close', this._onSocketClose);
  this.socket = socket;
  this.emit('socket', socket);
  this._flush();
};
ServerResponse.prototype.detachSocket = function detachSocket(socket) {
  socket.removeListener('close', this._onSocketClose ?? (() => {}));
  socket._httpMessage = null;
  this.socket = null;
};
ServerResponse.prototype.writeContinue = function writeContinue(callback) {
  this._writeRaw(Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'), callback);
  this._sent100 = true;
};
ServerResponse.prototype.writeProcessing = function writeProcessing(callback) {
  this._writeRaw(Buffer.from('HTTP/1.1 102 Processing\r\n\r\n'), callback);
};
/** A link with its parameters (RFC 8288, section 3). */
const LINK = /^\s*<[^>]*>(?:\s*;\s*[^;\s"=]+(?:=(?:"[^"]*"|[^;\s"]*))?)*\s*$/;
const LINK_FORMAT = 'must be an array or string of format "</styles.css>; rel=preload; as=style"';
ServerResponse.prototype.writeEarlyHints = function writeEarlyHints(hints, callback) {
  if (hints === null || typeof hints !== 'object') throw invalidArgument('hints', 'of type object', hints);
  let head = 'HTTP/1.1 103 Early Hints\r\n';
  if (hints.link === undefined || hints.link === null) return;
  for (const link of [hints.link].flat()) if (!LINK.test(link)) throw invalidValue('hints', link, LINK_FORMAT);
  if (hints.link.length === 0) return;
  for (const [name, value] of Object.entries(hints)) {
    validateHeaderName(name);
    for (const item of name === 'link' ? [[value].flat().join(', ')] : [value].flat()) {
      validateHeaderValue(name, item);
      head += `${name === 'link' ? 'Link' : name}: ${item}\r\n`;
    }
  }
  this._writeRaw(Buffer.from(`${head}\r\n`, 'latin1'), callback);
};
/** Heads that come before the one of the answer. */
ServerResponse.prototype.writeInformation = function writeInformation(statusCode, headers, callback) {
  if (this._header) throw coded(Error, 'ERR_HTTP_HEADERS_SENT', 'Cannot write headers after they are sent to the client');
  require('internal/validators').checkInteger(statusCode, 'statusCode', 100, 199);
  if (statusCode === 101) throw coded(RangeError, 'ERR_HTTP_INVALID_STATUS_CODE', `Invalid status code: ${statusCode}`);
  if (headers !== undefined && headers !== null && typeof headers !== 'object') throw invalidArgument('headers', 'of type object', headers);
  let head = `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? 'unknown'}\r\n`;
  for (const [name, value] of pairsOf(headers)) head += `${checkedPair(name, value).join(': ')}\r\n`;
  if (statusCode === 100) this._sent100 = true;
  return this._writeRaw(Buffer.from(`${head}\r\n`, 'latin1'), typeof callback === 'function' ? callback : undefined);
};
/** Fields of an object, of pairs, or of names and values in turn. */
function pairsOf(headers) {
  if (headers === undefined || headers === null) return [];
  if (!Array.isArray(headers)) return Object.entries(headers);
  if (headers.every(Array.isArray)) return headers;
  return headers.flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1]]] : []));
}
ServerResponse.prototype._implicitHeader = function () {
  this.writeHead(this.statusCode);
};
/** A field that is sent without having been set. */
function checkedPair(name, value) {
  validateHeaderName(name);
  for (const item of Array.isArray(value) ? value : [value]) validateHeaderValue(name, item);
  return [name, value];
}
const shownStatus = (status) => (typeof status === 'object' && status !== null ? require('util').inspect(status) : status);
ServerResponse.prototype.writeHead = function writeHead(statusCode, reason, headers) {
  if (this._header) throw coded(Error, 'ERR_HTTP_HEADERS_SENT', 'Cannot write headers after they are sent to the client');
  const code = statusCode | 0;
  if (code < 100 || code > 999) throw coded(RangeError, 'ERR_HTTP_INVALID_STATUS_CODE', `Invalid status code: ${shownStatus(statusCode)}`);
  if (typeof reason === 'string') {
    this.statusMessage = reason;
  } else {
    this.statusMessage ||= STATUS_CODES[code] || 'unknown';
    headers ??= reason;
  }
  this.statusCode = code;
  const extra = [];
  const isAlone = this._headerCount() === 0;
  if (Array.isArray(headers)) {
    const flat = Array.isArray(headers[0]) ? headers.flat() : headers;
    if (flat.length % 2) throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', `The argument 'headers' is invalid. Received ${require('util').inspect(headers)}`);
    if (isAlone) {
      for (let i = 0; i < flat.length; i += 2) extra.push(checkedPair(`${flat[i]}`, flat[i + 1]));
    } else {
      for (let i = 0; i < flat.length; i += 2) this.removeHeader(`${flat[i]}`);
      for (let i = 0; i < flat.length; i += 2) this.appendHeader(`${flat[i]}`, flat[i + 1]);
    }
  } else if (headers && isAlone) {
    for (const [name, value] of Object.entries(headers)) if (name) extra.push(checkedPair(name, value));
  } else if (headers) {
    for (const [name, value] of Object.entries(headers)) if (name) this.setHeader(name, value);
  }
  if (/[^\t\x20-\x7e\x80-\xff]/.test(this.statusMessage)) throw coded(TypeError, 'ERR_INVALID_CHAR', 'Invalid character in statusMessage');
  if (code === 204 || code === 304 || (code >= 100 && code <= 199)) this._hasBody = false;
  if (this._expect_continue && !this._sent100) this.shouldKeepAlive = false;
  this._storeHeader(`HTTP/1.1 ${code} ${this.statusMessage}\r\n`, extra);
  return this;
};
ServerResponse.prototype.writeHeader = ServerResponse.prototype.writeHead;

function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  let settings = options;
  if (typeof options === 'function') [settings, listener] = [{}, options];
  else if (options === undefined || options === null) settings = {};
  else if (typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
  net.Server.call(this, { allowHalfOpen: true, noDelay: settings.noDelay ?? true, keepAlive: settings.keepAlive, keepAliveInitialDelay: settings.keepAliveInitialDelay, highWaterMark: settings.highWaterMark });
  configure(this, settings, listener);
  this.on('connection', (socket) => connectionListener.call(this, socket));
}
/** Gives a server what it needs to know of HTTP. */
function configure(server, settings, listener) {
  checkServer(settings);
  server._IncomingMessage = settings.IncomingMessage ?? IncomingMessage;
  server._ServerResponse = settings.ServerResponse ?? ServerResponse;
  server.requestTimeout = settings.requestTimeout ?? 300000;
  server.headersTimeout = settings.headersTimeout ?? Math.min(60000, server.requestTimeout || 60000);
  server.keepAliveTimeout = settings.keepAliveTimeout ?? 5000;
  server.keepAliveTimeoutBuffer = settings.keepAliveTimeoutBuffer ?? 1000;
  server.connectionsCheckingInterval = settings.connectionsCheckingInterval ?? 30000;
  server.maxHeaderSize = settings.maxHeaderSize;
  server.requireHostHeader = settings.requireHostHeader ?? true;
  server.joinDuplicateHeaders = settings.joinDuplicateHeaders;
  server.rejectNonStandardBodyWrites = settings.rejectNonStandardBodyWrites ?? false;
  server.insecureHTTPParser = settings.insecureHTTPParser;
  server.maxHeadersCount = null;
  server.maxRequestsPerSocket = 0;
  server.timeout = 0;
  server.httpAllowHalfOpen = false;
  server._sockets = new Set();
  if (listener) server.on('request', listener);
}
Object.setPrototypeOf(Server.prototype, net.Server.prototype);

/** A listener that was given a request has rejected: the client is told, if it still can be. */
Server.prototype[Symbol.for('nodejs.rejection')] = function rejected(error, event, ...args) {
  if (event !== 'request') {
    net.Server.prototype[Symbol.for('nodejs.rejection')].call(this, error, event, ...args);
    return;
  }
  const response = args[1];
  if (response.headersSent || response.writableEnded) {
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.statusCode = 500;
  response.end(STATUS_CODES[500]);
};
Object.setPrototypeOf(Server, net.Server);
Server.prototype.setTimeout = function setTimeout(milliseconds, callback) {
  this.timeout = milliseconds;
  if (callback) this.on('timeout', callback);
  return this;
};
Server.prototype.close = function close(...args) {
  net.Server.prototype.close.apply(this, args);
  this.closeIdleConnections();
  return this;
};
Server.prototype.closeAllConnections = function closeAllConnections() {
  for (const socket of this._sockets) socket.destroy();
};
Server.prototype.closeIdleConnections = function closeIdleConnections() {
  for (const socket of this._sockets) if (socket._httpIdle) socket.destroy();
};

function connectionListener(socket) {
  const server = this;
  const responses = [];
  let request = null;
  let upgraded = false;
  let requests = 0;
  server._sockets.add(socket);
  socket.server = server;
  socket._httpIdle = true;
  if (server.timeout) socket.setTimeout(server.timeout);
  const idleTimer = { handle: null };
  const waitForNext = () => {
    socket._httpIdle = true;
    if (!server.listening) {
      socket.end();
      return;
    }
    if (server.keepAliveTimeout > 0) {
      idleTimer.handle = setTimeout(() => {
        if (socket._httpIdle) socket.destroy();
      }, server.keepAliveTimeout + server.keepAliveTimeoutBuffer).unref();
    }
  };
  socket.on('timeout', () => {
    const told = (request && !request.complete && request.emit('timeout', socket)) || responses[0]?.emit('timeout', socket) || server.emit('timeout', socket);
    if (!told) socket.destroy();
  });
  socket.on('close', () => {
    clearTimeout(idleTimer.handle);
    server._sockets.delete(socket);
    if (request && !request.complete) {
      const failing = request;
      request = null;
      failing.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
    }
  });
  socket.on('error', (error) => {
    if (server.emit('clientError', error, socket)) return;
    socket.destroy();
  });
  socket.on('drain', () => {
    const response = responses[0];
    if (response?._needsDrain) {
      response._needsDrain = false;
      response.emit('drain');
    }
  });

  /** In this turn a request was. */
  let answered = false;
  const finished = (response) => {
    responses.shift();
    answered = true;
    process.nextTick(() => {
      answered = false;
    });
    const { req } = response;
    if (!req._consuming) req._dump();
    response.detachSocket(socket);
    // Told after what is told of its end, or with the end of the connection.
    const close = () => {
      socket.removeListener('close', close);
      if (response._closed) return;
      response._closed = true;
      response.destroyed = true;
      response.emit('close');
    };
    if (response._finishTold) {
      process.nextTick(close);
    } else {
      response.once('finish', () => process.nextTick(close));
      socket.once('close', close);
    }
    if (response._last || !response.shouldKeepAlive) {
      socket.destroySoon();
      return;
    }
    if (responses.length) responses[0].assignSocket(socket);
    else if (request === null || request.complete) waitForNext();
  };

  const parser = new (require('internal/http/parser'))(true, {
    head(message) {
      clearTimeout(idleTimer.handle);
      socket._httpIdle = false;
      request = new server._IncomingMessage(socket);
      request.httpVersionMajor = message.versionMajor;
      request.httpVersionMinor = message.versionMinor;
      request.httpVersion = `${message.versionMajor}.${message.versionMinor}`;
      request.url = message.url;
      request.method = message.method;
      request.rawHeaders = message.rawHeaders;
      request.joinDuplicateHeaders = server.joinDuplicateHeaders ?? false;
      request.upgrade = message.upgrade;
      if (message.upgrade) {
        const event = message.method === 'CONNECT' ? 'connect' : 'upgrade';
        if (server.listenerCount(event) > 0) {
          upgraded = true;
          parser.stop();
          socket.removeListener('data', data);
          socket.removeListener('end', ended);
          server._sockets.delete(socket);
          const rest = parser.rest;
          socket._httpMessage = null;
          request.complete = true;
          process.nextTick(() => server.emit(event, request, socket, rest));
          return true;
        }
        if (event === 'connect') {
          parser.stop();
          socket.destroy();
          return true;
        }
        request.upgrade = false;
      }
      const response = new server._ServerResponse(request, { highWaterMark: socket.writableHighWaterMark, rejectNonStandardBodyWrites: server.rejectNonStandardBodyWrites });
      response._maxRequestsPerSocket = server.maxRequestsPerSocket;
      response._keepAliveTimeout = server.keepAliveTimeout;
      response.shouldKeepAlive = message.shouldKeepAlive;
      requests++;
      if (server.maxRequestsPerSocket > 0 && requests >= server.maxRequestsPerSocket) response.maxRequestsOnConnectionReached = true;
      responses.push(response);
      if (responses.length === 1) response.assignSocket(socket);
      // The end of what is written is the end of the exchange.
      response.once('prefinish', () => {
        if (responses[0] === response) finished(response);
        else response.once('socket', () => process.nextTick(finished, response));
      });
      if (server.maxRequestsPerSocket > 0 && requests > server.maxRequestsPerSocket) {
        server.emit('dropRequest', request, socket);
        response.writeHead(503);
        response.end();
        return false;
      }
      if (server.requireHostHeader && message.versionMajor === 1 && message.versionMinor === 1 && request.headers.host === undefined) {
        response.writeHead(400, { Connection: 'close' });
        response.end();
        return false;
      }
      const { expect } = request.headers;
      if (expect !== undefined && message.versionMinor >= 1) {
        if (/(?:^|\W)100-continue(?:$|\W)/i.test(expect)) {
          response._expect_continue = true;
          if (server.listenerCount('checkContinue') > 0) {
            server.emit('checkContinue', request, response);
          } else {
            response.writeContinue();
            server.emit('request', request, response);
          }
        } else if (server.listenerCount('checkExpectation') > 0) {
          server.emit('checkExpectation', request, response);
        } else {
          response.writeHead(417);
          response.end();
        }
        return false;
      }
      server.emit('request', request, response);
      return false;
    },
    body(bytes) {
      if (request && !request._dumped && !request.push(bytes) && !request.destroyed) socket.pause();
    },
    end(trailers) {
      const done = request;
      if (!done) return;
      done.complete = true;
      done.rawTrailers = trailers;
      done.push(null);
      if (responses.length === 0 && !upgraded) waitForNext();
    },
  }, server.maxHeaderSize);
  if (typeof server.maxHeadersCount === 'number') parser.mostHeaders = server.maxHeadersCount;

  function fail(error) {
    parser.stop();
    if (server.listenerCount('clientError') > 0) {
      server.emit('clientError', error, socket);
      return;
    }
    if (socket.writable && !answered && !responses[0]?._headerSent) {
      const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
      socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    }
    socket.destroySoon();
  }
  function data(bytes) {
    try {
      parser.push(bytes);
    } catch (error) {
      if (!/^HPE_/.test(error.code)) throw error;
      fail(error);
    }
  }
  function ended() {
    try {
      parser.finish();
    } catch (error) {
      fail(error);
      return;
    }
    // Who has ended its side is not waited for, unless it is asked for.
    if (!server.httpAllowHalfOpen || responses.length === 0) socket.end();
    else responses.at(-1)._last = true;
  }
  socket.on('data', data);
  socket.on('end', ended);
}

module.exports = { Server, ServerResponse, _connectionListener: connectionListener, connectionListener, configure };
