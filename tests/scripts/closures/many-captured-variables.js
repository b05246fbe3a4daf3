// Scopes of so many captured variables that their size does not fit into a cell's header.
function build(count) {
  const names = Array.from({ length: count }, (_, i) => `v${i}`);
  const body = names.map((n, i) => `let ${n} = ${i};`).join("\n");
  const reads = names.map((n) => `${n}++`).join(" + ");
  return new Function(`${body}\nreturn () => ${reads};`);
}
for (const count of [200, 252, 253, 256, 300, 700, 1200]) {
  const make = build(count);
  const kept = [];
  let sum = 0;
  for (let i = 0; i < 40; i++) {
    const f = make();
    if (i % 8 === 0) kept.push(f);
    sum += f();
  }
  for (const f of kept) sum += f();
  console.log(count, sum);
}
