// Calls with two to four targets: each has its own path, and what leaves one goes on in the right frame.
class Zero { constructor() { this.v = 0; } m(x, y) { return x + this.v; } name() { return 'zero'; } deep(x) { return this.m(x, 1) + 1; } }
class One { constructor() { this.a = 1; this.v = 1; } m(x, y) { return x * 2 + this.v + y; } name() { return 'one'; } deep(x) { return this.m(x, 2) + 2; } }
class Two { constructor() { this.a = 1; this.b = 1; this.v = 2; } m(x, y) { if (x === 'throw') throw new RangeError('two ' + y); return x - this.v; } name() { return 'two'; } deep(x) { return this.m(x, 3) + 3; } }
class Three { constructor() { this.d = 1; this.e = 1; this.f = 2; this.v = 3; } m(x, y) { let s = 0; for (let i = 0; i < 3; i++) s += x; return s; } name() { return 'three'; } deep(x) { return this.m(x, 4) + 4; } }
const two = [new Zero(), new One()], four = [new Zero(), new One(), new Two(), new Three()];

function direct(o, x) { return o.m(x, x + 1); }
function none(o) { return o.name(); }
function deep(o, x) { return o.deep(x); }
function branching(o, x) { return o.m(x > 5 ? x : -x, x && 1); }
function caught(o, x) {
  let log = 'none';
  try {
    log = 'calling';
    const r = o.m(x, 7);
    log = 'called';
    return r;
  } catch (e) {
    return log + ' ' + e.message;
  }
}
function discarded(o, x) { let before = x * 3; o.m(x, 2); return before; }

let sum = 0, text = '';
for (let i = 0; i < 4000; i++) {
  sum += direct(two[i & 1], i & 15);
  sum += direct2(four[i & 3], i & 15);
  text = none(four[i & 3]);
  sum += deep(four[(i >> 1) & 3], i & 7);
  sum += branching(four[i & 3], i & 15);
  sum += caught(four[i & 3], i & 15);
  sum += discarded(four[i & 3], 1);
}
function direct2(o, x) { return o.m(x, x + 1); }
console.log(sum, text);

// Other types, in each of the paths.
for (const x of [0.5, 2 ** 31 - 1, -0, '7', undefined, null, true, { valueOf() { return 9; } }]) {
  console.log(two.map(o => String(direct(o, x))).join(), four.map(o => String(direct2(o, x))).join(), four.map(o => String(deep(o, x))).join());
}
console.log(four.map(o => caught(o, 'throw')).join('; '));
for (let i = 0; i < 300; i++) caught(four[2], i % 3 ? 'throw' : 1);
console.log(caught(four[2], 'throw'), caught(four[1], 'throw'));
try { direct2(four[2], 'throw'); } catch (e) { console.log(e.stack.split('\n').slice(0, 3).map(l => l.trim().replace(/at (\w+\.)?|\(.*/g, '')).join(' |')); }

// Others than those: a new class, an own method, a receiver that is none, no function at all.
class Five { m(x, y) { return 'five' + x + y; } name() { return 'five'; } }
console.log(direct(new Five(), 1), direct2(new Five(), 1), none(new Five()));
console.log(direct2({ m: (x, y) => x + '-' + y }, 1));
console.log(direct2(new Proxy(new One(), {}), 1));
for (const odd of [null, undefined, 5, {}, { m: 5 }]) {
  try { console.log(direct2(odd, 1)); } catch (e) { console.log(e.message); }
}
Number.prototype.m = function (x) { return typeof this + x; };
console.log(direct2(5, 3));
for (let i = 0; i < 300; i++) sum += direct2(four[i & 3], 1), direct2(new Five(), 1);

// The method is looked up before the arguments are evaluated.
function replacing(o, f) { return o.m(f(), 1); }
for (let i = 0; i < 3000; i++) replacing(four[i & 3], () => i & 3);
console.log(replacing(four[0], () => { Zero.prototype.m = function (x) { return 'new ' + x; }; return 4; }), replacing(four[0], () => 4));
console.log(direct(two[0], 2), direct2(four[0], 2), deep(four[0], 2), direct2(four[1], 2));
One.prototype.m = Math.max;
console.log(direct(two[1], 2), direct2(four[1], 2));
delete Two.prototype.m;
try { direct2(four[2], 1); } catch (e) { console.log(e.message); }

// Callees that are plain values.
const functions = [x => x + 1, x => x * 2, function (x) { return this === undefined ? x : x - 1; }, x => { if (x === 'throw') throw new TypeError('fourth'); return x & 255; }];
function apply(f, x) { return f(x); }
function each(a, f) { let s = 0; for (let i = 0; i < a.length; i++) s += f(a[i]); return s; }
const numbers = [1, 2, 3, 4, 5];
let total = 0;
for (let i = 0; i < 4000; i++) { total += apply(functions[i & 3], i & 31); if (i < 600) total += each(numbers, functions[i & 3]); }
console.log(total);
for (const x of [0.5, 'a', 2 ** 31 - 1, undefined]) console.log(functions.map(f => String(apply(f, x))).join());
try { apply(functions[3], 'throw'); } catch (e) { console.log(e.message); }
console.log(apply(Math.abs, -3), apply(x => 'fifth' + x, 1), apply(functions[0].bind(null), 1), apply(class { static x = 1; }.constructor.prototype.call.bind(x => x), 1));
for (const odd of [null, undefined, 5, {}, class A {}]) {
  try { console.log(apply(odd, 1)); } catch (e) { console.log(e.message); }
}
for (let i = 0; i < 3000; i++) total += apply(functions[i & 3], i & 31) + (i % 50 ? 0 : apply(Math.abs, -i));
console.log(total, each(numbers, functions[1]), each(numbers, Math.sqrt).toFixed(3), each(numbers, String));

// Closures of one script, which differ in what they captured.
const make = n => ({ get: () => n, other() { return -n; } });
const made = [make(1), make(2), make(3)];
const pick = (o, which) => (which ? o.get : o.other)();
let got = 0;
for (let i = 0; i < 3000; i++) got += pick(made[i % 3], i & 1);
console.log(got, pick(made[2], 1), pick(made[1], 0), pick({ get: () => 'x', other: () => 'y' }, 1));

// In a loop, with a result that is not always one type.
const things = [{ k: 1, f() { return 1; } }, { k: 1, l: 2, f() { return 0.5; } }, { m: 1, f() { return 's'; } }];
function mix(n) { let s = 0, t = ''; for (let i = 0; i < n; i++) { const r = things[i % 3].f(); if (typeof r === 'string') t += r; else s += r; } return s + t; }
console.log(mix(30), mix(3000).length, mix(6));
