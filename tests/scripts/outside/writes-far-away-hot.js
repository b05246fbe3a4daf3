// Elements far beyond the end, copied there and back; what was copied is read again.
const here = [0]; const there = [];
function back(at) { there[at] = here[0]; here[0] = there[at] + 1; return here[0]; }
for (let i = 0; i < 3000; i++) back(5 + (i & 3));
console.log(back(1 << 20), back(1 << 29), back(2 ** 32 - 2), there.length, back(2 ** 32 - 1), there.length, Object.keys(there).length);
function within(list, to, from, end) { list.copyWithin(to, from, end); return list.join(); }
let last;
for (let i = 0; i < 2000; i++) last = [within([1, 2, 3, 4, 5], i % 5, 1, 3), within(Uint8Array.of(1, 2, 3, 4, 5), 1, i % 4, 5), within([1, , 3, , 5], 0, 3, 5), within([1, 2, 3], -2, -3, -1)];
console.log(last.join(" "));
function overlap(typed, at) { typed.set(typed.subarray(at, at + 3), 1); return typed.join(); }
function aliased(buffer) { const words = new Uint16Array(buffer, 0, 2), bytes = new Uint8Array(buffer); bytes[1] = 1; const a = words[0]; bytes[0] = 2; words[1] = 0x0304; return [a, words[0], bytes[2], bytes[3]].join(); }
for (let i = 0; i < 2000; i++) last = [overlap(Float32Array.of(1, 2, 3, 4, 5), i % 3), overlap(Int16Array.of(1, 2, 3, 4, 5), 2), aliased(new ArrayBuffer(4))];
console.log(last.join(" "));
const iterators = () => [[1, 2].values(), new Set([3]).values(), (function* () { yield 4; })()];
let sum = 0;
for (let i = 0; i < 500; i++) for (const it of iterators()) { for (const v of it) sum += v; sum += it.next().done ? 1 : 0; }
console.log(sum);
