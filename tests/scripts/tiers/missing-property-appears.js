function has(o) {
  return o.extra === undefined ? "missing" : o.extra;
}
const o = { a: 1 };
for (let i = 0; i < 3000; i++) has(o);
console.log(has(o));
o.extra = "own";
console.log(has(o));
const fresh = { a: 1 };
console.log(has(fresh));
Object.prototype.extra = "everywhere";
console.log(has(fresh));
delete Object.prototype.extra;
console.log(has(fresh));
Object.prototype.extra = undefined;
console.log(has(fresh), "extra" in fresh);
delete Object.prototype.extra;
console.log("extra" in fresh);
