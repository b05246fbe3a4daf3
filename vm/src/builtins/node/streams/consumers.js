// node:stream/consumers: all that a stream gives, as one value.
'use strict';

const { Buffer } = require('buffer');

async function bytes(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}

async function text(stream) {
  const decoder = new TextDecoder();
  let result = '';
  for await (const chunk of stream) {
    result += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  }
  return result + decoder.decode();
}

async function arrayBuffer(stream) {
  const all = await bytes(stream);
  return all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength);
}

module.exports = {
  arrayBuffer,
  async blob(stream) {
    return new Blob([await bytes(stream)]);
  },
  buffer: async function buffer(stream) { return bytes(stream); },
  async bytes(stream) {
    return new Uint8Array(await arrayBuffer(stream));
  },
  async json(stream) {
    return JSON.parse(await text(stream));
  },
  text,
};
