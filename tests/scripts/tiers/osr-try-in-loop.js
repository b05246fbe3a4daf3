function run(n) {
  let caught = 0;
  let done = 0;
  for (let i = 0; i < n; i++) {
    try {
      if (i % 100 === 99) throw new Error("x" + i);
      done++;
    } catch (e) {
      caught += e.message.length;
    } finally {
      done++;
    }
  }
  return `${caught} ${done}`;
}
console.log(run(50));
console.log(run(5000));
