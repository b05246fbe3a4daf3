// Each part of an expression is evaluated once, and in its place.

// Engines differ in how often the key of `object[key] += 1` is converted: not shown here.
function key(name) {
  return { count: 0, toString() { this.count++; return name; } };
}

for (const update of [
  (o, k) => (o[k] += 1),
  (o, k) => o[k]++,
  (o, k) => --o[k],
  (o, k) => (o[k] ??= 3),
  (o, k) => (o[k] &&= 4),
  (o, k) => (o[k] **= 2),
]) {
  const object = { a: 2 };
  const k = key('a');
  console.log(update(object, k), JSON.stringify(object));
}

// The object is looked at before its key is converted.
for (const base of [null, undefined]) {
  const k = key('a');
  try {
    base[k] += 1;
  } catch (e) {
    console.log(e instanceof TypeError, k.count);
  }
}

// Keys that are not objects stay what they are.
function sum(array, from, to) {
  for (let i = from; i < to; i++) array[i] += i;
  return array;
}
for (let i = 0; i < 300; i++) sum([1, 2, 3, 4], 0, 4);
console.log(sum([1, 2, 3, 4], 0, 4).join(), sum({ 0: 'x', 1: 'y' }, 0, 2)[1]);
console.log(JSON.stringify(sum({ length: 0 }, 0.5, 2)));
function bump(object, k) {
  object[k] -= 1;
  return object;
}
for (let i = 0; i < 300; i++) bump([1, 2], i % 2);
const symbol = Symbol('s');
console.log(bump({ [symbol]: 5 }, symbol)[symbol], bump({ '-1': 5 }, -1)['-1'], bump([7], '0')[0]);
const late = key('1');
console.log(bump([5, 6], late).join());

class Base {
  method(...args) { return [this.name, ...args].join(); }
  get accessor() { return this.name; }
  set accessor(value) { this.name = value; }
}
class Derived extends Base {
  name = 'derived';
  inArrow() { return (() => super.method(1, 2))(); }
  inEval() { return eval('super.method(1, 2)'); }
  inParentheses() { return (() => (super.method)(1, ...[2, 3]))(); }
  update() {
    (() => { super.accessor += '!'; })();
    const k = key('accessor');
    super[k] += '?';
    return this.name;
  }
}
const derived = new Derived();
console.log(derived.inArrow(), derived.inEval(), derived.inParentheses(), derived.update());

// The fields are there before the parameters' expressions are evaluated.
class Fields {
  #x = 'private';
  y = 'public';
  constructor(a = this.#x, { b = this.y } = {}) { this.seen = [a, b].join(); }
}
class More extends Fields {}
console.log(new Fields().seen, new More().seen, new Fields(1).seen);

// All parts of a class are strict.
for (const text of ['class C extends (Object.freeze([])[0] = 1) {}', 'class C { [Object.freeze([])[0] = 1]() {} }', 'undeclaredKey = 1; delete globalThis.undeclaredKey; class C { [undeclaredKey = 1]() {} }']) {
  try {
    (0, eval)(text);
    console.log('no error');
  } catch (e) {
    console.log(e.constructor.name);
  }
}

// The value of a finally block that is left counts.
console.log(eval('do { try { 39 } finally { 42; break; } } while (false)'));
console.log(eval('1; do { try { 39 } finally { break; } } while (false)'));
console.log(eval('do { try { 39 } finally { 42; } } while (false)'));
console.log(eval('a: { try { 1; throw 2 } catch { 3 } finally { 4; while (true) { 5; break } break a; } }'));

// Parentheses: of the callee they mean nothing, of a target they keep the name away.
globalThis.local = 'global';
(function () {
  var local = 'local';
  console.log((eval)('local'), (0, eval)('local'));
})();
let anonymous;
(anonymous) = function () {};
console.log(JSON.stringify(anonymous.name));
