// gc-stress: 47
// Frames of functions that construct say `new` in stack traces, whichever tier they run in.
function frame(depth) {
  return new Error('x').stack.split('\n')[depth].trim().replace(/ \(.*/, '');
}
function inner() {
  return [frame(3), frame(4)].join(' < ');
}
function Plain(looped) {
  // Loop code is entered in the middle of the function.
  for (let i = 0; looped && i < 40000; i++) this.seen = i % 9999 ? this.seen : inner();
  this.trace = inner();
}
class Base {
  constructor() {
    this.trace = inner();
  }
}
class Derived extends Base {
  constructor() {
    super();
  }
}
function Parent() {
  this.child = new Plain(false);
}
function both() {
  return [new Plain(false).trace, new Base().trace, new Derived().trace, new Parent().child.trace, Reflect.construct(Plain, []).trace].join('\n');
}
const first = both();
console.log(first);
for (let i = 0; i < 4000; i++) {
  const now = both();
  if (now !== first) throw new Error(`${i}: ${now}`);
}
const looped = new Plain(true);
console.log(looped.seen, looped.trace);
