// The text of each function is its own, comments, escapes and all, when it was compiled lazily, is hot, or comes from a store.
// gc-stress: 4001
'use strict';
const s = f => Function.prototype.toString.call(f).replaceAll('\n', '\\n');
/* before */ function /* a */ declared /* b */ ( /* c */ x /* d */ = /* e */ 1 /* f */ ) /* g */ { /* h */ return x; /* i */ } /* after */
const o = { /* 1 */ method /* 2 */ () { return 1; }, get /* 3 */ g /* 4 */ () { return 1; }, set g(v) {}, async * gen /* 5 */ () {}, ['com' + 'puted'] /* 6 */ () {}, 'quo\x74ed'() {}, 0x10() {}, get [`t`]() { return 2; }, async async() {}, get: () => 'get', set() {}, static() {}, fn: function () {}, é() {}, \u0061bc() {} };
class K /* k */ extends /* l */ Object { /* m */ constructor /* n */ ( ) { super(); } static /* o */ s /* p */ () {} #p() { return 1; } priv() { return this.#p; } static async *#ag() {} static ag() { return K.#ag; } field = () => 1; static { /* block */ } get [ 'x' ] () { return 3; } ; ; }
const list = { declared, method: o.method, gen: o.gen, computed: o.computed, quoted: o.quoted, hex: o[16], async: o.async, get: o.get, set: o.set, static: o.static, fn: o.fn, é: o.é, abc: o.abc, K, s: K.s, p: new K().priv(), ag: K.ag(), field: new K().field, priv: K.prototype.priv, constructor: K.prototype.constructor, anonymous: class {}, arrow: x=>x, arrow2: ( x , y ) => ( x , y ), arrow3: async x => { await x }, arrow4: async(x)=>x, gen2: function*g(){ yield 1 }, asyncGen: async function * ( ) { }, nested: (() => () => /* in */ 2)(), lines: function () {
  return `a
b`; }, html: function () { /* <!-- */ return '</script>' }, emoji: () => '😀' + 'é', after: () => '\u{1f600}' /* tail */, regexp: () => /[/]\/(?<n>x)/g.source, template: () => `${`${1}`}`, dflt: (a = () => ({ b: 1 }), ...r) => a, directive() { 'use strict'; 'other'; }, call: (0, function named() {}), paren: ((a) => a) };
for (const k in list) console.log(k, s(list[k]));
for (const k of ['g', 't']) { const d = Object.getOwnPropertyDescriptor(o, k); console.log(s(d.get), d.set ? s(d.set) : ''); }
console.log(s(Object.getOwnPropertyDescriptor(K.prototype, 'x').get));
console.log(s(new Function('a', 'b', 'return a /* x */')), s(new Function('a /* c */, b', '// end')), s(Function('...r', '')), s(new (async () => {}).constructor('await 1')), s(new (function* () {}).constructor('a = 1', 'yield a')));
console.log(s(eval('(function  spaced ( ) { })')), s((0, eval)('(  async  ( )  =>  1  )')), s(Math.max), s(declared.bind(null)), s(Object.getOwnPropertyDescriptor(Map.prototype, 'size').get), s(Array.prototype[Symbol.iterator]), s(RegExp.prototype[Symbol.replace]), s(new Proxy(declared, {})), s(Symbol), s(class { static name() {} }));
for (const v of [{}, 1, null, new Proxy({}, {}), Object.create(declared)]) try { console.log(s(v)); } catch (e) { console.log(e.name); }
let n = 0; for (let i = 0; i < 6000; i++) n += list.arrow(i) + o.method() + list.nested() + declared(); console.log(n, s(list.arrow), s(o.method), s(declared));
// Functions that are made from their own text do what they did.
const make = new Function('k', `return [${[list.arrow2, list.nested, function (x) { return x * k + this.length; }].map(f => '(' + Function.prototype.toString.call(f) + ')').join()}];`); let t = 0; for (let i = 0; i < 300; i++) { const [a, b, c] = make(i); t += a(1, 2) + b() + c.call('abc', 2); } console.log(t);
const names = Object.entries(list).map(([k, f]) => f.name + ':' + f.length).join(' '); console.log(names);
