// Logic-less templates.
import Mustache from 'mustache';

const view = { name: 'Chris', company: '<b>GitHub</b>', in_ca: true, people: [{ n: 'a', tags: ['x', 'y'] }, { n: 'b', tags: [] }], wrap: () => (text, render) => `<i>${render(text)}</i>` };
const template = 'Hi {{name}} {{{company}}} {{company}}{{#in_ca}} CA{{/in_ca}}{{^none}} none{{/none}}\n{{#people}}\n- {{n}}: {{#tags}}[{{.}}]{{/tags}}{{^tags}}-{{/tags}}\n{{/people}}\n{{#wrap}}{{name}}{{/wrap}} {{> part}}{{! c }}{{=<% %>=}}<% name %>';
console.log(Mustache.render(template, view, { part: 'part of {{name}}' }));
console.log(Mustache.parse('{{#a}}{{b}}{{/a}} text'));
try { Mustache.render('{{#a}}', {}); } catch (e) { console.log(e.message); }
