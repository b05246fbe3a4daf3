// node: 26
// Views die young while their buffer is old: what the buffer resizes, loses or grows afterwards are no cells of others.
// gc-stress: 20011
'use strict';
const buffers = [new ArrayBuffer(64, { maxByteLength: 256 }), new ArrayBuffer(64), new ArrayBuffer(64), new WebAssembly.Memory({ initial: 1, maximum: 9 })];
const heap = new Uint8Array(buffers[3].buffer);
let junk;
function collect() { for (let i = 0; i < 2e5; i++) junk = { i }; }
collect();
for (let i = 0; i < 600; i++) { new Uint8Array(buffers[0]); new Int16Array(buffers[1], 2).subarray(1); new Float64Array(buffers[2]); heap.subarray(i); }
collect();
const live = [];
for (let i = 0; i < 2e4; i++) live.push({ a: i, b: i, c: i, d: i, e: i, f: i, g: i });
buffers[0].resize(32); buffers[1].transfer(); structuredClone(buffers[2], { transfer: [buffers[2]] }); buffers[3].grow(1);
console.log(live.filter((o, i) => o.a !== i || o.b !== i || o.c !== i || o.d !== i || o.e !== i || o.f !== i || o.g !== i).length, heap.length);
