// Clients: sessions that make requests.
'use strict';

const net = require('net');
const { AsyncResource } = require('async_hooks');
const { AbortError } = require('internal/streams/errors');
const { invalidArgument, outOfRange } = require('internal/errors');
const { failure } = require('internal/http2/errors');
const { constants } = require('internal/http2/constants');
const { prepareRequest } = require('internal/http2/headers');
const { checkObject, MAX_CUSTOM } = require('internal/http2/settings');
const { Http2Session, kConnection, kState, kTouch, kNewStream } = require('internal/http2/session');
const { isHeard, tell } = require('internal/http2/measures');
const { ClientHttp2Stream, kSession, kStart } = require('internal/http2/stream');

/** Methods whose requests have no body unless it is said. */
const WITHOUT_BODY = new Set(['DELETE', 'GET', 'HEAD']);

const checkBoolean = (value, name) => {
  if (typeof value !== 'boolean') throw invalidArgument(name, 'of type boolean', value);
};
let warnedOfWeight = false;
function checkRequestOptions(options) {
  if (options.weight !== undefined && !warnedOfWeight) {
    warnedOfWeight = true;
    process.emitWarning('Priority signaling has been deprecated as of RFC 9113.', 'DeprecationWarning', 'DEP0194');
  }
  if (options.parent !== undefined) {
    if (typeof options.parent !== 'number') throw invalidArgument('options.parent', 'of type number', options.parent);
    if (options.parent < 0) throw outOfRange('options.parent', '>= 0', options.parent);
  }
  for (const name of ['exclusive', 'silent']) if (options[name] !== undefined) checkBoolean(options[name], `options.${name}`);
}

