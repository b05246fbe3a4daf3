// One request of fetch over HTTP, and the body of its response.
'use strict';

const http = require('http');
const { pipeline } = require('stream');
const { HeaderList } = require('internal/fetch/headers');
const { NULL_BODY } = require('internal/fetch/response');
const { ReadableStream } = require('internal/web_streams/readable');

const agents = { 'http:': [http, new http.Agent({ keepAlive: true })] };
/** The module and the agent of a protocol. */
function transportOf(protocol) {
  if (protocol === 'https:' && agents[protocol] === undefined) {
    const https = require('https');
    agents[protocol] = [https, new https.Agent({ keepAlive: true })];
  }
  return agents[protocol];
}
/** How much of a body is read before anybody asks for it. */
const AHEAD = 65536;

/** The other side has gone. */
class SocketError extends Error {
  constructor(message) {
    super(message);
    this.name = 'SocketError';
    this.code = 'UND_ERR_SOCKET';
  }
}
const causeOf = (error) => (error?.code === 'ECONNRESET' || error?.code === 'ERR_STREAM_PREMATURE_CLOSE' ? new SocketError('other side closed') : error);

const CONDITIONS = ['if-modified-since', 'if-none-match', 'if-unmodified-since', 'if-match', 'if-range'];

/** Can nobody on the way have changed it (https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy)? */
function isTrustworthy({ protocol, hostname }) {
  if (['https:', 'wss:', 'file:', 'data:'].includes(protocol)) return true;
  return /^(?:127(?:\.\d+){3}|\[::1\]|localhost|.*\.localhost)$/.test(hostname);
}
/** Determine request's referrer (https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer): its origin is nobody's. */
function referrerOf({ referrer, referrerPolicy }, url) {
  if (referrer === '' || referrer === 'about:client') return null;
  const full = new URL(referrer);
  if (['about:', 'blob:', 'data:'].includes(full.protocol)) return null;
  full.username = full.password = full.hash = '';
  const origin = new URL(full);
  origin.pathname = origin.search = '';
  const isDowngrade = isTrustworthy(full) && !isTrustworthy(url);
  switch (referrerPolicy) {
    case 'no-referrer': case 'same-origin': return null;
    case 'origin': case 'origin-when-cross-origin': return origin.href;
    case 'strict-origin': return isDowngrade ? null : origin.href;
    case 'no-referrer-when-downgrade': return isDowngrade ? null : full.href;
    case 'unsafe-url': return full.href;
    default:
      if (full.origin === url.origin) return full.href;
      return isDowngrade ? null : origin.href;
  }
}

/** Headers as they are sent: those of the program, and what is added to them. */
function headersOf(request, url) {
  const { body, method, mode } = request;
  let { cache, list } = request;
  // A part of what is coded is of no use.
  const encoding = list.has('range') ? 'identity' : 'gzip, deflate';
  if (list.has('range') && list.has('accept-encoding')) {
    list = list.copy();
    list.append('accept-encoding', encoding);
  }
  // Who asks by conditions has a cache of its own.
  if (cache === 'default' && CONDITIONS.some((name) => list.has(name))) cache = 'no-store';
  const referrer = referrerOf(request, url);
  if (referrer !== null) {
    list = list.copy();
    list.append('referer', referrer);
  }
  const headers = ['host', url.host, 'connection', 'keep-alive'];
  for (const [key, { name, value }] of list.map) {
    if (key === 'set-cookie') for (const cookie of list.cookies) headers.push(name, cookie);
    else if (key !== 'host' && key !== 'connection') headers.push(name, value);
  }
  const addition = (name, value) => {
    if (!list.has(name)) headers.push(name, value);
  };
  addition('accept', '*/*');
  addition('accept-language', '*');
  addition('sec-fetch-mode', mode);
  addition('user-agent', 'node');
  if (cache === 'no-cache') {
    addition('cache-control', 'max-age=0');
  } else if (cache === 'no-store' || cache === 'reload') {
    addition('pragma', 'no-cache');
    addition('cache-control', 'no-cache');
  }
  addition('accept-encoding', encoding);
  if (body === null) {
    if (method === 'POST' || method === 'PUT' || method === 'QUERY') addition('content-length', '0');
  } else if (body.length !== null) {
    addition('content-length', `${body.length}`);
  } else if (!list.has('content-length')) {
    headers.push('transfer-encoding', 'chunked');
  }
  return headers;
}

/** Streams that undo the codings of a content, the last one first. */
function decoders(list) {
  const encoding = list.get('content-encoding');
  if (encoding === null) return [];
  const zlib = require('zlib');
  const options = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH };
  const streams = [];
  for (const coding of encoding.toLowerCase().split(',').map((word) => word.trim()).reverse()) {
    if (coding === 'gzip' || coding === 'x-gzip') streams.push(zlib.createGunzip(options));
    else if (coding === 'deflate') streams.push(inflateAny(zlib, options));
    else if (coding === 'br') streams.push(zlib.createBrotliDecompress());
    else if (coding === 'zstd') streams.push(zlib.createZstdDecompress());
    else return [];
  }
  return streams;
}

