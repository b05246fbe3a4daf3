// A Lisp: reader, closures in environments, tail calls by a loop, and programs to run in it.
// test: 1 7
"use strict";

class Name {
  static #known = new Map();

  static of(text) {
    let name = Name.#known.get(text);
    if (!name) Name.#known.set(text, (name = new Name(text)));
    return name;
  }

  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

class Environment {
  constructor(parent, names = [], values = []) {
    this.parent = parent;
    this.bindings = new Map(names.map((name, i) => [name, values[i]]));
  }

  get(name) {
    for (let scope = this; scope !== null; scope = scope.parent) {
      const value = scope.bindings.get(name);
      if (value !== undefined) return value;
    }
    throw new ReferenceError(`${name} is not bound`);
  }

  define(name, value) {
    this.bindings.set(name, value);
    return value;
  }
}

class Lambda {
  constructor(parameters, body, environment) {
    this.parameters = parameters;
    this.body = body;
    this.environment = environment;
  }
}

function read(text) {
  const tokens = text.match(/[()']|[^\s()']+/g);
  let at = 0;
  const form = () => {
    const token = tokens[at++];
    if (token === undefined) throw new SyntaxError("unexpected end");
    if (token === "'") return [Name.of("quote"), form()];
    if (token === "(") {
      const list = [];
      while (tokens[at] !== ")") list.push(form());
      at++;
      return list;
    }
    const number = Number(token);
    return Number.isNaN(number) ? Name.of(token) : number;
  };
  const forms = [];
  while (at < tokens.length) forms.push(form());
  return forms;
}

const [QUOTE, IF, DEFINE, LAMBDA, LET, BEGIN, COND, ELSE, AND, OR] = "quote if define lambda let begin cond else and or"
  .split(" ")
  .map(Name.of);

const truthy = (value) => value !== false;

function evaluate(form, environment) {
  for (;;) {
    if (form instanceof Name) return environment.get(form);
    if (!Array.isArray(form)) return form;
    const [head, ...rest] = form;
    switch (head) {
      case QUOTE:
        return rest[0];
      case IF:
        form = truthy(evaluate(rest[0], environment)) ? rest[1] : rest[2];
        continue;
      case DEFINE: {
        const [target, ...body] = rest;
        if (target instanceof Name) return environment.define(target, evaluate(body[0], environment));
        const [name, ...parameters] = target;
        return environment.define(name, new Lambda(parameters, body, environment));
      }
      case LAMBDA:
        return new Lambda(rest[0], rest.slice(1), environment);
      case LET: {
        const [bindings, ...body] = rest;
        const values = bindings.map(([, value]) => evaluate(value, environment));
        environment = new Environment(environment, bindings.map(([name]) => name), values);
        for (let i = 0; i < body.length - 1; i++) evaluate(body[i], environment);
        form = body[body.length - 1];
        continue;
      }
      case BEGIN:
        for (let i = 0; i < rest.length - 1; i++) evaluate(rest[i], environment);
        form = rest[rest.length - 1];
        continue;
      case COND: {
        const clause = rest.find(([test]) => test === ELSE || truthy(evaluate(test, environment)));
        if (!clause) return false;
        form = clause[1];
        continue;
      }
      case AND:
        if (!rest.slice(0, -1).every((part) => truthy(evaluate(part, environment)))) return false;
        form = rest[rest.length - 1];
        continue;
      case OR: {
        const found = rest.map((part) => () => evaluate(part, environment)).find((part) => truthy(part()));
        return found ? found() : false;
      }
      default: {
        const callee = evaluate(head, environment);
        const values = rest.map((argument) => evaluate(argument, environment));
        if (typeof callee === "function") return callee(...values);
        if (!(callee instanceof Lambda)) throw new TypeError(`${head} cannot be called`);
        environment = new Environment(callee.environment, callee.parameters, values);
        for (let i = 0; i < callee.body.length - 1; i++) evaluate(callee.body[i], environment);
        form = callee.body[callee.body.length - 1];
      }
    }
  }
}

const show = (value) => (Array.isArray(value) ? `(${value.map(show).join(" ")})` : String(value));

function makeGlobal() {
  const primitives = {
    "+": (...numbers) => numbers.reduce((a, b) => a + b, 0),
    "*": (...numbers) => numbers.reduce((a, b) => a * b, 1),
    "-": (a, b) => (b === undefined ? -a : a - b),
    "<": (a, b) => a < b,
    "=": (a, b) => a === b,
    remainder: (a, b) => a % b,
    cons: (head, tail) => [head, ...tail],
    car: ([head]) => head,
    cdr: (list) => list.slice(1),
    "null?": (list) => list.length === 0,
    list: (...items) => items,
  };
  const global = new Environment(null);
  for (const [name, value] of Object.entries(primitives)) global.define(Name.of(name), value);
  return global;
}

const PRELUDE = `
  (define (map f xs) (if (null? xs) '() (cons (f (car xs)) (map f (cdr xs)))))
  (define (filter p xs)
    (cond ((null? xs) '())
          ((p (car xs)) (cons (car xs) (filter p (cdr xs))))
          (else (filter p (cdr xs)))))
  (define (fold f seed xs) (if (null? xs) seed (fold f (f seed (car xs)) (cdr xs))))
  (define (range low high) (if (= low high) '() (cons low (range (+ low 1) high))))
  (define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
  (define (count-to n) (let ((loop 0)) (define (go i) (if (= i n) i (go (+ i 1)))) (go 0)))
  (define (sieve xs)
    (if (null? xs) '()
        (let ((p (car xs)))
          (cons p (sieve (filter (lambda (x) (if (= 0 (remainder x p)) (< x p) (or (< p x) (= p x)))) (cdr xs)))))))
  (define (compose f g) (lambda (x) (f (g x))))
`;

function run(size) {
  const global = makeGlobal();
  for (const form of read(PRELUDE)) evaluate(form, global);
  const programs = [
    `(fib ${size})`,
    `(count-to ${size * 60})`,
    `(sieve (range 2 ${size * 5}))`,
    `(fold + 0 (map (compose (lambda (x) (* x x)) (lambda (x) (+ x 1))) (range 0 ${size * 3})))`,
    "(and 1 (or (< 2 1) (= 3 3)) '(a (b c)))",
  ];
  return programs.map((program) => show(evaluate(read(program)[0], global)));
}

function check([fib, count, primes, squares, list], size) {
  let [a, b] = [0, 1];
  for (let i = 0; i < size; i++) [a, b] = [b, a + b];
  if (Number(fib) !== a) throw new Error(`fib ${fib}`);
  if (Number(count) !== size * 60) throw new Error(`count ${count}`);
  if (!primes.startsWith("(2 3 5 7 11 13 17 19 23")) throw new Error(`primes ${primes}`);
  const n = size * 3;
  if (Number(squares) !== (n * (n + 1) * (2 * n + 1)) / 6) throw new Error(`squares ${squares}`);
  if (list !== "(a (b c))") throw new Error(list);
  return `${fib} ${count} ${primes.length} ${squares} ${list}`;
}

// Protocol of this folder: [iterations] [size] [--times].
const args = process.argv.slice(2);
const [iterations = 6, size = 14] = args.filter((a) => !a.startsWith("--")).map(Number);
const laps = [];
let summary;
for (let i = 0; i < iterations; i++) {
  const start = performance.now();
  const result = run(size);
  laps.push(performance.now() - start);
  summary = check(result, size);
}
console.log(`lisp ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
