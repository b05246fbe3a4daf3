// Renders Markdown.
import { marked, Lexer, Marked } from 'marked';

const text = `# Title *em* \`code\`

A [link](http://a.b "t"), <b>html</b>, ![img](x.png), https://auto.link and **bold __nested__**  
broken line ~~gone~~ \\*escaped\\* &amp; &lt;

> quote
> > nested
- [ ] task
- [x] done
  1. one
  2. two

| a | b |
|:--|--:|
| 1 | \`|\` |

\`\`\`js
const x = a < b && "c";
\`\`\`

    indented

[ref]: http://ref.example 'title'
See [ref][] and [text][ref].

---
Setext
------
`;
console.log(marked.parse(text));
console.log(Lexer.lex('- a\n- b **c**')[0].items[1].tokens);
const custom = new Marked({ renderer: { heading: ({ tokens, depth }) => `<h${depth} id="x">${tokens.length}</h${depth}>\n` }, gfm: true, breaks: true });
custom.use({ extensions: [{ name: 'at', level: 'inline', start: (s) => s.indexOf('@'), tokenizer(s) { const m = /^@(\w+)/.exec(s); if (m) return { type: 'at', raw: m[0], who: m[1] }; }, renderer: (t) => `<at>${t.who}</at>` }] });
console.log(custom.parse('# h\n\nhi @you\nthere'));
let length = 0;
for (let i = 0; i < 60; i++) length += marked.parse(text + i).length;
console.log(length);
