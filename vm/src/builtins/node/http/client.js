// ClientRequest.
'use strict';

const net = require('net');
const { urlToHttpOptions } = require('url');
const IncomingMessage = require('internal/http/incoming');
const OutgoingMessage = require('internal/http/outgoing');
const agents = require('internal/http/agent');
const { checkRequest } = require('internal/http/options');
const { TOKEN } = require('internal/http/common');
const { checkFunction, coded, invalidArgument, invalidValue } = require('internal/errors');

function optionsOfUrl(url) {
  if (typeof urlToHttpOptions === 'function') return urlToHttpOptions(url);
  const { protocol, hostname, hash, search, pathname, href, port, username, password } = url;
  const options = {
    protocol, hostname: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname, hash, search, pathname, path: `${pathname || ''}${search || ''}`, href,
  };
  if (port !== '') options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}

const kPath = Symbol('path');
function checkPath(path) {
  if (/[^\x21-\xff]/.test(`${path}`)) throw coded(TypeError, 'ERR_UNESCAPED_CHARACTERS', 'Request path contains unescaped characters');
}

function ClientRequest(input, options, callback) {
  OutgoingMessage.call(this);
  if (typeof input === 'string') input = optionsOfUrl(new URL(input));
  else if (input instanceof URL) input = optionsOfUrl(input);
  else [callback, options, input] = [options, input, null];
  if (typeof options === 'function') [callback, options] = [options, input ?? {}];
  else options = { ...input, ...options };

  checkRequest(options);
  let { agent } = options;
  const defaultAgent = options._defaultAgent ?? agents.globalAgent;
  if (agent === false) agent = new defaultAgent.constructor();
  else if (agent === null || agent === undefined) agent = typeof options.createConnection === 'function' ? null : defaultAgent;
  else if (typeof agent.addRequest !== 'function') throw invalidArgument('options.agent', 'one of Agent-like Object, undefined, or false', agent);
  this.agent = agent;
  const protocol = options.protocol || defaultAgent.protocol;
  const expected = agent?.protocol ?? defaultAgent.protocol;
  if (options.path) checkPath(options.path);
  if (protocol !== expected) throw coded(TypeError, 'ERR_INVALID_PROTOCOL', `Protocol "${protocol}" not supported. Expected "${expected}"`);
  const defaultPort = options.defaultPort || agent?.defaultPort || 80;
  const port = (options.port = options.port || defaultPort);
  for (const name of ['hostname', 'host']) {
    const value = options[name];
    if (value !== null && value !== undefined && typeof value !== 'string') throw invalidArgument(`options.${name}`, 'of type string or one of undefined or null', value);
  }
  const host = (options.host = options.hostname || options.host || 'localhost');
  if (options.method !== undefined && options.method !== null && typeof options.method !== 'string') throw invalidArgument('options.method', 'of type string', options.method);
  const method = options.method ? options.method.toUpperCase() : 'GET';
  if (!TOKEN.test(method)) throw coded(TypeError, 'ERR_INVALID_HTTP_TOKEN', `Method must be a valid HTTP token ["${options.method}"]`);
  this.method = method;
  this[kPath] = options.path || '/';
  this.host = host;
  this.protocol = protocol;
  this.socketPath = options.socketPath;
  this.maxHeaderSize = options.maxHeaderSize;
  this.joinDuplicateHeaders = options.joinDuplicateHeaders;
  this.timeout = options.timeout;
  this.aborted = false;
  this.reusedSocket = false;
  this.res = null;
  this._ended = false;
  this.upgradeOrConnect = false;
  this.parser = null;
  if (callback) {
    checkFunction(callback, 'callback');
    this.once('response', callback);
  }
  this.useChunkedEncodingByDefault = !['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'].includes(method);
  this.shouldKeepAlive = agent ? agent.keepAlive || Number.isFinite(agent.maxSockets) : false;
  this._defaultKeepAlive = false;

  const { headers } = options;
  if (Array.isArray(headers)) {
    if (!Array.isArray(headers[0]) && headers.length % 2 !== 0) throw invalidValue('headers', headers);
    for (let i = 0; i < headers.length; i += Array.isArray(headers[i]) ? 1 : 2) {
      if (Array.isArray(headers[i])) this.appendHeader(...headers[i]);
      else this.appendHeader(headers[i], headers[i + 1]);
    }
  } else if (headers) {
    for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
  }
  if (host && !this.getHeader('host') && options.setHost !== false && options.setDefaultHeaders !== false) {
    const shown = net.isIPv6(host) ? `[${host}]` : host;
    this.setHeader('Host', Number(port) === defaultPort ? shown : `${shown}:${port}`);
  }
  if (options.auth && !this.getHeader('authorization')) this.setHeader('Authorization', `Basic ${Buffer.from(options.auth).toString('base64')}`);
  if (/100-continue/i.test(this.getHeader('expect') ?? '')) this._storeImplicit();

  const { signal } = options;
  if (signal) {
    const abort = () => this.destroy(Object.assign(new Error('The operation was aborted', { cause: signal.reason }), { name: 'AbortError', code: 'ABORT_ERR' }));
    if (signal.aborted) process.nextTick(abort);
    else signal.addEventListener('abort', abort, { once: true });
  }
  if (agent) {
    agent.addRequest(this, options.socketPath ? { ...options, path: options.socketPath } : options);
  } else {
    this._last = true;
    this.shouldKeepAlive = false;
    const connection = typeof options.createConnection === 'function'
      ? options.createConnection({ ...options, path: options.socketPath }, (error, socket) => {
        if (error) process.nextTick(() => this.emit('error', error));
        else if (!this.socket) this.onSocket(socket);
      })
      : net.createConnection({ ...options, path: options.socketPath });
    if (connection) this.onSocket(connection);
  }
}
Object.setPrototypeOf(ClientRequest.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ClientRequest, OutgoingMessage);
Object.defineProperty(ClientRequest.prototype, 'path', {
  configurable: true,
  enumerable: true,
  get() { return this[kPath]; },
  set(path) {
    const text = `${path}`;
    checkPath(text);
    this[kPath] = text;
  },
});

