// gc-stress: 4001
// Old objects point to young ones: the remembered set has to know.
const old = Array.from({ length: 200 }, (_, i) => ({ id: i, slot: null, list: [], map: new Map() }));
for (let i = 0; i < 20000; i++) {
  const o = old[i % 200];
  o.slot = { young: i, text: `t${i}` };
  if (i % 10 === 0) {
    o.list.push({ i });
    o.map.set(i, [i]);
  }
  if (o.list.length > 20) o.list = o.list.slice(-10);
}
let sum = 0;
let texts = 0;
for (const { slot, list, map } of old) {
  sum += slot.young + list.reduce((a, { i }) => a + i, 0);
  for (const [k, [v]] of map) if (k !== v) throw new Error("lost");
  texts += slot.text.length;
}
console.log(sum, texts);
let closure = () => 0;
for (let i = 0; i < 3000; i++) {
  const captured = { i };
  closure = i % 7 ? closure : () => captured.i;
}
console.log(closure());
