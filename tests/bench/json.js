// Builds documents, writes them as JSON, reads them back and queries them; beside the
// built-in JSON there is a reader written here, and both must agree.
// test: 1 20
"use strict";

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  static parse(text) {
    const reader = new Reader(text);
    const value = reader.value();
    reader.space();
    if (reader.at !== text.length) reader.fail("end of text");
    return value;
  }

  fail(expected) {
    throw new SyntaxError(`expected ${expected} at ${this.at}`);
  }

  space() {
    while (" \n\r\t".includes(this.text[this.at] ?? "x")) this.at++;
  }

  eat(token) {
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  value() {
    this.space();
    switch (this.text[this.at]) {
      case "{":
        return this.object();
      case "[":
        return this.array();
      case '"':
        return this.string();
      case "t":
        return this.eat("true") || this.fail("true");
      case "f":
        return this.eat("false") ? false : this.fail("false");
      case "n":
        return this.eat("null") ? null : this.fail("null");
      default:
        return this.number();
    }
  }

  object() {
    const object = {};
    this.at++;
    this.space();
    if (this.eat("}")) return object;
    do {
      this.space();
      const key = this.string();
      this.space();
      if (!this.eat(":")) this.fail("':'");
      object[key] = this.value();
      this.space();
    } while (this.eat(","));
    if (!this.eat("}")) this.fail("'}'");
    return object;
  }

  array() {
    const array = [];
    this.at++;
    this.space();
    if (this.eat("]")) return array;
    do {
      array.push(this.value());
      this.space();
    } while (this.eat(","));
    if (!this.eat("]")) this.fail("']'");
    return array;
  }

  string() {
    if (!this.eat('"')) this.fail("string");
    let result = "";
    for (;;) {
      const start = this.at;
      while (this.text[this.at] !== '"' && this.text[this.at] !== "\\") {
        if (this.at >= this.text.length) this.fail("end of string");
        this.at++;
      }
      result += this.text.slice(start, this.at);
      if (this.text[this.at++] === '"') return result;
      result += this.escape();
    }
  }

  escape() {
    const c = this.text[this.at++];
    if (c !== "u") return { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }[c] ?? c;
    this.at += 4;
    return String.fromCharCode(parseInt(this.text.slice(this.at - 4, this.at), 16));
  }

  number() {
    const start = this.at;
    while (this.at < this.text.length && "+-.eE0123456789".includes(this.text[this.at])) this.at++;
    if (start === this.at) this.fail("value");
    return Number(this.text.slice(start, this.at));
  }
}

const NAMES = ["Ada", "Björn", "Chloé", "Dmitri", "Elif", "Fatima", "Grüber", "Hana"];

function makeOrders(count) {
  return Array.from({ length: count }, (_, id) => ({
    id,
    customer: { name: NAMES[id % NAMES.length], vip: id % 3 === 0, note: id % 5 === 0 ? null : `line\n"${id}"\t\u0001` },
    lines: Array.from({ length: 1 + (id % 4) }, (_, line) => ({
      sku: `SKU-${(id * 37 + line * 11) % 1000}`,
      quantity: 1 + ((id + line) % 5),
      price: Math.round(((id * 7919 + line * 104729) % 10007) * 1.5) / 100,
    })),
    tags: id % 2 ? ["even", "odd"].slice(id % 2) : [],
    weight: id * 1e-7,
  }));
}

function totals(orders) {
  const byCustomer = new Map();
  for (const { customer: { name }, lines } of orders) {
    const sum = lines.reduce((total, { quantity, price }) => total + quantity * Math.round(price * 100), 0);
    byCustomer.set(name, (byCustomer.get(name) ?? 0) + sum);
  }
  return [...byCustomer].sort(([a], [b]) => (a < b ? -1 : 1));
}

function run(size) {
  const orders = makeOrders(size);
  const text = JSON.stringify(orders);
  const pretty = JSON.stringify(orders, null, 2);
  const builtIn = JSON.parse(text);
  const ours = Reader.parse(pretty);
  const redacted = JSON.stringify(ours, (key, value) => (key === "note" || key === "weight" ? undefined : value));
  return { text, pretty, redacted, again: JSON.stringify(ours), before: totals(orders), after: totals(builtIn) };
}

function check({ text, pretty, redacted, again, before, after }) {
  if (text !== again) throw new Error("the two readers differ");
  if (JSON.stringify(before) !== JSON.stringify(after)) throw new Error("totals differ");
  if (redacted.includes("note") || !redacted.includes("vip")) throw new Error("not redacted");
  return `length ${text.length} pretty ${pretty.length} redacted ${redacted.length} ${after.slice(0, 3).join(" ")}`;
}

// Protocol of this folder: [iterations] [size] [--times].
const args = process.argv.slice(2);
const [iterations = 6, size = 300] = args.filter((a) => !a.startsWith("--")).map(Number);
const laps = [];
let summary;
for (let i = 0; i < iterations; i++) {
  const start = performance.now();
  const result = run(size);
  laps.push(performance.now() - start);
  summary = check(result, size);
}
console.log(`json ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
