// Functions that are suspended, hot: their code is entered where they go on, and left where they are
// suspended, with values of each kind alive.
"use strict";
const lines = [];
const print = (...values) => lines.push(values.join(" "));

// What lives across: an int32, a double, -0, a boolean, a string, an object that nobody else has seen,
// a captured binding, a hole, undefined.
function* kinds(n) {
  let int = 0, double = 0.5, zero = -0, flag = false, text = "a", missing;
  const own = { at: 0, half: 0.25 };
  let captured = 1;
  const read = () => captured;
  for (let i = 0; i < n; i++) {
    const pair = { first: i, second: double };
    for (let k = 0; k < 5; k++) {
      int = (int + k * i) | 0;
      double += 0.25 * k;
      flag = !flag;
      own.at += k;
      captured += k & 1;
    }
    if (i % 3 === 0) text = i % 2 ? "odd" : "even";
    const sent = yield pair.first + own.at;
    if (sent !== undefined) missing = sent;
    int += pair.first + read();
    if (Object.is(zero, 0)) print("zero has lost its sign");
    double = pair.second < 1e6 ? double : 0.5;
  }
  return [int, double, flag, text, own.at, own.half, captured, missing, Object.is(zero, -0)].join();
}
function drive(n, send) {
  const it = kinds(n);
  let sum = 0, step = it.next();
  while (!step.done) {
    sum += step.value;
    step = it.next(send && sum % 7 === 0 ? sum : undefined);
  }
  return `${sum} ${step.value}`;
}
for (let round = 0; round < 4; round++) print("kinds", drive(500, round % 2 === 1));

// A yield on some paths only: loops within and around it.
function* sometimes(n) {
  let work = 0;
  outer: for (let i = 0; i < n; i++) {
    for (let k = 0; k < 20; k++) {
      work += k ^ i;
      if (k === 13 && i % 4 === 1) continue outer;
      if (k === 17 && i % 4 === 2) yield work;
    }
    while (work > 1e6) work -= yield -work;
  }
  return work;
}
{
  let sum = 0, steps = 0;
  const it = sometimes(3000);
  for (let step = it.next(); ; step = it.next(1e6 - 3)) {
    sum = (sum + step.value) % 1e9;
    if (step.done) break;
    steps++;
  }
  print("sometimes", steps, sum);
}

// next, return and throw at the same place, with finally around it.
function* guarded(n, log) {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    try {
      for (let k = 0; k < 10; k++) sum += k;
      const got = yield sum;
      sum += got | 0;
    } catch (error) {
      log.push(`caught ${error} at ${i}`);
      sum -= 1000;
    } finally {
      log.push(i % 100 === 0 ? "finally" : "");
      sum += 1;
    }
  }
  return sum;
}
for (let round = 0; round < 3; round++) {
  const log = [];
  const it = guarded(700, log);
  let last = it.next();
  for (let i = 1; i < 650; i++) last = i % 150 === 149 ? it.throw(`error ${i}`) : it.next(i);
  print("guarded", last.value, last.done, JSON.stringify(it.return("end")), log.filter((line) => line).join("; "));
}

// A value of another kind comes back than ever before.
function* adder() {
  let sum = 0;
  for (;;) {
    for (let k = 0; k < 3; k++) sum = sum + k;
    const x = yield sum;
    sum = sum + x;
    for (let k = 0; k < 3; k++) sum = sum - k;
  }
}
{
  const it = adder();
  it.next();
  for (let i = 0; i < 2000; i++) it.next(i & 3);
  print("adder", it.next(1).value, it.next(0.5).value, it.next(2 ** 31).value, it.next("text").value);
  const other = adder();
  other.next();
  try {
    other.next(1n);
  } catch (error) {
    print("adder", error.constructor.name, JSON.stringify(other.next()));
  }
}

// yield*, arguments of the delegate, and generators that drive generators.
function* range(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < 4; k++) sum += k;
    yield i + sum;
  }
  return sum;
}
function* chain(n) {
  let total = 0;
  for (let i = 0; i < n; i++) {
    total += yield* range(i & 15);
    for (let k = 0; k < 4; k++) total ^= k;
  }
  return total;
}
{
  let sum = 0, step;
  for (const it = chain(300); !(step = it.next()).done; ) sum += step.value;
  print("chain", sum, step.value);
}

// Ops in a hot loop that are not compiled: class definitions, direct eval.
function classes(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < 10; k++) sum += k;
    if (i % 5 === 0) {
      const C = class { static #count = i; static get count() { return C.#count; } };
      sum += C.count;
    }
  }
  return sum;
}
print("classes", classes(3000), classes(100));
const sloppy = new Function("n", `
  var sum = 0;
  for (var i = 0; i < n; i++) {
    for (var k = 0; k < 10; k++) sum += k;
    if (i % 50 === 0) eval("sum += i");
  }
  return sum;`);
print("eval", sloppy(3000));

// Async functions: loops before, between and behind what they await; rejections; results of each kind.
async function worker(n, fail) {
  let sum = 0, half = 0.5, text = "";
  const box = { n };
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < 8; k++) {
      sum = (sum + k * i) | 0;
      half += 0.125;
    }
    try {
      const got = await (i % 10 === fail ? Promise.reject(new RangeError(`no ${i}`)) : i);
      sum += got;
    } catch (error) {
      text = error.message;
      sum -= box.n;
    }
    if (i % 100 === 99) await null;
  }
  return `${sum} ${half} ${text} ${box.n}`;
}
async function* source(n) {
  let sum = 0;
  try {
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < 6; k++) sum += k;
      if (i % 7 === 3) sum += await i;
      yield sum + i;
    }
  } finally {
    print("source is closed", sum);
  }
}
async function consume(n, limit) {
  let sum = 0;
  for await (const value of source(n)) {
    for (let k = 0; k < 3; k++) sum = (sum + value * k) | 0;
    if (value > limit) break;
  }
  return sum;
}
const arrow = async (n) => {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    sum += i % 3 ? await i : i;
    for (let k = 0; k < 5; k++) sum += k;
  }
  return () => sum;
};
async function thrower(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < 10; k++) sum += k;
    await i;
    if (i === n - 1) null.property;
  }
}
(async () => {
  for (const fail of [-1, 3, 9]) print("worker", await worker(400, fail));
  print("consume", await consume(500, 1e9), await consume(500, 3000));
  print("arrow", (await arrow(600))());
  for (const n of [2, 400]) await thrower(n).catch((error) => print("thrower", error.constructor.name, error.message));
  const many = await Promise.all(Array.from({ length: 40 }, (_, i) => worker(20 + i, i % 10)));
  print("many", many[0], "|", many[39]);
  console.log(lines.join("\n"));
})();
