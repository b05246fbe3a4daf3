const log = [];
const sleep = async (n) => { for (let i = 0; i < n; i++) await 0; };
async function f(mode) {
  try {
    log.push(`try${mode}`);
    await sleep(1);
    if (mode === 1) throw new Error("boom");
    if (mode === 2) return "early";
  } catch (e) { log.push(e.message); await sleep(1); return "caught"; } finally { await sleep(2); log.push(`finally${mode}`); }
  return "end";
}
const o = { async m() { return this.v; }, v: 5, async *g() { for (let i = 0; i < 3; i++) { await sleep(1); yield i; } } };
class K { static async make() { const k = new K(); k.x = await o.m(); return k; } }
(async () => {
  console.log(await f(0), await f(1), await f(2), log.join());
  const arrow = async (x) => (await x) * 2;
  console.log(await arrow(Promise.resolve(21)), (await K.make()).x, await (async () => [await 1, await 2].length)());
  let s = 0;
  for (const x of [1, 2, 3]) { await sleep(1); if (x === 2) continue; s += x; }
  for await (const x of o.g()) s += x * 10;
  for await (const x of [Promise.resolve(100), 200]) s += x;
  console.log(s);
  await Promise.reject(new TypeError("t")).catch((e) => console.log(e.name));
  try { await null.x; } catch (e) { console.log(e.name); }
  console.log(`${await 1}${await 2}`, (await { then: (r) => r("thenable") }), await (await (async () => async () => 7)())());
})();
