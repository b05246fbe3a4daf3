// Markdown to a tree, to HTML and back.
import { unified } from 'unified';
import remarkParse from 'remark-parse';
import remarkStringify from 'remark-stringify';
import remarkRehype from 'remark-rehype';
import rehypeStringify from 'rehype-stringify';

const text = '# Hi *there*\n\n* a\n* b [l](u "t") `c`\n\n1) x\n\n> q <b>\n\n```js\ncode\n```\n\n![i](s)\n***\n';
console.log(String(await unified().use(remarkParse).use(remarkRehype).use(rehypeStringify).process(text)));
console.log(String(await unified().use(remarkParse).use(() => (tree) => { tree.children[0].depth = 3; }).use(remarkStringify, { bullet: '-' }).process(text)));
console.dir(unified().use(remarkParse).parse('a *b*\n'), { depth: null });
