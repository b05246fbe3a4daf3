//! The interpreter, from source text to completion value. Each program runs twice: as
//! it is, and with a collection at every third allocation and a verified heap.

use hearth::machine::Machine as Engine;
use hearth::options::Options;

fn run(options: Options, input: &str) -> String {
    let mut engine = Engine::new(options).expect("an engine");
    let value = match engine.eval("test.js", input) {
        Ok(value) => value,
        Err(error) => {
            return format!("throws {}", error.report.lines().find(|l| l.contains(':') && !l.starts_with("test.js")).unwrap_or(""));
        }
    };
    if let Err(error) = engine.run_event_loop() {
        return format!("throws {error}");
    }
    // A program whose value comes later leaves it in a global.
    match engine.global("result") {
        Ok(late) if !late.is_undefined() => engine.to_display(&late),
        _ => engine.to_display(&value),
    }
}

#[track_caller]
fn check(input: &str, expect: &str) {
    let plain = Options { jit: false, ..Options::default() };
    assert_eq!(run(plain.clone(), input), expect, "{input}");
    let stress = Options { gc_stress: 3, gc_verify: true, ..plain };
    assert_eq!(run(stress, input), expect, "under collection stress: {input}");
}

#[test]
fn arithmetic_keeps_the_rules_of_numbers() {
    check("1 + 2 * 3 - 4 / 8", "6.5");
    check("2147483647 + 1", "2147483648");
    check("-2147483648 - 1", "-2147483649");
    check("1 / (0 * -1)", "-Infinity");
    check("1 / (-4 % 2)", "-Infinity");
    check("5 % 3 + -5 % 3 + 5.5 % 2", "1.5");
    check("2 ** 10 + 7 ** 0.5 * 0", "1024");
    check("(1 << 31) + '/' + (1 << 31 >>> 0) + '/' + (-1 >>> 28) + '/' + (5 & 3 | 8 ^ 2)", "-2147483648/2147483648/15/11");
    check("4294967297.5 | 0", "1");
    check("let x = 2147483647; x++; x", "2147483648");
    check("let y = '5'; y++; y", "6");
    check("65536 * 65536 + '' + 46341 * 46341", "42949672962147488281");
    check("10n ** 20n + 1n", "100000000000000000001");
    check("1n + 1", "throws TypeError: Cannot mix BigInt and other types, use explicit conversions");
    check("-'3' + +'4' + ~5", "-5");
    check("NaN === NaN || NaN == NaN || NaN < 1 || !(NaN != NaN)", "false");
}

#[test]
fn strings_concatenate_and_compare() {
    check("let s = ''; for (let i = 0; i < 50; i++) s += i; s.length + s[10]", "901");
    check("'a' < 'b' && 'b' > 'a' && 'aa' <= 'ab' && !('10' < '9' === false)", "true");
    check("`${1 + 1} and ${'x'}${null}`", "2 and xnull");
    check("'abc' === 'ab' + 'c'", "true");
    check(
        "typeof '' + typeof 1 + typeof undefined + typeof null + typeof {} + typeof (() => 1) + typeof 1n",
        "stringnumberundefinedobjectobjectfunctionbigint",
    );
}

#[test]
fn control_flow() {
    check(
        "let r = 0; outer: for (let i = 0; i < 5; i++) { for (let j = 0; j < 5; j++) { if (j === 3) continue outer; if (i === 3) break outer; r += j } } r",
        "9",
    );
    check("let r = ''; switch (2) { case 1: r += 'a'; case 2: r += 'b'; case 3: r += 'c'; break; default: r += 'd' } r", "bc");
    check("let i = 0; do { i++ } while (i < 10); while (i > 5) i--; i", "5");
    check("var r = []; for (var k in {a: 1, b: 2, 3: 3}) r[r.length] = k; '' + r[0] + r[1] + r[2]", "3ab");
    check("let r = 0; for (const x of [1, 2, 3]) r += x; r", "6");
    check("let fs = []; for (let i = 0; i < 3; i++) fs[i] = () => i; fs[0]() + fs[1]() + fs[2]()", "3");
    check("const o = null; o?.a.b.c === undefined ? (o ?? 'd') : 1", "d");
    check("let a = 1, b = 2; [a, b] = [b, a]; a * 10 + b", "21");
}

