// gc-stress: 61
// Text with marks becomes HTML: many expressions at one place, generators that call themselves, tables.
const escapeHtml = (s) => s.replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c]);
const slugs = new Map();
const slug = (t) => { const base = t.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, ""); const n = slugs.get(base) ?? 0; slugs.set(base, n + 1); return n ? `${base}-${n}` : base; };
const rules = [
  ["code", /^(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)/, (m) => `<code>${escapeHtml(m[2].trim())}</code>`],
  ["esc", /^\\([\\`*{}\[\]()#+\-.!_>~|])/, (m) => escapeHtml(m[1])],
  ["image", /^!\[((?:\[[^\]]*\]|[^\[\]])*)\]\(\s*(\S+?)(?:\s+(["'])(.*?)\3)?\s*\)/, (m) => `<img src="${encodeURI(m[2])}" alt="${escapeHtml(m[1])}"${m[4] ? ` title="${escapeHtml(m[4])}"` : ""}>`],
  ["link", /^\[((?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*)\]\(\s*(\S+?)(?:\s+"(.*?)")?\s*\)/, (m, ctx) => `<a href="${encodeURI(m[2])}"${m[3] ? ` title="${escapeHtml(m[3])}"` : ""}>${inline(m[1], ctx)}</a>`],
  ["ref", /^\[([^\]]+)\]\s?\[([^\]]*)\]/, (m, ctx) => { const url = ctx.refs[(m[2] || m[1]).toLowerCase()]; return url ? `<a href="${url}">${inline(m[1], ctx)}</a>` : escapeHtml(m[0]); }],
  ["auto", /^<([a-z][a-z0-9+.-]*:[^\s<>]*)>/i, (m) => `<a href="${m[1]}">${escapeHtml(m[1])}</a>`],
  ["strong", /^(\*\*|__)(?=\S)([\s\S]*?\S)\1(?!\1[0])/, (m, ctx) => `<strong>${inline(m[2], ctx)}</strong>`],
  ["em", /^([*_])(?=\S)((?:\1\1|(?!\1)[\s\S])*?\S)\1(?!\1)/, (m, ctx) => `<em>${inline(m[2], ctx)}</em>`],
  ["del", /^~~(?=\S)([\s\S]*?\S)~~/, (m, ctx) => `<del>${inline(m[1], ctx)}</del>`],
  ["br", /^(?: {2,}|\\)\n(?!\s*$)/, () => "<br>\n"],
  ["text", /^[\s\S]+?(?=[\\<!\[`*~]|\b_| {2,}\n|$)/, (m) => escapeHtml(m[0])],
];
const stats = Object.create(null);
function inline(src, ctx) {
  let out = "";
  outer: while (src) {
    for (const [name, re, render] of rules) {
      const m = re.exec(src);
      if (!m || !m[0]) continue;
      stats[name] = (stats[name] | 0) + 1;
      src = src.slice(m[0].length); out += render(m, ctx);
      continue outer;
    }
    out += escapeHtml(src[0]); src = src.substring(1);
  }
  return out;
}
function* blocks(lines, ctx) {
  let i = 0;
  const take = (p) => { const got = []; while (i < lines.length && p(lines[i])) got.push(lines[i++]); return got; };
  while (i < lines.length) {
    const line = lines[i];
    let m;
    if (!line.trim()) { i++; continue; }
    if ((m = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line))) { i++; yield `<h${m[1].length} id="${slug(m[2])}">${inline(m[2], ctx)}</h${m[1].length}>`; continue; }
    if ((m = /^(`{3,}|~{3,})\s*(\w*)/.exec(line))) { i++; const fence = m[1]; const code = take((l) => !l.startsWith(fence)); i++; yield `<pre><code${m[2] && ` class="language-${m[2]}"`}>${escapeHtml(code.join("\n"))}\n</code></pre>`; continue; }
    if (/^ {0,3}([-*_])(?: *\1){2,}\s*$/.test(line)) { i++; yield "<hr>"; continue; }
    if (/^>/.test(line)) { yield `<blockquote>\n${[...blocks(take((l) => /^>|^\S/.test(l)).map((l) => l.replace(/^> ?/, "")), ctx)].join("\n")}\n</blockquote>`; continue; }
    if ((m = /^(\s*)([-+*]|\d+[.)])\s+/.exec(line))) { yield list(m); continue; }
    if (/\|/.test(line) && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[i + 1] ?? "")) { yield table(); continue; }
    if ((m = /^ {0,3}\[([^\]]+)\]:\s*(\S+)/.exec(line))) { i++; ctx.refs[m[1].toLowerCase()] ??= m[2]; continue; }
    yield `<p>${inline(take((l) => l.trim() && !/^(#{1,6}\s|>|```|\s*[-+*]\s)/.test(l)).join("\n").trim() || lines[i++], ctx)}</p>`;
  }
  function list(m) {
    const ordered = /\d/.test(m[2]), tag = ordered ? "ol" : "ul", indent = m[1].length, items = [];
    const start = ordered ? parseInt(m[2]) : 1;
    while (i < lines.length) {
      const mm = /^(\s*)([-+*]|\d+[.)])(\s+)/.exec(lines[i]);
      if (!mm || mm[1].length !== indent || /\d/.test(mm[2]) !== ordered) break;
      const width = mm[0].length, item = [lines[i++].slice(width)];
      item.push(...take((l) => !l.trim() || /^\s*/.exec(l)[0].length >= width).map((l) => l.slice(width)));
      const task = /^\[([ xX])\]\s/.exec(item[0]);
      if (task) item[0] = item[0].slice(4);
      const inner = [...blocks(item, ctx)];
      const tight = !item.includes("");
      items.push(`<li>${task ? `<input type="checkbox"${task[1] === " " ? "" : " checked"} disabled> ` : ""}${inner.join("\n").replace(/^<p>([\s\S]*?)<\/p>/, tight ? "$1" : "$&")}</li>`);
    }
    return `<${tag}${start !== 1 ? ` start="${start}"` : ""}>\n${items.join("\n")}\n</${tag}>`;
  }
  function table() {
    const cells = (l) => l.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((c) => c.trim().replaceAll("\\|", "|"));
    const head = cells(lines[i++]);
    const align = cells(lines[i++]).map((c) => ["", "left", "right", "center"][+c.startsWith(":") + 2 * c.endsWith(":")]);
    const row = (tag) => (c, k) => `<${tag}${align[k] ? ` align="${align[k]}"` : ""}>${inline(c ?? "", ctx)}</${tag}>`;
    const body = take((l) => l.includes("|")).map(cells);
    return `<table>\n<tr>${head.map(row("th")).join("")}</tr>\n${body.map((r) => `<tr>${Array.from(head, (_, k) => row("td")(r[k], k)).join("")}</tr>`).join("\n")}\n</table>`;
  }
}
const source = String.raw`# Héllo *World* #
[foo]: https://example.com/x?a=1&b=2
Text with **bold _and em_**, ${"`code <b>`"} and ~~gone~~ <http://a.b/c>.  
Next line \*not em\* [link *x*](http://é.com/a b "T\"") ![img [1]](/p.png 'tit')
Ref [foo], [Foo][] and [text][FOO], __init__ snake_case_word.

> quote **one**
> - a
> - b
>   more
lazy

1. one
2. two

   para in two
   - [x] done
   - [ ] todo
3. three

| a | b \| c | d |
|:--|:-:|--:|
| 1 | **2** | 3 |
| x | y |

~~~js
const a = 1 < 2 && "x";
~~~

***
# Hello World
7) seven
8) eight
`;
const render = (s) => { slugs.clear(); const ctx = { refs: {} }; return [...blocks(s.split(/\r?\n/), ctx)].join("\n"); };
let html; for (let k = 0; k < 12; k++) html = render(source);
console.log(html); console.log({ ...stats }); console.log(render("")); console.log(render("a\n\n\n* * *\n+ x\n\n  y"));
