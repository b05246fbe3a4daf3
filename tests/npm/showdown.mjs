// Markdown with tables, task lists and footnotes; both directions.
import showdown from 'showdown';
import { Parser, HtmlRenderer, XmlRenderer } from 'commonmark';
const text = '# Title\n\nPara *em* **strong** `code` [link](http://x.y "t") ![img](a.png =10x20) <b>raw</b>\nnext line  \nbreak\n\n- a\n- [x] b\n  1. c\n  2. d\n\n> quote\n> > deep\n\n| a | b |\n|:--|--:|\n| 1 | `2|3` |\n\n```js\nlet x = 1 < 2;\n```\n\n~~gone~~ https://auto.link [ref][r] :smile: @user\n\n[r]: /url "Title"\n\nSetext\n======\n\n***\n\n    indented\n\n<div markdown="1">*x*</div>\n\n&copy; &#35; \\* a_b_c';
for (const flavor of ['vanilla', 'github', 'ghost', 'original']) { const c = new showdown.Converter(); c.setFlavor(flavor); console.log(c.makeHtml(text)); }
const c = new showdown.Converter({ tables: true, extensions: [() => [{ type: 'lang', regex: /%(\w+)%/g, replace: '<i>$1</i>' }, { type: 'output', filter: (t) => t.replace(/<hr \/>/, '<hr class="x">') }]], metadata: true, completeHTMLDocument: true, emoji: true, underline: true, headerLevelStart: 2 });
console.log(c.makeHtml('---\ntitle: T\n---\n%x% __u__\n\n---\n' + text), c.getMetadata());
const p = new Parser({ smart: true }); const h = new HtmlRenderer({ sourcepos: true, softbreak: '<br>' });
console.log(h.render(p.parse(text + '\n\n"quotes" -- it\'s...\n\n* a\n\n  b\n* c\n\n<!-- x -->\n<a\nb="c">')), new XmlRenderer().render(p.parse('a *b* `c`\n\n1) x\n2) y\n')));
let n = 0; const walker = p.parse(text).walker(); for (let e; (e = walker.next());) n += e.entering ? e.node.type.length : 1; console.log(n);
let total = 0; for (let i = 0; i < 25; i++) total += c.makeHtml(text.replaceAll('a', 'a' + i)).length + h.render(p.parse(text.repeat(2) + i)).length; console.log(total);
