// Loops within loops: how often the inner one has run is known again where an iteration of
// the outer one is taken back, in text of bytes, wide text, and with what no automaton knows.
const patterns = [
  [/(?:(?:\w+)+)+c/, "abcab1c a"],
  [/(((\w)+)+)+(c|$)/, "abcab1c a"],
  [/(((\w)*)*)*c/, "abcab1c a"],
  [/(((\w)+){1,3})+c/, "abcab1c a"],
  [/((?:(a+)b?)+c?)+ad/, "abaabcabcaad"],
  [/(((a)+?b?)+?c?)+?ad$/, "abaabcabcaad"],
  [/(?:(?:ab|a)?c)+d/, "abcacaacd"],
  [/^(?:[a-z]+(?:-[a-z]+)+;)+$/, "a-b;cd-ef-g;h-i;"],
  [/^([\w-]+(\.[\w-]+)*)+@(\w+(\.\w+)+)+$/, "first.last-name@mail.example.org"],
  [/((\w+)\2?,)+(?=((x|y)+z?)+$)/, "abab,cc,xyz"],
  [/(?<outer>(?<inner>\d+)+,)+(?!\d)/, "12,3,45,x"],
  [/((é|ж)+ж?)+ß/, "éжéжжß"],
  [/((.)+\s)+€(?:(\d)+%)+/u, "ab cd €12%3%"],
  [/((A|b)+c)+D/i, "xaBcbacd"],
];
for (const [pattern, text] of patterns) {
  const once = pattern.exec(text);
  const sticky = new RegExp(pattern, pattern.flags + "y").exec(text);
  let often;
  for (let i = 0; i < 200; i++) often = pattern.exec(text);
  const show = (match) => (match ? `${match.index}: ${JSON.stringify([...match])}` : "none");
  console.log(String(pattern), show(once), show(once) === show(often) ? "" : show(often), show(sticky) === show(once) ? "" : show(sticky));
}

// What is no back reference, for want of a group, is a character also where it is sticky.
console.log(/\1/y.exec("ab"), /\1/y.test("\x01"), /(a)\2/y.exec("a\x02"), "ab".replace(/\1/gy, "x"));
