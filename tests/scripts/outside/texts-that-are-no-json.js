// What JSON.parse says of texts that are no JSON: where, in which line, and what is there.
// node: 26
'use strict';
const shown = text => JSON.stringify(text).slice(0, 40);
const say = value => { try { return JSON.stringify(JSON.parse(value)); } catch (e) { return `${e.name} ${JSON.stringify(e.message)}`; } };
const long = 'x'.repeat(60);
const texts = ['', '  ', '{', '[', '[1', '[1,', '[1,]', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '{a:1}', "{'a':1}", 'tru', 'truex', 'nul', 'undefined', 'NaN', '-', '-x', '01', '1.', '1.e', '1e', '1e+', '+1', '.5', '"abc', '"a\nb"', '"a\tb"', '"\\x"', '"\\u12"', '"\\u12G4"', '"\\', '"\\u12', '[1 2]', '{"a" 1}', '{"a":1 "b":2}', '1 2', '"a" "b"', '[1]]', '{}{}', '\n\n{"a":\n  x}', '{"a":1,\n"b":2,\n c}', '\u2028', '\ufeff1', '\u00e9', '[\u00e9]', `"${long}" x`, ' '.repeat(50) + 'x' + ' '.repeat(50), '[' + '1,'.repeat(40) + 'x' + ',1'.repeat(40) + ']', `{"${long}":y}`, '\r\nx', '\r\r\nx', '[\n1,\r\n2,\r3 4]', '"\u0000"', '\0', '//c', '/*c*/1', '{"a":1,"a"}', '{1:2}', '[,]', '[1,,2]', '{,}', 'Infinity', '-Infinity', '0x10', '"\\u{41}"', '`a`', 'true false', '[true,fals]', '}', ']', ':', ',', '[1}', '{"a":1]', '  \n\t x', '-01', '--1', '1e5.5', '"\x1f"', ' {"a" : [ 1 , 2 , { "b" : nul } ] }', '\n\r\r\n1 2', '[1,\u2028 2 3]', '"\u2029" \n x', '"\u{1F600}" x', '[1\n', '{"a":1\n\n}x', '\n\n[1,tru]', ' undefined', 'undefinedx', '[object Object]', '[object Map]', 'x[object Object]', 'function(){}'];
for (const text of texts) console.log(shown(text), say(text));
for (const n of [1, 7, 8, 9, 10, 30]) for (const m of [0, 9, 10, 11, 30]) console.log(say(`[${'1'.repeat(n)},x${'2'.repeat(m)}`));
for (const value of [undefined, null, Symbol.iterator, {}, [], () => {}, 1n, NaN, { toString: () => '{' }, new Date(NaN), [1, 2], [undefined]]) console.log(typeof value, say(value));
try { JSON.parse('{"a":1,\n x', 'r'); } catch (e) { console.log(e.message); }
