// Compresses and decompresses, in two libraries.
import { gzipSync, gunzipSync, deflateSync, inflateSync, zlibSync, zipSync, unzipSync, strToU8, strFromU8, Unzip, Deflate } from 'fflate';
import * as pako from 'pako';

const text = Array.from({ length: 3000 }, (_, i) => `line ${(i * 7919) % 613} ${'abc'[i % 3].repeat(i % 17)}`).join('\n');
const data = strToU8(text);
const sum = (bytes) => bytes.reduce((a, b) => (a * 31 + b) >>> 0, 7);
for (const level of [0, 1, 6, 9]) {
  const a = deflateSync(data, { level }), b = pako.deflateRaw(data, { level });
  console.log(level, a.length, sum(a), b.length, sum(b), strFromU8(inflateSync(b)) === text, pako.inflateRaw(a, { to: 'string' }) === text);
}
console.log(sum(zlibSync(data)), pako.ungzip(gzipSync(data, { mtime: 0 })).length, gunzipSync(pako.gzip(data)).length);
const zip = zipSync({ 'a.txt': strToU8('hello'), d: { 'b.bin': [new Uint8Array(1000), { level: 9 }] } }, { mtime: new Date(2000, 0, 2) });
console.log(zip.length, Object.entries(unzipSync(zip)).map(([n, d]) => [n, d.length]));
const parts = [];
const stream = new Deflate((chunk, last) => parts.push([chunk.length, last]));
stream.push(data.subarray(0, 9999)); stream.push(data.subarray(9999), true);
console.log(parts.length, parts.at(-1)[1]);
try { inflateSync(new Uint8Array([255, 1, 2])); } catch (e) { console.log(e.message, e.code); }
try { pako.inflate(new Uint8Array([1, 2, 3])); } catch (e) { console.log(e.message ?? e); }
