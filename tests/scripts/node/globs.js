// node: 26
// What patterns name: in memory with path.matchesGlob, and in folders with fs.glob in its three forms.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');

const pairs = [
  ['a/b', 'a/b/**'], ['a/', 'a'], ['a', 'a/'], ['a/b/c', 'a/**'], ['a/.b', 'a/*'], ['a/.b', 'a/**'], ['a/.b', '**/.b'], ['a.js', '{a,b}.js'],
  ['b', '[!a]'], ['a/b', 'a\\b'], ['./a', 'a'], ['a/../b', 'b'], ['a//b', 'a/b'], ['', '*'], ['', '**'], ['a', '**'], ['abc', 'a?c'],
  ['ab', 'a?c'], ['a1', 'a[0-9]'], ['a]', 'a[]]'], ['a-', 'a[a-]'], ['a', '[a'], ['[a', '[a'], ['!a', '!a'], ['#a', '#a'], ['a,b', 'a,b'],
  ['{a}', '{a}'], ['a', '{a}'], ['x3', 'x{1..5}'], ['x03', 'x{01..05}'], ['xc', 'x{a..e}'], ['x5', 'x{1..9..2}'], ['x4', 'x{1..9..2}'],
  ['x-2', 'x{-3..1}'], ['x2', 'x{3..1}'], ['abd', 'a{b{c,d},e}'], ['ae', 'a{b{c,d},e}'], ['$a', '${a,b}'], ['a', 'a{,b}'], ['ab', 'a{,b}'],
  ['a.b', 'a.b'], ['axb', 'a.b'], ['A', 'a'], ['foo', '!(bar)'], ['foo.js', '!(*.js)'], ['foo.ts', '!(*.js)'], ['bar.ts', '!(bar).ts'],
  ['baz.ts', '!(bar).ts'], ['foobar', 'foo?(bar)'], ['foo', 'foo*(a|b)'], ['fooab', 'foo*(a|b)'], ['foo', 'foo+(a|b)'], ['a', '@(a|b*)'],
  ['bc', '@(a|b*)'], ['a/b/c', 'a/*/c'], ['a/b/c/d', 'a/**/d'], ['a/d', 'a/**/d'], ['.a', '*'], ['.a', '.*'], ['.', '.*'], ['..', '.*'],
  ['.a', '?a'], ['.a', '[.]a'], ['éa', '[[:alpha:]]a'], ['1', '[[:digit:]]'], ['a', '[[:digit:]]'], ['_', '[[:word:]]'], [' ', '[[:space:]]'],
  ['b', '[^[:upper:]]'], ['B', '[^[:upper:]]'], ['a/b', 'a**'], ['ab', 'a**'], ['a/b', '{a/b,c}'], ['a/c', 'a/{b,c}/'], ['(a)', '(a)'],
  ['a|b', 'a|b'], ['a+', 'a+'], ['a}', 'a}'], ['/a', '/*'], ['/a', '*'], ['/', '/'], ['a.b.c', '*.*.c'], ['abc', '*b*'], ['a', '**/a'], ['x/y/a', '**/a'],
  ['a/x/b/y/c', 'a/**/b/**/c'], ['a/b/c', 'a/**/b/**/c'], ['^', '[\\^]'], ['a^', 'a[x^]'],
];
for (const [name, pattern] of pairs) console.log(name, pattern, path.matchesGlob(name, pattern));
for (const args of [[5, 'a'], ['a', 5]]) {
  try {
    path.matchesGlob(...args);
  } catch (error) {
    console.log(error.code, error.message);
  }
}

