const top = 1;
let counter = 0;
function capture(a, b) { let c = a; return () => { counter++; return c + b + top } }
function loops() { const fs = []; for (let i = 0; i < 3; i++) { fs.push(() => i) } for (const x of fs) { x() } return fs }
function tdz() { f(); let late = 1; function f() { return late } { early; let early } }
function blocks(a) { { let a = 1; { let a = 2; use(a) } use(a) } return a }
function annexB() { { function g() { return 1 } } return g }
function named() { return (function self(n) { return n ? self(n - 1) : () => self }) }
function args(a, b) { a = 2; return arguments[0] + arguments.length }
function escapingArgs(a) { return use(arguments) }
function strictArgs(a) { "use strict"; return arguments }
function defaults(a, b = a, { c, d = () => c } = {}, [e, ...f] = [], ...rest) { var a; return a + e }
function catches() { try { x() } catch (e) { var e = 1; return e } try { y() } catch ({ message: m }) { return m } }
function withs(o) { with (o) { x = y; f(z) } }
arrow = (x) => this.y + x;
