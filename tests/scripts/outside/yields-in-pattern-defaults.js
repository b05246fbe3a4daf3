// `yield` and `await` in the defaults, keys and targets of patterns.
const drive = (it, ...values) => { const out = [JSON.stringify(it.next())]; for (const v of values) out.push(JSON.stringify(it.next(v))); return out.join(" "); };
const target = {};
const makers = [
  function* () { var { a = yield 1 } = {}; return a; },
  function* () { let [a = yield 1, b = yield a] = []; return [a, b]; },
  function* () { const { [yield "key"]: a = yield "default", ...rest } = { x: undefined, y: 2 }; return [a, rest]; },
  function* () { let a, b; [a = yield 1, { b = yield 2 } = yield 3] = [undefined]; return [a, b]; },
  function* () { ({ [yield 1]: target[yield 2] = yield 3 } = {}); return target; },
  function* () { for (const [a = yield 1] of [[], [5], [undefined]]) yield a; },
  function* () { for (let { x = yield 1 } = {}; x < 5; x++) yield x; },
  function* () { try { throw {}; } catch ({ message = yield "caught" }) { return message; } },
  function* () { const [[a = yield 1] = yield 2, ...[b = yield 3]] = []; return [a, b]; },
  function* () { const f = ([a = 1] = [], { b = a } = {}) => [a, b]; return f([yield 1], { b: yield 2 }); },
];
for (const make of makers) console.log(drive(make(), "x", ["y"], "z", { b: 4 }, 6));
function* parameters(a, b = a + 1, { c = b } = {}) { var [d = yield [a, b, c]] = []; return d; }
console.log(drive(parameters(1), 9), drive(parameters(1, undefined, { c: 7 }), 8));
(async () => {
  const f = async () => { const { a = await 1, [await "k"]: b = await Promise.resolve(2) } = {}; return [a, b]; };
  console.log(await f());
  async function* g() { var { a = yield 1 } = {}; const [b = await a, c = yield b] = []; return c; }
  const it = g();
  console.log(JSON.stringify([await it.next(), await it.next("p"), await it.next("q"), await it.next()]));
  for await (const [a = await "default"] of [[], [1]]) console.log(a);
})();
