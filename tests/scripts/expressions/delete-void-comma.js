const o = { a: 1, b: { c: 2 } };
console.log(delete o.a, delete o.nothing, "a" in o, delete o.b.c, Object.keys(o.b).length, delete o["b"], delete 5);
const arr = [1, 2, 3];
console.log(delete arr[1], arr.length, 1 in arr, arr.join());
(function () {
  "use strict";
  try {
    delete Object.freeze({ x: 1 }).x;
  } catch (e) {
    console.log(e.name);
  }
})();
let k = 0;
for (let i = 0, j = 10; i < j; i += 3, j--) k += i * j;
console.log(k, (k++, k++, k));
