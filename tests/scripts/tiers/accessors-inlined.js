// node: 26
// Getters and setters in hot code: results go where they belong, whatever leaves the code in the middle.
class Point {
  constructor(x) { this._x = x; this.log = 0; }
  get x() { return this._x; }
  set x(v) { this._x = v; this.log++; return 'ignored'; }
  get next() { return this.x + 1; }
  get half() { let s = 0; for (let i = 0; i < 2; i++) s += this._x; return s / 2; }
  get bad() { if (this._x < 0) throw new RangeError('negative ' + this._x); return this._x; }
  set bad(v) { if (v < 0) throw new RangeError('set ' + v); this._x = v; }
  get stack() { return new Error('here').stack; }
}
class Other { constructor(x) { this.other = 1; this._y = x; this.log = 0; } get x() { return this._y * 2; } set x(v) { this._y = v + 1; this.log += 2; } get bad() { return -1; } set bad(v) { this._y = v; } }

function read(o) { const a = o.log, r = o.x, b = o.log; return [a === b, r][1]; }
function write(o, v) { const r = (o.x = v); return r; }
function update(o, n) { for (let i = 0; i < n; i++) o.x = o.x + 1; return o.x; }
function nested(o) { return o.next * 2 + o.half; }
function caught(o, v) { let state = 'start'; try { state = 'write'; o.bad = v; state = 'read'; return o.bad; } catch (e) { return state + ': ' + e.message; } }
function plus(o) { o.x += 2; o.x++; return --o.x; }

const point = new Point(3), other = new Other(4);
let sum = 0;
for (let i = 0; i < 4000; i++) {
  sum += read(i & 1 ? point : other);
  sum += write(i & 1 ? point : other, i & 15);
  sum += nested(point);
  sum += caught(i & 3 ? point : other, i & 7);
  sum += plus(i & 1 ? point : other) & 3;
}
console.log(sum, update(new Point(0), 2000), update(new Other(0), 20), point.log, other.log);
for (const v of [0.5, 2 ** 31 - 1, -0, 'text', undefined, null, 2n ** 40n]) {
  const p = new Point(v), o = new Other(1);
  const show = f => { try { return String(f()); } catch (e) { return e.message; } };
  console.log(show(() => read(p)), show(() => write(o, v)), show(() => nested(p)), show(() => caught(p, v)), show(() => plus(p)), show(() => plus(o)), o.log);
}
console.log(caught(point, -5), caught(other, -5), caught(new Point(1), 2));
point._x = -3;
function readBad(o) { return o.bad; }
for (let i = 0; i < 2000; i++) readBad(other);
for (let i = 0; i < 2000; i++) { try { readBad(i % 3 ? other : point); } catch (e) { sum++; } }
try { readBad(point); } catch (e) { console.log(e.message, e.stack.split('\n').slice(1, 3).map(l => l.trim().replace(/\(.*/, '')).join('| ')); }
function trace(o) { return o.stack; }
let lines;
for (let i = 0; i < 2000; i++) if (!(i % 500)) lines = trace(point); else read(point);
console.log(lines.split('\n').slice(1, 3).map(l => l.trim().replace(/\(.*/, '')).join('| '));

// The accessors change, or are none any more.
Object.defineProperty(Point.prototype, 'x', { get() { return 'replaced'; }, set(v) { this.replaced = v; }, configurable: true });
console.log(read(point), write(point, 5), point.replaced, nested(new Point(2)));
Object.defineProperty(Point.prototype, 'x', { get: undefined, set: undefined, configurable: true });
console.log(read(point), (() => { 'use strict'; try { return write(point, 1); } catch (e) { return 'threw'; } })());
Object.defineProperty(point, 'x', { value: 'own', writable: true, configurable: true });
console.log(read(point), write(point, 6), read(point));
Object.defineProperty(Other.prototype, 'x', { value: 8, writable: false, configurable: true });
console.log(read(other), (() => { try { return write(other, 9); } catch (e) { return e.constructor.name; } })(), read(other));
console.log(read(new Proxy(new Point(1), { get: (t, k) => 'trap ' + String(k) })));
try { read(null); } catch (e) { console.log(e.message); }

// Receivers: inherited, coerced, primitive; accessors of literals; natives as accessors.
const base = { get self() { return typeof this; }, set self(v) { this.seen = typeof this + v; } };
const sloppy = Function('return { get me() { return this; }, set me(v) { globalThis.lastThis = this; } }')();
const child = Object.create(base), child2 = Object.create(sloppy);
function self(o) { o.self = 1; return o.self; }
function me(o) { o.me = 1; return o.me; }
for (let i = 0; i < 3000; i++) { self(i & 1 ? child : base); me(child2); }
console.log(self(child), child.seen, me(child2) === child2, globalThis.lastThis === child2);
const native = Object.create(null, { size: { get: Function.prototype.call.bind(() => 'bound') }, name: { get: Object.getOwnPropertyDescriptor(Map.prototype, 'size').get } });
function size(o) { try { return o.size + o.name; } catch (e) { return e.constructor.name; } }
for (let i = 0; i < 2000; i++) size(native);
console.log(size(native));

// A getter with effects happens once, whatever its result turns out to be; also in a loop that is entered hot.
let count = 0;
class Counting { get value() { count++; return count > 5000 ? 'big' : count; } set value(v) { count += v; } }
function total(n) { const c = new Counting(); let s = 0; for (let i = 0; i < n; i++) { s += c.value; c.value = 0; } return s; }
console.log(total(4990), total(20), count);
class Maybe { constructor() { this.n = 0; } get v() { this.n++; return this.n > 3000 ? this.missing.deep : this.n; } }
const maybe = new Maybe();
function step() { try { return maybe.v; } catch (e) { return e.message; } }
for (let i = 0; i < 2999; i++) step();
console.log(step(), step(), step(), maybe.n);

// Many registers around them.
function wide(o) { const a = o.x, b = o.x, c = o.next, d = o.half, e = (o.x = a + b, o.x), f = o.next; return [a, b, c, d, e, f].join(); }
class Wide extends Point { get x() { return this._x | 0; } set x(v) { super.log = 1; this._x = v; } }
for (let i = 0; i < 2000; i++) { const w = new Wide(i & 7); wide(w); }
console.log(wide(new Wide(3)), wide(new Wide(1.5)), wide(new Wide('4')));
