// Colours code as HTML, with added languages.
import Prism from 'prismjs';
import 'prismjs/components/prism-typescript.js';
import 'prismjs/components/prism-python.js';
import 'prismjs/components/prism-rust.js';

console.log(Prism.highlight('const a: Map<string, number[]> = new Map(); // c\nlet t = `x${a.size}y`;', Prism.languages.typescript, 'typescript'));
console.log(Prism.highlight('@dec\ndef f(a=1, *b): return f"{a}" # c', Prism.languages.python, 'python'));
console.log(Prism.highlight("impl<'a> T for X<'a> { fn f(&self) -> u8 { 0xff_u8 } }", Prism.languages.rust, 'rust'));
console.log(Prism.highlight('<a b="c">&lt;<style>p { top: 1px !important }</style></a>', Prism.languages.markup, 'markup'));
console.log(Prism.tokenize('a + 1', Prism.languages.javascript), Object.keys(Prism.languages).length);
