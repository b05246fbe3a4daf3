// What eval code declares are variables of the function around it, whatever `with` and `catch` are between.
const kinds = (...values) => console.log(...values.map((v) => (typeof v === "function" ? `function ${v.name}` : v)));
(function () { var o = { g: 1 }; with (o) { eval("function g() {}"); } kinds(typeof g, o.g); })();
(function () { var o = { g: 1 }; with (o) { eval("{ function g() {} }"); } kinds(typeof g, o.g); })();
(function () { var o = { g: 1 }; with (o) { eval("var g = 5"); } kinds(typeof g, o.g); })();
(function () { var o = { g: 1 }; with (o) { { function g() {} } } kinds(typeof g, o.g); })();
(function () { function g() { return 1; } var o = { g: 2 }; with (o) { eval("{ function g() { return 3; } }"); } kinds(g(), o.g); })();
(function (g) { var o = { g: 2 }; with (o) { eval("function g() { return 3; }"); } kinds(g(), o.g); })(1);
(function () { try { throw 1; } catch (g) { eval("{ function g() {} }"); kinds(g); } kinds(typeof g); })();
(function () { try { throw 1; } catch (g) { eval("var g = 3"); kinds(g); } kinds(typeof g); })();
(function () { with ({ g: 1 }) (() => { with ({ g: 2 }) eval("{ function g() {} }"); kinds(typeof g, g); })(); })();
(function () { let o = { g: 1 }; with (o) { (0, eval)("function fromIndirect() {}"); } kinds(typeof fromIndirect); })();
with ({ top1: 1 }) eval("{ function top1() {} }");
with ({ top2: 1 }) eval("function top2() {}");
try { throw 1; } catch (top3) { eval("{ function top3() {} }"); }
kinds(typeof top1, typeof top2, typeof top3);
(function () { eval("{ function late() {} }"); const a = 1; kinds(typeof late); })();
(function () { { let g = 1; { try { eval("function g() {}"); } catch (e) { kinds(e.name); } eval("{ function g() {} }"); kinds(g); } } kinds(typeof g); })();
