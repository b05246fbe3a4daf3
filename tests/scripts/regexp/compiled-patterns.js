// node: 26
// gc-stress: 1999
// Patterns that are matched often enough to be compiled: what they find is what they found at first.
const show = m => m && JSON.stringify([...m]) + '@' + m.index + (m.groups ? JSON.stringify(m.groups) : '') + (m.indices ? JSON.stringify(m.indices) : '');

/** Matches the texts in turn, very often, and says what was found: all rounds agree. */
function often(regexp, texts, rounds = 6000) {
  const first = [];
  for (let i = 0; i < rounds; i++) {
    for (const [number, text] of texts.entries()) {
      regexp.lastIndex = 0;
      const found = i % 3 === 1 ? regexp.test(text) : regexp.exec(text);
      const told = i % 3 === 1 ? found : show(found);
      if (i < 3) (first[number] ??= []).push(told, regexp.lastIndex);
      else {
        const at = 2 * (i % 3);
        if (first[number][at] !== told || first[number][at + 1] !== regexp.lastIndex) throw new Error(`${regexp} on ${text} in round ${i}: ${told}`);
      }
    }
  }
  console.log(String(regexp), texts.map((_, number) => first[number][0] + ' ' + first[number][1]).join(' | '));
}

// Captures, alternatives, loops.
often(/(\s+)|(\d+)|([a-z]+)|([+*-])/y, ['foo + 1', '12', ' x', '+', '?', '']);
often(/^(.*?)\s*=\s*"([^"]*)"/, ['attribute   = "some value" rest', 'a="', 'x = y', '="é"', 'λ = "μ"']);
often(/(z)((a+)?(b+)?(c))*/, ['zaacbbbcac', 'zc', 'zab']);
often(/(?:(a)|(b)|(\w))+?;/g, ['ab;', 'aXb;', ';', 'xyz;;']);
often(/((?:ab|a)(?:c|bcd)(d*))$/, ['abcd', 'abcdd', 'acd', 'zabcd']);
often(/(?:a{2,3}b){2,}?(a*)/, ['aabaaab', 'aabaabaabaaa', 'aab']);
often(/(?:){3}x|(?:a?){2,4}?y/, ['x', 'aay', 'aaaaay', 'y', 'z']);
// Assertions and boundaries.
often(/\b(?:the|quick|brown)\b(?!\sfox)/gi, ['The quick brown fox', 'brown fox', 'brownfox THE']);
often(/(?=(a+))a*b\1/, ['baaabac', 'aab']);
often(/(?<=(\d+)(\d+))$/, ['1053', 'x']);
often(/(?<!\$|\\)\b\d+(?!\.)/, ['$12 34', '\\5', '7.', '78.9']);
often(/(.*?)a(?!(a+)b\2c)\2(.*)/, ['baaabaac']);
often(/^(?:(?!-->)[^])*$/m, ['a --> b\nc', 'x-->']);
// References.
often(/(['"])(?:(?!\1)[^\\\n\r]|\\(?:\r\n|[^]))*(\1)?/, ['"a\\"b" c', "'x", "'\\\r\ny'", 'none']);
often(/(?<first>a|b)\k<first>(?<second>c)?/, ['aac', 'abb', 'ab']);
often(/(?:(?<x>a)|(?<x>b))\k<x>/, ['aa', 'bb', 'ab']);
often(/(\w+)\s\1/i, ['Go go', 'é é', 'Is is it']);
often(/(?<=\1(\d+))x/, ['1212x', 'x']);
// Case and Unicode.
often(/straße|ſ|K/iu, ['STRASSE', 'STRAẞE', 's', 'k', '\u212a']);
often(/[à-ÿ]+\u017f?/i, ['ÀÉÿ', 'ſ', 'Ÿ']);
often(/^[\p{L}\p{N}_$]+$/u, ['name', 'λόγος9', '𝒳y', 'a b', '\ud835']);
often(/^.$/u, ['😀', 'a', '\ud83d', '😀😀']);
often(/[^a]\udE00|\ud83d/, ['😀', 'x\ude00']);
often(/[\u{1f0a1}-\u{1f0ae}]{2,3}(.)?/u, ['🂡🂢🂣🂤', '🂡', 'x🂡🂢']);
often(/(?<=😀)b|(?<!😀)c/u, ['😀b', '😀c', 'c']);
often(/[\p{Lu}--[A-F]]+/v, ['ABCXYZ', 'ÄÖ', 'abc']);
// Flags.
often(/a.c/s, ['a\nc', 'abc']);
often(/^b$/gm, ['a\nb\nc', 'ab', 'b\r\u2028']);
often(/(?<y>\d{4})-(?<m>\d\d)/d, ['on 2024-05', 'no']);
often(/\d/y, ['1a', 'a1']);

// lastIndex goes on from match to match.
function all(regexp, text) {
  const found = [];
  for (let m; (m = regexp.exec(text)); ) {
    found.push(m[0] + '@' + m.index + '-' + regexp.lastIndex);
    if (m[0] === '') regexp.lastIndex++;
  }
  return found.join();
}
let last;
for (let i = 0; i < 2500; i++) {
  const now = [all(/\w+/g, 'the quick brown'), all(/x*/g, 'axxb'), [...'😀z'.matchAll(/(?:)/gu)].map(m => m.index), all(/[a-z]/gy, 'ab1c'), 'a1b22'.replace(/\d+/g, d => `<${d}>`), 'a , b,c'.split(/\s*(,)\s*/).join('|'), 'xay'.replace(/(a)/, "[$`$1$']"), 'aBc'.search(/[A-Z]/), RegExp.$1].join(' ');
  if (last !== undefined && last !== now) throw new Error(now);
  last = now;
}
console.log(last);
