// util.parseArgs: every form of option, checked or not, negated, with tokens; and options that are none.
// node: 26
// gc-stress: 211
'use strict';
const { parseArgs } = require('util');
const t = (args, options, rest = {}) => {
  try { const r = parseArgs({ args, options, ...rest }); console.log(JSON.stringify(args), JSON.stringify(r.values), JSON.stringify(r.positionals), r.tokens ? JSON.stringify(r.tokens) : '', Object.getPrototypeOf(r.values)); }
  catch (e) { console.log(JSON.stringify(args), e.name, e.code, e.message); }
};
const o = { color: { type: 'boolean', short: 'c' }, name: { type: 'string', short: 'n' }, list: { type: 'string', multiple: true, short: 'l' }, many: { type: 'boolean', multiple: true, short: 'm' }, 'no-wrap': { type: 'boolean' }, d: { type: 'string', default: 'dd' }, ds: { type: 'string', multiple: true, default: ['x', 'y'] }, db: { type: 'boolean', default: true } };
for (const rest of [{}, { allowNegative: true }, { strict: false }, { allowPositionals: true, tokens: true }, { allowNegative: true, strict: false, tokens: true }]) {
  console.log('--', JSON.stringify(rest));
  for (const a of [[], ['--color'], ['--no-color'], ['--no-color=x'], ['--color=x'], ['--no-name'], ['--name'], ['--name='], ['--name', '-x'], ['--name', '--color'], ['--name=-x'], ['--name', '-'], ['--name', '--'], ['-n'], ['-nfoo'], ['-n=foo'], ['-n', 'foo'], ['-cn', 'foo'], ['-cnfoo'], ['-nc', 'foo'], ['-cx'], ['-ccc'], ['-mmm', '--no-many', '--many'], ['-la', '-l', 'b', '--list=c', '--list', 'd'], ['--no-wrap'], ['--no-no-wrap'], ['--wrap'], ['--', '-c', 'x'], ['a', 'b'], ['-'], ['-c', '-', 'x'], ['--unknown'], ['--unknown=1'], ['-u'], ['-u1'], ['-300'], ['--n'], ['--c'], ['---x'], ['--=x'], ['--no-'], ['--__proto__=1'], ['--__proto__'], ['--no-db'], ['--ds=1'], ['--d', 'é'], ['--name', ''], [''], ['--color', '--no-color', '--color'], ['--name=a', '--name=b'], ['-n=']]) t(a, o, rest);
}
const bad = f => { try { console.log(JSON.stringify(f())); } catch (e) { console.log(e.name, e.code, e.message); } };
bad(() => parseArgs({ options: { a: {} } })); bad(() => parseArgs({ options: { a: { type: 'number' } } })); bad(() => parseArgs({ options: { a: { type: 'string', short: 'ab' } } })); bad(() => parseArgs({ options: { a: { type: 'string', short: '' } } }));
bad(() => parseArgs({ options: { a: { type: 'string', multiple: 1 } } })); bad(() => parseArgs({ options: { a: { type: 'string', default: 1 } } })); bad(() => parseArgs({ options: { a: { type: 'string', multiple: true, default: 'x' } } })); bad(() => parseArgs({ options: { a: { type: 'boolean', multiple: true, default: [1] } } }));
bad(() => parseArgs({ options: null })); bad(() => parseArgs({ options: { a: 1 } })); bad(() => parseArgs({ args: 'x' })); bad(() => parseArgs(null)); bad(() => parseArgs({ args: [], strict: 1 })); bad(() => parseArgs({ args: [], tokens: 'x' })); bad(() => parseArgs({ args: [], allowPositionals: 0 })); bad(() => parseArgs({ args: [], allowNegative: null }));
bad(() => parseArgs({ args: ['-f', '--bar', 'b'], options: { foo: { type: 'boolean', short: 'f' }, bar: { type: 'string' } } })); bad(() => parseArgs({ args: ['--a', '1'], options: { a: { type: 'string', default: undefined } } })); bad(() => parseArgs()); bad(() => parseArgs({ args: [1, 2], allowPositionals: true })); bad(() => parseArgs({ args: ['--no-no-color'], options: { 'no-no-color': { type: 'boolean' } }, allowNegative: true }));
process.argv.push('--name', 'argv'); bad(() => parseArgs({ options: o })); bad(() => parseArgs({ options: Object.create({ inherited: { type: 'boolean' } }), args: ['--inherited'] }));
