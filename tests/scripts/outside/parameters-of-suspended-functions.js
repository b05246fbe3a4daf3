// Parameters, their defaults and arguments objects of functions that are suspended: captured, mapped, renamed, thrown from.
const log = []; const tick = (x) => Promise.resolve(x); let n = 0;
const say = (x) => { try { return typeof x === "function" ? "f" + say(x()) : typeof x === "object" && x ? JSON.stringify(x) : String(x); } catch (e) { return e.name; } };
function* captured(acc = 5, add = (x) => (acc += x)) { [1, 2, 3].forEach(add); yield acc; for (let i = 0; i < 30; i++) add(1); yield acc; var acc; yield acc; acc = -1; yield [acc, (add(1), acc)]; }
function* shadowed(a, b = () => a) { var a; yield [a, b()]; a = (yield a) ?? 7; yield [a, b()]; for (let i = 0; i < 20; i++) a++; return [a, b()]; }
function* mapped(a, b) { arguments[0] = "set"; yield [a, arguments.length]; b = (yield b) ?? "b2"; yield [arguments[1], arguments.length]; delete arguments[0]; a = 9; for (let i = 0; i < 25; i++) b = i; yield [arguments[0], arguments[1], a, b]; arguments.length = 1; return [...arguments].length; }
const strictly = (() => { "use strict"; return function* strictly(a, ...rest) { arguments[0] = 5; rest.push(yield [a, arguments[0], rest.length]); a = 6; yield [arguments[0], a, rest]; return arguments.length; }; })();
async function late(meta = {}, { x = n++, y: [z = x] = [] } = {}, ...more) { const before = [meta, x, z, more.length, arguments.length]; await tick(); for (let i = 0; i < 20; i++) x++; meta.seen = true; return [before, x, z, (() => arguments.length)(), typeof meta]; }
async function* everything(a = tick(1), b = arguments.length, c = (() => arguments[0])()) { yield a; a = await tick("a"); yield [a, b, c, arguments[0] === a]; arguments[0] = "w"; yield a; yield* (function* () { yield arguments.length; })(1, 2); }
const throwing = [function* (a = null.x) {}, async function (a = null.x) {}, async function* (a = null.x) {}, async (a = null.x) => {}, function* ({ a }) {}, async ({ a }) => a, async function ([a] = [b], b) {}];
class C { q = 1; *m(a = this.q, b = () => super.toString === Object.prototype.toString) { yield [a, b()]; this.q++; yield [a, b(), this.q, new.target]; } async n(a = super.hasOwnProperty("q"), b = () => this.q) { await 0; this.q = 5; return [a, b(), arguments.length]; } async *o(...a) { yield* a; yield () => a.length; } static async s(k = this.name, f = async () => [k, await tick(this === C), arguments.length]) { k += "!"; return f(); } }
const drive = (it, sent) => { const out = []; for (let i = 0; i < 6; i++) { const r = it.next(i === 2 ? sent : undefined); out.push(say(r.value)); if (r.done) break; } return out.join(" "); };
(async () => {
  for (let round = 0; round < 4; round++) {
    n = 0; log.length = 0;
    log.push(drive(captured()), drive(captured(1)), drive(captured(2, (x) => x)), drive(shadowed(1)), drive(shadowed(1, undefined), "sent"), drive(shadowed(2, () => "own")), drive(mapped(1, 2), "m"), drive(mapped(1)), drive(mapped(1, 2, 3)), drive(strictly(1, 2), "s"), drive(strictly()));
    for (const a of [[], [{ i: 1 }], [undefined, { x: 3, y: [4] }, 5, 6], [null, undefined]]) log.push(say(await late(...a).catch((e) => e.name)));
    log.push(say(await Promise.all([late({ a: 1 }), late({ b: 1 }, { x: 1 })])));
    for (const a of [[], [1], [1, 2, 3]]) { const got = []; for await (const x of everything(...a)) got.push(say(x)); log.push(got.join(" ")); }
    for (const f of throwing) { let r; try { r = f(); r = r instanceof Promise ? "rejected " + (await r.catch((e) => e.name)) : "made"; } catch (e) { r = "threw " + e.name; } log.push(r); }
    const c = new C(); log.push(drive(c.m()), drive(c.m(0)), say(await c.n()), say(await c.n(1, () => 2)), say(await C.s()), say(await C.s("k"))); const o = []; for await (const x of c.o(1, tick(2), 3)) o.push(say(x)); log.push(o.join());
    if (round === 0) console.log(log.join("\n")); else if (round === 3) console.log(log.length, log.at(-2));
  }
})();