class ClientHttp2Session extends Http2Session {
  /** Requests of the time before the connection. */
  #waiting = null;
  constructor(options, socket) {
    super(constants.NGHTTP2_SESSION_CLIENT, options, socket);
    this.strictSingleValueFields = options.strictSingleValueFields;
    hide(this, 'strictSingleValueFields');
  }
  /** The other side has promised a response. */
  [kNewStream](exchange, headers, isEnd) {
    const stream = new ClientHttp2Stream(this, exchange);
    if (isEnd) stream.push(null);
    stream.end();
    return stream;
  }
  request(headers, givenOptions) {
    let failed;
    if (this.destroyed) failed = failure('INVALID_SESSION');
    else if (this.closed) failed = failure('GOAWAY_SESSION');
    this[kTouch]();
    if (headers !== undefined && (headers === null || typeof headers !== 'object')) throw invalidArgument('headers', 'of type object or an instance of Array', headers);
    const { sent, list, origin, method } = prepareRequest(headers ?? {}, this.authority, this.scheme, this.strictSingleValueFields);
    checkObject(givenOptions, 'options');
    const options = { ...givenOptions };
    checkRequestOptions(options);
    if (options.endStream === undefined) options.endStream = WITHOUT_BODY.has(method);
    else checkBoolean(options.endStream, 'options.endStream');

    const stream = new ClientHttp2Stream(this);
    const state = stream[kState];
    if (Array.isArray(sent)) state.sentList = sent;
    else state.sentHeaders = sent;
    stream.requestOrigin = origin;
    hide(stream, 'requestOrigin');
    const resource = new AsyncResource('PendingRequest');
    state.resource = resource;
    if (options.endStream) stream.end();
    if (options.waitForTrailers) state.hasTrailers = true;
    if (options.signal) watchSignal(stream, options.signal);

    if (failed) {
      process.nextTick(resource.bind(() => stream.destroy(failed)));
    } else {
      const start = resource.bind(() => begin(stream, list, options));
      if (!this.connecting) {
        start();
      } else if (this.#waiting !== null) {
        this.#waiting.push(start);
      } else {
        this.#waiting = [start];
        this.once('connect', () => {
          for (const each of this.#waiting) each();
          this.#waiting = null;
        });
      }
    }
    if (isHeard('client', 'created')) tell('client', 'created', { stream, headers: stream.sentHeaders });
    return stream;
  }
}
const hide = (object, name) => Object.defineProperty(object, name, { enumerable: false });

function begin(stream, list, options) {
  const session = stream[kSession];
  if (session === undefined || session.destroyed) return;
  if (session.closed) {
    stream.destroy(failure('GOAWAY_SESSION'));
    return;
  }
  const connection = session[kConnection];
  if (options.parent !== undefined && options.parent === connection.nextId) {
    stream.destroy(failure('STREAM_SELF_DEPENDENCY'));
    return;
  }
  const exchange = connection.request(list, options.endStream, !!options.waitForTrailers);
  if (exchange === undefined) stream.destroy(failure('OUT_OF_STREAMS'));
  else {
    stream[kStart](exchange);
    if (isHeard('client', 'start')) tell('client', 'start', { stream, headers: stream.sentHeaders });
  }
}
function watchSignal(stream, signal) {
  if (signal === null || typeof signal !== 'object' || !('aborted' in signal)) throw invalidArgument('options.signal', 'an instance of AbortSignal', signal);
  const abort = () => stream.destroy(new AbortError(undefined, { cause: signal.reason }));
  if (signal.aborted) {
    abort();
    return;
  }
  signal.addEventListener('abort', abort, { once: true });
  stream.once('close', () => signal.removeEventListener('abort', abort));
}

function connect(givenAuthority, givenOptions, givenListener) {
  let [options, listener] = [givenOptions, givenListener];
  if (typeof options === 'function') [options, listener] = [undefined, options];
  checkObject(options, 'options');
  options = { ...options };
  const { maxOriginSetSize } = options;
  if (maxOriginSetSize != null) {
    if (typeof maxOriginSetSize !== 'number') throw invalidArgument('options.maxOriginSetSize', 'of type number', maxOriginSetSize);
    if (!(maxOriginSetSize >= 0)) throw outOfRange('options.maxOriginSetSize', '>= 0', maxOriginSetSize);
  }
  checkCommonOptions(options);
  const authority = typeof givenAuthority === 'string' ? new URL(givenAuthority) : givenAuthority;
  if (authority === null || typeof authority !== 'object' || Array.isArray(authority)) {
    if (authority !== undefined) throw invalidArgument('authority', 'of type string or an instance of URL or Object', authority);
  }
  const protocol = authority.protocol || options.protocol || 'https:';
  const port = `${authority.port !== '' ? authority.port : authority.protocol === 'http:' ? 80 : 443}`;
  let host = 'localhost';
  if (authority.hostname) host = authority.hostname.replace(/^\[(.*)\]$/, '$1');
  else if (authority.host) host = authority.host;

  let socket;
  if (typeof options.createConnection === 'function') {
    socket = options.createConnection(authority, options);
  } else if (protocol === 'http:') {
    socket = net.connect({ port, host, ...options });
  } else if (protocol === 'https:') {
    const settings = { ...options, host, port };
    if (!settings.ALPNCallback) settings.ALPNProtocols = ['h2'];
    if (!settings.servername && !net.isIP(host)) settings.servername = host;
    socket = require('tls').connect({ ...settings, ...(options.host === undefined ? {} : { host: options.host }), ...(options.port === undefined ? {} : { port: options.port }) });
  } else {
    throw failure('UNSUPPORTED_PROTOCOL', protocol);
  }
  const session = new ClientHttp2Session(options, socket);
  for (const [name, value] of Object.entries({ authority: `${options.servername || host}:${port}`, scheme: protocol.slice(0, -1), maxOriginSetSize: maxOriginSetSize ?? 128 })) {
    Object.defineProperty(session, name, { value, writable: true, configurable: true, enumerable: false });
  }
  if (typeof listener === 'function') session.once('connect', listener);
  return session;
}
Object.defineProperty(connect, require('util').promisify.custom, {
  value: Object.defineProperty((authority, options) => new Promise((resolve, reject) => {
    const session = connect(authority, options, () => {
      session.removeListener('error', reject);
      resolve(session);
    });
    session.once('error', reject);
  }), 'name', { value: 'connect' }),
});

/** Options that clients and servers share. */
function checkCommonOptions(options) {
  const { remoteCustomSettings } = options;
  if (remoteCustomSettings !== undefined) {
    if (!Array.isArray(remoteCustomSettings)) throw invalidArgument('options.remoteCustomSettings', 'an instance of Array', remoteCustomSettings);
    if (remoteCustomSettings.length > MAX_CUSTOM) throw failure('TOO_MANY_CUSTOM_SETTINGS');
    options.remoteCustomSettings = [...remoteCustomSettings];
  }
  if (options.strictSingleValueFields !== undefined) checkBoolean(options.strictSingleValueFields, 'options.strictSingleValueFields');
  else options.strictSingleValueFields = true;
}

module.exports = { ClientHttp2Session, connect, checkCommonOptions };
