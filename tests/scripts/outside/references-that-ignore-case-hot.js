// node: 26
// gc-stress: 211
// References that ignore case, forwards and backwards, by number and name, of letters of several widths of one text.
const pairs = [["\u00e0", "\u00c0"], ["\u03c3", "\u03c2"], ["\u03a3", "\u03c3"], ["\u01c5", "\u01c4"], ["\u01c5", "\u01c6"], ["\u017f", "s"], ["k", "\u212a"], ["\u212a", "K"], ["\u00df", "\u1e9e"], ["\u{10400}", "\u{10428}"], ["i", "\u0130"], ["i", "\u0131"], ["\u00b5", "\u03bc"], ["\u00ff", "\u0178"], ["\u00e5", "\u212b"], ["\u0390", "\u1fd3"], ["\u0345", "\u03b9"], ["\u1c80", "\u0432"], ["\u10d0", "\u1c90"], ["\u13a0", "\uab70"], ["\ufb05", "\ufb06"], ["a", "A"], ["@", "`"], ["[", "{"], ["\u00d7", "\u00f7"], ["\u00fe", "\u00de"], ["0", "0"]];
const makers = [(f) => new RegExp("^(.)\\1$", f), (f) => new RegExp("^(?<n>..?)\\k<n>\\1?$", f), (f) => new RegExp("(?<=\\1(.))x", f), (f) => new RegExp("(?<=(..?)-\\1)x", f), (f) => new RegExp("^(\\w)\\1", f), (f) => new RegExp("^([^a])\\1", f), (f) => new RegExp("^(?:(?<q>.)a|(?<q>.)b)\\k<q>", f), (f) => new RegExp("^(.+)x\\1$", f), (f) => new RegExp("^(?=(.))\\1\\1$", f), (f) => new RegExp("^(.)(?!\\1)", f)];
const texts = (a, b) => [a + b, b + a, a + b + "x", b + "-" + a + "x", a + "a" + b, a + "b" + b, a + a + "x" + b + b, "\u0416" + a + b];
const code = (s) => [...s].map((c) => c.codePointAt().toString(16)).join("");
let same = true; const first = new Map();
for (let round = 0; round < 2; round++) for (const [a, b] of pairs) {
  let line = "";
  for (const flags of ["i", "iu", "iv", "u"]) { for (const make of makers) { const re = make(flags); let bits = 0; for (const [k, t] of texts(a, b).entries()) { const m = re.exec(t); if (m) bits |= 1 << k; if (m && m[0].length > t.length) bits = -1; } line += bits.toString(36) + "."; } line += " "; }
  if (!round) { first.set(a + b, line); console.log(code(a), code(b), line); } else if (first.get(a + b) !== line) same = false;
}
console.log(same);
const swap = (c) => { const u = c.toUpperCase(); return u !== c ? u : c.toLowerCase(); };
const word = "Stra\u00dfe \u00c9t\u00e9 \u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2 \u0416\u0436"; let hits = 0;
for (let i = 0; i < word.length; i++) for (let n = 1; n < 5 && i + n <= word.length; n++) { const part = word.slice(i, i + n), other = [...part].map(swap).join(""); for (const f of ["i", "iu"]) if (new RegExp("^(.+)=\\1$", f).test(part + "=" + other)) hits += n; }
console.log(hits);
