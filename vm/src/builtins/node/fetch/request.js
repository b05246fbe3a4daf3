// Request (https://fetch.spec.whatwg.org/#request-class).
'use strict';

const { byteString, dictionary, expose, illegal, kInspect, oneOf, required, shown, TOKEN } = require('internal/fetch/convert');
const { HeaderList, fill, listOf, make: makeHeaders, Headers } = require('internal/fetch/headers');
const { cloneBody, extract, isUnusable, mixin } = require('internal/fetch/body');
const { AbortController, AbortSignal } = require('internal/event_target');

const NORMALIZED = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'QUERY'];
const FORBIDDEN = ['CONNECT', 'TRACE', 'TRACK'];
const POLICIES = [
  '', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin', 'origin-when-cross-origin', 'strict-origin-when-cross-origin', 'unsafe-url',
];
const WORDS = {
  mode: ['navigate', 'same-origin', 'no-cors', 'cors'],
  credentials: ['omit', 'same-origin', 'include'],
  cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
  redirect: ['follow', 'manual', 'error'],
  referrerPolicy: POLICIES,
  priority: ['high', 'low', 'auto'],
};
const kMade = Symbol('kMade');

function methodOf(given) {
  const method = byteString(given);
  if (!TOKEN.test(method)) throw new TypeError(`'${method}' is not a valid HTTP method.`);
  const upper = method.toUpperCase();
  if (FORBIDDEN.includes(upper)) throw new TypeError(`'${method}' HTTP method is unsupported.`);
  if (method === 'patch') {
    process.emitWarning('Using `patch` is highly likely to result in a `405 Method Not Allowed`. `PATCH` is much more likely to succeed.', { code: 'UNDICI-FETCH-patch' });
  }
  return NORMALIZED.includes(upper) ? upper : method;
}

/** A signal that is given when another one is, and a function that ends that. */
function follow(signal) {
  const controller = new AbortController();
  const abort = () => controller.abort(signal.reason);
  if (signal?.aborted) abort();
  else signal?.addEventListener('abort', abort, { once: true });
  return [controller.signal, () => signal?.removeEventListener('abort', abort)];
}

let stateOf;
let stopFollowing;

