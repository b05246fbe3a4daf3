// gc-stress: 29
// What is done to a sparse array is what is done to an object like it.
let seed = 7;
const random = (n) => ((seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) >>> 8) % n;
const entries = (like) => JSON.stringify(Object.entries(like)) + like.length;
const methods = {
  splice: (like) => [].splice.call(like, random(12) - 2, random(5), ...["x", "y", "z"].slice(random(4))),
  cut: (like) => [].splice.call(like, random(40)),
  unshift: (like) => [].unshift.call(like, ...["u", "v"].slice(random(3))),
  shift: (like) => [].shift.call(like),
  concat: (like) => ["c"].concat(like, [, "d"], like),
};
let [different, sum] = [0, 0];
for (let round = 0; round < 600; round++) {
  // Holes at the end; a map; with elements that may not be touched.
  const array = [1, , 3];
  array.length = 30 + random(20);
  if (round % 3) array[2000 + random(2000)] = "far";
  for (let i = 0; i < 6; i++) array[random(array.length)] = i;
  if (round % 7 === 0) Object.defineProperty(array, random(20), { get: () => "got", set() {}, configurable: true, enumerable: true });
  if (round % 11 === 0) Object.defineProperty(array, random(20), { value: "fixed", configurable: round % 2 === 0 });
  if (round % 13 === 0) Object.preventExtensions(array);
  const object = Object.defineProperties({}, Object.getOwnPropertyDescriptors(array));
  object[Symbol.isConcatSpreadable] = true;
  if (round % 13 === 0) Object.preventExtensions(object);
  for (const [name, method] of Object.entries(methods)) {
    const before = seed;
    const results = [array, object].map((like) => {
      seed = before;
      try {
        const result = method(like);
        return (Array.isArray(result) ? entries(result) : String(result)) + entries(like);
      } catch (error) {
        return error.name + entries(like);
      }
    });
    for (const c of results[0]) sum = (Math.imul(sum, 31) + c.charCodeAt(0)) | 0;
    // Where an element cannot be removed, the lengths of arrays and objects differ.
    if (round % 11 !== 0 && results[0] !== results[1]) {
      different++;
      console.log(round, name, ...results);
    }
  }
}
console.log(different, sum);

// Subclasses see what they construct; elements may be inherited.
class Sub extends Array {}
const sub = Sub.from({ length: 5000 });
sub.length = 6000;
console.log(sub.splice(4998, 10).constructor.name, sub.length, sub.concat([1]).constructor.name);
const far = [];
far[5000] = 1;
Object.prototype[4000] = "inherited";
console.log(far.concat([2])[4000], far.splice(3999, 2), far[3999], far.length);
delete Object.prototype[4000];

// An array that was sparse until it was emptied.
for (const method of ["push", "unshift", "splice", "concat", "pop", "shift", "fill"]) {
  const emptied = [];
  emptied[5000] = 1;
  emptied.length = 0;
  const result = method === "splice" ? emptied.splice(0, 0, "a", "b") : emptied[method]("a", "b");
  console.log(method, JSON.stringify(result), JSON.stringify(emptied));
}
