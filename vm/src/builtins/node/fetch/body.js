// Bodies of requests and responses (https://fetch.spec.whatwg.org/#bodies): where they come from, and how they are read.
'use strict';

const { expose, illegal } = require('internal/fetch/convert');
const { Blob, partsOf } = require('internal/web_files/blob');
const { FormData } = require('internal/fetch/form_data');
const mime = require('internal/fetch/mime');
const { ReadableStream } = require('internal/web_streams/readable');
const { isDisturbed, isReadableWeb } = require('internal/streams/predicates');

/** A stream of bytes that are there already. */
function streamOf(parts) {
  const rest = parts.filter((part) => part.length > 0);
  return new ReadableStream({
    type: 'bytes',
    pull(controller) {
      const part = rest.shift();
      if (part !== undefined) controller.enqueue(part.slice());
      if (rest.length === 0) {
        queueMicrotask(() => {
          controller.close();
          controller.byobRequest?.respond(0);
        });
      }
    },
  });
}

/** A stream of what an asynchronous iterable gives. */
function streamOfIterable(iterable) {
  const iterator = iterable[Symbol.asyncIterator]();
  return new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done) {
        queueMicrotask(() => {
          controller.close();
          controller.byobRequest?.respond(0);
        });
      } else {
        const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : new Uint8Array(value);
        if (bytes.length > 0) controller.enqueue(bytes);
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

/** A body and the type of its content; `parts`, where it has some, are the same bytes again. */
function extract(object) {
  const made = (parts, type = null) => ({
    body: { stream: streamOf(parts), parts, length: parts.reduce((sum, part) => sum + part.length, 0) },
    type,
  });
  if (isReadableWeb(object)) {
    if (isDisturbed(object) || object.locked) throw new TypeError('Response body object should not be disturbed or locked');
    return { body: { stream: object, parts: null, length: null }, type: null };
  }
  if (object instanceof URLSearchParams) return made([new TextEncoder().encode(object.toString())], 'application/x-www-form-urlencoded;charset=UTF-8');
  if (ArrayBuffer.isView(object)) return made([new Uint8Array(object.buffer, object.byteOffset, object.byteLength).slice()]);
  if (object instanceof ArrayBuffer) return made([new Uint8Array(object).slice()]);
  if (object instanceof FormData) {
    const { boundary, parts } = require('internal/fetch/multipart').encode(object);
    return made(parts, `multipart/form-data; boundary=${boundary}`);
  }
  if (object instanceof Blob) return made(partsOf(object), object.type || null);
  if (object !== null && typeof object === 'object' && typeof object[Symbol.asyncIterator] === 'function') {
    return { body: { stream: streamOfIterable(object), parts: null, length: null }, type: null };
  }
  return made([new TextEncoder().encode(`${object}`)], 'text/plain;charset=UTF-8');
}

/** The same body twice: the first stays where it is. */
function cloneBody(body) {
  const [first, second] = body.stream.tee();
  body.stream = first;
  return { ...body, stream: second };
}

const isUsed = (body) => body !== null && isDisturbed(body.stream);
const isUnusable = (body) => body !== null && (body.stream.locked || isDisturbed(body.stream));

async function readAll(body) {
  const chunks = [];
  let length = 0;
  const reader = body.stream.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    if (!(value instanceof Uint8Array)) throw new TypeError('Received non-Uint8Array chunk');
    chunks.push(value);
    length += value.length;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

const textOf = (bytes) => new TextDecoder().decode(bytes);

function formOf(bytes, contentType) {
  const type = contentType === null ? null : mime.parse(contentType);
  if (type?.essence === 'multipart/form-data') {
    const form = new FormData();
    try {
      const boundary = type.parameters.get('boundary');
      if (boundary === undefined) throw new TypeError('missing boundary in content-type header');
      require('internal/fetch/multipart').decode(bytes, boundary, form);
    } catch (error) {
      throw new TypeError('Failed to parse body as FormData.', { cause: error });
    }
    return form;
  }
  if (type?.essence === 'application/x-www-form-urlencoded') {
    const form = new FormData();
    for (const [name, value] of new URLSearchParams(textOf(bytes))) form.append(name, value);
    return form;
  }
  throw new TypeError('Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".');
}

/** Gives a class the methods that read its body; `stateOf` gives `{ body, contentType }` of an object, or nothing. */
function mixin(Class, stateOf) {
  const checked = (object) => {
    const state = object !== null && typeof object === 'object' ? stateOf(object) : undefined;
    if (state === undefined) throw illegal();
    return state;
  };
  const consume = async (object, convert) => {
    const { body, contentType } = checked(object);
    if (isUnusable(body)) throw new TypeError('Body is unusable: Body has already been read');
    return convert(body === null ? new Uint8Array() : await readAll(body), contentType);
  };
  const methods = {
    get body() { return checked(this).body?.stream ?? null; },
    get bodyUsed() { return isUsed(checked(this).body); },
    blob() {
      return consume(this, (bytes, contentType) => {
        const type = contentType === null ? null : mime.parse(contentType);
        return new Blob([bytes], { type: type === null ? '' : mime.serialize(type) });
      });
    },
    arrayBuffer() { return consume(this, (bytes) => bytes.buffer); },
    text() { return consume(this, textOf); },
    json() { return consume(this, (bytes) => JSON.parse(textOf(bytes))); },
    formData() { return consume(this, formOf); },
    bytes() { return consume(this, (bytes) => bytes); },
    textStream() {
      const { body } = checked(this);
      if (isUnusable(body)) throw new TypeError('Body is unusable: Body has already been read');
      const { TextDecoderStream } = require('stream/web');
      return (body?.stream ?? streamOf([])).pipeThrough(new TextDecoderStream());
    },
  };
  Object.defineProperties(Class.prototype, Object.getOwnPropertyDescriptors(methods));
  expose(Class, ...Object.keys(methods));
}

module.exports = { cloneBody, extract, isUnusable, mixin, streamOf, readAll };