/** Servers send "deflate" with its header or without: the first byte tells. */
function inflateAny(zlib, options) {
  const { Duplex } = require('stream');
  let inner = null;
  const start = (chunk) => {
    inner = (chunk[0] & 0x0f) === 8 ? zlib.createInflate(options) : zlib.createInflateRaw(options);
    inner.on('data', (data) => {
      if (!outer.push(data)) inner.pause();
    });
    inner.on('end', () => outer.push(null));
    inner.on('error', (error) => outer.destroy(error));
  };
  const outer = new Duplex({
    read() {
      inner?.resume();
    },
    write(chunk, encoding, callback) {
      if (inner === null) {
        if (chunk.length === 0) {
          callback();
          return;
        }
        start(chunk);
      }
      inner.write(chunk, encoding, callback);
    },
    final(callback) {
      if (inner === null) outer.push(null);
      else inner.end();
      callback();
    },
    destroy(error, callback) {
      inner?.destroy();
      callback(error);
    },
  });
  return outer;
}

/** The body of a response as a stream of bytes. */
function bodyOf(source, message, signal, over) {
  let controller;
  let isOver = false;
  const end = (error) => {
    if (isOver) return;
    isOver = true;
    signal.removeEventListener('abort', aborted);
    over();
    if (error === undefined) {
      controller.close();
      controller.byobRequest?.respond(0);
    } else {
      controller.error(error);
    }
  };
  const aborted = () => {
    end(signal.reason);
    message.destroy();
    if (source !== message) source.destroy();
  };
  const stream = new ReadableStream({
    type: 'bytes',
    start(given) {
      controller = given;
    },
    pull() {
      source.resume();
    },
    cancel() {
      isOver = true;
      signal.removeEventListener('abort', aborted);
      over();
      message.on('error', () => {});
      message.destroy();
      if (source !== message) source.destroy();
    },
  }, { highWaterMark: AHEAD });
  source.on('data', (chunk) => {
    if (isOver || chunk.length === 0) return;
    controller.enqueue(new Uint8Array(chunk));
    if (controller.desiredSize <= 0) source.pause();
  });
  source.on('end', () => end());
  const failed = (error) => end(new TypeError('terminated', { cause: causeOf(error) }));
  source.on('error', failed);
  message.on('aborted', () => failed(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })));
  if (signal.aborted) aborted();
  else signal.addEventListener('abort', aborted, { once: true });
  return { stream, parts: null, length: null };
}

/** Sends the request; what comes back is told of with a body that is not read yet. */
function send(request, url, signal, isAgain = false) {
  return new Promise((resolve, reject) => {
    const { method, body } = request;
    let message = null;
    const [transport, agent] = transportOf(url.protocol);
    const outgoing = transport.request({
      protocol: url.protocol, hostname: url.hostname.replace(/^\[|\]$/g, ''), port: url.port || undefined, path: `${url.pathname}${url.search}`, method,
      headers: headersOf(request, url), agent, setHost: false,
    });
    // As it was written: methods beyond the standard's own are not the same in capitals.
    outgoing.method = method;
    const aborted = () => {
      reject(signal.reason);
      outgoing.destroy();
      if (body !== null && !body.stream.locked) body.stream.cancel(signal.reason).catch(() => {});
    };
    signal.addEventListener('abort', aborted, { once: true });
    outgoing.on('error', (error) => {
      signal.removeEventListener('abort', aborted);
      // A connection that was kept may have been closed meanwhile.
      if (outgoing.reusedSocket && error.code === 'ECONNRESET' && message === null && body === null && !isAgain && !signal.aborted) {
        send(request, url, signal, true).then(resolve, reject);
      } else {
        reject(causeOf(error));
      }
    });
    outgoing.on('response', (given) => {
      message = given;
      signal.removeEventListener('abort', aborted);
      const list = new HeaderList();
      for (let i = 0; i < message.rawHeaders.length; i += 2) list.append(message.rawHeaders[i].toLowerCase(), message.rawHeaders[i + 1]);
      const hasBody = method !== 'HEAD' && method !== 'CONNECT' && !NULL_BODY.includes(message.statusCode);
      resolve({
        status: message.statusCode, statusText: message.statusMessage, list,
        dump() {
          message.on('error', () => {});
          message.resume();
        },
        body() {
          if (!hasBody) {
            message.resume();
            return null;
          }
          const through = decoders(list);
          const source = through.length === 0 ? message : pipeline(message, ...through, () => {});
          return bodyOf(source, message, signal, request.over);
        },
      });
    });
    if (body === null) {
      outgoing.end();
    } else if (body.parts !== null) {
      // Read, so that it is used up for the program.
      body.stream.cancel().catch(() => {});
      for (const part of body.parts) outgoing.write(part);
      outgoing.end();
    } else {
      sendStream(body.stream, outgoing, (error) => {
        reject(error);
        outgoing.destroy();
      });
    }
  });
}

async function sendStream(stream, outgoing, failed) {
  const reader = stream.getReader();
  let goOn = () => {};
  outgoing.on('drain', () => goOn());
  outgoing.on('close', () => {
    if (!outgoing.writableFinished) reader.cancel().catch(() => {});
    goOn();
  });
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      if (!(value instanceof Uint8Array)) throw new TypeError('Received non-Uint8Array chunk');
      if (!outgoing.write(value)) {
        await new Promise((resolve) => {
          goOn = resolve;
        });
      }
      if (outgoing.destroyed) return;
    }
    outgoing.end();
  } catch (error) {
    failed(error);
  }
}

module.exports = { send };
