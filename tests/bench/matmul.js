// Matrices on Float64Array: product, blocked product, LU decomposition with pivots, solve.
// test: 2 16
"use strict";

class Matrix {
  constructor(rows, columns, data = new Float64Array(rows * columns)) {
    this.rows = rows;
    this.columns = columns;
    this.data = data;
  }

  static from(rows, columns, at) {
    const matrix = new Matrix(rows, columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) matrix.data[i * columns + j] = at(i, j);
    }
    return matrix;
  }

  get(i, j) {
    return this.data[i * this.columns + j];
  }

  set(i, j, value) {
    this.data[i * this.columns + j] = value;
  }

  times(other) {
    const product = new Matrix(this.rows, other.columns);
    for (let i = 0; i < this.rows; i++) {
      for (let j = 0; j < other.columns; j++) {
        let sum = 0;
        for (let k = 0; k < this.columns; k++) sum += this.get(i, k) * other.get(k, j);
        product.set(i, j, sum);
      }
    }
    return product;
  }

  timesBlocked(other, block = 16) {
    const n = this.rows;
    const m = other.columns;
    const a = this.data;
    const b = other.data;
    const product = new Matrix(n, m);
    const c = product.data;
    for (let kk = 0; kk < this.columns; kk += block) {
      const kEnd = Math.min(kk + block, this.columns);
      for (let i = 0; i < n; i++) {
        for (let k = kk; k < kEnd; k++) {
          const x = a[i * this.columns + k];
          for (let j = 0; j < m; j++) c[i * m + j] += x * b[k * m + j];
        }
      }
    }
    return product;
  }

  /** Rows are swapped in place; returns the permutation and its sign. */
  decompose() {
    const n = this.rows;
    const lu = new Matrix(n, n, this.data.slice());
    const order = Int32Array.from({ length: n }, (_, i) => i);
    let sign = 1;
    for (let column = 0; column < n; column++) {
      let pivot = column;
      for (let i = column + 1; i < n; i++) {
        if (Math.abs(lu.get(i, column)) > Math.abs(lu.get(pivot, column))) pivot = i;
      }
      if (lu.get(pivot, column) === 0) throw new RangeError("singular matrix");
      if (pivot !== column) {
        const top = lu.data.subarray(column * n, (column + 1) * n);
        const low = lu.data.subarray(pivot * n, (pivot + 1) * n);
        const saved = top.slice();
        top.set(low);
        low.set(saved);
        [order[column], order[pivot]] = [order[pivot], order[column]];
        sign = -sign;
      }
      for (let i = column + 1; i < n; i++) {
        const factor = lu.get(i, column) / lu.get(column, column);
        lu.set(i, column, factor);
        for (let j = column + 1; j < n; j++) lu.set(i, j, lu.get(i, j) - factor * lu.get(column, j));
      }
    }
    return { lu, order, sign };
  }

  solve(right) {
    const n = this.rows;
    const { lu, order } = this.decompose();
    const x = Float64Array.from(order, (row) => right[row]);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) x[i] -= lu.get(i, j) * x[j];
    }
    for (let i = n - 1; i >= 0; i--) {
      for (let j = i + 1; j < n; j++) x[i] -= lu.get(i, j) * x[j];
      x[i] /= lu.get(i, i);
    }
    return x;
  }

  maxDifference(other) {
    return this.data.reduce((most, x, i) => Math.max(most, Math.abs(x - other.data[i])), 0);
  }
}

function run(n) {
  const a = Matrix.from(n, n, (i, j) => ((i * 31 + j * 17) % 23) - 11 + (i === j ? 40 : 0));
  const b = Matrix.from(n, n, (i, j) => ((i * 13 + j * 29) % 19) / 4 - 2);
  const product = a.times(b);
  const blocked = a.timesBlocked(b);
  const right = product.data.slice(0, n);
  const x = a.solve(right);
  const back = a.times(new Matrix(n, 1, x));
  return { product, difference: product.maxDifference(blocked), residue: back.maxDifference(new Matrix(n, 1, right)) };
}

function check({ product, difference, residue }, n) {
  if (difference > 1e-9) throw new Error(`the products differ by ${difference}`);
  if (residue > 1e-6) throw new Error(`the solution is off by ${residue}`);
  let trace = 0;
  for (let i = 0; i < n; i++) trace += product.get(i, i);
  const sum = product.data.reduce((total, x) => total + x, 0);
  return `trace ${trace.toFixed(3)} sum ${sum.toFixed(3)}`;
}

// Protocol of this folder: [iterations] [size] [--times].
const args = process.argv.slice(2);
const [iterations = 8, size = 100] = args.filter((a) => !a.startsWith("--")).map(Number);
const laps = [];
let summary;
for (let i = 0; i < iterations; i++) {
  const start = performance.now();
  const result = run(size);
  laps.push(performance.now() - start);
  summary = check(result, size);
}
console.log(`matmul ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
