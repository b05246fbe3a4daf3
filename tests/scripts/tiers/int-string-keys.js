// Integer-like strings are element indices, others are not.
const a = [];
const o = {};
function put(t, k, v) {
  t[k] = v;
}
for (let i = 0; i < 2000; i++) {
  put(a, i % 10, i);
  put(o, i % 10, i);
}
put(a, "3", "three");
put(a, "03", "not an index");
put(a, "-0", "minus zero");
put(a, 4294967295, "too big");
put(o, "10", "ten");
put(o, 1e21, "huge");
console.log(a[3], a.length, Object.keys(a).slice(-4).join(), Object.keys(o).join());
console.log(a["03"], o[1e21], o["1e+21"], a[-0], JSON.stringify(a).length);
for (let i = 0; i < 2000; i++) put(a, String(i % 10), i);
console.log(a.slice(0, 10).join());