#[test]
fn closures_share_their_bindings() {
    check(
        "function counter() { let n = 0; return {inc() { return ++n }, get() { return n }} } let c = counter(); c.inc(); c.inc(); c.get()",
        "2",
    );
    check("function f(a, b = a + 1, ...rest) { return a + b + rest.length } f(1) + f(1, 2, 3, 4)", "8");
    check("(function () { return arguments.length + arguments[1] })(1, 2, 3)", "5");
    check("(function (a) { arguments[0] = 9; return a })(1)", "9");
    check("(function (a) { 'use strict'; arguments[0] = 9; return a })(1)", "1");
    check(
        "f(); function f() { return 1 } let r = (() => { try { return x } catch (e) { return e.message } let x })(); r",
        "Cannot access 'x' before initialization",
    );
    check("const c = 1; c = 2", "throws TypeError: Assignment to constant variable.");
    check("missing", "throws ReferenceError: missing is not defined");
    check("typeof missing", "undefined");
}

#[test]
fn objects_keep_their_properties() {
    check("let o = {a: 1, ['b' + 1]: 2, get c() { return this.a + 10 }, set d(v) { this.a = v }}; o.d = 5; o.a + o.b1 + o.c", "22");
    check(
        "function P(x) { this.x = x } P.prototype.get = function () { return this.x }; let s = 0; for (let i = 0; i < 10; i++) s += new P(i).get(); s",
        "45",
    );
    check("let o = {}; for (let i = 0; i < 200; i++) o['k' + i] = i; let s = 0; for (let k in o) s += o[k]; s", "19900");
    check("let o = {a: 1, b: 2}; delete o.a; ('a' in o) + '' + ('b' in o)", "falsetrue");
    check(
        "function get(o) { return o.x } let r = ''; for (const o of [{x: 1}, {y: 0, x: 2}, {z: 0, x: 3}, {w: 1, x: 4}, {v: 1, x: 5}, {u: 1, x: 6}, {x: 7}]) r += get(o); r",
        "1234567",
    );
    check(
        "var p = {x: 1}; var o = Object.create(p); function f() { return o.x } f(); f(); p.x = 2; let a = f(); o.x = 3; '' + a + f()",
        "23",
    );
    check("var p = {}; var o = Object.create(p); function f() { return o.x } f(); f(); p.x = 2; f()", "2");
    check("let {a, b: {c = 5} = {}, ...rest} = {a: 1, d: 2, e: 3}; a + c + rest.d + rest.e", "11");
    check("let o = {...{a: 1}, b: 2, ...{a: 3}}; o.a + o.b", "5");
    check("undefined.x", "throws TypeError: Cannot read properties of undefined (reading 'x')");
    check("let o = {}; o.f()", "throws TypeError: o.f is not a function");
}

#[test]
fn classes() {
    check(
        "class A { constructor(x) { this.x = x } get y() { return this.x * 2 } static make() { return new this(4) } m() { return 'A' } } class B extends A { m() { return super.m() + 'B' } } let b = B.make(); b.y + b.m()",
        "8AB",
    );
    check(
        "class C { #p = 1; static s = 5; f = this.#p + 1; #m() { return this.#p } inc() { this.#p++; return this.#m() + this.f } static has(o) { return #p in o } } '' + new C().inc() + C.s + C.has(new C()) + C.has({})",
        "45truefalse",
    );
    check("class D extends Object { constructor() { super(); this.z = 1 } } new D().z", "1");
    check("class E {} E()", "throws TypeError: Class constructor E cannot be invoked without 'new'");
    check(
        "class F extends null { constructor() { } } new F()",
        "throws ReferenceError: Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
    );
    check("let seen; class G { constructor() { seen = new.target === G } } new G(); seen", "true");
    check("class H { static { this.q = 7 } } H.q", "7");
    check("class I { get [`x${1}`]() { return 3 } } new I().x1", "3");
}

#[test]
fn exceptions_unwind_to_their_handlers() {
    check("function f() { try { return 'a' } finally { r += 'f' } } let r = ''; f() + r", "af");
    check("let r = ''; try { try { throw 1 } catch (e) { r += e; throw 2 } finally { r += 'x' } } catch (e) { r += e } r", "1x2");
    check(
        "function deep(n) { if (n === 0) throw new Error('bottom'); deep(n - 1) } let m; try { deep(100) } catch (e) { m = e.message } m",
        "bottom",
    );
    check("function loop() { loop() } let m; try { loop() } catch (e) { m = e.message } m", "Maximum call stack size exceeded");
    check("let n = 0; for (let i = 0; i < 100; i++) { try { if (i % 3 === 0) throw i; n++ } catch { n += 10 } } n", "406");
    check(
        "let it = {[Symbol.iterator]() { return {next() { return {value: 1, done: false} }, return() { closed = true; return {} }} }}; let closed = false; try { for (const x of it) throw 1 } catch {} closed",
        "true",
    );
}

