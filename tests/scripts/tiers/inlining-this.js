const counter = {
  n: 0,
  step: 3,
  bump() {
    return (this.n += this.step);
  },
  arrow() {
    const add = () => this.n + this.step;
    return add();
  },
};
function drive(o, times) {
  let last;
  for (let i = 0; i < times; i++) last = o.bump() + o.arrow();
  return last;
}
console.log(drive(counter, 3000), counter.n);
const other = { n: 0.5, step: 0.25, bump: counter.bump, arrow: counter.arrow };
console.log(drive(other, 3000), other.n);
const text = { n: "", step: "ab", bump: counter.bump, arrow: counter.arrow };
console.log(drive(text, 3));
function sloppyThis() {
  return typeof this;
}
function strictThis() {
  "use strict";
  return typeof this;
}
const ask = (g, receiver) => g.call(receiver);
for (let i = 0; i < 2000; i++) ask(sloppyThis, 1), ask(strictThis, 1);
console.log(ask(sloppyThis, 1), ask(strictThis, 1), ask(sloppyThis, "s"), ask(strictThis, undefined), ask(sloppyThis, undefined));
