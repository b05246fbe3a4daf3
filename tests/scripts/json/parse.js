const show = (x) => JSON.stringify(x);
console.log(show(JSON.parse('{"a":[1,2,{"b":null}],"c":"\\u0041\\n","d":-1.5e3,"e":true}')), JSON.parse("5"), JSON.parse('"s"'), JSON.parse(" [ ] ").length, JSON.parse("null"), Object.is(JSON.parse("-0"), -0));
console.log(show(JSON.parse('{"a":1,"b":[2,3]}', function (k, v) { return typeof v === "number" ? v + 1 : k === "" ? { ...v, root: true } : v; })), show(JSON.parse("[1,2,3]", (k, v) => (k === "1" ? undefined : v))));
console.log(show(JSON.parse('{"a":1,"a":2}')), Object.keys(JSON.parse('{"__proto__":1}')).join(), show(JSON.parse('{"2":1,"1":2,"b":3,"a":4}')));
for (const bad of ["", "{", "[1,]", "{a:1}", "'x'", "01", "1.", "+1", "\"\n\"", "nul", "[1 2]", "{\"a\":1,}", "\u00a01", "\"\\x41\"", "undefined", "--1", "1e"]) { try { JSON.parse(bad); console.log("accepted", bad); } catch (e) { if (e.name !== "SyntaxError") console.log(e.name); } }
let deep = "";
for (let i = 0; i < 500; i++) deep += "[";
deep += "]".repeat(500);
let d = JSON.parse(deep), depth = 0;
while (d) { depth++; d = d[0]; }
console.log(depth, JSON.parse('"\\ud83d\\ude00"'), JSON.parse("1E+2"), JSON.parse("123456789012345678901234567890"));
