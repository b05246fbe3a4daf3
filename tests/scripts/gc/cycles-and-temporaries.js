// gc-stress: 4001
class Node {
  constructor(parent) {
    this.parent = parent;
    this.children = [];
    this.self = this;
    if (parent) parent.children.push(this);
  }
}
const tree = (depth, parent) => {
  const n = new Node(parent);
  if (depth) for (let i = 0; i < 3; i++) tree(depth - 1, n);
  return n;
};
const count = (n) => 1 + n.children.reduce((a, c) => a + count(c), 0);
let keep = tree(4, null);
for (let i = 0; i < 30; i++) tree(3, null);
console.log(count(keep), keep.children[2].children[1].parent.parent === keep);
const calls = (a, b, c) => `${a.x}${b.y}${c.z}`;
let s = "";
for (let i = 0; i < 2000; i++) s = calls({ x: i }, { y: [i].length }, { z: `${i}`.length });
console.log(s);
console.log([..."abc"].map((c) => ({ c })).map(({ c }) => [c, c + c]).flat().map((x) => ({ [x]: x.length })).map((o) => JSON.stringify(o)).join(""));
let deep = {};
const root = deep;
for (let i = 0; i < 500; i++) deep = deep.child = { i, pad: new Array(5).fill(i) };
let total = 0;
for (let n = root.child; n; n = n.child) total += n.pad.reduce((a, b) => a + b);
console.log(total);
