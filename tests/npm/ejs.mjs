// Templates that are compiled to functions.
import ejs from 'ejs';

const template = '<% for (const user of users) { %><li><%= user.name %> <%- user.html %><%# comment %></li>\n<% } -%>\n<%_ if (users.length > 1) { _%>\nmany\n<%_ } _%>\n<%% literal %%>';
console.log(ejs.render(template, { users: [{ name: '<a&b>', html: '<i>x</i>' }, { name: '"q"', html: '' }] }));
console.log(ejs.compile('Hello <?= name ?>', { delimiter: '?', client: true }).toString().length > 100);
console.log(await ejs.render('<%= await value %>', { value: Promise.resolve(42) }, { async: true }));
try { ejs.render('<% if %>', {}); } catch (e) { console.log(e.name, e.message.split('\n')[0]); }
try { ejs.render('a\n<%= missing.x %>', {}, { filename: 'f.ejs' }); } catch (e) { console.log(e.message); }
