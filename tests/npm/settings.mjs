// Formats of settings, and small string tools.
import ini from 'ini';
import * as TOML from 'smol-toml';
import fjs from 'fast-json-stringify';
import { sprintf, vsprintf } from 'sprintf-js';
import mm from 'micromatch';
import pm from 'picomatch';
import yargs from 'yargs-parser';
import qs from 'qs';
import { match, pathToRegexp, compile, parse } from 'path-to-regexp';
import he from 'he';
import numeral from 'numeral';
import tinycolor from 'tinycolor2';
import chroma from 'chroma-js';
console.log(ini.parse('; c\na=1\nb = "q;x"\n[s.t]\nl[]=1\nl[]=two\nflag\n[u\\.v]\nk=true\nn=null'), ini.stringify({ a: 1, s: { t: { x: [1, 2], 'y=z': ' q ' } } }, { whitespace: true }));
const toml = 'title = "T\\u00E9"\n[owner]\ndob = 1979-05-27T07:32:00-08:00\nd = 1979-05-27\nt = 07:32:00.5\n[db]\nports = [ 8000, 0x1F, 0o17, 0b11, 1_000 ]\nf = [1.5e3, inf, -nan]\nm = """\nmulti \\\n   line"""\nl = \'\'\'raw\\n\'\'\'\n[[p]]\nn."a b".c = 1\n[[p]]\nx = { y = true, z = [{}] }\n';
console.log(JSON.stringify(TOML.parse(toml)), TOML.stringify(TOML.parse(toml))); for (const bad of ['a = ', 'a = 1\na = 2', '[x\n', 'a = 2020-13-01', 'x = "\\q"']) { try { console.log(TOML.parse(bad)); } catch (e) { console.log(e.message, e.line, e.column); } }
const s = fjs({ title: 'S', type: 'object', properties: { a: { type: 'string' }, n: { type: 'integer' }, d: { type: 'string', format: 'date-time' }, l: { type: 'array', items: { type: ['number', 'null'] } }, o: { type: 'object', additionalProperties: { type: 'boolean' } }, any: { anyOf: [{ type: 'string' }, { type: 'object', properties: { z: { type: 'number' } } }] }, r: { $ref: '#/definitions/r' } }, required: ['a'], definitions: { r: { type: 'object', properties: { q: { type: 'string', default: 'dq' } } } } });
let out = ''; for (let i = 0; i < 300; i++) out = s({ a: `x"\n${i}é`, n: i + 0.7, d: new Date(i), l: [i, null, 0.5], o: { p: 1, q: 0 }, any: i % 2 ? 's' : { z: i }, r: {} }); console.log(out); try { s({ n: 1 }); } catch (e) { console.log(e.message); }
console.log(sprintf('%05d|%s|%-8s|%+.2f|%x|%X|%o|%b|%e|%c|%%|%j|%t|%T|%v|%\'*10s', 42, 'x', 'ab', 3.14159, 255, 255, 8, 5, 12345.678, 65, { a: 1 }, true, [], new Date(0).getTime(), 'pad'), sprintf('%(u.n)s %(u.l[1])s', { u: { n: 'N', l: [1, 2] } }), vsprintf('%s-%s', ['a', 'b']));
const files = ['a.js', 'b/c.ts', 'b/.d.md', 'x/y/z.test.js', 'foo(1).txt', 'é.js', 'b/c/d/e.json', '!neg']; for (const g of ['*.js', '**/*.{ts,js}', '!(a)*', 'b/**', '@(a|é).js', '**/*.test.*', '[a-c]/?(c|.)*', 'foo\\(1\\).txt', '{a..c}*', '**/.*', '+([a-z]).js', 'b/{c,c/**}', '[[:alpha:]].js']) console.log(g, mm(files, g), files.filter(pm(g, { dot: true })).length, pm.makeRe(g).source, mm.braces(g, { expand: true }), pm.scan(g).glob);
console.log(mm.capture('x/*/z.(*).js', 'x/y/z.test.js'), mm.braces('{1..10..3}{a,b{c,d}}', { expand: true }), mm.not(files, ['*.js', 'b/**']), mm.some(files, '*.ts'), mm.all('a.js', ['*', '*.js']));
console.log(yargs('-v --no-x --a.b.c=1 --list 1 2 3 -- rest --y', { configuration: { 'populate--': true }, array: ['list'], count: ['v'] }), qs.parse('a[b][c]=1&a[b][d][]=2&a[b][d][]=3&e=%20%C3%A9&f[0]=x&f[2]=y&g', { strictNullHandling: true }), qs.stringify({ a: { b: [1, { c: null }], d: 'é &' }, u: undefined }, { arrayFormat: 'brackets', encodeValuesOnly: true }));
console.log(match('/u/:id{/:op}')('/u/5%20/edit'), pathToRegexp('/f/*path').regexp.source, compile('/a/:b/*c')({ b: 'x y', c: ['1', '2'] }), JSON.stringify(parse('/:"q"{.:ext}')), he.encode('é<&>©𝒳', { useNamedReferences: true }), he.decode('&lt;&eacute;&#x1D4B3;&notit;&amp;lt', { isAttributeValue: true }));
console.log(['0,0.00', '$0.0a', '0.[000]%', '0o', '0b', '00:00:00', '(0,0)', '+0.0e+0', '0.0 ib'].map((f) => [f, numeral(-12345.678).format(f), numeral(0.5).format(f)].join(' ')), numeral('($1.5k)').value(), tinycolor('hsl(200, 50%, 40%)').lighten(10).spin(30).toHexString(), tinycolor.mostReadable('#123', ['#fff', 'red', 'gold']).toName(), tinycolor('rgba 255 0 0 / .3').toHsvString(), chroma.scale(['#fafa6e', '#2A4858']).mode('lch').colors(6), chroma('hotpink').darken(2).saturate().css('oklab'), chroma.contrast('pink', 'navy'), chroma.limits([1, 5, 2, 9, 3], 'k', 2), chroma.temperature(3500).hex(), chroma.deltaE('#abc', '#fed'), chroma.cubehelix().gamma(0.7).scale().correctLightness().colors(3));
