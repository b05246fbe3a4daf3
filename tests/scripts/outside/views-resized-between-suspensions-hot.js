// node: 26
// Views of resizable buffers in generators, async functions and loops that are entered between suspensions.
const log = [];
const make = (n, max) => { const buffer = new ArrayBuffer(n, { maxByteLength: max }); return { buffer, tracking: new Uint8Array(buffer), offset: new Uint16Array(buffer, 4), fixed: new Uint8Array(buffer, 2, 6), view: new DataView(buffer, 1) }; };
const sum = (a) => { let s = 0; for (let i = 0; i < a.length; i++) s += a[i]; return s; };
const fill = (a, f) => { for (let i = 0; i < a.length; i++) a[i] = f(i); return a.length; };
function* walk(a, b) { let s = 0; for (let i = 0; i < a.length; i++) { s += a[i] ?? 1000; const r = yield s; if (r !== undefined) b.resize(r); for (let j = 0; j < 40; j++) s += a[j] === undefined ? 1 : 0; } return s; }
async function asum(a, b, sizes) { let s = 0; for (const n of sizes) { for (let i = 0; i < 30; i++) s += a[i] | 0; await null; b.resize(n); s = (s * 3 + a.length + (a[a.length - 1] ?? 7)) | 0; } return s; }
for (let round = 0; round < 6; round++) {
  const { buffer, tracking, offset, fixed, view } = make(16, 64);
  log.push(fill(tracking, (i) => i * round), sum(tracking), sum(offset), sum(fixed));
  for (const n of [32, 8, 7, 3, 0, 64, 16]) {
    buffer.resize(n);
    let d; try { d = view.byteLength; } catch (e) { d = e.name; }
    log.push([n, tracking.length, offset.length, fixed.length, fixed.byteOffset, d, sum(tracking), fill(offset, (i) => i + round), sum(offset), fixed[5], 5 in fixed, Object.keys(offset).length].join("/"));
  }
  const it = walk(tracking, buffer); const got = []; for (const r of [undefined, undefined, 4, undefined, 40, 2, undefined]) { const x = it.next(r); got.push(x.value); if (x.done) break; } log.push(got.join());
  const each = []; for (const x of tracking) { each.push(x); if (each.length === 2) buffer.resize(5); if (each.length > 8) break; } log.push(each.join());
  buffer.resize(12); try { log.push([...fixed.entries()].flat().length, tracking.subarray(3).length, new Uint8Array(tracking).length, tracking.slice(1, -1).length, offset.map((x) => x + 1).join(), tracking.indexOf(0), tracking.findLast((x) => x > 0), tracking.toSorted().join(""), tracking.with(0, 9)[0]); } catch (e) { log.push(e.name); }
  try { tracking.set(tracking.subarray(0, 4), { valueOf() { buffer.resize(6); return 2; } }); } catch (e) { log.push(e.name); }
  try { log.push(tracking.fill(3, { valueOf() { buffer.resize(3); return 0; } }).join()); } catch (e) { log.push(e.name); }
  try { log.push(fixed.every((x) => x === 0)); } catch (e) { log.push(e.name); }
  const moved = buffer.transfer(8); log.push(tracking.length, moved.resizable, sum(tracking), tracking[0]);
}
(async () => {
  for (let i = 0; i < 3; i++) { const { buffer, tracking, offset } = make(20, 40); fill(tracking, (k) => k + i); log.push(await asum(tracking, buffer, [10, 40, 0, 5]), await asum(offset, buffer, [4, 3, 12, 5])); }
  const { buffer, tracking } = make(8, 16); fill(tracking, (i) => i); const seen = []; for await (const x of (async function* () { for (const v of tracking) { yield v; if (v === 3) buffer.resize(5); if (v === 4) buffer.resize(7); } })()) seen.push(x); log.push(seen.join());
  console.log(log.join(" "));
})();
