// A site that has seen a property of a boolean still throws for undefined and null, which
// have no properties to look up.
const get = (v) => v.x;
const length = (v) => v.length;
const attempt = (f, v) => {
  try {
    return String(f(v));
  } catch (e) {
    return e.name;
  }
};
for (let round = 0; round < 300; round++) {
  for (const v of [true, false, undefined, null, 1, "s", Symbol.iterator, 1n, {}, [], { x: 2 }, { y: 1, x: 3 }]) {
    const results = `${attempt(get, v)} ${attempt(length, v)}`;
    if (round % 299 === 0) console.log(typeof v, results);
  }
}
