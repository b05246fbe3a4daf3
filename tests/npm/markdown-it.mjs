// Renders Markdown, with a plugin.
import MarkdownIt from 'markdown-it';

const text = '# H *a*\n\n1. x\n2. y\n   - z\n\n"quotes" -- (c) ... http://x.y/?a=b&c\n\n|a|b|\n|-|-|\n|1|~~2~~|\n\n```js\n<x>\n```\n\n<div>html</div>\n\n![i](a.png "t") [l](<b c>) `` a`b `` **b**_c_ &copy; \\# line  \nbreak\n\n> q\n\n***\n';
const md = MarkdownIt({ html: true, linkify: true, typographer: true });
console.log(md.render(text));
md.use((m) => { const rule = m.renderer.rules.link_open || ((t, i, o, e, self) => self.renderToken(t, i, o)); m.renderer.rules.link_open = (t, i, o, e, self) => { t[i].attrSet('rel', 'x'); return rule(t, i, o, e, self); }; });
console.log(md.renderInline('[a](b) :-)'), md.parse('a *b*', {})[1].children.map((t) => [t.type, t.tag, t.nesting, t.content]));
console.log(MarkdownIt('commonmark').render('<script>x</script>\n"q"'));
console.log(md.parse('- a', {})[0]);
let length = 0;
for (let i = 0; i < 60; i++) length += md.render(text + i).length;
console.log(length);
