// gc-stress: 211
// The value of evaluated text is that of its last statement that has one: no declaration has.
const vm = require('vm');
const texts = [
  'var [x] = [1]', '1; var y = 2', '2; let z1 = 3', '3; const { a } = { a: 4 }', '4; function f() {}', '5; class C {}', 'var v; v = 6', '7; {}', '8; ;',
  '9; if (false) 1;', '10; if (true) { var w = 11; }', '12; do { var q = 1; } while (false)', '13; for (var i = 0; i < 2; i++) { i; }',
  '14; switch (1) { case 1: var s = 2; }', '15; try { var t = 1; } finally { 16; }', '17; try { 18; } finally { 19; }', 'l: { 20; break l; }',
  '21; do { 22; continue; } while (false)', '23; do { 24; break; } while (true)', '25; with ({}) { var k = 1; }', '26; throwing: try { throw 1; } catch { }',
  '27; for (const o of [1, 2]) { if (o > 1) break; o; }', '28; eval("var e = 1")', '29; new Function("30")()', '31; debugger', '32; label: var lv = 1',
  'do { 33; if (true) { break; } } while (0)', '34; switch (2) { default: 35; case 3: break; }', '36; { 37; var n = 1; let m = 2; }',
];
for (const text of texts) console.log(text, '→', String(eval(text)), String((0, eval)(text.replace(/\b(let|const|class) /, 'var ').replace('var C {}', 'var C'))), String(vm.runInNewContext(text)));
