// Servers of HTTP/2, with and without TLS.
'use strict';

const http = require('http');
const net = require('net');
const tls = require('tls');
const EventEmitter = require('events');
const { checkFunction, checkString, checkUint32, coded, invalidArgument, outOfRange } = require('internal/errors');
const { connectionListener: http1Listener, configure: configureHttp1 } = require('internal/http/server');
const { failure } = require('internal/http2/errors');
const { constants } = require('internal/http2/constants');
const { TYPE } = require('internal/http2/frames');
const { check: checkSettings, checkObject } = require('internal/http2/settings');
const { checkCommonOptions } = require('internal/http2/client');
const { Http2Session, kConnection, kState, kNewStream } = require('internal/http2/session');
const { ServerHttp2Stream } = require('internal/http2/stream');
const { Http2ServerRequest } = require('internal/http2/compat_request');
const { Http2ServerResponse } = require('internal/http2/compat_response');

const kOptions = Symbol('options');
const kSessions = Symbol('sessions');
/** Octets of the values of ALTSVC and ORIGIN. */
const LONGEST_VALUE = 2 ** 14 - 2;

const originOf = (text) => new URL(text).origin;

class ServerHttp2Session extends Http2Session {
  #server;
  constructor(options, socket, server) {
    super(constants.NGHTTP2_SESSION_SERVER, options, socket);
    this.#server = server;
    Object.defineProperty(this, 'strictSingleValueFields', { value: options.strictSingleValueFields, enumerable: false });
    server?.[kSessions].add(this);
  }
  get server() { return this.#server; }
  forgotten() {
    this.#server?.[kSessions].delete(this);
  }
  [kNewStream](exchange, headers, isEnd) {
    const stream = new ServerHttp2Stream(this, exchange, {}, headers);
    if (isEnd) stream.push(null);
    if (headers[':method'] === 'HEAD') {
      stream[kState].isHead = true;
      stream.end();
    }
    return stream;
  }
  altsvc(alt, originOrStream) {
    if (this.destroyed) throw failure('INVALID_SESSION');
    let id = 0;
    let origin = '';
    if (typeof originOrStream === 'string') {
      origin = originOf(originOrStream);
      if (origin === 'null') throw failure('ALTSVC_INVALID_ORIGIN');
    } else if (typeof originOrStream === 'number') {
      if (originOrStream >>> 0 !== originOrStream || originOrStream === 0) throw outOfRange('originOrStream', '> 0 && < 4294967296', originOrStream);
      id = originOrStream;
    } else if (originOrStream !== undefined) {
      origin = originOrStream?.origin;
      if (typeof origin !== 'string') throw invalidArgument('originOrStream', 'one of type string, number, or object or an instance of URL', originOrStream);
      if (origin === 'null' || origin.length === 0) throw failure('ALTSVC_INVALID_ORIGIN');
    }
    checkString(alt, 'alt');
    if (!/^[\x09\x20-\x5b\x5d-\x7e\x80-\xff]*$/.test(alt)) throw coded(TypeError, 'ERR_INVALID_CHAR', 'Invalid character in alt');
    if (alt.length + origin.length > LONGEST_VALUE) throw failure('ALTSVC_LENGTH');
    const payload = Buffer.alloc(2 + origin.length + alt.length);
    payload.writeUInt16BE(origin.length, 0);
    payload.latin1Write(origin + alt, 2);
    if (id === 0 || this[kConnection].exchanges.has(id)) this[kConnection].frame(TYPE.ALTSVC, id, payload);
  }
  origin(...given) {
    if (this.destroyed) throw failure('INVALID_SESSION');
    if (given.length === 0) return;
    let length = 0;
    const parts = given.map((each) => {
      const origin = typeof each === 'string' ? originOf(each) : each?.origin;
      checkString(origin, 'origin');
      if (origin === 'null') throw failure('INVALID_ORIGIN');
      length += origin.length;
      const part = Buffer.alloc(2 + origin.length);
      part.writeUInt16BE(origin.length, 0);
      part.latin1Write(origin, 2);
      return part;
    });
    if (length > LONGEST_VALUE) throw failure('ORIGIN_LENGTH');
    this[kConnection].frame(TYPE.ORIGIN, 0, Buffer.concat(parts));
  }
}

// ---- connections

const REFUSAL = 'HTTP/1.0 403 Forbidden\r\nContent-Type: text/plain\r\n\r\nMissing ALPN Protocol, expected `h2` to be available.\n'
  + 'If this is a HTTP request: The server was not configured with the `allowHTTP1` option or a listener for the `unknownProtocol` event.\n';

function accept(server, socket) {
  const options = server[kOptions];
  if (socket.alpnProtocol === false || socket.alpnProtocol === 'http/1.1') {
    if (options.allowHTTP1 === true) {
      http1Listener.call(server, socket);
      return;
    }
    if (server.emit('unknownProtocol', socket)) return;
    const timer = setTimeout(() => socket.destroy(), options.unknownProtocolTimeout).unref();
    socket.once('close', () => clearTimeout(timer));
    socket.end(REFUSAL);
    return;
  }
  const session = new ServerHttp2Session(options, socket, server);
  session.on('stream', (...args) => server.emit('stream', ...args));
  session.on('error', (error) => server.emit('sessionError', error, session));
  session.on('priority', (...args) => server.emit('priority', ...args));
  if (server.timeout) {
    session.setTimeout(server.timeout, () => {
      if (!session.destroyed && !session.closed && !server.emit('timeout', session)) session.destroy();
    });
  }
  server.emit('session', session);
}

function serverOptions(given) {
  checkObject(given, 'options');
  const options = { ...given };
  checkObject(options.settings, 'options.settings');
  options.settings = { ...options.settings };
  for (const name of ['maxSessionInvalidFrames', 'maxSessionRejectedStreams', 'unknownProtocolTimeout']) {
    if (options[name] !== undefined) checkUint32(options[name], `options.${name}`);
  }
  options.unknownProtocolTimeout ??= 10000;
  checkCommonOptions(options);
  options.http1Options = { ...options.http1Options };
  options.http1Options.IncomingMessage ??= options.Http1IncomingMessage;
  options.http1Options.ServerResponse ??= options.Http1ServerResponse;
  options.Http2ServerRequest ||= Http2ServerRequest;
  options.Http2ServerResponse ||= Http2ServerResponse;
  return options;
}

/** Streams of a server as requests and responses, once somebody listens for requests. */
function onServerStream(server, stream, headers, flags, rawHeaders) {
  const { Http2ServerRequest: Request, Http2ServerResponse: Response } = server[kOptions];
  const request = new Request(stream, headers, undefined, rawHeaders);
  const response = new Response(stream);
  if (headers[':method'] === 'CONNECT') {
    if (!server.emit('connect', request, response)) {
      response.statusCode = 405;
      response.end();
    }
  } else if (headers.expect === undefined) {
    server.emit('request', request, response);
  } else if (headers.expect === '100-continue') {
    if (server.listenerCount('checkContinue') > 0) {
      server.emit('checkContinue', request, response);
    } else {
      response.writeContinue();
      server.emit('request', request, response);
    }
  } else if (server.listenerCount('checkExpectation') > 0) {
    server.emit('checkExpectation', request, response);
  } else {
    response.statusCode = 417;
    response.end();
  }
}

function configure(server, options, listener) {
  server[kOptions] = options;
  server[kSessions] = new Set();
  server.timeout = 0;
  server.on('newListener', function offerRequests(event) {
    if (event !== 'request') return;
    server.removeListener('newListener', offerRequests);
    server.on('stream', (...args) => onServerStream(server, ...args));
  });
  if (typeof listener === 'function') server.on('request', listener);
}

const shared = {
  setTimeout(milliseconds, callback) {
    this.timeout = milliseconds;
    if (callback !== undefined) {
      checkFunction(callback, 'callback');
      this.on('timeout', callback);
    }
    return this;
  },
  updateSettings(settings) {
    checkObject(settings, 'settings');
    checkSettings(settings);
    this[kOptions].settings = { ...this[kOptions].settings, ...settings };
  },
  [EventEmitter.captureRejectionSymbol](error, event, ...args) {
    if (event === 'stream') {
      const [stream] = args;
      if (stream.sentHeaders) {
        stream.destroy(error);
      } else {
        stream.respond({ ':status': 500 });
        stream.end();
      }
    } else if (event === 'request') {
      const [, response] = args;
      if (response.headersSent || response.finished) {
        response.destroy();
        return;
      }
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      response.statusCode = 500;
      response.end(http.STATUS_CODES[500]);
    } else {
      net.Server.prototype[EventEmitter.captureRejectionSymbol].call(this, error, event, ...args);
    }
  },
};
function closeSessions(server) {
  for (const session of server[kSessions]) session.close();
}

class Http2Server extends net.Server {
  constructor(given, listener) {
    const options = serverOptions(given);
    super({ ...options, allowHalfOpen: true });
    configure(this, options, listener);
    this.on('connection', (socket) => accept(this, socket));
  }
  close(callback) {
    super.close(callback);
    closeSessions(this);
    return this;
  }
  async [Symbol.asyncDispose]() {
    await new Promise((resolve, reject) => super.close((error) => (error ? reject(error) : resolve())));
  }
}

class Http2SecureServer extends tls.Server {
  constructor(given, listener) {
    const options = serverOptions(given);
    if (!options.ALPNCallback) options.ALPNProtocols = options.allowHTTP1 === true ? ['h2', 'http/1.1'] : ['h2'];
    super(options);
    configure(this, options, listener);
    if (options.allowHTTP1 === true) {
      configureHttp1(this, { ...options, ...options.http1Options });
    }
    this.on('secureConnection', (socket) => accept(this, socket));
    this.on('tlsClientError', (error, socket) => {
      if (!this.emit('clientError', error, socket)) socket.destroy(error);
    });
  }
  close(callback) {
    super.close(callback);
    if (this[kOptions].allowHTTP1 === true) http.Server.prototype.closeIdleConnections.call(this);
    closeSessions(this);
    return this;
  }
  closeIdleConnections() {
    if (this[kOptions].allowHTTP1 === true) http.Server.prototype.closeIdleConnections.call(this);
  }
}
for (const Server of [Http2Server, Http2SecureServer]) {
  for (const key of Reflect.ownKeys(shared)) Object.defineProperty(Server.prototype, key, { value: shared[key], writable: true, configurable: true });
}

module.exports = {
  createServer(options, listener) {
    if (typeof options === 'function') return new Http2Server({}, options);
    return new Http2Server(options, listener);
  },
  createSecureServer: (options, listener) => new Http2SecureServer(options, listener),
  performServerHandshake: (socket, options = {}) => new ServerHttp2Session(serverOptions(options), socket, undefined),
  ServerHttp2Session,
};