ClientRequest.prototype._storeImplicit = function () {
  if (this._header) return;
  if (!this.useChunkedEncodingByDefault && !this.getHeader('content-length') && !this.getHeader('transfer-encoding')) {
    if (!this._known || !this._contentLength) this._hasImplicitBody = false;
  }
  const bare = !this.useChunkedEncodingByDefault && !(this._known && this._contentLength > 0) && !this._written;
  const noLength = bare && !this.hasHeader('content-length') && !this.hasHeader('transfer-encoding');
  if (noLength) {
    // A request without a body says nothing of one.
    this._removedTE = true;
    this._known = false;
    this.useChunkedEncodingByDefault = true;
  } else {
    this.useChunkedEncodingByDefault = true;
  }
  this._storeHeader(`${this.method} ${this.path} HTTP/1.1\r\n`);
};
ClientRequest.prototype._implicitHeader = function () {
  this._storeImplicit();
};
ClientRequest.prototype.abort = function abort() {
  if (this.aborted) return;
  this.aborted = true;
  process.nextTick(() => this.emit('abort'));
  this.destroy();
};
ClientRequest.prototype.destroy = function destroy(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  this.res?._dump();
  this._error = error;
  if (this.socket) {
    this.socket.destroy(error);
  } else {
    process.nextTick(() => {
      if (!this.socket) closed(this, error ?? this._cutOff());
    });
  }
  return this;
};
/** What is wrong with a request that was destroyed before it had a socket: nothing, if it was aborted. */
ClientRequest.prototype._cutOff = function () {
  return this.aborted ? undefined : hangUp();
};
const hangUp = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
function tellError(request, error) {
  if (request._errorTold) return;
  request._errorTold = true;
  request.emit('error', error);
}
function closed(request, error) {
  if (error && !request.res) tellError(request, error);
  if (!request._closed) {
    request._closed = true;
    request.emit('close');
  }
}

ClientRequest.prototype.onSocket = function onSocket(socket, error) {
  process.nextTick(() => {
    if (error) {
      this.destroyed = true;
      closed(this, error);
      return;
    }
    if (this.destroyed) {
      socket.destroy(this._error);
      closed(this, this._error ?? this._cutOff());
      return;
    }
    attach(this, socket);
  });
};

