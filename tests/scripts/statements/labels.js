let out = "";
outer: for (let i = 0; i < 4; i++) {
  for (let j = 0; j < 4; j++) {
    if (j === 2) continue outer;
    if (i === 3) break outer;
    out += `${i}${j} `;
  }
}
console.log(out);
block: {
  out = "in";
  if (out) break block;
  out = "never";
}
console.log(out);
a: b: for (;;) { break a; }
loop: while (true) {
  try {
    switch (1) { case 1: break loop; }
  } finally {
    console.log("finally");
  }
}
let n = 0;
x: do { n++; if (n < 3) continue x; } while (n < 5);
console.log(n);
w: for (const k of [1, 2, 3]) { for (const m in { p: 1, q: 2 }) { if (m === "q") continue w; out += k + m; } }
console.log(out);
