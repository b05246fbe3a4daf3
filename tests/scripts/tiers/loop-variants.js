function variants(n) {
  const out = [];
  let i = 0;
  while (true) {
    if (++i > n) break;
  }
  out.push(i);
  do i -= 2;
  while (i > 0);
  out.push(i);
  for (let a = 0, b = n; a < b; a++, b--) i = a * b;
  out.push(i);
  for (var k = n; k--; ) if (k % 2) continue;
  out.push(k);
  let j = 0;
  for (;;) {
    j += 3;
    if (j > n) break;
    if (j % 2) continue;
    i++;
  }
  out.push(i, j);
  a: for (let x = 0; x < n; x++) {
    b: for (let y = 0; y < 4; y++) {
      if (y === 1) continue b;
      if (y === 2) continue a;
      if (x === 70) break a;
      i++;
    }
  }
  out.push(i);
  return out.join();
}
for (let r = 0; r < 20; r++) variants(100);
console.log(variants(100), variants(1), variants(0));
console.log(variants(3000));
