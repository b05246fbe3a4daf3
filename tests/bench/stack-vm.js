// A compiler from arithmetic-and-loops source text to bytecode, and the stack machine that runs it.
// test: 2 40
"use strict";

const OPS = ["PUSH", "LOAD", "STORE", "ADD", "SUB", "MUL", "DIV", "MOD", "LESS", "EQUAL", "NOT", "JUMP", "JUMP_IF_NOT", "CALL", "RETURN", "PRINT", "POP"];
const Op = Object.freeze(Object.fromEntries(OPS.map((name, code) => [name, code])));
const BINARY = [["==", "<"], ["+", "-"], ["*", "/", "%"]];
const BINARY_OPS = { "==": Op.EQUAL, "<": Op.LESS, "+": Op.ADD, "-": Op.SUB, "*": Op.MUL, "/": Op.DIV, "%": Op.MOD };

class Compiler {
  constructor(source) {
    this.tokens = source.match(/\d+|\w+|==|[-+*\/%<(){};,=!]/g);
    this.at = 0;
    this.code = [];
    this.functions = new Map();
    this.calls = [];
    this.locals = new Map();
  }

  get token() {
    return this.tokens[this.at];
  }

  take(expected) {
    const token = this.tokens[this.at++];
    if (expected !== undefined && token !== expected) throw new SyntaxError(`${expected} expected, found ${token}`);
    return token;
  }

  accept(token) {
    if (this.token !== token) return false;
    this.at++;
    return true;
  }

  emit(op, operand = 0) {
    this.code.push(op, operand);
    return this.code.length - 1;
  }

  slot(name) {
    if (!this.locals.has(name)) this.locals.set(name, this.locals.size);
    return this.locals.get(name);
  }

  program() {
    while (this.token !== undefined) this.function();
    for (const [at, name] of this.calls) this.code[at] = this.functions.get(name).index;
    return { code: Int32Array.from(this.code), functions: [...this.functions.values()] };
  }

  function() {
    this.take("fn");
    const name = this.take();
    this.locals = new Map();
    this.take("(");
    while (!this.accept(")")) {
      this.slot(this.take());
      this.accept(",");
    }
    const info = { index: this.functions.size, name, entry: this.code.length, parameters: this.locals.size, locals: 0 };
    this.functions.set(name, info);
    this.block();
    this.emit(Op.PUSH, 0);
    this.emit(Op.RETURN);
    info.locals = this.locals.size;
  }

  block() {
    this.take("{");
    while (!this.accept("}")) this.statement();
  }

  statement() {
    if (this.accept("if")) {
      this.expression();
      const skip = this.emit(Op.JUMP_IF_NOT);
      this.block();
      if (this.accept("else")) {
        const end = this.emit(Op.JUMP);
        this.code[skip] = this.code.length;
        this.block();
        this.code[end] = this.code.length;
      } else {
        this.code[skip] = this.code.length;
      }
    } else if (this.accept("while")) {
      const top = this.code.length;
      this.expression();
      const exit = this.emit(Op.JUMP_IF_NOT);
      this.block();
      this.emit(Op.JUMP, top);
      this.code[exit] = this.code.length;
    } else {
      if (this.accept("return")) {
        this.expression();
        this.emit(Op.RETURN);
      } else if (this.accept("print")) {
        this.expression();
        this.emit(Op.PRINT);
      } else if (this.tokens[this.at + 1] === "=") {
        const slot = this.slot(this.take());
        this.take("=");
        this.expression();
        this.emit(Op.STORE, slot);
      } else {
        this.expression();
        this.emit(Op.POP);
      }
      this.take(";");
    }
  }

  expression(level = 0) {
    if (level === BINARY.length) return this.primary();
    this.expression(level + 1);
    while (BINARY[level].includes(this.token)) {
      const op = BINARY_OPS[this.take()];
      this.expression(level + 1);
      this.emit(op);
    }
  }

