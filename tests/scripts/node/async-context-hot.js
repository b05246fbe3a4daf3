// node: 26
// Contexts in functions that are compiled while they run.
const { AsyncLocalStorage } = require('async_hooks');

const storage = new AsyncLocalStorage();
const wrong = [];
const check = (expected) => {
  if (storage.getStore() !== expected) wrong.push([expected, storage.getStore()]);
};

async function step(i) {
  check(i);
  await null;
  check(i);
  if (i % 3 === 0) await new Promise((resolve) => queueMicrotask(resolve));
  check(i);
  return i;
}
function sum(n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += storage.run(i, () => storage.getStore());
  return total;
}

(async () => {
  let total = 0;
  for (let round = 0; round < 20; round++) {
    const promises = [];
    for (let i = 0; i < 100; i++) promises.push(storage.run(i, step, i).then((value) => value + (storage.getStore() === undefined ? 0 : 1)));
    for (const value of await Promise.all(promises)) total += value;
    check(undefined);
  }
  console.log(total, sum(3000), wrong);
})();
