// One function, wrong again and again: each guess of the optimiser is refuted in turn.
function work(list) {
  let acc = list[0];
  for (let i = 1; i < list.length; i++) acc = acc + list[i] * 1;
  return acc;
}
const inputs = [
  [1, 2, 3, 4],
  [1.5, 2, 3],
  ["a", 1],
  [2147483647, 1],
  [0, "5", true, null],
  [undefined, 1],
  [-0, -0],
  [[1], [2]],
];
for (let round = 0; round < 6; round++) {
  const out = [];
  for (const input of inputs) {
    for (let i = 0; i < 200; i++) work(input);
    out.push(work(input));
  }
  if (round === 0 || round === 5) console.log(out.map((v) => (Object.is(v, -0) ? "-0" : String(v))).join(" "));
}