class Request {
  #state;
  #headers;
  #signal;
  #stop;
  constructor(input, init = undefined) {
    if (input === kMade) {
      this.#state = init.state;
      this.#headers = makeHeaders(init.state.list, 'request');
      [this.#signal, this.#stop] = follow(init.signal);
      return;
    }
    required(arguments, 1, 'Request constructor');
    const settings = dictionary(init);
    const source = input !== null && typeof input === 'object' && #state in input ? input : null;
    const state = source ? { ...source.#state, body: null, list: source.#state.list.copy() } : {
      url: urlOf(input), method: 'GET', list: new HeaderList(), body: null, referrer: 'about:client', referrerPolicy: '', mode: 'cors', credentials: 'same-origin',
      cache: 'default', redirect: 'follow', integrity: '', keepalive: false,
    };
    if (settings.window !== undefined && settings.window !== null) throw new TypeError(`'window' option 'client' must be null`);
    for (const name of ['referrerPolicy', 'mode', 'credentials', 'cache', 'redirect']) {
      if (settings[name] !== undefined) state[name] = oneOf(settings[name], WORDS[name]);
    }
    if (settings.duplex !== undefined) oneOf(settings.duplex, ['half']);
    if (settings.priority !== undefined) oneOf(settings.priority, WORDS.priority);
    if (settings.mode === 'navigate') throw new TypeError('Request constructor: invalid request mode navigate.');
    if (settings.referrer !== undefined) state.referrer = referrerOf(settings.referrer);
    if (state.cache === 'only-if-cached' && state.mode !== 'same-origin') throw new TypeError(`'only-if-cached' can be set only with 'same-origin' mode`);
    if (settings.integrity !== undefined) state.integrity = `${settings.integrity}`;
    if (settings.keepalive !== undefined) state.keepalive = !!settings.keepalive;
    if (settings.method !== undefined) state.method = methodOf(settings.method);
    const signal = settings.signal === undefined ? source?.signal : settings.signal;
    if (signal !== undefined && signal !== null && !(signal instanceof AbortSignal)) {
      throw new TypeError(`RequestInit: Expected signal ("${String(signal)}") to be an instance of AbortSignal.`);
    }
    if (settings.headers !== undefined) {
      // What was given may be of this very list.
      const given = settings.headers instanceof Headers ? makeHeaders(listOf(settings.headers).copy(), 'none') : settings.headers;
      state.list = new HeaderList();
      fill(makeHeaders(state.list, 'request'), given);
    }
    const inputBody = source ? source.#state.body : null;
    const hasBody = settings.body !== undefined && settings.body !== null;
    if ((hasBody || inputBody !== null) && (state.method === 'GET' || state.method === 'HEAD')) throw new TypeError('Request with GET/HEAD method cannot have body.');
    if (hasBody) {
      const { body, type } = extract(settings.body);
      state.body = body;
      if (type !== null && !state.list.has('content-type')) state.list.append('content-type', type);
      if (body.parts === null && settings.duplex === undefined) throw new TypeError('RequestInit: duplex option is required when sending a body.');
    } else if (inputBody !== null) {
      if (isUnusable(inputBody)) throw new TypeError('Cannot construct a Request with a Request object that has already been used.');
      const through = new (require('stream/web').TransformStream)();
      inputBody.stream.pipeThrough(through);
      state.body = { stream: through.readable, parts: inputBody.parts, length: inputBody.length };
    }
    this.#state = state;
    this.#headers = makeHeaders(state.list, 'request');
    [this.#signal, this.#stop] = follow(signal);
  }
  static {
    stateOf = (request) => (request !== null && typeof request === 'object' && #state in request ? request.#state : undefined);
    stopFollowing = (request) => request.#stop();
  }
  static #check(value) {
    if (value === null || typeof value !== 'object' || !(#state in value)) throw illegal();
    return value.#state;
  }
  get method() { return Request.#check(this).method; }
  get url() { return Request.#check(this).url; }
  get headers() {
    Request.#check(this);
    return this.#headers;
  }
  get destination() {
    Request.#check(this);
    return '';
  }
  get referrer() { return Request.#check(this).referrer; }
  get referrerPolicy() { return Request.#check(this).referrerPolicy; }
  get mode() { return Request.#check(this).mode; }
  get credentials() { return Request.#check(this).credentials; }
  get cache() { return Request.#check(this).cache; }
  get redirect() { return Request.#check(this).redirect; }
  get integrity() { return Request.#check(this).integrity; }
  get keepalive() { return Request.#check(this).keepalive; }
  get isReloadNavigation() {
    Request.#check(this);
    return false;
  }
  get isHistoryNavigation() {
    Request.#check(this);
    return false;
  }
  get signal() {
    Request.#check(this);
    return this.#signal;
  }
  get duplex() {
    Request.#check(this);
    return 'half';
  }
  clone() {
    const state = Request.#check(this);
    if (isUnusable(state.body)) throw new TypeError('unusable');
    const copy = { ...state, list: state.list.copy(), body: state.body === null ? null : cloneBody(state.body) };
    return new Request(kMade, { state: copy, signal: this.#signal });
  }
  [kInspect](depth, options, inspect) {
    const {
      method, url, headers, destination, referrer, referrerPolicy, mode, credentials, cache, redirect, integrity, keepalive, isReloadNavigation,
      isHistoryNavigation, signal,
    } = this;
    const properties = {
      method, url, headers, destination, referrer, referrerPolicy, mode, credentials, cache, redirect, integrity, keepalive, isReloadNavigation,
      isHistoryNavigation, signal,
    };
    return shown('Request', properties, depth, options, inspect);
  }
}
mixin(Request, (request) => {
  const state = stateOf(request);
  return state && { get body() { return state.body; }, contentType: state.list.get('content-type') };
});
expose(
  Request, 'method', 'url', 'headers', 'destination', 'referrer', 'referrerPolicy', 'mode', 'credentials', 'cache', 'redirect', 'integrity', 'keepalive',
  'isReloadNavigation', 'isHistoryNavigation', 'signal', 'duplex', 'clone');

function urlOf(input) {
  const text = `${input}`;
  let url;
  try {
    url = new URL(text);
  } catch (error) {
    throw new TypeError(`Failed to parse URL from ${text}`, { cause: error });
  }
  if (url.username || url.password) throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${text}`);
  return url.href;
}
function referrerOf(given) {
  if (given === '') return '';
  try {
    const { href, protocol } = new URL(`${given}`);
    return protocol === 'about:' ? 'about:client' : href;
  } catch (error) {
    throw new TypeError(`Referrer "${given}" is not a valid URL.`, { cause: error });
  }
}

module.exports = { Request, stateOf, stopFollowing };
