//! The kinds of function, and of code that is none.

use super::{Can, Gives, Kind};
use Can::{Await, Return, Yield};
use Gives::{AsyncGenerator, Generator, Instance, Promise, Value, ValueOrInstance};

const fn kind(name: &'static str, gives: Gives, body: &'static [Can], source: &'static str) -> Kind {
    Kind { name, gives, body, source, module: false }
}

/// In `source`, `BODY` stands for statements, `TEXT` for the same as a string.
pub const KINDS: &[Kind] = &[
    kind("declaration", ValueOrInstance, &[Return], "(() => { function f(a) { BODY } return f; })()"),
    kind("expression", ValueOrInstance, &[Return], "(function (a) { BODY })"),
    kind("strict expression", ValueOrInstance, &[Return], "(function (a) { 'use strict'; BODY })"),
    kind("arrow", Value, &[Return], "((a) => { BODY })"),
    kind("method", Value, &[Return], "({ m(a) { BODY } }).m"),
    kind("private static method", Value, &[Return], "(class { static #m(a) { BODY } static f = this.#m; }).f"),
    kind("getter", Value, &[Return], "Object.getOwnPropertyDescriptor({ get m() { BODY } }, 'm').get"),
    kind("setter", Value, &[Return], "Object.getOwnPropertyDescriptor(class { static set m(a) { BODY } }, 'm').set"),
    kind("with arguments", ValueOrInstance, &[Return], "(function (a) { a = arguments.length; BODY })"),
    kind("with a rest", Value, &[Return], "((...a) => { BODY })"),
    kind("default parameter", ValueOrInstance, &[Return], "(function (a, b = (() => { BODY })()) { return b; })"),
    kind("constructor", Instance, &[Return], "(class { constructor(a) { BODY } })"),
    kind("derived constructor", Instance, &[Return], "(class extends Base { constructor(a) { super(); BODY } })"),
    kind("derived constructor without super", Instance, &[Return], "(class extends Base { constructor(a) { BODY } })"),
    kind("field initialiser", Instance, &[Return], "(class { x = (() => { BODY })(); })"),
    kind("field initialiser of a derived class", Instance, &[Return], "(class extends Base { x = (() => { BODY })(); })"),
    kind("static field", Value, &[Return], "(() => class { static x = (() => { BODY })(); })"),
    kind("static block", Value, &[], "(() => class { static { BODY } })"),
    kind("direct eval", Value, &[], "(() => eval(TEXT))"),
    kind("sloppy direct eval", Value, &[], "(function () { var v; return eval('var v;' + TEXT); })"),
    kind("indirect eval", Value, &[], "(() => (0, eval)(TEXT))"),
    kind("Function's code", ValueOrInstance, &[Return], "new Function('a', TEXT)"),
    Kind { module: true, ..kind("module", Promise, &[], "BODY") },
    kind("generator", Generator, &[Return, Yield], "(function* (a) { BODY })"),
    kind("generator method", Generator, &[Return, Yield], "({ *m(a) { BODY } }).m"),
    kind("private generator method", Generator, &[Return, Yield], "(class { static *#m(a) { BODY } static f = this.#m; }).f"),
    kind("GeneratorFunction's code", Generator, &[Return, Yield], "new (function* () {}).constructor('a', TEXT)"),
    kind("default parameter of a generator", Generator, &[Return], "(function* (a, b = (() => { BODY })()) { yield b; return b; })"),
    kind("async function", Promise, &[Return, Await], "(async function (a) { BODY })"),
    kind("async arrow", Promise, &[Return, Await], "(async (a) => { BODY })"),
    kind("async method", Promise, &[Return, Await], "({ async m(a) { BODY } }).m"),
    kind("private async method", Promise, &[Return, Await], "(class { static async #m(a) { BODY } static f = this.#m; }).f"),
    kind("AsyncFunction's code", Promise, &[Return, Await], "new (async function () {}).constructor('a', TEXT)"),
    kind("default parameter of an async function", Promise, &[Return], "(async function (a, b = (() => { BODY })()) { return b; })"),
    Kind { module: true, ..kind("module that awaits", Promise, &[Await], "await 0; BODY") },
    kind("async generator", AsyncGenerator, &[Return, Yield, Await], "(async function* (a) { BODY })"),
    kind("async generator method", AsyncGenerator, &[Return, Yield, Await], "({ async *m(a) { BODY } }).m"),
    kind(
        "private async generator method",
        AsyncGenerator,
        &[Return, Yield, Await],
        "(class { static async *#m(a) { BODY } static f = this.#m; }).f",
    ),
    kind("AsyncGeneratorFunction's code", AsyncGenerator, &[Return, Yield, Await], "new (async function* () {}).constructor('a', TEXT)"),
];
