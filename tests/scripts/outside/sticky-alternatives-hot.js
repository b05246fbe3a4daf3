// node: 26
// Sticky expressions start where they are told, whatever their alternatives have consumed before.
// gc-stress: 211
'use strict';
const N = process.env.SMALL ? 300 : 3000;
const sources = ['a|b', 'bb|a', 'a|bb', '', '^a|b', 'a|^b', '$', 'b$', '(?<=a)b', '(?<!a)b', 'a*?b', '(a)|(b)', '(?:a|ab)(?:c|bcd)', '[^a]', '.', '\\b', '\\Ba', 'a{2,}|b', '(b)?\\1a', '(?=b)', '\\u{1F600}|a', '(?i:A)|B', '(?:)|a', 'x*', '(?:a?)*', 'a+?$'];
const texts = ['', 'a', 'b', 'ab', 'ba', 'aab', 'abb', 'abcd', 'xab', '_foo', 'a\nb', 'b\na', '\u{1F600}a', 'aaaa', 'bb a'];
const show = m => (m ? `${m.index}:${m.map(x => (x === undefined ? '-' : x)).join('/')}` : 'null');
for (const src of sources) {
  const out = [];
  for (const flags of ['y', 'gy', 'my', 'iy', 'uy', 'sy', 'vgy']) {
    let re; try { re = new RegExp(src, flags); } catch (e) { out.push(flags + e.name); continue; }
    let h = 0; const add = s => { for (let i = 0; i < s.length; i++) h = (h * 31 + s.charCodeAt(i)) | 0; };
    for (const t of texts) for (let at = 0; at <= t.length + 1; at++) {
      re.lastIndex = at; add(show(re.exec(t)) + re.lastIndex); re.lastIndex = at; add(re.test(t) + ':' + re.lastIndex);
      re.lastIndex = at; add(t.search(re) + ':' + re.lastIndex); re.lastIndex = at; add(t.replace(re, '<$&>') + re.lastIndex); re.lastIndex = at; add(JSON.stringify(t.match(re)) + re.lastIndex);
      re.lastIndex = at; add(t.split(re).join('|') + re.lastIndex); if (flags.includes('g')) { re.lastIndex = at; add([...t.matchAll(re)].map(show).join() + re.lastIndex); re.lastIndex = at; add(t.replaceAll(re, m => `[${m}]`)); }
    }
    out.push(flags + (h >>> 0).toString(36));
  }
  console.log(JSON.stringify(src), out.join(' '));
}
const at = (re, i) => { re.lastIndex = i; return re; };
console.log('_foo'.match(at(/foo/y, 1)), '_foo'.split(at(/foo/y, 1)), '_foo'.search(at(/foo/y, 1)), '_foo'.replace(at(/foo/y, 1), 'x'), at(/foo/y, 1).test('_foo'));
const bad = [Infinity, NaN, -1, '1', null, undefined, 1.9, 2 ** 53, { valueOf: () => 1 }, -0, 1n];
for (const b of bad) { const re = /b|bb|a/y; try { re.lastIndex = b; console.log(show(re.exec('abb')), String(re.lastIndex)); } catch (e) { console.log(e.name); } }
const frozen = Object.freeze(/a/y); for (const f of [() => frozen.exec('b'), () => frozen.exec('a'), () => 'a'.search(frozen), () => 'a'.replace(frozen, ''), () => 'a'.split(frozen)]) { try { console.log(String(f())); } catch (e) { console.log(e.name); } }
const lexer = /(?<num>\d+(?:\.\d+)?)|(?<id>[a-z_]\w*)|(?<op>[-+*/()=]|=>)|(?<ws>\s+)|(?<str>"(?:[^"\\]|\\.)*")/y;
function lex(text) { const r = []; lexer.lastIndex = 0; while (lexer.lastIndex < text.length) { const from = lexer.lastIndex, m = lexer.exec(text); if (!m) { r.push('?' + text[from]); lexer.lastIndex = from + 1; continue; } const k = Object.keys(m.groups).find(g => m.groups[g] !== undefined); if (k !== 'ws') r.push(k + m[0]); } return r.join(' '); }
let s = 0; for (let i = 0; i < N; i++) { const r = lex(`x_${i} = (${i}.5 + "a\\"${i}") * #f => ${i % 7}`); for (let k = 0; k < r.length; k += 3) s = (s * 31 + r.charCodeAt(k)) | 0; } console.log(s, lex('x = (1.5+"q\\"") # => 7'));
let c = 0; const re = /bb|a|b(?!b)/y; for (let i = 0; i < N * 3; i++) { re.lastIndex = i % 5; if (re.test(i & 1 ? 'abbab' : 'bbabb')) c += re.lastIndex; else c -= 1; } console.log(c);
