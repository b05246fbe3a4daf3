// Objects whose prototype is an array: `length` and elements are set on the object, never on the prototype.
function List(items) { this.length = items.length; for (let i = 0; i < items.length; i++) this[i] = items[i]; }
const proto = (List.prototype = []);
let last;
for (let i = 0; i < 4000; i++) last = new List([i, "x"]);
console.log(proto.length, Object.keys(proto).join(), last.length, Object.keys(last).join(), last.join("-"));
last.push("y");
console.log(proto.length, last.length, last.concat([1]).length, Array.isArray(last), JSON.stringify(last));
function setLength(o, n) { o.length = n; return Object.hasOwn(o, "length"); }
for (let i = 0; i < 3000; i++) setLength([], i & 7);
console.log(setLength(Object.create([1, 2, 3]), 1), setLength(new List([]), 5), setLength([1, 2], 1), proto.length);
const frozen = Object.create(Object.freeze([1, 2]));
console.log(setLength(frozen, 7), frozen.length, (frozen[0] = 9, frozen[0]), (frozen[5] = 9, frozen[5]));
(function () { "use strict"; try { frozen.length = 1; } catch (e) { console.log(e.name); } try { frozen[1] = 1; } catch (e) { console.log(e.name); } })();
proto.push("late");
console.log(new List([]).length, new List([]).at(0), new List([])[0], last[0]);
const typed = Object.create(new Uint8Array([1, 2, 3]));
typed[1] = 9; typed[7] = 9;
console.log(Object.keys(typed).join(), typed[1], typed[7], Object.getPrototypeOf(typed).join());
class Stack extends Array { get top() { return this[this.length - 1]; } }
const above = Object.create(new Stack(1, 2, 3));
above.length = 1;
console.log(above.top, above.length, Object.getPrototypeOf(above).length);
