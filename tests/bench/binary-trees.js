// Builds and walks many short-lived binary trees beside a long-lived one.
// test: 2 7
"use strict";

class Tree {
  constructor(left, right) {
    this.left = left;
    this.right = right;
  }

  static ofDepth(depth) {
    if (depth === 0) return new Tree(null, null);
    return new Tree(Tree.ofDepth(depth - 1), Tree.ofDepth(depth - 1));
  }

  count() {
    return this.left === null ? 1 : 1 + this.left.count() + this.right.count();
  }
}

function run(maxDepth) {
  const lines = [];
  const longLived = Tree.ofDepth(maxDepth);
  for (let depth = 4; depth <= maxDepth; depth += 2) {
    const trees = 1 << (maxDepth - depth + 2);
    let nodes = 0;
    for (let i = 0; i < trees; i++) nodes += Tree.ofDepth(depth).count();
    lines.push({ depth, trees, nodes });
  }
  return { lines, longLived: longLived.count() };
}

function check({ lines, longLived }, maxDepth) {
  if (longLived !== 2 ** (maxDepth + 1) - 1) throw new Error(`long-lived tree has ${longLived} nodes`);
  for (const { depth, trees, nodes } of lines) {
    if (nodes !== trees * (2 ** (depth + 1) - 1)) throw new Error(`${trees} trees of depth ${depth}: ${nodes}`);
  }
  return lines.map(({ depth, trees, nodes }) => `${trees}x${depth}=${nodes}`).join(" ");
}

// Protocol of this folder: [iterations] [size] [--times].
const args = process.argv.slice(2);
const [iterations = 5, size = 11] = args.filter((a) => !a.startsWith("--")).map(Number);
const laps = [];
let summary;
for (let i = 0; i < iterations; i++) {
  const start = performance.now();
  const result = run(size);
  laps.push(performance.now() - start);
  summary = check(result, size);
}
console.log(`binary-trees ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
