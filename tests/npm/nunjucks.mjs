// Templates with inheritance, macros and filters.
import nunjucks from 'nunjucks/browser/nunjucks.js';

const pages = {
  base: '<{% block head %}base{% endblock %}|{% block body %}{% endblock %}>',
  page: '{% extends "base" %}{% block head %}{{ super() }}+{{ title | upper }}{% endblock %}{% block body %}{% import "macros" as m %}{% for k, v in map %}{{ loop.index }}/{{ loop.length }} {{ m.field(k, v) }}{% else %}empty{% endfor %}{% endblock %}',
  macros: '{% macro field(name, value=1) %}[{{ name }}={{ value | default("d") | escape }}]{% endmacro %}',
};
const Loader = nunjucks.Loader.extend({ getSource: (name) => ({ src: pages[name], path: name, noCache: false }) });
const env = new nunjucks.Environment(new Loader(), { autoescape: true });
env.addFilter('twice', (s) => s + s);
console.log(env.render('page', { title: 'a<b', map: { x: '<1>', y: undefined } }));
console.log(env.renderString('{% set a = [3,1,2] | sort %}{{ a | join("-") | twice }} {{ "now" if a[0] == 1 else "no" }} {{ items | groupby("k") | dump }} {{ 7 // 2 }} {{ 2 ** 3 }} {{ "%s" | safe }}{% raw %}{{ x }}{% endraw %}', { items: [{ k: 'a', v: 1 }, { k: 'b', v: 2 }, { k: 'a', v: 3 }] }));
console.log(nunjucks.precompileString?.('{{ a }}', { name: 'x', asFunction: true }).length);
try { env.renderString('{% if %}'); } catch (e) { console.log(e.name, e.message); }
