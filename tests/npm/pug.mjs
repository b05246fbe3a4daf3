// Templates by indentation.
import pug from 'pug';

const template = `
doctype html
mixin item(name, ...rest)
  li(class=rest data-x=1)&attributes(attributes)= name
    block
html(lang="en")
  head: title= title
  body.a.b#main(style={top: 0} checked hidden=false)
    // shown
    //- hidden
    each user, i in users
      +item(user, 'x', 'y')(id="u" + i) #{i}: !{raw}
    else
      p none
    case n
      when 1: p one
      default: p more
    - var list = [1,2,3]
    p= list.join('; ')
    script.
      if (a < b) c()
    p.
      text #[b bold] and #{title}
`;
const locals = { title: 'T & <C>', users: ['ann', 'b"ob'], raw: '<i/>', n: 1 };
console.log(pug.render(template, locals));
console.log(pug.render(template, { ...locals, users: [], n: 2, pretty: true }));
try { pug.render('p(\n  a', {}); } catch (e) { console.log(e.code, e.line, e.message); }
