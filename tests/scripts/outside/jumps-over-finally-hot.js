// break, continue and return through finally blocks that jump themselves: what the last jump says counts, the others are gone.
const N = process.env.SMALL ? 40 : 1500;
const fs = [
  function () { for (var i = 0; i < 10; i++) { try { return 42; } finally { continue; } } return i; },
  function () { for (var i = 0; i < 10; i++) { try { break; } finally { continue; } } return i; },
  function () { let l = ""; out: for (let i = 0; i < 3; i++) { try { break; } finally { for (let j = 0; j < 3; j++) { try { continue; } finally { l += j; } } l += "|"; } } return l; },
  function (a) { let l = ""; out: for (let i = 0; i < 4; i++) { for (let j = 0; j < 4; j++) { try { if (j == 1) continue out; if (i == 3) break out; l += i + "" + j; } finally { l += "f"; if (a && i == 2) continue; l += "g"; } } l += "e"; } return l; },
  function () { lab: { try { throw 1; } catch (e) { break lab; } finally { return "fin"; } } return "after"; },
  function () { let n = 0; do { try { n++; if (n < 5) continue; return n; } finally { if (n === 5) n = 100; } } while (n < 7); return "x"; },
  function (a) { let l = ""; try { try { if (a) throw "t"; return l + "r"; } finally { l += "1"; lab: try { break lab; } finally { l += "2"; } l += "3"; } } catch (e) { return l + e; } finally { l += "4"; fs.l = l; } },
  function () { let x = 1; const r = (() => { try { return x; } finally { x = 2; } })(); return r + ":" + x; },
  function () { const l = []; for (const f of [1, 2, 3]) { try { if (f == 2) continue; l.push(() => f); } finally { l.push(() => -f); } } return l.map((f) => f()).join(); },
  function () { let l = ""; for (const x of { *[Symbol.iterator]() { try { yield 1; yield 2; yield 3; } finally { l += "c"; } } }) { try { l += x; if (x == 2) break; } finally { l += "f"; if (x == 1) continue; } } return l; },
  function (a) { let l = ""; a: for (;;) { try { b: for (;;) { try { l += "x"; if (a) break a; break b; } finally { l += "y"; } } l += "z"; break; } finally { l += "w"; } } return l; },
  function () { for (let i = 0; ; i++) { try { try { throw i; } finally { if (i < 3) continue; } } catch (e) { return "c" + e; } } },
  function () { var s = 0; for (var i in { a: 1, b: 2, c: 3 }) { try { if (i == "b") continue; s += i; } finally { s += "/"; } } return s; },
  function () { switch (1) { case 1: try { break; } finally { switch (2) { case 2: break; } } case 2: return "fell"; } return "ok"; },
  function () { let d = 0; w: while (true) { try { try { d++; if (d > 20) return d; continue w; } finally { if (d % 2) throw d; } } catch (e) { if (e === 9) break; } finally { if (d === 10) { d = 30; } } } return "d" + d; },
  function* () { for (let i = 0; i < 3; i++) { try { yield i; if (i == 1) return "r"; } finally { yield "f" + i; if (i == 1) continue; } } return "end"; },
];
for (const [k, f] of fs.entries()) {
  const run = (a) => { const r = f(a); if (r && r.next) { let l = []; for (let i = 0; i < 12; i++) { const x = i === 4 && a ? r.return("R") : r.next(); l.push(x.value + (x.done ? "!" : "")); } return l.join(); } return r; };
  const seen = new Set();
  for (let i = 0; i < N; i++) seen.add(run(false)); for (let i = 0; i < N; i++) seen.add(run(i % 2 == 0));
  console.log(k, [...seen].join(" ; "), fs.l);
}
