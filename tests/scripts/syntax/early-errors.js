// node: 26
// Which texts are early errors: by section of the specification, a text in each line. The
// verdicts are those of the text as a sloppy script, a strict script, the body of a sloppy
// function, and of an async generator: `+` parses, `E` is a SyntaxError.
'use strict';
const { Script } = require('vm');

const SECTIONS = {
  'sec-identifiers-static-semantics-early-errors': String.raw`
var yield
var await
var let
let let
const let = 1
class let {}
var static
var implements
var eval
var arguments
eval = 1
arguments = 1
eval++
--arguments
eval += 1
[eval] = []
({eval} = {})
({x: arguments} = {})
for (eval in {});
for (arguments of []);
yield: 1
await: 1
static: 1
var enum
var nul\u006c
var v\u0061r
\u0076ar x
l\u0065t⏎a
l\u0065t a
var yi\u0065ld
var aw\u0061it
({ yield })
({ await })
({ let })
({ static })
({ eval } = {})
({ if })
({ if: 1 })
({ enum })
({ tru\u0065 })
\u{110000}
var \u{61}
var \u{2F}
var a\u2E2F
var 𐊧
var ⸯ
var a\u200c
#x
#x in {}
class C { #x; f() { return #x in this } }
class C { f() { return #x in this } }
class C { #x; f() { return #x in #x in this } }
class C { #x; f() { return (#x) in this } }
class C { #x; f() { return 1 + #x in this } }
class C { #x; f() { #x } }`,
  'let as an identifier': String.raw`
let || 1
let && 1
let, 1
let: for (;;) break let;
{ let }
let ? 1 : 2
let--
let ++
let \u0061
let ${'`x`'}
let ?? 1
let => 1
(let) => 1
let;;let
let + 1
let.x
let(1)
let = 5
let;
let instanceof Object
let in {}
let
let x
let⏎[a] = [1]
let [a]
let {a}
let {a} = 1
if (1) let
if (1) let; else let
if (1) let x
if (1) let {}
if (1) let [a] = 1
while (0) let
x
do let; while (0)
do let⏎[a] while (0)
for (let in {});
for (let of []);
for (let; ;) break
for (let = 1; ;) break
for (let.x in {});
for (let.x of []);
for (let().x in {});
for (let().x of []);
for (let of of []);
for (let in of of []);
for (let x of 1, 2);
for (let[a] of []);
for (let [a] of []);
for (let async of []);
for (async of []);
for (async of => 1; false;);
for ((async) of []);
for (async.x of []);
for (async in {});
for (\u0061sync of []);
for (let a, b of []);
for (let a = 1 of []);
for (var a = 1 of []);
for (var a = 1 in {});
for (let a = 1 in {});
for (var [a] = 1 in {});
for (const a in {});
for (const a; ;);
for (var i, j in {});
for (let a, b in {});
for (let let of []);
for (const let of []);
for (let a of []) { var a }
for (let a of []) { let a }
for (let a of []) var a
for (let [a, a] of []);
for (let a; ;) { var a }
for (const a = 1; ;) { var a }
for (let a, a; ;);
for (var a, a; ;) break
for ([a, b] of []);
for ({a, b} of []);
for ([a + 1] of []);
for ((a) of []);
for ((a.b) of []);
for (([a]) of []);
for (({a}) of []);
for (a = 1 of []);
for (a + 1 of []);
for (this of []);
for (1 in {});
for (new.target in {});
for (a?.b of []);
for (a => 1 of []);
for (let of⏎[]);
for await (a of []);
for await (a in []);
for await (;;);
for await (async of []);
for await (let a of []);
for await (using a of []);
for (let a of [], []);
for (a in {}, {});
for (var x in null; ;);
for (;) ;
for (let x = 1;;) function f() {}
for (;;) class C {}
for (;;) let⏎x`,
  'sec-primary-expression': String.raw`
({a = 1})
({a = 1} = {})
({a = 1}).x
({a: 1, b = 2})
[{a = 1}]
[{a = 1}] = [{}]
({a = 1}) => a
f({a = 1})
async({a = 1})
async({a = 1}) => 1
({__proto__: 1, __proto__: 2})
({__proto__: a, __proto__: b} = {})
({__proto__: 1, "__proto__": 2})
({__proto__: 1, ["__proto__"]: 2})
({__proto__: 1, __proto__})
({__proto__: 1, __proto__() {}})
({__proto__: 1, get __proto__() {}})
({__proto__: a, __proto__: b}) => 1
({__proto__: a, __proto__: b}) => 1; ({__proto__: 1, __proto__: 2})
[{__proto__: a, __proto__: b}] = [{}]
({a, b, ...c})
({...c, a})
({...c, a} = {})
({...{a}} = {})
({...[a]} = {})
({...a.b} = {})
({...(a)} = {})
({...a, } = {})
[...a, ] = []
[...a, ]
[...a, b] = []
[...a = 1] = []
[...[a]] = []
[...{a}] = []
(a, b) = 1
(a) = 1
((a)) = 1
(a.b) = 1
([a]) = 1
({a}) = 1
[(a)] = 1
[(a.b)] = 1
[([a])] = 1
[(a = 1)] = 1
[(a) = 1] = 1
({a: (b)} = 1)
({a: (b) = 1} = 1)
({a: (b = 1)} = 1)
({a: ({b})} = 1)
({a: ([b])} = 1)
({(a)} = 1)
({a: 1} = 1)
({a: f()} = 1)
[f()] = 1
[a + b] = 1
({a() {}} = 1)
({get a() {}} = 1)
({a: this} = 1)
[new.target] = 1
[import.meta] = 1
[a?.b] = 1
({a: b?.c} = 1)
[a => 1] = 1
[async a => 1] = 1
[super.x] = 1
/(/
/a/gg
/a/x
/[b-a]/
/(?<a>)(?<a>)/
/(?<a>)|(?<a>)/
/\u{110000}/u
/a{2,1}/
/\1(?<a>)\k<b>/
/\k<a/
/a/\u0067
/(?i-i:a)/
/(?-:a)/
/(?ii:a)/
/[[a]/v
/a/uv
${'`${}`'}
${'`${a`'}
${'`\\u`'}
${'f`\\u`'}
${'`\\01`'}
${'f`\\01`'}
${'`\\8`'}
"\u"
"\x1"
"\u{110000}"
"\01"
"\8"
"\0"
"\08"
01
08
0_1
01n
08n
1_000
1__0
1_
1._0
0x_1
0b2
0o8
1n
1.5n
1e3n
0x1n
3in []
3a
0b1a
1..a
1.a
01.a
08.5
01.5
"use strict"; 01
"use strict"; "\01"
"\01"; "use strict"
function f() { "\01"; "use strict" }
function f() { "use strict"; 01 }
function f() { "use strict"; with (a) {} }
function f(a, a) { "use strict" }
function f(eval) { "use strict" }
function eval() { "use strict" }
function f(yield) { "use strict" }
function yield() { "use strict" }
function static() { "use strict" }
(function eval() { "use strict" })
(function package() { "use strict" })
function f(a = 1) { "use strict" }
function f(...a) { "use strict" }
function f({a}) { "use strict" }
(a = 1) => { "use strict" }
a => { "use strict" }
(eval) => { "use strict" }
eval => { "use strict" }
async (a = 1) => { "use strict" }
({ f(a = 1) { "use strict" } })
({ set f(a = 1) { "use strict" } })
({ set f(eval) { "use strict" } })
class C { f(a = 1) { "use strict" } }
"use strict"⏎, 1; with (a) {}
"use strict"; implements
"use\x20strict"; with (a) {}
("use strict"); with (a) {}
"use strict" + 1; with (a) {}
"use strict".length; with (a) {}
'use strict'; delete x
delete x
delete (x)
delete ((x))
delete x.y
delete this
class C { #x; f() { delete this.#x } }
class C { #x; f() { delete (this.#x) } }
class C { #x; f() { delete ((this.#x)) } }
class C { #x; f() { delete this?.#x } }
class C { #x; f() { delete (this?.#x) } }
class C { #x; f() { delete this.#x.y } }
class C { #x; f() { delete this?.y.#x } }
class C extends D { constructor() { delete super.x } }
class C extends D { constructor() { delete super.#x } }`,
  'sec-assignment-operators-static-semantics-early-errors': String.raw`
1 = 1
f() ||= 1
f() &&= 1
f() ??= 1
f().g = 1
f?.() = 1
f?.x() = 1
f${'`x`'} = 1
new f() = 1
new f = 1
super() = 1
import(1) = 1
(a, f()) = 1
[a = f()] = 1
"f() = 1"
/f() = 1/
typeof f() = 1
a + f() = 1
a + b = 1
a ? b : c = 1
(a ? b : c) = 1
a || b = 1
a ** b = 1
-a ** b
(-a) ** b
typeof a ** b
delete a.b ** c
++a ** b
a++ ** b
await ** 2
yield ** 2
async () => await a ** 2
async () => (await a) ** 2
a ?? b || c
a || b ?? c
a && b ?? c
a ?? b && c
a ?? (b || c)
(a ?? b) || c
a ?? b | c
!a ?? b
a?.b = 1
a?.b++
a?.b += 1
(a?.b) = 1
(a?.b)++
a?.b.c = 1
a?.[b] = 1
delete a?.b
a?.${'`x`'}
a?.b${'`x`'}
a?.b.c${'`x`'}
new a?.b()
new (a?.b)()
a?.b => 1
a?.5:1
a ?. b
class C extends D { f() { super?.x } }
class C extends D { f() { super.x?.y } }
new.target = 1
new.target++
this = 1
this++
true = 1
null++
"a" = 1
${'`a`'} = 1
{} = 1
({}) = 1
({} = 1)
[] = 1
[] += 1
({} += 1)
[a] ||= 1
({a}) => 1
({a}) += 1
a => {} = 1
() => {} = 1
(() => {}) = 1
a => {}()
a => {} || 1
a => {}⏎b
a => {}, 1
a => {} ? 1 : 2
() + 1
()
(,)
(a,)
(a,) => 1
(a, b,) => 1
(...a) => 1
(...a,) => 1
(...a = 1) => 1
(...a, b) => 1
(...[a]) => 1
(...{a}) => 1
(...a)
(a, ...b)
((a)) => 1
([(a)]) => 1
({a: (b)}) => 1
(a.b) => 1
([a.b]) => 1
({a: b.c}) => 1
(1) => 1
(a = 1, b) => 1
(a, a) => 1
(a, {a}) => 1
(a, ...a) => 1
([a, a]) => 1
a => { let a }
(a = 1) => { let a }
(a) => { var a }
(a) => { function a() {} }
a⏎=> 1
()⏎=> 1
a =>⏎1
async a⏎=> 1
async⏎a => 1
async (a)⏎=> 1
async ()⏎=> 1
async(a, a) => 1
async a => { let a }
async await => 1
async (await) => 1
async (a = await 1) => 1
async (a = await) => 1
async (a = b => await b) => 1
async (a = function() { await }) => 1
async x => { function await() {} }
async x => { var await }
async x => { (await) => 1 }
async x => { await => 1 }
async function f() { (await) => 1 }
async function f() { (a = await 1) => 1 }
async function f() { (a = await) => 1 }
async function f() { async (a = await 1) => 1 }
async function f() { function g() { await 1 } }
async function f() { function g(a = await) { } }
async function f() { function await() { } }
async function f() { (function await() { }) }
async function f() { class await { } }
async function f() { class C { [await 1]() {} } }
async function f() { class C { x = await 1 } }
async function f() { class C { static { await 1 } } }
async function f() { class C extends (await 1) { } }
async function f() { ({ await }) }
async function f() { ({ await: 1 }) }
async function f() { await: 1 }
async function f() { await }
async function f() { await 1 }
async function f() { var await }
async function f() { var { await } = 1 }
async function f(await) { }
async function f(a = await 1) { }
async function f(a = async () => await 1) { }
async function f() { \u0061wait 1 }
async function f() { \u0061wait: 1 }
async function await() { }
(async function await() { })
\u0061sync function f() {}
({ \u0061sync f() {} })
({ async⏎f() {} })
async⏎function f() { }
async function f() { await⏎1 }
async () => { await; }
async () => { await[1]; }
var f = (await) => 1
var f = await => 1
(await)
await 1
await
await + 1
await (1)
await [1]
await /1/
await; 1
function f() { await 1 }
function f() { return await }
() => await 1
() => await
function f(a = await) {}
function f(await) {}
class await {}
class C { await() {} }
class C { x = await }
class C { x = await 1 }
class C { x = () => await }
class C { static { await } }
class C { static { await: 1 } }
class C { static { var await } }
class C { static { function await() {} } }
class C { static { (function await() {}) } }
class C { static { class await {} } }
class C { static { (class await {}) } }
class C { static { () => await } }
class C { static { await => 1 } }
class C { static { (await) => 1 } }
class C { static { async () => await 1 } }
class C { static { function f() { await } } }
class C { static { function f(await) { } } }
class C { static { function f() { var await } } }
class C { static { ({ await }) } }
class C { static { ({ await: 1 }) } }
class C { static { ({ await() {} }) } }
class C { static { x.await } }
class C { static { try {} catch (await) {} } }
class C { static { let await } }
class C { static { for await (a of []); } }
class C { static { class D { [await] = 1 } } }
class C { static { class D { x = await } } }`,
  // Of sloppy code only: V8 takes them in strict code too.
  'calls as targets': String.raw`
for (f() of []);
for (f() in {});
f() = 1
f() += 1
f()++
--f()
++f()
(f()) = 1
(f())++
f(1)(2) = 1
f()() = 1
f.g() = 1
f[0]() = 1
eval() = 1
async() = 1
async(1) = 1
async(a) = 1
f() = g() = 1
a = f() = 1
var a = f() = 1
if (f() = 1) ;
if (0) f() = 1; else g()++
x => f() = 1
(x = f() = 1) => 1
function g() { f() = 1 }
a ? f() = 1 : g() = 2
typeof f()++
- f()++
a + f()++
for (using() of []);`,
  'yield and generators': String.raw`
function* g() { yield }
function* g() { yield⏎1 }
function* g() { yield* }
function* g() { yield*⏎1 }
function* g() { yield⏎* 1 }
function* g() { var yield }
function* g() { yield: 1 }
function* g() { ({ yield }) }
function* g() { ({ yield: 1 }) }
function* g() { (yield) => 1 }
function* g() { yield => 1 }
function* g() { (a = yield) => 1 }
function* g() { (a = yield 1) => 1 }
function* g() { async (a = yield) => 1 }
function* g() { function yield() {} }
function* g() { (function yield() {}) }
function* g() { (function* yield() {}) }
function* g() { function f(a = yield) {} }
function* g() { function f() { yield } }
function* g() { function f() { yield 1 } }
function* g() { class yield {} }
function* g() { class C { [yield]() {} } }
function* g() { class C { x = yield } }
function* g() { class C { static { yield } } }
function* g() { class C extends (yield) {} }
function* g(yield) {}
function* g(a = yield) {}
function* g(a = function* () { yield }) {}
function* g(a = function () { yield }) {}
function* yield() {}
(function* yield() {})
function* g() { yi\u0065ld 1 }
function* g() { yield = 1 }
function* g() { yield++ }
function* g() { 1 + yield }
function* g() { 1 + (yield) }
function* g() { yield ? 1 : 2 }
function* g() { yield / 1 /g }
function* g() { yield in {} }
function* g() { -yield }
function* g() { [yield] = [] }
function* g() { [a = yield] = [] }
function* g() { [a[yield]] = [] }
function* g() { for (yield of []); }
function* g() { for (var yield of []); }
function* g() { for (a of yield []); }
function* g() { try {} catch (yield) {} }
function* g() { let yield }
function* g() { "use strict"; var yield }
async function* g() { yield await 1 }
async function* g() { await yield 1 }
async function* g() { (yield) => 1 }
async function* g(a = await 1) { }
async function* g(a = yield) { }
async function* await() { }
async function* yield() { }
({ *g() { yield } })
({ *g(a = yield) { } })
({ async *g() { yield await 1 } })
({ async f(a = await 1) { } })
({ async await() { } })
({ *yield() { } })
({ async *await() { } })
({ get *a() {} })
({ async get a() {} })
({ * async a() {} })
({ async * a() {} })
({ async a: 1 })
({ async })
({ async = 1 } = {})
({ async: 1 })
({ async() {} })
({ get })
({ get: 1 })
({ get() {} })
({ get a })
({ get a: 1 })
({ get a() {} })
({ get a(b) {} })
({ get a(...b) {} })
({ set a() {} })
({ set a(b) {} })
({ set a(b, c) {} })
({ set a(...b) {} })
({ set a(b,) {} })
({ set a([b]) {} })
({ set a(b = 1) {} })
({ set a([b, b]) {} })
({ a(b, b) {} })
({ a(b) { let b } })
({ *a(b, b) {} })
({ async a(b, b) {} })
({ set a(b) { let b } })
({ a() { super() } })
({ a() { super.x } })
({ a: function() { super.x } })
({ a() { () => super.x } })
({ a() { function f() { super.x } } })
({ get a() { super() } })
({ a(b = super.x) {} })
({ a(b = super()) {} })
({ [super.x]() {} })
({ 1n: 1 })
({ 1() {} })
({ "a" })
({ 1 })
({ [a] })
({ a b })
({ a: 1 b: 2 })
({ ,a: 1 })
({ a: 1,, })
yield 1
yield
yield⏎1
function f() { yield 1 }
var yield = 1, a = yield * 2`,
  'sec-class-definitions-static-semantics-early-errors': String.raw`
class C { constructor() {} constructor() {} }
class C { constructor() {} "constructor"() {} }
class C { constructor() {} ["constructor"]() {} }
class C { get constructor() {} }
class C { set constructor(a) {} }
class C { *constructor() {} }
class C { async constructor() {} }
class C { async *constructor() {} }
class C { static constructor() {} }
class C { static get constructor() {} }
class C { static *constructor() {} }
class C { constructor = 1 }
class C { "constructor" = 1 }
class C { ["constructor"] = 1 }
class C { constructor }
class C { static constructor }
class C { static constructor = 1 }
class C { static "constructor" = 1 }
class C { static prototype() {} }
class C { static "prototype"() {} }
class C { static get prototype() {} }
class C { static ["prototype"]() {} }
class C { prototype() {} }
class C { static prototype = 1 }
class C { static prototype }
class C { prototype = 1 }
class C { #constructor }
class C { #constructor() {} }
class C { get #constructor() {} }
class C { static #constructor = 1 }
class C { #x; #x }
class C { #x; #x() {} }
class C { get #x() {} set #x(a) {} }
class C { get #x() {} get #x() {} }
class C { static get #x() {} set #x(a) {} }
class C { static get #x() {} static set #x(a) {} }
class C { get #x() {} #x }
class C { get #x() {} set #x(a) {} #x() {} }
class C { f() { this.#y } }
class C { f() { this?.#y } }
class C { #x; f() { this?.#x } }
class C { f() { class D { #y } this.#y } }
class C { #y; f() { class D { g() { this.#y } } } }
class C extends D.#x { #x }
class C { [this.#x] = 1; #x }
class C { #x; [this.#x] = 1 }
class C { # x }
class C { #x; f() { this.# x } }
class C { #\u0061; f() { this.#a } }
class C { #x = 1; y = this.#x }
class C { async x; }
class C { async x }
class C { async⏎x() {} }
class C { async⏎x }
class C { get x }
class C { get⏎x() {} }
class C { get⏎x }
class C { get x(...b) {} }
class C { get x(b) {} }
class C { set x() {} }
class C { set x(...b) {} }
class C { set x(b) {} }
class C { set x(b, c) {} }
class C { set⏎x(a) {} }
class C { static async x; }
class C { static async *x; }
class C { async *x }
class C { *x }
class C { * x() {} }
class C { static }
class C { static = 1 }
class C { static() {} }
class C { static static() {} }
class C { static static }
class C { static async }
class C { static get }
class C { get }
class C { set }
class C { async }
class C { get = 1 }
class C { async = 1 }
class C { get; set; async; static }
class C { get⏎*x() {} }
class C { x y }
class C { x, y }
class C { x = 1, y = 2 }
class C { x = 1 y = 2 }
class C { x⏎y }
class C { x = 1⏎y = 2 }
class C { x = 1⏎*y() {} }
class C { x⏎*y() {} }
class C { x⏎[y] }
class C { x⏎(y) {} }
class C { x in⏎y }
class C { 'a'; 1; [b]; 1n }
class C { x = arguments }
class C { x = () => arguments }
class C { x = function() { arguments } }
class C { [arguments] = 1 }
class C { x = { arguments: 1 } }
class C { x = { arguments } }
class C { x = a.arguments }
class C { x = arguments => 1 }
class C { x = typeof arguments }
class C { static { arguments } }
class C { static { () => arguments } }
class C { static { function f() { arguments } } }
class C { static { class D { [arguments] = 1 } } }
class C { static { class D { x = arguments } } }
class C { static { var arguments } }
class C { static { a.arguments } }
class C { x = super() }
class C extends D { x = super() }
class C { x = super.y }
class C { x = () => super.y }
class C { x = function() { super.y } }
class C { [super.x] = 1 }
class C { static { super.x } }
class C { static { super() } }
class C extends D { static { super() } }
class C { static { return } }
class C { static { break } }
class C { static { continue } }
x: class C { static { break x } }
while (0) class C { static { break } }
x: { class C { static { break x } } }
while (1) { class C { static { continue } } }
class C { static { x: { break x } } }
class C { static { x: x: 1 } }
class C { static { var a; let a } }
class C { static { let a; let a } }
class C { static { let a; var a } }
class C { static { var a; function a() {} } }
class C { static { function a() {} function a() {} } }
class C { static { yield } }
class C { static { yield: 1 } }
class C { static async {} }
class C { async static {} }
class C { static {} static {} }
class C { constructor() { super() } }
class C { constructor() { () => super() } }
class C extends D { constructor() { super() } }
class C extends D { constructor() { () => super() } }
class C extends D { constructor(a = super()) { } }
class C extends D { constructor() { function f() { super() } } }
class C extends D { constructor() { ({ f() { super() } }) } }
class C extends D { constructor() { class E { [super()] = 1 } } }
class C extends D { constructor() { class E extends super() {} } }
class C extends D { f() { super() } }
class C extends D { static f() { super() } }
class C extends D { get f() { super() } }
class C extends null { constructor() { super() } }
class C { f() { super() } }
class C { f() { super.x } }
class C { f() { super } }
class C { f() { super.#x } #x }
class C { f() { new super } }
class C { f() { new super() } }
class C { f() { new super.x } }
class C { f() { super[0] } }
class C { f() { super${'`x`'} } }
class C extends super.x {}
class C extends D { constructor() { super⏎() } }
class C { f(a, a) {} }
class C { f(a) { let a } }
class C { f() { with (a) {} } }
class C { f(eval) {} }
class C { f() { eval = 1 } }
class C { constructor(eval) {} }
class C { x = eval = 1 }
class C { [eval = 1] = 1 }
class C extends (eval = 1) {}
class C extends class { f() { with (a) {} } } {}
class C { [01] = 1 }
class C extends (delete x) {}
class eval {}
class arguments {}
class yield {}
class static {}
class implements {}
(class eval {})
class {}
(class {})
(class { constructor() {} })
class C { ; ; }
class C { x() {}; }
class C { x() {}, y() {} }
class C extends a => 1 {}
class C extends a, b {}
class C extends {} {}
class C extends a.b {}
class C extends a() {}
class C extends new a {}
class C extends a?.b {}
class C extends a = b {}
class C extends ...a {}
class C extends function() {} {}
class C extends async () => 1 {}
class C extends -a {}
class C extends a++ {}
class C extends {}
new.target
() => new.target
function f() { new.target }
function f(a = new.target) {}
function f() { () => new.target }
class C { x = new.target }
class C { static { new.target } }
class C { [new.target] = 1 }
({ f() { new.target } })
({ [new.target]: 1 })
new.tar\u0067et
new.x
n\u0065w.target
import.meta
import.x
imp\u006frt(1)
import()
import(a)
import(a,)
import(a, b)
import(a, b,)
import(a, b, c)
import(...a)
new import(a)
new (import(a))
import(a)()
import.source(a)
import.defer
import.UNKNOWN(a)
new import.defer(a)
import a from 'b'
import 'b'
import { a } from 'b'
export default 1
export { a }
export var a`,
  'statements': String.raw`
break
continue
break x
continue x
x: break x
x: continue x
x: { break x }
x: { continue x }
x: while (1) { break x }
x: while (1) { continue x }
x: y: while (1) { continue x }
x: { while (1) { continue x } }
x: while (1) { y: { continue x } }
x: while (1) { y: { continue y } }
x: x: 1
x: { x: 1 }
x: { y: { x: 1 } }
x: 1; x: 1
x: { function f() { x: 1 } }
x: { function f() { break x } }
x: { () => { break x } }
x: while (1) { () => { continue x } }
x: while (1) { function f() { continue x } }
x: while (1) { (function () { break x }) }
x: while (1) { class C { m() { break x } } }
x: while (1) { class C { static { break x } } }
x: while (1) { class C { y = () => { break x } } }
while (1) { function f() { break } }
while (1) { () => { break } }
while (1) { () => { continue } }
while (1) { class C { m() { continue } } }
while (1) { ({ m() { break } }) }
switch (1) { case 1: break }
switch (1) { case 1: continue }
switch (1) { case 1: () => { break } }
while (1) switch (1) { case 1: continue }
switch (1) { default: default: }
switch (1) { case 1: case 1: default: }
switch (1) { case 1: let a; case 2: let a }
switch (1) { case 1: let a; case 2: var a }
switch (1) { case 1: var a; case 2: let a }
switch (1) { case 1: function a() {} case 2: function a() {} }
switch (1) { case 1: function a() {} case 2: var a }
switch (1) { case 1: function a() {} case 2: function* a() {} }
switch (1) { case 1: class a {} case 2: function a() {} }
switch (1) { case 1: let a } let a
switch (1) { let a }
switch (1) { 1 }
switch (1)
if (1) break
{ break }
return
return 1
{ return }
if (1) return
() => { return }
function f() { return⏎1 }
throw
throw⏎1
throw 1
with (a) 1
with (a) let⏎x
with (a) function f() {}
with (a) class C {}
with (a) x: function f() {}
with (a) { function f() {} }
if (1) function f() {}
if (1) function f() {} else function g() {}
if (1) ; else function g() {}
if (1) function* f() {}
if (1) async function f() {}
if (1) class C {}
if (1) const a = 1
if (1) x: function f() {}
if (1) x: y: function f() {}
while (0) function f() {}
while (0) x: function f() {}
do function f() {} while (0)
do x: function f() {} while (0)
for (;;) x: function f() {}
for (a in b) function f() {}
for (a of b) function f() {}
for (a of b) x: function f() {}
x: function f() {}
x: y: function f() {}
x: function* f() {}
x: async function f() {}
x: async function* f() {}
x: class C {}
x: let a
x: let⏎a
x: const a = 1
x: using a = 1
{ x: function f() {} }
{ x: function f() {} let f }
label: { function f() {} }
try {} catch (a) { let a }
try {} catch (a) { var a }
try {} catch (a) { const a = 1 }
try {} catch (a) { class a {} }
try {} catch (a) { function a() {} }
try {} catch (a) { { let a } }
try {} catch (a) { { function a() {} } }
try {} catch (a) { for (var a of []); }
try {} catch (a) { for (var a in []); }
try {} catch (a) { for (var a; ;); }
try {} catch (a) { for (let a of []); }
try {} catch ([a]) { var a }
try {} catch ({a}) { var a }
try {} catch ([a]) { let a }
try {} catch ([a, a]) {}
try {} catch ([a]) { for (var a of []); }
try {} catch ([a]) { function a() {} }
try {} catch {}
try {} catch () {}
try {} catch (a, b) {}
try {} catch (a = 1) {}
try {} catch (eval) {}
try {} catch (arguments) {}
try {} catch (let) {}
try {} catch (yield) {}
try {} catch ([eval]) {}
try {}
try 1
try {} finally {}
try {} catch {} catch {}
let a; let a
let a; var a
var a; let a
let a; const a = 1
let a; function a() {}
function a() {} let a
let a; class a {}
let a; { var a }
let a; { { var a } }
let a; for (var a of []);
let a; for (var a in {});
let a; for (var a; ;);
let a; if (1) var a
let a; { let a }
let a; () => { var a }
let a; function f() { var a }
let a; class C { static { var a } }
let a; { function a() {} }
let a; if (1) function a() {}
let a; x: function a() {}
let a; try {} catch (a) { var a }
{ let a; var a }
{ var a; let a }
{ let a; { var a } }
{ { var a } let a }
{ function a() {} var a }
{ var a; function a() {} }
{ function a() {} { var a } }
{ { var a } function a() {} }
{ function a() {} function a() {} }
{ function a() {} async function a() {} }
{ function a() {} function* a() {} }
{ async function a() {} async function a() {} }
{ function* a() {} function* a() {} }
{ class a {} function a() {} }
{ let a; function a() {} }
{ function a() {} let a }
{ const a = 1; function a() {} }
function a() {} function a() {}
function a() {} function* a() {}
async function a() {} async function a() {}
function a() {} var a
var a; function a() {}
function a() {} { var a }
{ var a } function a() {}
function a() {} class a {}
class a {} class a {}
class a {} var a
var a; class a {}
function f(a) { let a }
function f(a) { var a }
function f(a) { const a = 1 }
function f(a) { class a {} }
function f(a) { function a() {} }
function f(a) { { let a } }
function f([a]) { let a }
function f(a = 1) { let a }
function f(...a) { let a }
function f(a) { let b; var b }
function f() { let a; { var a } }
function f() { let f }
function f() { var f; let f }
function f(a, a) {}
function f(a, [a]) {}
function f([a, a]) {}
function f({a, b: a}) {}
function f(a, a = 1) {}
function f(a, ...a) {}
function f(a, a, b = 1) {}
function* g(a, a) {}
async function g(a, a) {}
(function (a, a) {})
(function* (a, a) {})
function f(eval) {}
function f(arguments) {}
function f([eval]) {}
function f(...eval) {}
function f(a,) {}
function f(,) {}
function f(a,,b) {}
function f(...a,) {}
function f(...a = 1) {}
function f(...a, b) {}
function eval() {}
function arguments() {}
(function eval() {})
(function arguments() {})
function () {}
(function () {})
function* () {}
async function () {}
let [a, a] = 1
let a, a
const a
const a, b = 1
const {a}
let {a}
let [a]
var [a]
var {a}
var [a] = 1
var a, a
const a = 1, a = 2
let undefined
var undefined
const undefined = 1
function undefined() {}
class undefined {}
let NaN
{ let undefined }
let eval
let arguments
const eval = 1
let a = 1 b
a b
a⏎b
var a var b
{ a b }
do 1 while (0) 1
do ; while (0) ;
do while (0)
if (1) else 1
if (1)
while (1)
debugger x
debugger
;;;
}
{
)
(
]
@x class C {}
@x
function f() {}
a!
a as b
a: b: c
<!-- a
--> a
x --> 1
/*⏎*/ --> a
a <!-- b
#!a
 #!a
/*
"a
"a⏎b"
'a\⏎b'
/a
/a⏎b/
a\u{20}b
\
a\
…
a‿b`,
  'using declarations': String.raw`
using a = 1
{ using a = 1 }
{ using a }
{ using a, b = 1 }
{ using [a] = 1 }
{ using {a} = 1 }
{ using⏎a = 1 }
{ using let = 1 }
{ using await = 1 }
{ using of = 1 }
{ using a = 1; let a }
{ using a = 1; var a }
{ using a = 1, a = 2 }
{ using in a }
{ using.x }
{ using(1) }
{ using }
{ using: 1 }
{ using = 1 }
if (1) using a = 1
while (0) using a = 1
x: using a = 1
with (a) using b = 1
function f() { using a = 1 }
() => { using a = 1 }
class C { static { using a = 1 } }
switch (1) { case 1: using a = 1 }
switch (1) { default: using a = 1 }
switch (1) { default: { using a = 1 } }
try { using a = 1 } catch { using b = 1 } finally { using c = 1 }
for (using a of []);
for (using a in {});
for (using a = 1; ;);
for (using a; ;);
for (using of []);
for (using of of []);
for (using of = 1; ;) break;
for (using of; ;) break;
for (using in {});
for (using; ;) break
for (using [a] of []);
for (using {a} of []);
for (using a = 1 of []);
for (using a of []) { var a }
for (using a of []) { let a }
for (using⏎a of []);
for (using.x of []);
for (using[0] of []);
for (using await of []);
await using a = 1
{ await using a = 1 }
for (await using a of []);
for (await using a in {});
for (await using a = 1; ;);
for (await using of of []);
for (await using of []);
for await (await using a of []);
() => { await using a = 1 }
function f() { await using a = 1 }
function* g() { await using a = 1; yield 1 }
function f() { for (await using a of []); }
async function f() { await using a = 1 }
async function f() { await using a }
async function f() { await using [a] = 1 }
async function f() { await using⏎a = 1 }
async function f() { await⏎using a = 1 }
async function f() { await using.x }
async function f() { await using[0] }
async function f() { await using in a }
async function f() { await using }
async function f() { for (await using a of []); }
async function f() { for (await using a in []); }
async function f() { for await (await using a of []); }
async function f() { for (await using of of []); }
async function f() { for (await using of []); }
async function f() { for (await using a = 1; ;) break; }
async function f() { if (1) await using a = 1 }
async function f() { x: await using a = 1 }
async function f() { switch (1) { case 1: await using a = 1 } }
async function f() { function g() { await using a = 1 } }
async function f() { () => { await using a = 1 } }
async function f() { class C { static { await using a = 1 } } }
async function f() { class C { m() { await using a = 1 } } }
async function f() { class C { x = () => { await using a = 1 } } }
async () => { await using a = 1 }
async () => { () => { await using a = 1 } }
({ async m() { await using a = 1 } })
({ m() { await using a = 1 } })
class C { static { await using a = 1 } }
class C { static { { await using a = 1 } } }
class C { static { for (await using a of []); } }
function f(a = () => { await using b = 1 }) {}
async function f(a = () => { await using b = 1 }) {}`,
};

const parses = (text) => {
  try {
    new Script(text);
    return '+';
  } catch (error) {
    return error.name === 'SyntaxError' ? 'E' : error.name;
  }
};
const ways = [
  (text) => text,
  (text) => `'use strict';\n${text}`,
  (text) => `(function () {${text}\n})`,
  (text) => `(async function* () {\n${text}\n})`,
];
for (const [section, list] of Object.entries(SECTIONS)) {
  console.log(section);
  const shown = section === 'calls as targets' ? [ways[0], ways[2], ways[3]] : ways;
  // ⏎ stands for the end of a line.
  for (const text of list.split('\n').filter(Boolean)) console.log(shown.map((way) => parses(way(text.replaceAll('⏎', '\n')))).join(''), text);
}
