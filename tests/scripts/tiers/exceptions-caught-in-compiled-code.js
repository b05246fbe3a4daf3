// Exceptions are caught where they are thrown in compiled code: the handler sees the variables as
// they were before the operation that threw, whichever frame has it.
function thrower(n) { if (n % 3 === 0) throw n; return n + 1; }
function caught(n) { let a = n, b = 1; try { a = a + 1; b = thrower(n); a = a * 2; } catch (e) { b = e + 1000; } return a * 10000 + b; }
function loop(n) { let s = 0; for (let i = 0; i < n; i++) { try { if (i % 7 === 0) throw i; s += 2; } catch (e) { s += e; continue; } finally { s++; } s += 3; } return s; }
function fin(n) { let s = 0; out: for (let i = 0; i < 10; i++) { try { if (i === n) break out; if (i % 2) continue; s += thrower(i + 1); } catch (e) { s += 100; if (e === 9) return 'r' + s; } finally { s += 1000; if (i === 8 && n === 20) return 'f' + s; } } return s; }
function nested(n) { let log = ''; try { try { if (n & 1) throw 'a' + n; log += 'x'; if (n & 2) thrower(0); } catch (e) { log += e; if (n & 4) throw 'b' + e; } finally { log += 'f'; if (n & 8) throw 'c'; } } catch (e) { log += e; } return log; }
class P { constructor(n) { if (n % 4 === 0) throw new RangeError('P' + n); this.n = n; } get v() { if (this.n % 5 === 0) throw this; return this.n; } }
class Q extends P { constructor(n) { super(n); this.m = n; } }
function objects(n) { let r = 0; try { const q = new Q(n); r = 1; r = q.v + q.m; } catch (e) { r = e instanceof P ? -e.n : e.message + r; } return r; }
function each(list) { let s = 0; try { for (const v of list) { s += thrower(v); } } catch (e) { s += e * 1000; } return s; }
function it(n) { let closed = 0; const o = { [Symbol.iterator]() { let i = 0; return { next() { return { done: i > 5, value: i++ }; }, return() { closed++; return {}; } }; } }; let s = 0; try { for (const v of o) { if (v === n) throw v; s += v; } } catch (e) { s += 100; } return s * 10 + closed; }
function tdz(n) { try { if (n & 1) x; let x = 1; return x; } catch (e) { return e.name; } }
function konst(n) { const c = n; try { if (n & 1) c = 2; return c; } catch (e) { return e.name; } }
function stack(n) { try { return inner(n); } catch (e) { return e.stack.split('\n').slice(0, 4).map(l => l.replace(/^.*?(\w*) \(.*\/|\)$/g, '$1 ').replace(/[^:]*:/, ':')).join('|'); } }
function inner(n) { if (n & 1) throw new Error('deep'); return null.x; }
function deep(n) { try { return deep(n + 1); } catch (e) { return e instanceof RangeError ? 'deep' : e; } }
function longCatch(n) { try { throw n; } catch (e) { let s = 0; for (let i = 0; i < e; i++) { try { if (i & 1) throw i; s += i; } catch (f) { s -= f; } } return s; } }
function captured(n) { let c = 0; const add = (k) => { if (k % 5 === 4) throw c; c += k; }; for (let i = 0; i < n; i++) { try { add(i); } catch (e) { c = e ^ i; } } return c; }
function completion(n) { for (;;) { try { return n; } finally { if (n & 1) break; } } return 'broken'; }
function rethrow(n) { let t = 0; try { try { thrower(n); } catch (e) { t++; throw e; } finally { t += 10; } } catch (e) { return e + t * 100; } return t; }
function destructure(v) { try { const [a, b] = v; return a + b; } catch (e) { return e.name; } }
function str(n) { let s = 'x'; try { s += n; s = s.repeat(n % 3 - 1); return s; } catch (e) { return e.name + s; } }
const out = [];
function hot(f, ...args) { let last, h = 0; for (let i = 0; i < 2500; i++) { last = String(f(i % 24, ...args)); for (let j = 0; j < last.length; j++) h = (h * 31 + last.charCodeAt(j)) | 0; } out.push(f.name + ' ' + h + ' ' + last); }
for (const f of [caught, fin, nested, objects, it, tdz, konst, stack, captured, completion, rethrow, str]) hot(f);
hot(function each1(n) { return each([1, 2, 4, n]); });
hot(function destructure1(n) { return destructure(n & 1 ? [1, 2] : n & 2 ? 5 : null); });
out.push(loop(20000), longCatch(20000), deep(0), deep(0));
console.log(out.join('\n'));
