// node: 26
// Early errors, and what they are called, without flags, with u and with v.
const sources = [
  '(', '(?', '(?<', '(?<a', 'a)', '\\', '[', '[b-a]', 'a**', '{1}', '{', ']', 'a{2,1}', 'a{1', 'a{99999999999999999999}',
  '(?=a)*', '(?!a)+', '(?=a){2}', '(?<=a)*', '(?<!a)?', '^*', '$*', '\\b+', '\\B{2}', '(?:(?<=a))*', '(?=a)?',
  '(?<a>)(?<a>)', '(?<a>)|(?<a>)', '(?:(?<a>)|b)(?<a>)', '\\k<a>', '\\k<b>(?<a>)', '\\k(?<a>)', '(?<1>a)', '(?<\\u{61}>a)',
  '(?i-i:a)', '(?ii:a)', '(?-:a)', '(?i--m:a)', '(?x:a)', '(?i)', '(?-ims:a)',
  '\\u{110000}', '\\u', '\\x', '\\c', '\\1', '\\01', '\\8', '\\-', '[\\w-a]', '[\\c]', '\\p{X}', '\\p{RGI_Emoji}', '\\P{RGI_Emoji}',
  '[!#]', '[!!]', '[&]', '[a&&b]', '[a&&&b]', '[a--b&&c]', '[ab--c]', '[(]', '[-]', '[a-]', '[a-[b]]', '[^\\q{ab}]', '[^\\q{a}]', '[\\q{]',
];
for (const source of sources)
  console.log(source, ['', 'u', 'v'].map(flags => {
    try {
      return new RegExp(source, flags) && 'ok';
    } catch (e) {
      return e.name + ' ' + e.message.slice(e.message.lastIndexOf(': ') + 2);
    }
  }).join(' | '));
for (const text of ['/(/', 'x = /a**/u', 'function f() { return /[b-a]/; }', '/a/uv', '/[a&&&b]/v'])
  try {
    eval(text);
    console.log(text, 'ok');
  } catch (e) {
    console.log(text, e.name, e.message.startsWith('Invalid regular expression'));
  }