function attach(request, socket) {
  request.socket = socket;
  socket._httpMessage = request;
  if (request.timeout !== undefined) socket.setTimeout(request.timeout);
  let response = null;
  const parser = new (require('internal/http/parser'))(false, {
    head(message) {
      if (request.res) {
        // Nobody asked for a second one.
        socket.destroy();
        parser.stop();
        return true;
      }
      if (message.statusCode < 200 && message.statusCode >= 100 && message.statusCode !== 101) {
        const info = {
          statusCode: message.statusCode, statusMessage: message.statusMessage, httpVersion: `${message.versionMajor}.${message.versionMinor}`,
          httpVersionMajor: message.versionMajor, httpVersionMinor: message.versionMinor, rawHeaders: message.rawHeaders,
          headers: Object.fromEntries(pairs(message.rawHeaders)),
        };
        if (message.statusCode === 100) request.emit('continue');
        request.emit('information', info);
        return true;
      }
      response = new IncomingMessage(socket);
      Object.assign(response, {
        httpVersionMajor: message.versionMajor, httpVersionMinor: message.versionMinor, httpVersion: `${message.versionMajor}.${message.versionMinor}`,
        statusCode: message.statusCode, statusMessage: message.statusMessage, rawHeaders: message.rawHeaders, req: request,
        joinDuplicateHeaders: request.joinDuplicateHeaders ?? false,
      });
      if (!message.shouldKeepAlive) request.shouldKeepAlive = false;
      const upgrades = message.upgrade || request.method === 'CONNECT';
      response.upgrade = upgrades;
      request.res = response;
      if (upgrades) {
        parser.stop();
        detach();
        const event = request.method === 'CONNECT' ? 'connect' : 'upgrade';
        socket.emit('agentRemove');
        response.complete = true;
        const rest = parser.rest;
        request.upgradeOrConnect = true;
        if (request.listenerCount(event) > 0) request.emit(event, response, socket, rest);
        else socket.destroy();
        closed(request);
        return true;
      }
      if (!request.emit('response', response)) response._dump();
      if (request.destroyed) parser.stop();
      return request.method === 'HEAD';
    },
    body(bytes) {
      if (response && !response.push(bytes) && !response._dumped) socket.pause();
    },
    end(trailers) {
      const done = response;
      if (done === null) return;
      response = null;
      done.complete = true;
      done.rawTrailers = trailers;
      done.push(null);
      if (done.statusCode === 101) parser.stop();
      const over = () => {
        if (request._ended) return;
        request._ended = true;
        if (request.shouldKeepAlive && !request._last && socket.writable && request.agent) {
          detach();
          request.destroyed = true;
          process.nextTick(() => {
            closed(request);
            request.agent.emit('free', socket, request);
          });
        } else {
          socket.destroySoon();
        }
      };
      const ready = () => (request.finished ? over() : request.once('finish', over));
      if (done.readableEnded) ready();
      else {
        done.once('end', ready);
        done.once('close', ready);
      }
    },
  }, request.maxHeaderSize);
  if (typeof request.maxHeadersCount === 'number') parser.mostHeaders = request.maxHeadersCount;
  request.parser = parser;

  const data = (bytes) => {
    try {
      parser.push(bytes);
    } catch (error) {
      if (!/^HPE_/.test(error.code)) throw error;
      // A response that has begun is told that it is cut off when the socket closes.
      parser.stop();
      socket.removeListener('data', data);
      socket.removeListener('end', ended);
      socket.destroy();
      request._errorTold = true;
      request.emit('error', error);
    }
  };
  const ended = () => {
    if (request.res === null) {
      socket.destroy();
      return;
    }
    try {
      parser.finish();
    } catch {
      socket.destroy();
    }
  };
  const failed = (error) => {
    request._socketError = error;
    tellError(request, error);
  };
  const gone = () => {
    const unfinished = request.res;
    // The response was destroyed by itself: its end is told of first.
    const isOver = unfinished?.destroyed && !unfinished.complete;
    if (unfinished && !unfinished.complete) {
      try {
        parser.finish();
      } catch {
        // It was cut off.
      }
      if (!unfinished.complete && !unfinished.destroyed) unfinished.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
    }
    request.destroyed = true;
    if (isOver && !unfinished.closed) {
      unfinished.once('close', () => closed(request));
      return;
    }
    closed(request, request.res ? undefined : request._error ?? request._socketError ?? hangUp());
  };
  const drain = () => {
    if (request._needsDrain) {
      request._needsDrain = false;
      request.emit('drain');
    }
  };
  const timedOut = () => request.emit('timeout');
  const listeners = { data, end: ended, error: failed, close: gone, drain, timeout: timedOut };
  function detach() {
    for (const [name, listener] of Object.entries(listeners)) socket.removeListener(name, listener);
    socket._httpMessage = null;
    if (request.timeout !== undefined) socket.setTimeout(0);
  }
  for (const [name, listener] of Object.entries(listeners)) socket.on(name, listener);
  request.emit('socket', socket);
  request._flush();
  if (!socket.connecting) socket.resume();
}
function* pairs(raw) {
  for (let i = 0; i < raw.length; i += 2) yield [raw[i].toLowerCase(), raw[i + 1]];
}

ClientRequest.prototype.setTimeout = function setTimeout(milliseconds, callback) {
  if (callback) this.once('timeout', callback);
  this.timeout = milliseconds;
  if (this.socket) this.socket.setTimeout(milliseconds);
  return this;
};
ClientRequest.prototype.setNoDelay = function setNoDelay(on) {
  if (this.socket) this.socket.setNoDelay(on);
  else this.once('socket', (socket) => socket.setNoDelay(on));
};
ClientRequest.prototype.setSocketKeepAlive = function setSocketKeepAlive(on, delay) {
  if (this.socket) this.socket.setKeepAlive(on, delay);
  else this.once('socket', (socket) => socket.setKeepAlive(on, delay));
};
ClientRequest.prototype.clearTimeout = function clearTimeout(callback) {
  this.setTimeout(0, callback);
};

module.exports = ClientRequest;
