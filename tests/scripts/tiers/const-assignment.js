function f(i) {
  const c = i;
  if (i < 0) {
    c = 1;
  }
  return c;
}
for (let i = 0; i < 3000; i++) f(i);
try {
  f(-1);
} catch (e) {
  console.log(e instanceof TypeError, f(3));
}