const top = fs.mkdtempSync(path.join(os.tmpdir(), 'globs-'));
const folder = path.join(top, 'w');
for (const name of ['a/b/c', '.h', 'd']) fs.mkdirSync(path.join(folder, name), { recursive: true });
for (const name of ['a/x.js', 'a/b/y.js', 'a/b/c/z.ts', '.h/k.js', 'd/e.md', 'top.js', 'a/.dot.js']) fs.writeFileSync(path.join(folder, name), '');
fs.symlinkSync('a', path.join(folder, 'link'));
process.chdir(folder);
const shown = (found) => JSON.stringify(found).replaceAll(top, 'TOP');
function sync(pattern, options) {
  const given = options && JSON.stringify(options, (_, value) => (typeof value === 'function' ? `${value}` : value)).replaceAll(top, 'TOP');
  try {
    console.log(shown(pattern), given ?? '', shown(fs.globSync(pattern, options)));
  } catch (error) {
    console.log(shown(pattern), given ?? '', error.code, error.message);
  }
}
for (const pattern of [
  '**', '*', '**/*.js', 'a/**', 'a/**/', './a/*', '../w/a/*', 'a/{x,b}*', '{a,d}/*', 'a/[xy].js', '[!a]*', '.*', '**/.*', 'a/../d/*', '**/b/**',
  'a//x.js', '', `${folder}/*`, `${folder}/a/**`, `${folder}/**/*.ts`, folder, 'link/**', 'link/*', 'link/', 'link', '**/link/*', '**/*/', '*/',
  '?', 'a/?.js', '+(a|d)/*', '!(a)', '@(top|x).js', 'a/**/c/*', 'nothere/*', 'top.js/', 'top.js/*', '**/', '*.{js,md}', '{*,**/*.ts}', 'a/b/../x.js',
  '.', '..', './', './**', 'a/.', '**/**', 'a', './a', '*/x.js', '../w', '../w/**/*.ts', '**/x.js', '*/**', '**/*/**', 'a/b*/', 'a/*/**',
  '.h/*', '.h/**', '**/.h/*', '{top.js,top.js}', '[a-d]', '[[:alpha:]]', 'a\\*', ['a/*', 'd/*'], ['*', 'a'], [], ['nothere'],
]) sync(pattern);
for (const [pattern, options] of [
  ['**', { exclude: (name) => name === 'b' }], ['a/*', { exclude: (name) => name === 'x.js' }], ['a/*', { exclude: (name) => name === 'a' }],
  ['**', { exclude: ['a/b'] }], ['**', { exclude: ['a/b/**'] }], ['**', { exclude: ['**/*.js'] }], ['a/*', { exclude: ['a/x.js'] }],
  ['a/x.js', { exclude: ['a/*'] }], ['*', { exclude: ['a'] }], ['a/*', { exclude: ['a'] }], ['**', { exclude: ['b'] }], ['**', { exclude: [] }],
  ['**/*.js', { cwd: 'a', exclude: ['b/**'] }], ['*', { exclude: ['./{a,d}'] }], ['*', { cwd: 'a' }], ['*', { cwd: `${folder}/a` }],
  ['*', { cwd: new URL(`file://${folder}/a`) }], ['*', { cwd: 'nothere' }], ['**', { cwd: 'nothere' }],
  [5, undefined], [[5], undefined], ['*', 5], ['*', { exclude: 5 }], ['*', { exclude: [5] }], ['*', { cwd: 5 }],
]) sync(pattern, options);
for (const pattern of ['**', '*/*', 'a/**/*.js', 'a/b/y.js']) {
  const asked = [];
  fs.globSync(pattern, { exclude: (name) => void asked.push(name) });
  console.log(pattern, 'asked', shown(asked));
}
const kind = (entry) => [entry.name, entry.parentPath, entry.isDirectory(), entry.isFile(), entry.isSymbolicLink()].join(' ').replaceAll(top, 'TOP');
console.log(fs.globSync('**', { withFileTypes: true }).map(kind));
console.log(fs.globSync('**', { withFileTypes: true, cwd: 'a', exclude: (entry) => entry.name === 'c' }).map(kind));
const asked = [];
fs.globSync('**', { withFileTypes: true, exclude: (entry) => void asked.push(kind(entry)) });
console.log(asked);

fs.glob('**/*.js', (error, found) => {
  console.log(error, found);
  fs.glob('*', { cwd: 'a' }, async (failure, inside) => {
    console.log(failure, inside);
    const all = fs.promises.glob(['**/*.js', '**/*.ts']);
    console.log(Object.prototype.toString.call(all));
    for await (const name of all) console.log('later', name);
    for await (const entry of fs.promises.glob('a/*', { withFileTypes: true })) console.log('later', kind(entry));
    try {
      for await (const name of fs.promises.glob(5)) console.log(name);
    } catch (wrong) {
      console.log(wrong.code, wrong.message);
    }
    fs.rmSync(top, { recursive: true });
  });
  console.log('called');
});
try {
  fs.glob('*');
} catch (error) {
  console.log(error.code, error.message);
}
console.log('asked for');
