// node: 26
// Set operations, strings, folding before complements, and surrogates, with v.
const show = (re, text) => console.log(String(re), JSON.stringify(text.match(re)));
for (const re of [/[[a-z]--[aeiou]]/gv, /[\w&&[^\d]]/gv, /[[a-f]--[b-d]--e]/gv, /[\q{abc|ab|a|}]/gv, /[\q{abc|d}--\q{abc}]/gv, /[!#]/gv, /[^]/gv])
  show(re, 'abcdef!1#');
for (const re of [/[\p{Lu}--[A-C]]/giv, /[^\P{Lu}]/giv, /\P{Lu}/giv, /\P{Lu}/giu, /[^\P{Lu}]/giu, /[^a-c]/giv]) show(re, 'aBcDe1');
for (const re of [/^\p{RGI_Emoji}$/v, /^[\p{RGI_Emoji}--\q{👩‍💻}]$/v, /^\p{Emoji_Keycap_Sequence}$/v, /^.$/v, /^[^x]$/v])
  console.log(String(re), ['👩‍💻', '🇫🇷', '1\uFE0F\u20E3', '😀', '\uD83D', 'é'].map(s => re.test(s)).join());
console.log(/[\uD83D\uDE00]/v.test('\uDE00'), /\uDE00/v.test('😀'), /^[\u{1F600}-\u{1F610}]{2}$/v.test('😀😅'), /(?<=^.)x/v.test('😀x'));
