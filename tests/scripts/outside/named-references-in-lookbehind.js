// Back references by name in lookbehinds, to groups before, after and around them.
// node: 26
for (const [pattern, ...texts] of [
  [/(?<n>.)..(?<=\k<n>.)/, "abc", "aba", "aab", "abab"],
  [/(?<n>.)(?<=\k<n>)/, "a", "bb"],
  [/(?<=(?<n>\w)\k<n>)x/, "aax", "abx", "x"],
  [/(?<=\k<n>(?<n>\w))x/, "aax", "abx", "x"],
  [/(?<a>.)(?<b>.)(?<=\k<a>\k<b>)c/, "abc", "aac"],
  [/(?<a>.)(?<b>.)(?<=\k<b>\k<a>)c/, "abc", "aac"],
  [/(?<n>a)?(?<=\k<n>)b/, "ab", "b", "cb"],
  [/(?<!(?<n>\d)\k<n>)-/, "11-", "12-", "-"],
  [/(?:(?<n>a)|(?<n>b))(?<=\k<n>\k<n>|.)c/, "ac", "bc", "bbc"],
  [/(?<n>.)(?<=(?=\k<n>).)z/, "az", "zz"],
  [/(?<=(?<y>\d)(?<m>\d)\k<y>)!/, "121!", "112!", "111!"],
  [/^(?:(?<n>.)(?<=^\k<n>+)){3}$/, "aaa", "aab", "aaaa"],
  [/(?<n>\u{1F600})(?<=\k<n>)/u, "\u{1F600}", "\uD83D"],
  [/(?<n>A)(?<=\k<n>)(?<=a)/i, "a", "A", "b"],
]) {
  for (const text of texts) {
    const match = pattern.exec(text);
    console.log(String(pattern), text, match && JSON.stringify([match.index, ...match, match.groups]));
  }
}
// The same by number.
console.log(["abc", "aba", "aab"].map((t) => /(.)..(?<=\1.)/.test(t)).join(), ["aax", "abx"].map((t) => /(?<=\1(\w))x/.test(t)).join());
