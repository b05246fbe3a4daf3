// A finite-domain constraint solver: domains are bit sets, constraints are
// propagated to a fixed point, search branches on the smallest domain.
// test: 2 6
"use strict";

class Inconsistent extends Error {}

const bitCount = (bits) => {
  let count = 0;
  for (; bits !== 0; bits &= bits - 1) count++;
  return count;
};

class Variable {
  constructor(name, low, high) {
    this.name = name;
    this.bits = 0;
    for (let v = low; v <= high; v++) this.bits |= 1 << v;
    this.constraints = [];
  }

  get size() {
    return bitCount(this.bits);
  }

  get fixed() {
    return (this.bits & (this.bits - 1)) === 0;
  }

  get min() {
    return 31 - Math.clz32(this.bits & -this.bits);
  }

  get max() {
    return 31 - Math.clz32(this.bits);
  }

  *values() {
    for (let v = 0; v < 31; v++) if (this.bits & (1 << v)) yield v;
  }
}

class AllDifferent {
  constructor(variables) {
    this.variables = variables;
  }

  propagate(solver) {
    for (const variable of this.variables) {
      if (!variable.fixed) continue;
      for (const other of this.variables) {
        if (other !== variable) solver.restrict(other, ~variable.bits);
      }
    }
  }
}

class NotEqualOffset {
  constructor(a, b, offset) {
    this.variables = [a, b];
    this.offset = offset;
  }

  propagate(solver) {
    const [a, b] = this.variables;
    const { offset } = this;
    if (a.fixed) {
      const v = a.min - offset;
      if (v >= 0 && v < 31) solver.restrict(b, ~(1 << v));
    }
    if (b.fixed) {
      const v = b.min + offset;
      if (v >= 0 && v < 31) solver.restrict(a, ~(1 << v));
    }
  }
}

class WeightedSum {
  /** sum of weight * variable = total */
  constructor(terms, total) {
    this.terms = terms;
    this.variables = terms.map(([, variable]) => variable);
    this.total = total;
  }

  propagate(solver) {
    let low = 0;
    let high = 0;
    for (const [weight, { min, max }] of this.terms) {
      low += weight > 0 ? weight * min : weight * max;
      high += weight > 0 ? weight * max : weight * min;
    }
    for (const [weight, variable] of this.terms) {
      const { min, max } = variable;
      const ownLow = weight > 0 ? weight * min : weight * max;
      const ownHigh = weight > 0 ? weight * max : weight * min;
      const restLow = low - ownLow;
      const restHigh = high - ownHigh;
      let keep = 0;
      for (let v = min; v <= max; v++) {
        const needed = this.total - weight * v;
        if (needed >= restLow && needed <= restHigh) keep |= 1 << v;
      }
      solver.restrict(variable, keep);
    }
  }
}

class Solver {
  constructor() {
    this.variables = [];
    this.queue = [];
    this.queued = new Set();
    this.trail = [];
    this.nodes = 0;
    this.failures = 0;
  }

  variable(name, low, high) {
    const variable = new Variable(name, low, high);
    this.variables.push(variable);
    return variable;
  }

  post(constraint) {
    for (const variable of constraint.variables) variable.constraints.push(constraint);
    this.enqueue(constraint);
  }

  enqueue(constraint) {
    if (this.queued.has(constraint)) return;
    this.queued.add(constraint);
    this.queue.push(constraint);
  }

  restrict(variable, mask) {
    const bits = variable.bits & mask;
    if (bits === variable.bits) return;
    if (bits === 0) throw new Inconsistent(variable.name);
    this.trail.push(variable, variable.bits);
    variable.bits = bits;
    for (const constraint of variable.constraints) this.enqueue(constraint);
  }

  propagate() {
    try {
      for (let i = 0; i < this.queue.length; i++) {
        const constraint = this.queue[i];
        this.queued.delete(constraint);
        constraint.propagate(this);
      }
      return true;
    } catch (error) {
      if (!(error instanceof Inconsistent)) throw error;
      this.failures++;
      return false;
    } finally {
      this.queue.length = 0;
      this.queued.clear();
    }
  }

  undo(mark) {
    while (this.trail.length > mark) {
      const bits = this.trail.pop();
      this.trail.pop().bits = bits;
    }
  }

  choose() {
    let best;
    let bestSize = Infinity;
    for (const variable of this.variables) {
      if (variable.fixed) continue;
      const { size } = variable;
      if (size < bestSize) [best, bestSize] = [variable, size];
    }
    return best;
  }

  solve(found) {
    this.nodes++;
    if (!this.propagate()) return;
    const variable = this.choose();
    if (!variable) {
      found(this.variables);
      return;
    }
    for (const value of [...variable.values()]) {
      const mark = this.trail.length;
      this.restrict(variable, 1 << value);
      this.solve(found);
      this.undo(mark);
    }
  }
}

function queens(n) {
  const solver = new Solver();
  const rows = Array.from({ length: n }, (_, i) => solver.variable(`q${i}`, 0, n - 1));
  solver.post(new AllDifferent(rows));
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      solver.post(new NotEqualOffset(rows[i], rows[j], j - i));
      solver.post(new NotEqualOffset(rows[i], rows[j], i - j));
    }
  }
  let solutions = 0;
  solver.solve(() => solutions++);
  return { solutions, nodes: solver.nodes, failures: solver.failures };
}

function letters(a, b, sum) {
  const solver = new Solver();
  const byLetter = new Map();
  const firsts = new Set([a[0], b[0], sum[0]]);
  for (const letter of a + b + sum) {
    if (!byLetter.has(letter)) {
      byLetter.set(letter, solver.variable(letter, firsts.has(letter) ? 1 : 0, 9));
    }
  }
  const weights = new Map();
  const addWord = (word, sign) => {
    [...word].reverse().forEach((letter, i) => {
      weights.set(letter, (weights.get(letter) ?? 0) + sign * 10 ** i);
    });
  };
  addWord(a, 1);
  addWord(b, 1);
  addWord(sum, -1);
  solver.post(new AllDifferent([...byLetter.values()]));
  solver.post(new WeightedSum([...weights].map(([l, w]) => [w, byLetter.get(l)]), 0));
  const solutions = [];
  solver.solve(() => {
    const value = (word) => Number([...word].map((l) => byLetter.get(l).min).join(""));
    solutions.push(`${value(a)}+${value(b)}=${value(sum)}`);
  });
  return solutions.sort();
}

function run(size) {
  return { queens: queens(size), money: letters("SEND", "MORE", "MONEY"), planets: letters("ODD", "ODD", "EVEN") };
}

function check({ queens, money, planets }, size) {
  const known = [1, 1, 0, 0, 2, 10, 4, 40, 92, 352, 724];
  if (queens.solutions !== known[size]) throw new Error(`queens(${size}) = ${queens.solutions}`);
  if (money.join() !== "9567+1085=10652") throw new Error(`money: ${money}`);
  return `queens ${queens.solutions} nodes ${queens.nodes} failures ${queens.failures} ${money} ${planets.join(" ")}`;
}

// Protocol of this folder: [iterations] [size] [--times].
const args = process.argv.slice(2);
const [iterations = 3, size = 7] = args.filter((a) => !a.startsWith("--")).map(Number);
const laps = [];
let summary;
for (let i = 0; i < iterations; i++) {
  const start = performance.now();
  const result = run(size);
  laps.push(performance.now() - start);
  summary = check(result, size);
}
console.log(`constraints ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
