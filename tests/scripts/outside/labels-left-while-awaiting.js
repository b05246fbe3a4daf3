// Labels, breaks and continues that leave what awaits and yields, with what is final on the way, and iterators to be closed.
const log = []; const tick = (x) => Promise.resolve(x);
const source = (name, n) => ({ i: 0, [Symbol.iterator]() { return this; }, next() { return this.i < n ? { value: this.i++, done: false } : { value: 0, done: true }; }, return(v) { log.push("close " + name); return {}; } });
const asource = (name, n) => ({ i: 0, [Symbol.asyncIterator]() { return this; }, async next() { return this.i < n ? { value: this.i++, done: false } : { value: 0, done: true }; }, async return(v) { log.push("aclose " + name); await 0; return {}; } });
async function f(mode) {
  let r = "";
  outer: for (const a of source("a", 3)) {
    try {
      inner: for await (const b of asource("b" + a, 4)) {
        try {
          await tick();
          for (let k = 0; k < 40; k++) { if (k === 30 && mode === 5) continue inner; r = r.length > 60 ? r.slice(-20) : r; }
          switch (mode) { case 0: if (b === 1) continue outer; break; case 1: if (b === 2) break outer; break; case 2: if (b === 1) continue inner; break; case 3: if (a + b === 3) return "returned " + r; break; case 4: if (b === 2) throw "thrown"; break; case 6: if (b === 0) continue; break inner; }
          r += a + "" + b + " ";
        } finally { await 0; r += "f" + b; if (mode === 7 && b === 1) break; if (mode === 8 && a === 1) continue outer; }
      }
      r += "|";
    } catch (e) { r += "caught " + e; if (mode === 4 && a === 1) { await 0; break; } } finally { r += "F" + a + ";"; await tick(); if (mode === 9) continue; }
  }
  return "end " + r;
}
async function* g(mode) {
  done: { try { out: for (let i = 0; i < 3; i++) { for (let j = 0; j < 3; j++) { try { yield i * 10 + j; if (j === mode) break out; if (j + mode === 3) continue out; if (mode === 4) break done; } finally { log.push("fin" + i + j); if (mode === 5) yield "final"; } } } } finally { await 0; log.push("over"); } return "through"; }
  return "left";
}
async function once(mode) { let s = ""; for (let i = 0; i < 3; i++) { try { const x = await tick(i); if (x === mode) continue; s += "b" + x; } finally { s += "f" + i; } } lab: { try { await 0; break lab; } finally { s += "lab"; } s += "no"; } do { try { await 0; if (mode) continue; s += "d"; break; } finally { s += "x"; mode = 0; } } while (true); for (const k in { p: 1, q: 2 }) { try { await 0; if (k === "p") continue; } finally { s += k; } } return s; }
async function never() { for (const x of source("n", 2)) { try { await 0; return x; } finally { try { await Promise.reject("r"); } catch { break; } finally { log.push("n"); } } } return "after break"; }
async function labels() { let n = 0; a: b: c: for await (const x of [1, 2, 3]) { d: for (const y of [1, 2]) { if (y === 2) continue b; if (x === 2) continue c; n += x; await 0; continue d; } } e: if (n) { await 0; break e; } l: { m: { try { await 0; break l; } catch {} } n = -1; } return n; }
(async () => {
  for (let round = 0; round < 3; round++) {
    for (let mode = 0; mode < 10; mode++) { let r; try { r = await f(mode); } catch (e) { r = "threw " + e; } log.push(mode + " " + r); }
    for (let mode = 0; mode < 6; mode++) { const it = g(mode), got = []; for (let x; !(x = await it.next()).done; ) { got.push(x.value); if (got.length === 4 && mode === 3) got.push(JSON.stringify(await it.return("r"))); if (got.length > 20) break; } log.push("g" + mode + " " + got.join() + JSON.stringify(await it.next())); }
    for (const m of [0, 1, 2, 9]) log.push(await once(m)); log.push(await never(), await labels());
  }
  const third = log.length / 3; console.log(log.slice(0, third).join("\n")); console.log(log.slice(third, 2 * third).join() === log.slice(0, third).join(), log.slice(2 * third).join() === log.slice(0, third).join());
})();
