function early(flag) {
  if (flag) return x;
  let x = 1;
  return x;
}
for (let i = 0; i < 3000; i++) early(false);
console.log(early(false));
try {
  early(true);
} catch (e) {
  console.log(e instanceof ReferenceError);
}
function closure(flag) {
  const get = () => y;
  if (flag) get();
  let y = 5;
  return get();
}
for (let i = 0; i < 3000; i++) closure(false);
try {
  closure(true);
} catch (e) {
  console.log(e instanceof ReferenceError, closure(false));
}
try {
  typeof z;
  let z;
} catch (e) {
  console.log(e instanceof ReferenceError);
}
