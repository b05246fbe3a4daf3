// Reading a string at its length gives undefined, NaN or "", in hot code whose results are only
// compared, and where the read itself is dead.
function codes(text) {
  let at = 0;
  for (;;) {
    if (void 0 === text.codePointAt(at)) return at;
    at += text.codePointAt(at) > 0xffff ? 2 : 1;
  }
}
function ends(text) {
  let n = 0;
  while (text.at(n) !== undefined) n++;
  return n;
}
function units(text) { let n = 0; while (!Number.isNaN(text.charCodeAt(n))) n++; return n; }
function chars(text) { let n = 0; while (text.charAt(n) !== "") n++; return n; }
function indexed(text) { let n = 0; while (text[n] !== undefined) n++; return n; }
function dead(text, at) { text.charCodeAt(at); text.codePointAt(at); text.at(at); text[at]; return text.codePointAt(at) === undefined; }
const texts = ["", "a", "media (x)", "\u{1F600}b", "日本語", "\ud800", "x".repeat(40)];
const results = new Set();
for (let i = 0; i < 400; i++) {
  for (const text of texts) {
    results.add([text.length, codes(text), ends(text), units(text), chars(text), indexed(text), dead(text, text.length), dead(text, 0), dead(text, -1)].join());
  }
}
console.log([...results].join("\n"));
