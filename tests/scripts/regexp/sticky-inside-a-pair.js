// lastIndex between the halves of a pair: with u and v the match is tried at the pair.
for (const re of [/\u{1F600}/uy, /(?:)/uy, /./uy, /[^]/vy, /^/uy, /(?=.)/uy, /z/vy]) {
  re.lastIndex = 1;
  const found = re.exec('\u{1F600}z');
  console.log(String(re), found && [found.index, found[0].length], re.lastIndex);
}
