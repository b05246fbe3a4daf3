// Templates with helpers, partials and blocks.
import Handlebars from 'handlebars/dist/cjs/handlebars.js';

const H = Handlebars.default ?? Handlebars;
H.registerHelper('shout', (text, options) => `${text.toUpperCase()}${options.hash.mark ?? '!'}`);
H.registerHelper('repeat', function (n, options) { let out = ''; for (let i = 0; i < n; i++) out += options.fn(this, { data: { i } }); return out; });
H.registerPartial('row', '<td>{{name}}</td>{{#if price}}<td>{{price}}</td>{{else}}<td>free</td>{{/if}}');
const template = H.compile(`{{#each rows as |row key|}}<tr id="{{@index}}-{{key}}">{{> row row}}</tr>
{{else}}none{{/each}}{{#with owner}}{{shout name mark="?"}} {{../title}} {{{raw}}} {{&raw}} {{raw}}{{/with}}
{{#repeat 3}}{{@i}}{{title}},{{/repeat}}{{!-- comment --}}{{lookup owner "name"}} {{#unless missing}}no{{~/unless}}   .`);
const context = { title: 'T & <C>', owner: { name: 'ann', raw: '<b>"x"\'y\'=`</b>' }, rows: [{ name: 'a', price: 3 }, { name: 'b & c' }] };
console.log(template(context));
console.log(H.precompile('{{a}}{{#b}}{{c.d}}{{/b}}'));
console.log(JSON.stringify(H.parse('{{foo bar=1}}'), null, 1));
for (const bad of ['{{#if}}', '{{a', '{{#a}}{{/b}}']) try { H.compile(bad)({}); } catch (e) { console.log(e.message); }
let length = 0;
for (let i = 0; i < 400; i++) length += template({ ...context, title: `t${i}` }).length;
console.log(length);
