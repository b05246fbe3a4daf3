const log = [];
async function add(a, b) {
  return a + b;
}
async function run(n) {
  let t = 0;
  for (let i = 0; i < n; i++) {
    t = await add(t, i);
    if (i === n - 1) t = await add(t, "!");
  }
  return t;
}
async function failing(i) {
  if (i % 10 === 9) throw new Error("ten");
  return i;
}
(async () => {
  log.push(await run(1000));
  let bad = 0;
  for (let i = 0; i < 500; i++) {
    try {
      await failing(i);
    } catch {
      bad++;
    }
  }
  log.push(bad);
  log.push((await Promise.all([1, 2, 3].map((x) => add(x, x)))).join());
  console.log(log.join(" "));
})();
