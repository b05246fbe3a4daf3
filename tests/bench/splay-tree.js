// A self-adjusting (splay) tree as an ordered dictionary that is updated all the time.
// test: 2 300
"use strict";

class Node {
  constructor(key, payload) {
    this.key = key;
    this.payload = payload;
    this.left = null;
    this.right = null;
  }
}

class SplayTree {
  root = null;
  size = 0;

  /** Top-down splaying: brings `key`, or a neighbour of it, to the root. */
  #splay(key) {
    const header = new Node(0, null);
    let left = header;
    let right = header;
    let node = this.root;
    for (;;) {
      if (key < node.key) {
        if (node.left === null) break;
        if (key < node.left.key) {
          const child = node.left;
          node.left = child.right;
          child.right = node;
          node = child;
          if (node.left === null) break;
        }
        right.left = node;
        right = node;
        node = node.left;
      } else if (key > node.key) {
        if (node.right === null) break;
        if (key > node.right.key) {
          const child = node.right;
          node.right = child.left;
          child.left = node;
          node = child;
          if (node.right === null) break;
        }
        left.right = node;
        left = node;
        node = node.right;
      } else {
        break;
      }
    }
    left.right = node.left;
    right.left = node.right;
    node.left = header.right;
    node.right = header.left;
    this.root = node;
  }

  insert(key, payload) {
    const node = new Node(key, payload);
    if (this.root !== null) {
      this.#splay(key);
      const { root } = this;
      if (root.key === key) {
        root.payload = payload;
        return false;
      }
      if (key > root.key) {
        node.left = root;
        node.right = root.right;
        root.right = null;
      } else {
        node.right = root;
        node.left = root.left;
        root.left = null;
      }
    }
    this.root = node;
    this.size++;
    return true;
  }

  find(key) {
    if (this.root === null) return undefined;
    this.#splay(key);
    return this.root.key === key ? this.root.payload : undefined;
  }

  remove(key) {
    if (this.find(key) === undefined) return false;
    const { left, right } = this.root;
    if (left === null) {
      this.root = right;
    } else {
      this.root = left;
      this.#splay(key);
      this.root.right = right;
    }
    this.size--;
    return true;
  }

  greatestBelow(key) {
    if (this.root === null) return null;
    this.#splay(key);
    let node = this.root;
    if (node.key < key) return node.key;
    node = node.left;
    while (node !== null && node.right !== null) node = node.right;
    return node === null ? null : node.key;
  }

  keys() {
    const keys = [];
    const stack = [];
    let node = this.root;
    while (node !== null || stack.length > 0) {
      for (; node !== null; node = node.left) stack.push(node);
      node = stack.pop();
      keys.push(node.key);
      node = node.right;
    }
    return keys;
  }
}

const makeRandom = (seed) => () => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return seed / 0x80000000;
};

const payload = (depth, tag) =>
  depth === 0
    ? { tag, numbers: [0, 1, 2, 3, 4, 5], text: `payload of ${tag}` }
    : { left: payload(depth - 1, tag), right: payload(depth - 1, tag + 1) };

function run(size) {
  const random = makeRandom(42);
  const tree = new SplayTree();
  const mirror = new Set();
  const add = () => {
    let key;
    do key = random();
    while (!tree.insert(key, payload(3, Math.floor(key * 1000))));
    mirror.add(key);
  };
  for (let i = 0; i < size; i++) add();
  let found = 0;
  for (let i = 0; i < size; i++) {
    add();
    const victim = tree.greatestBelow(random()) ?? tree.root.key;
    if (tree.find(victim).left.right.left.tag >= 0) found++;
    tree.remove(victim);
    mirror.delete(victim);
  }
  return { tree, mirror, found };
}

function check({ tree, mirror, found }, size) {
  const keys = tree.keys();
  if (keys.length !== size || tree.size !== size) throw new Error(`${keys.length} keys for ${size}`);
  for (let i = 1; i < keys.length; i++) {
    if (keys[i - 1] >= keys[i]) throw new Error(`out of order at ${i}`);
  }
  if (!keys.every((key) => mirror.has(key))) throw new Error("a key that was never kept");
  if (found !== size) throw new Error(`found ${found}`);
  return `keys ${keys.length} first ${keys[0].toFixed(6)} last ${keys[keys.length - 1].toFixed(6)}`;
}

// Protocol of this folder: [iterations] [size] [--times].
const args = process.argv.slice(2);
const [iterations = 5, size = 1500] = args.filter((a) => !a.startsWith("--")).map(Number);
const laps = [];
let summary;
for (let i = 0; i < iterations; i++) {
  const start = performance.now();
  const result = run(size);
  laps.push(performance.now() - start);
  summary = check(result, size);
}
console.log(`splay-tree ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
