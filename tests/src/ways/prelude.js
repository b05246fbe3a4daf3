// What the programs of the table of ways have in common. Everything is global: modules and evaluated
// text see it too.
let made = 0;
Object.assign(globalThis, {
  N: 0,
  log: [],
  Failure: class Failure extends Error {},
  Base: class Base {},
  attempt(f) { try { return f(); } catch (e) { return ['threw', e]; } },
  one() { return 1; },
  callIn(g) { return g(1); },
  throwAt(i) { if (i >= N) throw new Failure('at ' + i); },
  // An iterator without end; `close` is its return method.
  endless(close) {
    return {
      [Symbol.iterator]() { return this; },
      next() { return { value: 7, done: false }; },
      return(v) { log.push('closed'); return close === undefined ? {} : close(v); },
    };
  },
  // An iterator of n ones, and what it does at its end.
  upTo(n, end) {
    return { [Symbol.iterator]() { return this; }, next() { return n-- > 0 ? { value: 1, done: false } : end ? end() : { value: undefined, done: true }; } };
  },
  yields: function* (n) { for (let i = 0; i < n; i++) yield 1; return 'all'; },
  yieldsLater: async function* (n) { for (let i = 0; i < n; i++) yield i; },
  // An iterable whose iterator looks like an array but for its next method.
  record: next => ({ [Symbol.iterator]() { return { length: 2, next, 0: 5, 1: 6 }; } }),
  // An object below which the accessor x is.
  under(accessor) {
    class C {}
    Object.defineProperty(C.prototype, 'x', accessor);
    return new C();
  },
  // A function that has seen no object yet.
  fresh: text => new Function('o', 'v', `/* ${made++} */ ${text}`),
  deep() { return deep() + 1; },
});
// Functions with many registers, which loop code inlines.
const many = (n, at) => new Function('x', 'let ' + Array.from({ length: n }, (_, i) => `a${i} = x + ${i}`).join(', ') + `; return a${at};`);
globalThis.wide = many(30, 0);
globalThis.wider = many(30, 1);

// Calls `run` where there is little room left on the stack of values. How often a throw came out of it
// after the function that is tested had been entered, which handles all that its loop throws.
{
  const list = Array.from({ length: 600 }, (_, i) => `a${i} = 1`).join(', ');
  const fill = new Function('depth', `return function fill(run) { class A {} let ${list}; try { return fill(run); } catch (e) { return run(); } }`)();
  let entered = false, turn = 0;
  globalThis.enter = () => { entered = true; };
  globalThis.atTheEnd = run => {
    let escaped = 0;
    // Where a loop is compiled depends on what has been called before: not always in the same place.
    turn++;
    for (let step = 0; step < 2; step++) {
      const k = ((SEED + turn + step) % 10) * 60;
      const filler = Array.from({ length: k }, () => 0);
      const attempt = () => {
        entered = false;
        try { run(); } catch (e) { if (entered && e instanceof RangeError) escaped++; }
      };
      // What it is called with moves the frames above it.
      const shifted = function () { return arguments.length < 0 ? 0 : fill(attempt); };
      shifted(...filler);
    }
    return escaped;
  };
}

function show(v) {
  if (typeof v === 'string') return JSON.stringify(v);
  if (typeof v === 'function') return 'function';
  if (v === null || typeof v !== 'object') return String(v);
  if (v instanceof Error) return `${v.name === 'Error' ? v.constructor.name : v.name}(${v.message})`;
  if (Array.isArray(v)) return `[${v.map(show).join(', ')}]`;
  const tag = Object.prototype.toString.call(v).slice(8, -1);
  return (tag === 'Object' ? '' : tag) + `{${Object.keys(v).map(key => `${key}: ${show(v[key])}`).join(', ')}}`;
}

async function outcome(f, enter) {
  try {
    const v = enter(f);
    if (!(v instanceof Promise)) return show(v);
    try { return 'promise of ' + show(await v); } catch (e) { return 'rejected with ' + show(e); }
  } catch (e) { return 'threw ' + show(e); }
}

// Rejections that nobody waits for are not what is tested.
process.on('unhandledRejection', () => {});

// Each function in each way: with a short loop, with a hot one, and when that has been compiled.
globalThis.runAll = async (functions, ways, valid) => {
  for (const [out, f] of functions) {
    for (const [way, enter] of ways) {
      if (!valid.has(`${way} | ${out}`)) continue;
      const told = [];
      for (const n of [2, HOT, HOT]) {
        N = n;
        log.length = 0;
        const text = await outcome(f, enter);
        told.push(text + (log.length ? ' log ' + log.length + ' ' + show(log.slice(-6)) : ''));
      }
      console.log(`${way} | ${out} | ${told.join(' ; ')}`);
    }
  }
};
