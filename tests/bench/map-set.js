// Counting, grouping, joining and walking graphs with Map, Set and WeakMap.
// test: 1 300
"use strict";

function* randomNumbers(seed, count) {
  let x = seed;
  for (let i = 0; i < count; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    yield x >>> 0;
  }
}

class Counter extends Map {
  add(key, amount = 1) {
    return this.set(key, (this.get(key) ?? 0) + amount);
  }

  top(n) {
    return [...this].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, n);
  }
}

class Graph {
  #edges = new Map();

  connect(a, b) {
    for (const [from, to] of [[a, b], [b, a]]) {
      if (!this.#edges.has(from)) this.#edges.set(from, new Set());
      this.#edges.get(from).add(to);
    }
  }

  get size() {
    return this.#edges.size;
  }

  distancesFrom(start) {
    const distances = new Map([[start, 0]]);
    // A Map keeps insertion order, so walking it while it grows is the breadth-first queue.
    for (const [node, distance] of distances) {
      for (const neighbour of this.#edges.get(node)) {
        if (!distances.has(neighbour)) distances.set(neighbour, distance + 1);
      }
    }
    return distances;
  }

  components() {
    const seen = new Set();
    let count = 0;
    for (const node of this.#edges.keys()) {
      if (seen.has(node)) continue;
      count++;
      for (const reached of this.distancesFrom(node).keys()) seen.add(reached);
    }
    return count;
  }
}

function intern(names) {
  const ids = new Map();
  const labels = new WeakMap();
  const objects = [];
  for (const name of names) {
    if (!ids.has(name)) {
      const object = { id: ids.size };
      ids.set(name, object);
      labels.set(object, name);
      objects.push(object);
    }
  }
  return objects.every((object) => ids.get(labels.get(object)) === object) ? objects.length : -1;
}

function run(size) {
  const counter = new Counter();
  const words = new Counter();
  for (const x of randomNumbers(2463534242, size * 4)) {
    counter.add(x % 997);
    words.add(`w${x % 61}`, x % 3);
  }
  const graph = new Graph();
  for (const x of randomNumbers(88172645, size)) graph.connect(x % size, (x >>> 8) % size);
  const [start] = randomNumbers(88172645, 1);
  const distances = graph.distancesFrom(start % size);
  const window = new Set();
  let evicted = 0;
  for (const x of randomNumbers(7, size * 2)) {
    window.delete(x % 512);
    window.add(x % 512);
    if (window.size > 100) {
      const [oldest] = window;
      window.delete(oldest);
      evicted++;
    }
  }
  const left = new Set(counter.keys());
  const both = [...new Set([...randomNumbers(99, size)].map((x) => x % 2000))].filter((x) => left.has(x));
  const names = [...randomNumbers(5, size)].map((x) => `name-${x % 300}`);
  return {
    counter,
    words,
    nodes: graph.size,
    components: graph.components(),
    reach: distances.size,
    far: Math.max(...distances.values()),
    window: window.size,
    evicted,
    both: both.length,
    interned: intern(names),
    distinct: new Set(names).size,
  };
}

function check({ counter, words, interned, distinct, ...rest }, size) {
  const total = [...counter.values()].reduce((a, b) => a + b, 0);
  if (total !== size * 4) throw new Error(`counted ${total}`);
  if (interned !== distinct) throw new Error(`${interned} interned of ${distinct}`);
  if (rest.window !== 100) throw new Error(`window of ${rest.window}`);
  const facts = Object.entries(rest).map(([key, value]) => `${key} ${value}`);
  return `${facts.join(" ")} top ${counter.top(2).join(" ")} ${words.top(2).join(" ")}`;
}

// Protocol of this folder: [iterations] [size] [--times].
const args = process.argv.slice(2);
const [iterations = 6, size = 3000] = args.filter((a) => !a.startsWith("--")).map(Number);
const laps = [];
let summary;
for (let i = 0; i < iterations; i++) {
  const start = performance.now();
  const result = run(size);
  laps.push(performance.now() - start);
  summary = check(result, size);
}
console.log(`map-set ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
