function street(o) {
  return o?.address?.street?.toUpperCase?.() ?? "none";
}
for (let i = 0; i < 3000; i++) street({ address: { street: "main" } });
console.log(street({ address: { street: "main" } }), street({ address: {} }), street({}), street(null), street(undefined), street({ address: { street: 5 } }), street({ address: { street: "" } }));
const o = { f() { return this === o; }, g: null, k: "f" };
let calls = 0;
const key = () => {
  calls++;
  return "f";
};
function chain(x) {
  return [x?.f(), x?.[key()](), x?.g?.(), x?.["f"]?.call(o), delete x?.nothing].map(String).join();
}
for (let i = 0; i < 2000; i++) chain(i % 2 ? o : undefined);
console.log(chain(o), chain(null), calls);
