// Response (https://fetch.spec.whatwg.org/#response-class).
'use strict';

const { byteString, dictionary, expose, illegal, kInspect, required, shown } = require('internal/fetch/convert');
const { Headers, HeaderList, fill, make: makeHeaders } = require('internal/fetch/headers');
const { cloneBody, extract, isUnusable, mixin } = require('internal/fetch/body');

const NULL_BODY = [101, 103, 204, 205, 304];
const REDIRECTS = [301, 302, 303, 307, 308];
/** Given to the constructor in place of a body by makers within the host. */
const kMade = Symbol('kMade');

let stateOf;

class Response {
  #state;
  #headers;
  constructor(body = null, init = undefined) {
    if (body === kMade) {
      this.#state = init;
      this.#headers = makeHeaders(init.list, init.guard);
      return;
    }
    const settings = dictionary(init);
    this.#state = { type: 'default', urls: [], status: 200, statusText: '', list: new HeaderList(), body: null };
    const extracted = body === null || body === undefined ? null : extract(body);
    initialize(this.#state, settings, extracted, (list) => {
      this.#headers = makeHeaders(list, 'response');
      return this.#headers;
    });
  }
  static {
    stateOf = (response) => (response !== null && typeof response === 'object' && #state in response ? response.#state : undefined);
  }
  static #check(value) {
    if (value === null || typeof value !== 'object' || !(#state in value)) throw illegal();
    return value.#state;
  }
  static error() {
    return make({ type: 'error', status: 0 }, 'immutable');
  }
  static json(data, init = undefined) {
    required(arguments, 1, 'Response.json');
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError('Value is not JSON serializable');
    const response = make({}, 'response');
    const state = stateOf(response);
    initialize(state, dictionary(init), { body: extract(text).body, type: 'application/json' }, () => response.headers);
    return response;
  }
  static redirect(url, status = 302) {
    required(arguments, 1, 'Response.redirect');
    let parsed;
    try {
      parsed = new URL(`${url}`);
    } catch (error) {
      throw new TypeError(`Failed to parse URL from ${url}`, { cause: error });
    }
    if (!REDIRECTS.includes(+status)) throw new RangeError(`Invalid status code ${status}`);
    const response = make({ status: +status }, 'immutable');
    stateOf(response).list.append('location', parsed.href);
    return response;
  }
  get type() { return Response.#check(this).type; }
  get url() {
    const { urls } = Response.#check(this);
    return urls.length === 0 ? '' : urls.at(-1).split('#')[0];
  }
  get redirected() { return Response.#check(this).urls.length > 1; }
  get status() { return Response.#check(this).status; }
  get ok() {
    const { status } = Response.#check(this);
    return status >= 200 && status <= 299;
  }
  get statusText() { return Response.#check(this).statusText; }
  get headers() {
    Response.#check(this);
    return this.#headers;
  }
  clone() {
    const state = Response.#check(this);
    if (isUnusable(state.body)) throw new TypeError('Response.clone: Body has already been consumed.');
    return make({ ...state, list: state.list.copy(), body: state.body === null ? null : cloneBody(state.body) }, state.guard ?? 'response');
  }
  [kInspect](depth, options, inspect) {
    const { status, statusText, headers, body, bodyUsed, ok, redirected, type, url } = this;
    return shown('Response', { status, statusText, headers, body, bodyUsed, ok, redirected, type, url }, depth, options, inspect);
  }
}
mixin(Response, (response) => {
  const state = stateOf(response);
  return state && { get body() { return state.body; }, contentType: state.list.get('content-type') };
});
expose(Response, 'type', 'url', 'redirected', 'status', 'ok', 'statusText', 'headers', 'clone');
for (const name of ['error', 'json', 'redirect']) Object.defineProperty(Response, name, { enumerable: true });

/** What a program wants of a new response. */
function initialize(state, { status, statusText, headers }, extracted, headersOf) {
  if (status !== undefined) {
    const number = Math.trunc(+status) || 0;
    if (number < 200 || number > 599) throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
    state.status = number;
  }
  if (statusText !== undefined) {
    const text = byteString(statusText);
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) throw new TypeError('Invalid statusText');
    state.statusText = text;
  }
  const made = headersOf(state.list);
  if (headers !== undefined) fill(made, headers);
  if (extracted === null) return;
  if (NULL_BODY.includes(state.status)) throw new TypeError(`Response constructor: Invalid response status code ${state.status}`);
  state.body = extracted.body;
  if (extracted.type !== null && !state.list.has('content-type')) state.list.append('content-type', extracted.type);
}

function make(state, guard) {
  return new Response(kMade, { type: 'default', urls: [], status: 200, statusText: '', list: new HeaderList(), body: null, ...state, guard });
}

module.exports = { Response, Headers, make, stateOf, NULL_BODY, REDIRECTS };
