// Sorting with comparators: the built-in sort, and quick, merge and heap sort written here.
// test: 1 100
"use strict";

class Random {
  constructor(seed) {
    this.state = seed;
  }

  next(limit) {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) | 0;
    return (this.state >>> 8) % limit;
  }
}

function quickSort(items, compare, low = 0, high = items.length - 1) {
  while (low < high) {
    const pivot = items[(low + high) >> 1];
    let i = low;
    let j = high;
    while (i <= j) {
      while (compare(items[i], pivot) < 0) i++;
      while (compare(items[j], pivot) > 0) j--;
      if (i <= j) {
        [items[i], items[j]] = [items[j], items[i]];
        i++;
        j--;
      }
    }
    if (j - low < high - i) {
      quickSort(items, compare, low, j);
      low = i;
    } else {
      quickSort(items, compare, i, high);
      high = j;
    }
  }
  return items;
}

function mergeSort(items, compare) {
  if (items.length <= 1) return items;
  const middle = items.length >> 1;
  const left = mergeSort(items.slice(0, middle), compare);
  const right = mergeSort(items.slice(middle), compare);
  const merged = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    merged.push(compare(left[i], right[j]) <= 0 ? left[i++] : right[j++]);
  }
  while (i < left.length) merged.push(left[i++]);
  while (j < right.length) merged.push(right[j++]);
  return merged;
}

class Heap {
  #items = [];
  #compare;

  constructor(compare) {
    this.#compare = compare;
  }

  get size() {
    return this.#items.length;
  }

  push(item) {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#compare(items[parent], item) <= 0) break;
      items[at] = items[parent];
      at = parent;
    }
    items[at] = item;
  }

  pop() {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (items.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && this.#compare(items[child + 1], items[child]) < 0) child++;
      if (this.#compare(last, items[child]) <= 0) break;
      items[at] = items[child];
      at = child;
    }
    items[at] = last;
    return top;
  }
}

function heapSort(items, compare) {
  const heap = new Heap(compare);
  for (const item of items) heap.push(item);
  const sorted = [];
  while (heap.size > 0) sorted.push(heap.pop());
  return sorted;
}

const by = (...keys) => (a, b) => {
  for (const key of keys) {
    const x = key(a);
    const y = key(b);
    if (x < y) return -1;
    if (x > y) return 1;
  }
  return 0;
};

const ascending = (a, b) => a - b;
const descending = (a, b) => b - a;

function run(size) {
  const random = new Random(12345);
  const numbers = Array.from({ length: size }, () => random.next(100000));
  const doubles = numbers.map((n) => n / 7 - 5000);
  const people = numbers.map((n, id) => ({ id, name: `p${n % 50}`, age: n % 90, city: ["Oslo", "Rome", "Lima"][n % 3] }));
  const order = by((p) => p.city, (p) => p.age, (p) => p.name);
  return {
    builtIn: [...numbers].sort(ascending),
    quick: quickSort([...numbers], ascending),
    merged: mergeSort(numbers, descending),
    heap: heapSort(doubles, ascending),
    people: [...people].sort(order),
    mergedPeople: mergeSort(people, order),
    strings: numbers.map(String).sort(),
    typed: Float64Array.from(doubles).sort(),
  };
}

function check({ builtIn, quick, merged, heap, people, mergedPeople, strings, typed }, size) {
  for (let i = 0; i < size; i++) {
    if (builtIn[i] !== quick[i] || builtIn[i] !== merged[size - 1 - i]) throw new Error(`numbers at ${i}`);
    if (heap[i] !== typed[i]) throw new Error(`doubles at ${i}`);
    // Both sorts are stable, so equal keys keep their order and the objects are the same.
    if (people[i] !== mergedPeople[i]) throw new Error(`people at ${i}`);
    if (i > 0 && strings[i - 1] > strings[i]) throw new Error(`strings at ${i}`);
  }
  const { id, name, age, city } = people[size >> 1];
  return `min ${builtIn[0]} median ${builtIn[size >> 1]} max ${merged[0]} ${city}/${age}/${name}/${id} ${strings[size - 1]}`;
}

// Protocol of this folder: [iterations] [size] [--times].
const args = process.argv.slice(2);
const [iterations = 5, size = 3000] = args.filter((a) => !a.startsWith("--")).map(Number);
const laps = [];
let summary;
for (let i = 0; i < iterations; i++) {
  const start = performance.now();
  const result = run(size);
  laps.push(performance.now() - start);
  summary = check(result, size);
}
console.log(`sorting ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
