const take = (n) => function* (it) { let i = 0; if (n) for (const x of it) { yield x; if (++i >= n) return; } };
const map = (f) => function* (it) { for (const x of it) yield f(x); };
const filter = (p) => function* (it) { for (const x of it) if (p(x)) yield x; };
const pipe = (src, ...fs) => fs.reduce((a, f) => f(a), src);
function* nat() { let n = 0; try { for (;;) yield n++; } finally { closed = n; } }
let closed;
console.log([...pipe(nat(), filter((x) => x % 3 === 0), map((x) => x * x), take(5))].join(), closed);
function* tree(t) { if (!t) return; yield* tree(t.l); yield t.v; yield* tree(t.r); }
console.log([...tree({ v: 2, l: { v: 1 }, r: { v: 4, l: { v: 3 } } })].join(""));
function* primes() { const found = []; for (let n = 2; ; n++) if (found.every((p) => n % p)) { found.push(n); yield n; } }
console.log([...pipe(primes(), take(12))].join());
const zip = function* (...xs) { const its = xs.map((x) => x[Symbol.iterator]()); for (;;) { const r = its.map((i) => i.next()); if (r.some((x) => x.done)) return; yield r.map((x) => x.value); } };
console.log([...zip([1, 2, 3], "ab", nat())].join("|"));
