// What a site has found on a prototype, or not found, may go or come, at any depth and by any means.
function C() {}
const c = new C();
const seen = [];
for (let i = 0; i < 4000; i++) {
  if (i === 2000) delete C.prototype.constructor;
  const is = c.constructor === C;
  if (seen.at(-1) !== is) seen.push(is);
}
console.log(seen);
// A getter that takes itself away while it is called.
const holder = {
  get once() {
    delete holder.once;
    return 1;
  },
};
const reads = [];
const heir = Object.create(holder);
const read = (o) => o.once;
for (let i = 0; i < 3000; i++) reads.push(read(heir));
console.log(reads.filter((r) => r === 1).length, reads.at(-1));
// An object that is put into the chain between brings what was absent.
const top = {};
const middle = Object.create(top);
const low = Object.create(middle);
const ask = (o) => [o.absent, o.absent?.length];
for (let i = 0; i < 3000; i++) ask(low);
const between = Object.create(top, { absent: { value: 'there' } });
Object.setPrototypeOf(middle, between);
console.log(ask(low));
Object.setPrototypeOf(middle, top);
console.log(ask(low));
