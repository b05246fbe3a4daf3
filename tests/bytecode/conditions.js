function f(a, b) {
  if (a < b && !(a == null) || b === undefined) return 1;
  while (a <= b) a += 1;
  for (var i = 0; i < 10; i++) if (i !== b) continue; else break;
  do { b--; } while (b > 0);
  return a ? b : typeof a === "string" ? 1 : 2;
}