#[test]
fn generators_suspend_and_resume() {
    check(
        "function* g() { const x = yield 1; try { yield x + 1 } finally { yield 'f' } return 9 } let i = g(); let r = '' + i.next().value + i.next(4).value + i.return(7).value + i.next().value; r",
        "15f7",
    );
    check(
        "function* g() { yield* [1, 2]; const r = yield* h(); yield r } function* h() { yield 3; return 4 } let s = ''; for (const x of g()) s += x; s",
        "1234",
    );
    check(
        "function* fib() { let [a, b] = [0, 1]; for (;;) { yield a; [a, b] = [b, a + b] } } let n = 0; for (const f of fib()) { if (f > 100) break; n += f } n",
        "232",
    );
    check("function* g() { try { yield 1 } catch (e) { yield 'c' + e } } let i = g(); i.next(); i.throw('x').value", "cx");
    check("function* g(a, ...b) { yield a + b.length + arguments.length } g(1, 2, 3).next().value", "6");
    check("let [x, , ...y] = (function* () { yield 1; yield 2; yield 3; yield 4 })(); '' + x + y.length", "12");
}

#[test]
fn async_functions_await() {
    check(
        "var result; async function f() { const a = await 1; const b = await g(); return a + b } async function g() { return 2 } (async () => { result = await f() })()",
        "3",
    );
    check(
        "var result = ''; (async () => { try { await (async () => { throw 5 })() } catch (e) { result += e } finally { result += 'f' } })()",
        "5f",
    );
    check(
        "var result = ''; (async () => { for await (const x of (async function* () { yield 1; yield 2 })()) result += x; for await (const y of [3, 4]) result += y })()",
        "1234",
    );
    check(
        "var result = ''; async function* g() { try { yield 1; yield 2 } finally { result += 'c' } } (async () => { for await (const x of g()) { result += x; break } })()",
        "1c",
    );
}

#[test]
fn calls_of_every_kind() {
    check("function f(a, b, c) { return '' + a + b + c } f(1) + f(1, 2, 3, 4) + f(...[5, 6, 7])", "1undefinedundefined123567");
    check(
        "function F() { return {x: 1} } function G() { this.x = 2; return 3 } new F().x + new G().x + new (function () { this.x = 4 })().x",
        "7",
    );
    check("let f = function (a, b) { return this.k + a + b }.bind({k: 1}, 2); f(3)", "6");
    check("function A(a, b) { this.s = a + b } let B = A.bind(null, 1); new B(2).s", "3");
    check(
        "let p = new Proxy(function () {}, {apply: (t, th, args) => args.length, construct: () => ({y: 8})}); p(1, 2, 3) + new p().y",
        "11",
    );
    check("function t(s, ...v) { return s.raw[0] + v[0] + s[1] } t`a\\n${1}b`", "a\\n1b");
    check("function f() { return typeof this } f.call(1) + (function () { 'use strict'; return typeof this }).call(1)", "objectnumber");
    check("[1, 2] instanceof Array && !({} instanceof Array)", "true");
    check("1()", "throws TypeError: 1 is not a function");
}

#[test]
fn eval_code_sees_the_scopes_of_its_call() {
    check("function f(x) { let y = 2; return eval('x + y') } f(1)", "3");
    check("function f() { eval('var v = 5'); return v } f() + typeof v", "5undefined");
    check("(0, eval)('var z = 1; let w = 2'); z + typeof w + delete globalThis.z", "1undefinedtrue");
    check("eval('\"abc\"') + (0, eval)('1; \"d\"')", "abcd");
    check("var q = 1; '' + delete q + delete nothing", "falsetrue");
}

#[test]
fn a_next_method_that_is_a_number_is_not_an_index() {
    check("let it = {[Symbol.iterator]() { return {next: 0} }}; for (const x of it) ;", "throws TypeError: number 0 is not a function");
}

/// A computed key that names nothing was remembered as absent by the address of its
/// atom; the atom died, and another one came to live there.
#[test]
fn absent_computed_keys_are_forgotten_with_their_atoms() {
    check(
        "let o = {}, n = 0; for (let i = 0; i < 300; i++) o['k' + i] = i; for (let i = 0; i < 600; i++) { if (o['a' + i] !== undefined) n++; if (i < 300 && o['k' + i] !== i) n++ } n",
        "0",
    );
}
