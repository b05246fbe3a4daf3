// Bindings of each round that closures have, across yield and await, in each kind of loop and place.
const tick = (x) => Promise.resolve(x), log = [];
const show = (name, fs) => log.push(name + " " + fs.map((f) => { try { return f(); } catch (e) { return e.name; } }).join());
function* kinds() {
  const fs = [];
  for (let i = 0; i < 4; i++) { fs.push(() => i); yield i; fs.push(() => (i += 10)); }
  for (let i = (yield "init", fs.push(() => "i" + i), 0), n = 3; fs.push(() => i + n), (yield "test") ?? i < n; i += (yield "step") ?? 1) { let j = i * 2; fs.push(() => j++); yield j; fs.push(() => (j += i)); }
  for (const x of [1, 2, 3]) { const y = (yield x) ?? x * 2; fs.push(() => x + ":" + y); }
  for (const k in { a: 1, b: 2 }) { let k2 = k; { let k2 = yield k; fs.push(() => k2); } fs.push(() => k + k2); }
  let w = 0; while (w < 3) { let v = w; fs.push(() => v); v += (yield v) ?? 1; fs.push(() => (v *= 2)); w++; }
  for (let [a, b = yield "default"] of [[1], [2, 3]]) { fs.push(() => [a, b].join("/")); a = yield a; fs.push(() => a); }
  try { throw yield "throw"; } catch (e) { let d = e; fs.push(() => e, () => (e = 9)); yield e; fs.push(() => d + e); }
  switch (yield "switch") { case undefined: let s = yield "s"; fs.push(() => s); default: fs.push(() => (s = 1)); }
  return fs;
}
for (let round = 0; round < 6; round++) { const it = kinds(); let r, sent = 0; while (!(r = it.next(sent++ % 5 === 4 && round > 3 ? undefined : undefined)).done); show("generator", r.value); show("again", r.value); }
async function awaits(n) {
  const fs = [];
  for (let i = 0; i < n; i++) { let acc = i; const bump = () => (acc += 100); bump(); await tick(); fs.push(() => acc, bump); }
  for (let i = 0; i < n; i++) { fs.push(() => i); await 0; }
  for (const x of [1, 2, 3]) { const j = x; await tick(); fs.push(() => j + x); for (let q = 0; q < 2; q++) { await 0; fs.push(() => [x, q].join("")); } }
  for await (let x of [tick(1), 2, tick(3)]) { fs.push(() => x++); await tick(); fs.push(() => x); }
  let x = 1; { let x = 2; await 0; fs.push(() => x++); } fs.push(() => x);
  let e = "outer"; try { await Promise.reject(1); } catch (e) { await 0; fs.push(() => "in" + e); } fs.push(() => e);
  var i = "var"; for (let i = 0; i < 2; i++) await 0; fs.push(() => i);
  do { let z = await tick(fs.length); fs.push(() => z); } while (fs.length % 7);
  return fs;
}
async function* both() { for (let i = 0; i < 3; i++) { const f = () => i++; yield f; await 0; yield () => f() + i; } for (const a of [1, 2]) yield* (function* () { for (let b = 0; b < a; b++) yield () => a * 10 + b; })(); }
(async () => {
  for (let round = 0; round < 5; round++) show("awaits", await awaits(3 + round));
  for (let round = 0; round < 4; round++) { const fs = []; for await (const f of both()) fs.push(f); show("both", fs); show("again", fs); }
  const out = await Promise.all([1, 2, 3].map(async (n, k) => { const got = []; for (let i = 0; i < n; i++) { await tick(); got.push(() => i + k * 10); } await 0; return got; })); show("all", out.flat());
  console.log(log.filter((x, i) => log.indexOf(x) === i).join("\n"));
})();
