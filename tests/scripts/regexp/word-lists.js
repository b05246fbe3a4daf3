// Patterns that are lists of whole words, as parsers have them for keywords.
const keywords = /^(?:break|case|do|in|instanceof|)$/;
const words = ['break', 'breaks', 'brea', 'Break', 'in', 'i', 'instanceof', '', 'do\n', 'dö', '日本', ' do', 'caſe'];
console.log(words.map((word) => keywords.test(word)).join());
console.log(keywords.exec('case'), keywords.exec('no'), 'in'.replace(keywords, '<$&>'), 'x'.match(keywords), 'do'.search(keywords));
const wide = ('日do').slice(1);
console.log(keywords.test(wide), /^(?:a|b)$/i.test('B'), /^(?:a|b)$/m.test('x\nb'), /^(?:a|b)$/u.test('b'), /^(?:a|b)$/.exec('b').index);
const global = /^(?:a|b)$/g, sticky = /^(?:a|b)$/y;
console.log(global.test('a'), global.lastIndex, global.test('a'), global.lastIndex, sticky.test('b'), sticky.lastIndex, sticky.test('b'), 'a'.split(/^(?:a|b)$/), 'ab'.split(/^(?:a|b)$/));
let count = 0;
for (let i = 0; i < 2000; i++) if (keywords.test(words[i % words.length])) count++;
console.log(count);
