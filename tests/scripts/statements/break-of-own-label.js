// The body of a labelled statement may be a break to that label.
a: break a;
b: c: break b;
d: e: break e;
for (let i = 0; i < 2; i++) {
  if (i) f: break f;
  console.log(i);
}
console.log((() => { g: break g; return "after"; })(), eval("1; h: break h;"), eval("i: { 2; break i; }"));
