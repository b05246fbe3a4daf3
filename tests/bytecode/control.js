function finallyReturns(f) { try { return f() } finally { f(2) } }
function nested(f) { for (const x of f) { try { if (x) continue; if (f.b) break; return x } finally { f() } } }
function labels(a) { outer: for (var k in a) { for (;;) { if (k) continue outer; if (a) break outer } } blk: { if (a) break blk; a() } }
function switches(a) { switch (a) { case 1: let x = 2; case f(): return x; default: a(); break; case "s": a = 1 } return a }
function tryCatchFinally(f) { try { f() } catch { f(1) } finally { f(2) } return 3 }
