//! What random programs are made of: fixed text and lists to choose from.

/// Classes, objects with side effects, and functions that loop by themselves.
pub const PREAMBLE: &str = r#"
const show = (v) => {
  if (typeof v === "number") return Object.is(v, -0) ? "-0" : String(v);
  if (typeof v === "string") return JSON.stringify(v);
  if (Array.isArray(v)) return `[${v.length}: ${Array.prototype.slice.call(v, 0, 6).map((x) => (typeof x === "object" ? "o" : show(x))).join()}]`;
  if (typeof v === "object" && v !== null) return `{${Object.keys(v).join()}}`;
  if (typeof v === "function") return "function";
  return String(v);
};
const clip = (v) => (typeof v === "string" && v.length > 24 ? v.slice(0, 24) : v);
let touched = 0;
let held = null;
const table = new Map();
class Pair {
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }
  sum(k) {
    return this.x + this.y * k;
  }
  get half() {
    return this.x / 2;
  }
  set half(v) {
    this.x = v * 2;
  }
  *[Symbol.iterator]() {
    yield this.x;
    yield this.y;
  }
}
class Triple extends Pair {
  z = 3;
  sum(k) {
    return super.sum(k) - this.z;
  }
}
class Counter {
  #n;
  static made = 0;
  constructor(n) {
    this.#n = n;
    this.y = ++Counter.made & 15;
  }
  get x() {
    return this.#n;
  }
  set x(v) {
    this.#n = clip(v);
  }
  sum(k) {
    this.#n = (this.#n | 0) + 1;
    return this.#n + k;
  }
}
function* count(n, step) {
  try {
    for (let i = 0; i < n; i++) {
      if (yield i * step) i++;
    }
  } finally {
    touched++;
  }
}
const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
function hash(text, seed) {
  let h = seed | 0;
  for (let i = 0; i < text.length; i++) h = (Math.imul(h, 31) + text.charCodeAt(i)) | 0;
  return h >>> 0;
}
function fails(v, when) {
  if (v === when) throw new RangeError("told to");
  return v;
}
function raises(v, when) {
  if (v === when) throw v;
  return v;
}
class Raiser {
  constructor(x) {
    if (x & 1) throw x;
    this.x = x;
  }
  get half() {
    if (this.x & 2) throw this;
    return this.x;
  }
  set half(v) {
    if (v === 0) throw this.x;
    this.x = v;
  }
}
const tries = (f, v) => {
  try {
    return f(v);
  } catch (e) {
    touched += 3;
    if (e === 4) throw e;
    return e instanceof Error ? -1 : 7;
  } finally {
    touched++;
  }
};
"#;

pub const OBJECTS: &[&str] = &[
    "{ x: 1, y: 2 }",
    "{ y: 5, x: 0.5 }",
    "new Pair(3, 4)",
    "new Triple(7, -1)",
    "{ x: 2147483647, y: 1, z: 9, sum(k) { return k - this.x; } }",
    "Object.create({ x: 10, y: 20, sum(k) { return k + 1; } })",
    "{ get x() { return 6; }, y: -0, sum: Math.abs }",
    "{ x: 4, y: 5, valueOf() { touched++; o1.y = touched & 7; return 4; }, sum(k) { return arguments.length + k; } }",
    "{ get x() { touched++; a0[1] = touched; return 6; }, set x(v) { o2.y = v; }, y: 1, sum: (k) => k * 2 }",
    "{ x: 1, get y() { o0 = { x: touched, y: 3, sum: String }; return 2; }, sum(k) { this.z = k; return this.z; } }",
    "{ x: 3, y: 8, toString() { a1.length; touched++; return \"me\"; }, sum(k) { return `${k}!`; } }",
    "new Counter(2)",
    "Object.assign(function named(k) { return k; }, { x: 1, y: 2, sum: Math.sqrt })",
    "Object.assign([7, 8], { x: 1, y: 0.25, sum(k) { return this.length + k; } })",
    "new Proxy({ x: 1, y: 2, sum(k) { return k; } }, { get(target, key) { touched++; return target[key]; } })",
];

pub const ARRAYS: &[&str] = &[
    "[1, 2, 3, 4, 5, 6, 7, 8]",
    "[0.5, 1.5, -2.5, 1e10, NaN, 3, 4, 5]",
    "[1, , 3, , 5, 6, 7, 8]",
    "[1, \"two\", 3.5, null, undefined, true, 7, 8]",
    "new Int32Array([5, -6, 7, 2147483647, 0, 1, 2, 3])",
    "new Uint8Array([250, 251, 252, 253, 254, 255, 0, 1])",
    "new Uint32Array([4294967295, 2147483648, 1, 0, 7, 6, 5, 4])",
    "new Float64Array([1, 2.25, -0, Infinity, 5, 6, 7, 8])",
    "new Float32Array([0.1, 16777217, -0, 1e40])",
    "new Uint8ClampedArray([300, -5, 1.5, 2.5])",
    "[\"a\", \"bb\", \"ccc\", \"\", \"12\", \"x\"]",
    "[2147483647, -2147483648, 1, -1, 0, 65536]",
    "Array.from({ length: 9 }, (_, i) => i * i)",
    "[]",
];

pub const LITERALS: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "7",
    "-1",
    "-5",
    "31",
    "100",
    "255",
    "1000",
    "65536",
    "2147483647",
    "-2147483648",
    "4294967295",
    "4294967296",
    "9007199254740991",
    "0.5",
    "-0.5",
    "1.25",
    "1e10",
    "-0",
    "NaN",
    "Infinity",
    "true",
    "null",
    "undefined",
    "\"s\"",
    "\"12\"",
    "\"\"",
    "\"a longer text than that\"",
];

pub const ARGUMENTS: &[&str] = &[
    "i, i + 1, 2",
    "i * 0.5, 3, i",
    "i, -i, i & 7",
    "\"a\", i, 1",
    "2147483600 + i, 100, i",
    "null, i, undefined",
    "-0, i % 3 - 1, 0",
    "i",
    "true, \"5\", NaN",
    "i, i, i, i, i",
    "",
    "i % 2 ? i : \"odd\", i % 3 ? 1.5 : i, i % 5 ? o0 : a0",
    "[i, i + 1], { x: i, y: 2 }, i",
    "i & 1 ? { x: i } : [i], 1, 2",
    "String(i), i.toString(2), i",
    "-i, 1 - i, 1e9 * i",
];

pub const CONSTRUCTORS: &[&str] = &["Pair", "Triple", "Counter"];
