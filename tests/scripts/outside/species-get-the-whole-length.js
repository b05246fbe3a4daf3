// What a species constructor is given is the length as ToLength made it; only arrays have a limit.
const attempt = (f) => { try { return f(); } catch (e) { return typeof e === "number" ? e : `${e.name}`; } };
const limits = [0, 1, 4294967295, 4294967296, 2 ** 53 - 1, 2 ** 53, Infinity, -1, NaN, 2.7];
for (const length of limits) {
  const fake = function (n) { throw n; };
  fake[Symbol.species] = fake;
  const exotic = new Proxy([], { get: (t, key) => (key === "length" ? length : key === "constructor" ? fake : t[key]), has: () => false });
  console.log(String(length), [
    () => Array.prototype.map.call(exotic, (x) => x), () => Array.prototype.slice.call(exotic, 0), () => Array.prototype.slice.call(exotic, -3),
    () => Array.prototype.splice.call(exotic, 0, 2 ** 53 - 1), () => Array.prototype.splice.call(exotic, 0, 1),
    () => Array.prototype.filter.call(new Proxy([], { get: (t, key) => (key === "length" ? 0 : key === "constructor" ? fake : t[key]) }), Boolean),
  ].map((f) => String(attempt(f))).join(" "));
}
for (const length of [4294967296, 2 ** 53 - 1]) {
  const like = { length };
  console.log([
    () => Array.prototype.map.call(like, (x) => x).length, () => Array.prototype.toSpliced.call(like, 0, 0).length, () => Array.prototype.with.call(like, 0, 0).length,
    () => Array.prototype.toReversed.call(like).length, () => Array.prototype.push.call(like, 1), () => Array.prototype.slice.call(like, length - 2).length,
  ].map(attempt).join(" "));
}
class Mine extends Array { constructor(...a) { super(...a); Mine.seen.push(a.join()); } static seen = []; }
const mine = new Mine(1, 2, 3);
mine.map((x) => x), mine.slice(1), mine.filter(Boolean), mine.splice(0, 2), mine.concat([1]), mine.flat(), mine.flatMap((x) => x);
console.log(Mine.seen.join(" | "));
