// Looking up `then` runs script: a getter on Object.prototype that calls the same generator again
// finds a queue in order, and every request is answered once.
const log = [];
let it, hits = 0, inside = false;
Object.defineProperty(Object.prototype, "then", {
  configurable: true,
  get() {
    if (inside || !it) return undefined;
    inside = true;
    hits++;
    const done = (what) => (r) => log.push(what + " " + (r && r.value) + " " + (r && r.done));
    const failed = (what) => (e) => log.push(what + " threw " + e);
    if (hits === 1) it.return("r0").then(done("return"), failed("return"));
    if (hits === 2) { it.next("n1").then(done("next"), failed("next")); it.throw("t1").then(done("throw"), failed("throw")); }
    if (hits === 3) it.return("r2").then(done("return2"), failed("return2"));
    inside = false;
    return undefined;
  },
});
async function* gen() { try { const got = yield { a: 1 }; log.push("got " + got); yield { b: got }; return { c: 2 }; } finally { log.push("cleanup"); } }
(async () => {
  for (let round = 0; round < 3; round++) {
    hits = 0;
    it = gen();
    const first = it.next("x"), second = it.next("y"), third = it.next("z");
    for (const [name, p] of [["first", first], ["second", second], ["third", third]]) {
      try { const r = await p; log.push(name + " " + typeof r.value + " " + r.done); } catch (e) { log.push(name + " threw " + e); }
    }
    it = undefined;
    await null;
    log.push("hits " + (hits > 0));
  }
  delete Object.prototype.then;
  console.log(log.join("\n"));
})();
