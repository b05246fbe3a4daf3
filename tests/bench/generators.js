// Lazy pipelines of generators, iterator protocols, destructuring, spread and default values.
// test: 2 200
"use strict";

class Stream {
  #source;

  constructor(source) {
    this.#source = source;
  }

  static naturals() {
    return new Stream({
      *[Symbol.iterator]() {
        for (let n = 0; ; n++) yield n;
      },
    });
  }

  *[Symbol.iterator]() {
    yield* this.#source;
  }

  #then(generator) {
    return new Stream({ [Symbol.iterator]: generator });
  }

  map(f) {
    const source = this.#source;
    return this.#then(function* () {
      for (const item of source) yield f(item);
    });
  }

  filter(keep) {
    const source = this.#source;
    return this.#then(function* () {
      for (const item of source) if (keep(item)) yield item;
    });
  }

  take(count) {
    const source = this.#source;
    return this.#then(function* () {
      let left = count;
      if (left === 0) return;
      for (const item of source) {
        yield item;
        if (--left === 0) return;
      }
    });
  }

  chunks(size) {
    const source = this.#source;
    return this.#then(function* () {
      let chunk = [];
      for (const item of source) {
        chunk.push(item);
        if (chunk.length === size) {
          yield chunk;
          chunk = [];
        }
      }
      if (chunk.length > 0) yield chunk;
    });
  }

  fold(f, seed) {
    let result = seed;
    for (const item of this) result = f(result, item);
    return result;
  }
}

function* permutations(items) {
  if (items.length <= 1) {
    yield items;
    return;
  }
  for (const [i, first] of items.entries()) {
    const rest = [...items.slice(0, i), ...items.slice(i + 1)];
    for (const tail of permutations(rest)) yield [first, ...tail];
  }
}

function* inOrder(tree) {
  if (!tree) return 0;
  const { left, value, right } = tree;
  const below = yield* inOrder(left);
  yield value;
  return below + 1 + (yield* inOrder(right));
}

const insert = (tree, value) => {
  if (!tree) return { left: null, value, right: null };
  return value < tree.value ? { ...tree, left: insert(tree.left, value) } : { ...tree, right: insert(tree.right, value) };
};

/** A coroutine that is sent numbers and answers with running statistics. */
function* statistics() {
  let [count, sum, least, most] = [0, 0, Infinity, -Infinity];
  for (;;) {
    const value = yield { count, mean: count && sum / count, least, most };
    if (value === undefined) continue;
    count++;
    sum += value;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
}

function* zip(...iterables) {
  const iterators = iterables.map((iterable) => iterable[Symbol.iterator]());
  for (;;) {
    const results = iterators.map((iterator) => iterator.next());
    if (results.some(({ done }) => done)) return;
    yield results.map(({ value }) => value);
  }
}

const distance = ({ from: { x: x0 = 0, y: y0 = 0 } = {}, to: [x1, y1] = [3, 4] } = {}) => Math.hypot(x1 - x0, y1 - y0);

function run(size) {
  const odd = Stream.naturals()
    .filter((n) => n % 2 === 1)
    .map((n) => n * n)
    .take(size * 5);
  const total = odd.fold((a, b) => a + b, 0);
  const chunks = [...odd.chunks(7)].map(([first, , third = 0, ...others]) => first + third + others.length);
  let signature = 0;
  for (const [a, b, ...rest] of permutations([1, 2, 3, 4, 5])) signature = (signature * 3 + a - b + rest[2]) % 100003;
  let tree = null;
  for (let i = 0, n = 7; i < size; i++, n = (n * 37 + 11) % 1009) tree = insert(tree, n);
  const sorted = [...inOrder(tree)];
  const probe = statistics();
  probe.next();
  for (const n of sorted) probe.next(n);
  const { value: summary } = probe.next();
  let paths = 0;
  for (const [x, y] of zip(sorted, Stream.naturals())) paths += distance({ from: { x }, to: [x + 3, y * 0 + 4] }) + distance();
  return { total, chunks, signature, sorted, summary, paths };
}

function check({ total, chunks, signature, sorted, summary, paths }, size) {
  const n = size * 5;
  if (total !== (n * (2 * n - 1) * (2 * n + 1)) / 3) throw new Error(`total ${total}`);
  if (chunks.length !== Math.ceil(n / 7)) throw new Error(`${chunks.length} chunks`);
  if (sorted.length !== size || sorted.some((x, i) => i > 0 && sorted[i - 1] > x)) throw new Error("not in order");
  if (summary.count !== size || summary.least !== sorted[0]) throw new Error(`summary ${JSON.stringify(summary)}`);
  if (paths !== size * 10) throw new Error(`paths ${paths}`);
  return `total ${total} chunks ${chunks.length} signature ${signature} mean ${summary.mean.toFixed(3)} most ${summary.most}`;
}

// Protocol of this folder: [iterations] [size] [--times].
const args = process.argv.slice(2);
const [iterations = 6, size = 400] = args.filter((a) => !a.startsWith("--")).map(Number);
const laps = [];
let summary;
for (let i = 0; i < iterations; i++) {
  const start = performance.now();
  const result = run(size);
  laps.push(performance.now() - start);
  summary = check(result, size);
}
console.log(`generators ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
