// gc-stress: 4001
// Loops that carry more values than there are registers, of one kind or of five, and move all of them in cycles:
// rotations, swaps of pairs, rings of three; calls that pass their arguments in another order.
'use strict';
const COUNT = 34;
const initial = [i => i, i => i + '.5', i => `"s${i}"`, i => `{n:${i}}`, i => [i, i + '.25', `"t${i}"`, `{n:${i}}`, `${i}n`][i % 5]];
const changes = ['v3=(v3+v7*3+i)|0;if(v3>1e6||v3<-1e6)v3=v3%1001;', 'v3=v3*0.5+v7;', 'if(v2.length<20)v2+=v9.length;else v2=v2.slice(0,2);', 'if(i%5===0)v4={n:(v4.n+v8.n)%977};', 'if(typeof v3==="number")v3=v3+1.5;else if(typeof v3==="bigint")v3=v3+1n;'];
const each = (n, f) => Array.from({ length: n }, (_, i) => f(i)).join('');
const last = COUNT - 1;
function loop(kind) {
  const rotated = 'const t=v0;' + each(last, i => `v${i}=v${i + 1};`) + `v${last}=t;`;
  const swapped = each(COUNT / 2, i => `[v${2 * i},v${2 * i + 1}]=[v${2 * i + 1},v${2 * i}];`);
  const ring = `const a=v0,b=v5,c=v9;v0=c;v5=a;v9=b;const x=v${last},y=v${last - 1};v${last - 1}=x;v${last}=y;`;
  return new Function('n', 'told', 'let o=0;' + each(COUNT, i => `let v${i}=${initial[kind](i)};`)
    + `for(let i=0;i<n;i++){if(i%3===0){${rotated}}else if(i%7===1){${swapped}}else if(i%11===2){${ring}}${changes[kind]}`
    + `if(i%13===5)o=(o*31+told(v0)+told(v${last})+i)|0;}return [o${each(COUNT, i => ',v' + i)}]`);
}
const told = x => (typeof x === 'number' ? x | 0 : typeof x === 'string' ? x.length : typeof x === 'bigint' ? Number(x & 255n) : x.n);
const shown = x => (typeof x === 'object' ? 'o' + x.n : typeof x === 'bigint' ? x + 'n' : String(x));
for (let kind = 0; kind < 5; kind++) { const f = loop(kind); for (const n of [0, 1, 50, 777, 4011]) console.log(kind, n, f(n, told).map(shown).join()); }
function there(a, b, c, d, e, f, g, h, i, j, n) { return n <= 0 ? [a, b, c, d, e, f, g, h, i, j].join() : n & 1 ? there(j, a, b, c, d, e, f, g, h, i, n - 1) : back(b, a, d, c, f, e, h, g, j, i, n - 1); }
function back(a, b, c, d, e, f, g, h, i, j, n) { return n % 5 === 0 ? there(c, a, b, f, d, e, i, g, h, j, n - 1) : there(j, i, h, g, f, e, d, c, b, a, n - 1); }
let calls = '';
for (let k = 0; k < 600; k++) { const r = there(k, k + 0.5, 'x', k & 1, null, undefined, k % 3 ? 1n : 2, -0, [k], true, k % 60); if (k % 100 === 0) calls += r + ' '; }
console.log(calls);
const same = x => x;
function caught(n) { let a = 1, b = 2.5, c = 'c', d = [4], e = 5n, f = null, g = 7, h = 8, i = 9, j = 10, k = 11, l = 12, m = 13, p = 0; for (let q = 0; q < n; q++) { try { p += same(g) + same(a); if (q % 17 === 3) throw q; [a, g] = [g, a]; b = b * 1.0001; i ^= j; j = (j + l) | 0; l = k; k = h; h = (i + q) | 0; } catch (x) { f = x; [h, i, j] = [j, h, i]; c = c.length > 5 ? 'c' : c + x % 10; e += 1n; } finally { m = (m * 3 + h) | 0; if (q % 29 === 7) { d = [d[0] + 1]; continue; } g = (g + 1) | 0; } } return [a, b, c, d, e, f, g, h, i, j, k, l, m, p].join(); }
console.log(caught(6000), caught(10));
