// Small parsers and matchers: versions, globs, arguments, differences, search, XML, SQL and grammars.
import semver from 'semver';
import { minimatch, Minimatch } from 'minimatch';
import yargs from 'yargs-parser';
import { Command } from 'commander';
import * as Diff from 'diff';
import Fuse from 'fuse.js';
import { XMLParser, XMLBuilder } from 'fast-xml-parser';
import { format } from 'sql-formatter';
import peggy from 'peggy';
import moo from 'moo';
import jsonata from 'jsonata';
import { LRUCache } from 'lru-cache';

console.log(semver.satisfies('1.2.3-beta.1', '^1.2.0 || >2', { includePrerelease: true }), semver.sort(['1.10.0', '1.9.0', '1.0.0-rc.1']), new semver.Range('~1.2 <3'), semver.inc('1.2.3', 'preminor', 'x'));
console.log(['a/b.js', 'a/.c.ts', 'x.js'].filter((f) => minimatch(f, '**/*.{js,ts}', { dot: true })), new Minimatch('a/+(b|c)/[!d]?.*', {}).match('a/b/xy.z'));
console.log(yargs(['--a=1', '-bc', '3', '--no-d', '--e.f', 'x', 'rest', '--', 'y'], { array: ['e'], alias: { b: 'big' } }));
const program = new Command('tool').version('1.0.0').option('-p, --port <n>', 'a port', (v) => +v, 80).argument('<file>').exitOverride().configureOutput({ writeOut: (s) => console.log(s), writeErr: (s) => console.log(s) });
console.log(program.parse(['-p', '8080', 'x.txt'], { from: 'user' }).opts(), program.helpInformation());
try { program.parse(['--nope'], { from: 'user' }); } catch (e) { console.log(e.code); }
console.log(Diff.createPatch('f', 'a\nb\nc\n', 'a\nx\nc\nd\n'), Diff.diffWords('one two three', 'one 2 three').map((p) => [p.value, p.added, p.removed]));
console.log(new Fuse([{ t: 'apple pie' }, { t: 'apply' }, { t: 'banana' }], { keys: ['t'], includeScore: true }).search('aple'));
console.log(new XMLParser({ ignoreAttributes: false }).parse('<?xml version="1.0"?><a x="1"><b>t &amp; u</b><b/><!-- c --><![CDATA[<z>]]></a>'), new XMLBuilder({ format: true }).build({ a: { b: [1, 'x<y'] } }));
console.log(format('select a,b from t left join u on t.i=u.i where x in (select 1) and y like \'%z\' group by a order by b limit 3', { language: 'postgresql', keywordCase: 'upper' }));
const parser = peggy.generate('start = h:term t:(_ [+-] _ term)* { return t.reduce((a, [, o, , v]) => o === "+" ? a + v : a - v, h); }\nterm = d:[0-9]+ { return +d.join(""); } / "(" e:start ")" { return e; }\n_ = " "*');
console.log(parser.parse('1 + (20 - 3)+4'));
try { parser.parse('1 + x'); } catch (e) { console.log(e.name, e.message, e.location, e.format([{ source: undefined, text: '1 + x' }])); }
const lexer = moo.compile({ ws: /[ \t]+/, num: { match: /[0-9]+/, value: Number }, word: { match: /[a-z]+/, type: moo.keywords({ kw: ['if', 'else'] }) }, nl: { match: /\n/, lineBreaks: true } });
console.log(Array.from(lexer.reset('if x 12\nelse'), (t) => `${t.type}:${t.value}@${t.line}:${t.col}`));
console.log(await jsonata('$sum(items[price > 1].(price * n)) & " " & $uppercase(name)').evaluate({ name: 'x', items: [{ price: 2, n: 3 }, { price: 1, n: 9 }, { price: 5, n: 1 }] }));
const cache = new LRUCache({ max: 2 });
cache.set('a', 1).set('b', 2); cache.get('a'); cache.set('c', 3);
console.log([...cache.entries()], cache.dump().map(([k]) => k));
