const later = (v, n) => { let p = Promise.resolve(v); while (n--) p = p.then((x) => x); return p; };
const fail = (m, n) => later(0, n).then(() => { throw new Error(m); });
(async () => {
  console.log((await Promise.all([1, later(2, 3), later(3, 1)])).join());
  console.log(await Promise.race([later("slow", 9), later("fast", 1)]));
  console.log((await Promise.allSettled([later(1, 1), fail("x", 2)])).map((r) => `${r.status}:${r.value ?? r.reason.message}`).join());
  console.log(await Promise.any([fail("a", 1), later("any", 5)]));
  try { await Promise.all([later(1, 1), fail("first", 2), fail("second", 1)]); } catch (e) { console.log(e.message); }
  try { await Promise.any([fail("a", 1), fail("b", 1)]); } catch (e) { console.log(e.name, e.errors.map((x) => x.message).join()); }
  console.log((await Promise.all([])).length, (await Promise.all("ab")).join());
  const d = {};
  d.promise = new Promise((r, j) => Object.assign(d, { r, j }));
  d.r("resolved");
  d.j("ignored");
  console.log(await d.promise);
})();
