// gc-stress: 211
// Halves of pairs at the borders of matches, sets and references, with and without the flag u.
const H = "\ud83d", L = "\ude00", P = H + L, Q = "\ud83e\udd14";
const esc = (x) => (x == null ? String(x) : JSON.stringify(x)).replace(/[^\x20-\x7e]/g, (c) => "\\u" + c.charCodeAt().toString(16).padStart(4, "0"));
const texts = [P, P + P, H + P, P + L, L + H, H + H + L, "a" + P + "b", H + "a" + L, "\uf83d\ufe00", "\uf900\ufe01", "\ud87e\ufe0f", P + Q + Q + P, "x\ud83d", "\ude00x", "\udbff\udfff\ue000"];
const sources = [".", "..", "^.$", "[^a]", "[^\\ud83d]", "[^\\ude00]+", "\\ud83d", "\\ude00", "\\ud83d\\ude00", "[\\ud83d\\ude00]", "[\\ud83d][\\ude00]", "(.)\\1", "(.)(.)\\2\\1", "(?<=.)", "(?<=\\ud83d)\\ude00", "(?<!\\ud83d)\\ude00", "(?<=^.)", "(?=\\ude00)", "\\ud83d(?=\\ude00)", "\\ud83d(?!\\ude00)", "(?:\\ud83d|a)*", "[\\ud800-\\udbff]", "[\\udc00-\\udfff]", "\\W", "\\S{2}", ".{1,2}?$", "(.)?\\ude00", "[\\ufe00-\\ufe0f]", "[^\\0-\\uffff]", ".*\\ud83d", "(?:..)+?$", "[\\u{1f600}-\\u{1f920}]", "\\p{Cs}", "\\P{Cs}+", "(?<a>.)\\k<a>|x", "\\u{1f600}{2}", "(\\ud83d)\\1"];
const lines = []; let same = true, tried = 0;
for (let round = 0; round < 2; round++) for (const [i, source] of sources.entries()) {
  const out = [];
  for (const flags of ["", "u", "v"]) {
    if (!flags && /\\u\{|\\p|\\P/.test(source)) continue;
    const g = new RegExp(source, flags + "g"), y = new RegExp(source, flags + "y");
    for (const text of texts) {
      tried++;
      const found = [...text.matchAll(g)].map((m) => m.index + "+" + m[0].length + (m[1] === undefined ? "" : ":" + m[1].length));
      let sticky = "";
      for (let at = 0; at <= text.length; at++) { if (flags && at && /[\ud800-\udbff]/.test(text[at - 1]) && /[\udc00-\udfff]/.test(text[at] ?? "")) continue; y.lastIndex = at; sticky += y.test(text) ? y.lastIndex : "."; }
      out.push(found.join(" ") + "/" + sticky + "/" + (found.length ? text.replace(g, "<>").length : "-"));
    }
    out.push("|");
  }
  let h = 7; const line = out.join(","); for (let k = 0; k < line.length; k++) h = (h * 31 + line.charCodeAt(k)) | 0;
  if (!round) { lines.push(line); console.log(source, h, esc(line.slice(0, 160))); } else if (lines[i] !== line) same = false;
}
console.log(same, tried);