  primary() {
    const token = this.take();
    if (token === "(") {
      this.expression();
      this.take(")");
    } else if (token === "!") {
      this.primary();
      this.emit(Op.NOT);
    } else if (/^\d/.test(token)) {
      this.emit(Op.PUSH, Number(token));
    } else if (this.accept("(")) {
      while (!this.accept(")")) {
        this.expression();
        this.accept(",");
      }
      this.calls.push([this.emit(Op.CALL), token]);
    } else {
      this.emit(Op.LOAD, this.slot(token));
    }
  }
}

class Machine {
  constructor({ code, functions }) {
    this.code = code;
    this.functions = functions;
    this.stack = [];
    this.frames = [];
    this.output = [];
    this.steps = 0;
  }

  run(name) {
    const { code, functions, stack, frames } = this;
    const main = functions.find((f) => f.name === name);
    let base = 0;
    let pc = main.entry;
    for (let i = 0; i < main.locals; i++) stack.push(0);
    for (;;) {
      const op = code[pc];
      const operand = code[pc + 1];
      pc += 2;
      this.steps++;
      switch (op) {
        case Op.PUSH: stack.push(operand); break;
        case Op.LOAD: stack.push(stack[base + operand]); break;
        case Op.STORE: stack[base + operand] = stack.pop(); break;
        case Op.POP: stack.pop(); break;
        case Op.ADD: this.binary((a, b) => a + b); break;
        case Op.SUB: this.binary((a, b) => a - b); break;
        case Op.MUL: this.binary((a, b) => a * b); break;
        case Op.DIV: this.binary((a, b) => Math.trunc(a / b)); break;
        case Op.MOD: this.binary((a, b) => a % b); break;
        case Op.LESS: this.binary((a, b) => Number(a < b)); break;
        case Op.EQUAL: this.binary((a, b) => Number(a === b)); break;
        case Op.NOT: stack.push(stack.pop() === 0 ? 1 : 0); break;
        case Op.JUMP: pc = operand; break;
        case Op.JUMP_IF_NOT: if (stack.pop() === 0) pc = operand; break;
        case Op.PRINT: this.output.push(stack.pop()); break;
        case Op.CALL: {
          const { entry, parameters, locals } = functions[operand];
          frames.push({ pc, base });
          base = stack.length - parameters;
          for (let i = parameters; i < locals; i++) stack.push(0);
          pc = entry;
          break;
        }
        case Op.RETURN: {
          const value = stack.pop();
          stack.length = base;
          if (frames.length === 0) return value;
          ({ pc, base } = frames.pop());
          stack.push(value);
          break;
        }
        default: throw new Error(`no op ${op}`);
      }
    }
  }

  binary(compute) {
    const b = this.stack.pop();
    const a = this.stack.pop();
    this.stack.push(compute(a, b));
  }
}

const SOURCE = `
fn gcd(a, b) { while !(b == 0) { t = a % b; a = b; b = t; } return a; }
fn fact(n) { if n < 2 { return 1; } return n * fact(n - 1); }
fn prime(n) { d = 2; while d * d < n + 1 { if n % d == 0 { return 0; } d = d + 1; } return 1; }
fn collatz(n) { steps = 0; while !(n == 1) { if n % 2 == 0 { n = n / 2; } else { n = 3 * n + 1; } steps = steps + 1; } return steps; }
fn main(limit) {
  limit = LIMIT; n = 2; primes = 0; longest = 0; coprime = 0;
  while n < limit {
    primes = primes + prime(n);
    c = collatz(n);
    if longest < c { longest = c; }
    if gcd(n, 30) == 1 { coprime = coprime + 1; }
    n = n + 1;
  }
  print primes; print longest; print coprime; print fact(12);
  return primes;
}`;

function run(size) {
  const program = new Compiler(SOURCE.replace("LIMIT", String(size))).program();
  const machine = new Machine(program);
  const value = machine.run("main");
  return { value, output: machine.output, steps: machine.steps, bytes: program.code.length };
}

function check({ value, output, steps, bytes }, size) {
  const known = { 40: 12, 100: 25, 200: 46, 300: 62, 400: 78 };
  if (size in known && value !== known[size]) throw new Error(`${value} primes below ${size}`);
  if (output[0] !== value || output[3] !== 479001600) throw new Error(`output ${output}`);
  return `${output.join(" ")} in ${steps} steps of ${bytes} words`;
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
console.log(`stack-vm ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
