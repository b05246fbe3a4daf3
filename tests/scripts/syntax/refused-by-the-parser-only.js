// What the language accepts and parsers like to refuse, run: `let` as a name, and calls that
// are assigned to, which throw after the call is made and before anything else is evaluated.
const log = [];
function f() { log.push('f'); return { valueOf() { log.push('valueOf'); } }; }
function g() { log.push('g'); return 1; }
for (const text of ['f() = g()', 'f() += g()', 'f()++', '--f()', '(f()) = g()', 'for (f() of [g()]) g()', 'for (f() in { a: 1 }) g()', 'f().x = g()']) {
  try {
    new Function('f', 'g', text)(f, g);
    console.log(text, log.splice(0).join());
  } catch (error) {
    console.log(text, error.name, log.splice(0).join());
  }
}
for (const text of ['let || 1', 'let++; let', 'let = 7; let', 'let\n+ 1', 'let, 3', 'let ? 4 : 5', 'let in {}', 'l\\u0065t + 1', '"let || 1"; /let,/.test("let,")', 'let: for (;;) break let;']) {
  console.log(text, (0, eval)(`var let = 2; ${text}`));
}
// Positions and texts are those of the source.
console.log(new Function('let || 1; f() = 1; /* let || 1 */ // f() = 1').toString());
const { Script } = require('vm');
for (const text of ['let || 1; )', 'f() = 1; let x; let x']) {
  try {
    new Script(text, 'name');
  } catch (error) {
    console.log(error.name, error.message);
  }
}
