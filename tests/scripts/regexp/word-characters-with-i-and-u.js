// \w has the long s and the Kelvin sign with i and u or v; \W is what is left, in classes too.
const characters = ['k', 'K', 's', 'S', '\u212A', '\u017F', 'a', '-', '\u00DF', '\u0131'];
for (const flags of ['i', 'u', 'iu', 'iv', 'v'])
  for (const source of ['\\w', '\\W', '[^\\w]', '[^\\W]', '[\\w]', '[\\W]', '[^\\W_]', '\\b', '\\B', '[^\\w\\W]', '\\bk'])
    console.log(flags, source, characters.map(c => +new RegExp(source, flags).test(c)).join(''));
