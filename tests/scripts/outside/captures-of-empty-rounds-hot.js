// node: 26
// What groups have captured when a quantifier ends with a round that is empty, or is gone back on.
'use strict';
const cache = [], N = process.env.SMALL ? 100 : 1500;
const show = m => (m ? `${m.index}:${m.map(x => (x === undefined ? '-' : JSON.stringify(x))).join(' ')}` : 'null');
const sources = ['(?:(a)|(b))+', '(?:(\\2)(\\d)){2}', '^(a|a?)+$', '(a*)*', '(a*)+', '(a*)?', '(a*?)*b', '(?:(a)|b)*', '(z)((a+)?(b+)?(c))*', '(?=(a))?a', '(?:(?=(a)))?b', '(?:(?=(a))a)*b', '(a?)*?$', '(?:a|())*?b', '(?:()|a)+', '(?:()|a){2,3}', '((a)|b)*?c', '(?:(a)|(?:(b)|c))*', '(?:(x)|(y)|z)*\\1', '(?:(a)\\1?)+', '(\\2a)(\\1)', '(?:\\1(a))+', '(?:(a)(?:(b)|))*', '(?:(?:(a)|b){2})*', '(?:(?<x>a)|(?<x>b))*', '(?:(?<x>a)|(?<x>b))*\\k<x>', '((?:a|(b))*)*', '(a|ab)(c|bcd)(d*)', '(?:(a)??)*b', '(?:(a){0})*a', '(?:(a){0,1}b?)*', '((a?)*)*', '((a?)+)+', '((a?){2,}){2,}', '(?:(a?)b??)*', '(?:(?!(b))a)*', '(?:(?<=(a))b)*', '(?<=(?:(a)|(b))*)c', '(?<=((a)|b)+)c', '(?<=(\\2)(a))b', '(?<=(a*)*)b', '(?:a?(b)?){3}', '(?:(a)|(b)|)*c', '(|a)*', '(|a)+', '(|a){3}', '(a|){3}', '(?:(a)|)*?(?:b|$)', '([ab]??)*c', '(.*?)*?c', '(?:(?=(a))b)?(?:(?=(a))a)?'];
const texts = ['', 'a', 'b', 'ab', 'ba', 'aab', 'abab', '112', 'zaacbbbcac', 'abc', 'cab', 'abcd', 'aaaa', 'bbbb', 'xyzx', 'ccc', 'bac', 'aaab', 'abcabc'];
for (const src of sources) {
  const out = []; for (const fl of ['', 'u', 'i', 's']) { let re; try { re = new RegExp(src, fl); } catch { continue; } const all = texts.map(t => show(re.exec(t))); if (fl === '') out.push(...all); else { const u = all.join(); if (u !== out.slice(0, texts.length).join()) out.push(fl, u); } }
  console.log(src, '=', out.filter(x => x !== 'null').join(' ; '));
}
let h = 0; for (let i = 0; i < N; i++) { const t = (i % 729).toString(3).replace(/0/g, 'a').replace(/1/g, 'b').replace(/2/g, 'c'); for (let k = i % 5; k < sources.length; k += 5) { const re = (cache[k] ??= new RegExp(sources[k], 'd')); const m = re.exec(t); if (m) { h = (h * 31 + m.index) | 0; for (const [j, x] of m.indices.entries()) if (x) h = (h * 31 + x[0] * 7 + x[1] + j) | 0; } else h ^= k; } }
console.log(h);
