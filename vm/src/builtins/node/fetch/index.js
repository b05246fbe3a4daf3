// fetch (https://fetch.spec.whatwg.org/), over node:http.
'use strict';

const { Request, stateOf, stopFollowing } = require('internal/fetch/request');
const { make, REDIRECTS, stateOf: stateOfResponse } = require('internal/fetch/response');
const { HeaderList } = require('internal/fetch/headers');
const { extract, readAll } = require('internal/fetch/body');

const MOST_REDIRECTS = 20;
/** Ports of other protocols, which must not be spoken to (https://fetch.spec.whatwg.org/#port-blocking). */
const BAD_PORTS = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123,
  135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719,
  1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** What went wrong between here and there. */
class NetworkError extends Error {}
const refuse = (message) => {
  throw new NetworkError(message);
};
const isHttp = ({ protocol }) => protocol === 'http:' || protocol === 'https:';

async function overHttp(given, signal) {
  let request = { ...given, list: given.list.copy() };
  const urls = [];
  let url = new URL(request.url);
  for (;;) {
    urls.push(url.href);
    if (url.port !== '' && BAD_PORTS.has(Number(url.port))) refuse('bad port');
    const response = await require('internal/fetch/http').send(request, url, signal);
    const location = REDIRECTS.includes(response.status) ? response.list.get('location') : null;
    if (REDIRECTS.includes(response.status) && request.redirect === 'error') {
      response.dump();
      refuse('unexpected redirect');
    }
    if (location === null || request.redirect === 'manual') {
      return make({ type: 'basic', urls, status: response.status, statusText: response.statusText, list: response.list, body: response.body() }, 'immutable');
    }
    response.dump();
    const next = new URL(Buffer.from(location, 'latin1').toString(), url);
    if (next.hash === '') next.hash = url.hash;
    if (!isHttp(next)) refuse('URL scheme must be a HTTP(S) scheme');
    if (urls.length > MOST_REDIRECTS) refuse('redirect count exceeded');
    request = redirected(request, response.status, url, next);
    url = next;
  }
}

/** The request as it goes to the next place. */
function redirected(request, status, from, to) {
  const next = { ...request };
  if (status !== 303 && request.body !== null && request.body.parts === null) refuse('');
  const { method } = request;
  if (((status === 301 || status === 302) && method === 'POST') || (status === 303 && method !== 'GET' && method !== 'HEAD')) {
    next.method = 'GET';
    next.body = null;
    for (const name of ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length']) next.list.delete(name);
  }
  if (from.origin !== to.origin) for (const name of ['authorization', 'proxy-authorization', 'cookie', 'host']) next.list.delete(name);
  if (next.body !== null) next.body = { ...next.body, stream: require('internal/fetch/body').streamOf(next.body.parts) };
  return next;
}

function ofData(url) {
  const data = require('internal/fetch/data_url')(url);
  if (data === null) refuse('failed to fetch the data URL');
  const list = new HeaderList();
  list.append('content-type', data.type);
  return make({ type: 'basic', urls: [url.href], statusText: 'OK', list, body: extract(data.bytes).body }, 'immutable');
}

function ofBlob(url, request) {
  const blob = require('internal/web_files/object_urls').resolveObjectURL(url.href.split('#')[0]);
  if (request.method !== 'GET' || blob === undefined) refuse('invalid method');
  const list = new HeaderList();
  const urls = [url.href];
  const range = request.list.get('range');
  if (range === null) {
    list.append('content-length', `${blob.size}`);
    list.append('content-type', blob.type);
    return make({ type: 'basic', urls, statusText: 'OK', list, body: extract(blob).body }, 'immutable');
  }
  const wanted = /^bytes=(\d*)-(\d*)$/.exec(range.trim());
  if (wanted === null || (wanted[1] === '' && wanted[2] === '')) refuse('failed to fetch the data URL');
  const [first, last] = wanted[1] === '' ? [Math.max(blob.size - Number(wanted[2]), 0), blob.size - 1]
    : [Number(wanted[1]), Math.min(wanted[2] === '' ? blob.size - 1 : Number(wanted[2]), blob.size - 1)];
  if (first >= blob.size || first > last) refuse('Range start is greater than the blob\'s size.');
  const slice = blob.slice(first, last + 1, blob.type);
  list.append('content-length', `${slice.size}`);
  list.append('content-type', blob.type);
  list.append('content-range', `bytes ${first}-${last}/${blob.size}`);
  return make({ type: 'basic', urls, status: 206, statusText: 'Partial Content', list, body: extract(slice).body }, 'immutable');
}

async function run(request, signal) {
  const url = new URL(request.url);
  switch (url.protocol) {
    case 'http:': case 'https:': return overHttp(request, signal);
    case 'data:': return ofData(url);
    case 'blob:': return ofBlob(url, request);
    case 'about:': return refuse('about scheme is not supported');
    case 'file:': return refuse('not implemented... yet...');
    default: return refuse('unknown scheme');
  }
}

/** The digests that an `integrity` names, by the strongest algorithm of those (https://w3c.github.io/webappsec-subresource-integrity/). */
function digestsOf(integrity) {
  const found = { sha256: [], sha384: [], sha512: [] };
  for (const item of integrity.split(' ')) {
    const [, algorithm, value] = /^(sha256|sha384|sha512)-([^?]*)/i.exec(item) ?? [];
    if (algorithm !== undefined) found[algorithm.toLowerCase()].push(value);
  }
  return ['sha512', 'sha384', 'sha256'].map((algorithm) => ({ algorithm, values: found[algorithm] })).find(({ values }) => values.length > 0);
}

/** The response again, if it is what was to come. */
async function checked(response, integrity) {
  const wanted = digestsOf(integrity);
  if (wanted === undefined) return response;
  const state = stateOfResponse(response);
  const bytes = state.body === null ? new Uint8Array(0) : await readAll(state.body);
  const digest = require('crypto').createHash(wanted.algorithm).update(bytes).digest('base64');
  const plain = (text) => text.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  if (!wanted.values.some((value) => plain(value) === plain(digest))) refuse('integrity mismatch');
  if (state.body !== null) state.body = extract(bytes).body;
  return response;
}

async function fetch(input, init = undefined) {
  const request = new Request(input, init);
  const { signal } = request;
  // Nobody else has this request: a signal that outlives it need not know of it any longer.
  const over = () => stopFollowing(request);
  const state = { ...stateOf(request), over };
  if (signal.aborted) {
    if (state.body !== null && !state.body.stream.locked) state.body.stream.cancel(signal.reason).catch(() => {});
    throw signal.reason;
  }
  try {
    let response = await run(state, signal);
    if (state.integrity !== '') response = await checked(response, state.integrity);
    if (response.body === null) over();
    return response;
  } catch (error) {
    over();
    if (signal.aborted && error === signal.reason) throw error;
    throw new TypeError('fetch failed', { cause: error instanceof NetworkError ? new Error(error.message) : error });
  }
}

module.exports = { fetch };
