// SHA-256 over byte arrays, and base64 there and back.
// test: 2 2000
"use strict";

const firstPrimes = (count) => {
  const primes = [];
  for (let n = 2; primes.length < count; n++) {
    if (primes.every((p) => n % p !== 0)) primes.push(n);
  }
  return primes;
};

// The first 32 bits of the fraction; a double has enough of them for these small roots.
const fractionBits = (root) => ((root % 1) * 0x100000000) | 0;

const K = Int32Array.from(firstPrimes(64), (p) => fractionBits(Math.cbrt(p)));
const INITIAL = Int32Array.from(firstPrimes(8), (p) => fractionBits(Math.sqrt(p)));

const rotate = (x, n) => (x >>> n) | (x << (32 - n));

class Sha256 {
  #state = Int32Array.from(INITIAL);
  #block = new Uint8Array(64);
  #words = new Int32Array(64);
  #used = 0;
  #length = 0;

  update(bytes) {
    for (let i = 0; i < bytes.length; i++) {
      this.#block[this.#used++] = bytes[i];
      if (this.#used === 64) this.#compress();
    }
    this.#length += bytes.length;
    return this;
  }

  digest() {
    const bits = this.#length * 8;
    this.update([0x80]);
    while (this.#used !== 56) this.update([0]);
    const high = Math.floor(bits / 0x100000000);
    for (const word of [high, bits >>> 0]) {
      this.update([word >>> 24, word >>> 16, word >>> 8, word].map((b) => b & 255));
    }
    const digest = new Uint8Array(32);
    this.#state.forEach((word, i) => {
      digest.set([word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255], i * 4);
    });
    return digest;
  }

  #compress() {
    const w = this.#words;
    const block = this.#block;
    for (let i = 0; i < 16; i++) {
      w[i] = (block[i * 4] << 24) | (block[i * 4 + 1] << 16) | (block[i * 4 + 2] << 8) | block[i * 4 + 3];
    }
    for (let i = 16; i < 64; i++) {
      const a = w[i - 15];
      const b = w[i - 2];
      const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
      const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = this.#state;
    for (let i = 0; i < 64; i++) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const choice = (e & f) ^ (~e & g);
      const t1 = (h + s1 + choice + K[i] + w[i]) | 0;
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const majority = (a & b) ^ (a & c) ^ (b & c);
      const t2 = (s0 + majority) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => {
      this.#state[i] += word;
    });
    this.#used = 0;
  }
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Map([...ALPHABET].map((c, i) => [c.charCodeAt(0), i]));

function toBase64(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += ALPHABET[group >> 18];
    text += ALPHABET[(group >> 12) & 63];
    text += i + 1 < bytes.length ? ALPHABET[(group >> 6) & 63] : "=";
    text += i + 2 < bytes.length ? ALPHABET[group & 63] : "=";
  }
  return text;
}

function fromBase64(text) {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let i = 0, at = 0; i < text.length; i += 4) {
    let group = 0;
    for (let j = 0; j < 4; j++) group = (group << 6) | (VALUES.get(text.charCodeAt(i + j)) ?? 0);
    for (let shift = 16; shift >= 0 && at < bytes.length; shift -= 8) bytes[at++] = (group >> shift) & 255;
  }
  return bytes;
}

const hex = (bytes) => [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
const ascii = (text) => Uint8Array.from(text, (c) => c.charCodeAt(0));

function run(size) {
  const message = new Uint8Array(size).map((_, i) => (i * i + 7 * i) & 255);
  const digest = new Sha256().update(message).digest();
  const encoded = toBase64(message);
  const decoded = fromBase64(encoded);
  return {
    abc: hex(new Sha256().update(ascii("abc")).digest()),
    empty: hex(new Sha256().digest()),
    digest: hex(digest),
    again: hex(new Sha256().update(decoded).digest()),
    encoded,
  };
}

function check({ abc, empty, digest, again, encoded }, size) {
  if (abc !== "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") throw new Error(`abc: ${abc}`);
  if (empty !== "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") throw new Error(`empty: ${empty}`);
  if (digest !== again) throw new Error("base64 lost something");
  if (encoded.length !== Math.ceil(size / 3) * 4) throw new Error(`${encoded.length} characters`);
  return `${digest} ${encoded.slice(0, 16)} ${encoded.slice(-8)}`;
}

// Protocol of this folder: [iterations] [size] [--times].
const args = process.argv.slice(2);
const [iterations = 8, size = 24000] = args.filter((a) => !a.startsWith("--")).map(Number);
const laps = [];
let summary;
for (let i = 0; i < iterations; i++) {
  const start = performance.now();
  const result = run(size);
  laps.push(performance.now() - start);
  summary = check(result, size);
}
console.log(`sha256 ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
