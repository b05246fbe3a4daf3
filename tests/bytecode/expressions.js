function arithmetic(a, b) { return a * b + a * 2 - (b | 0) % 7 }
function order(a) { return a + (a = 1) + a }
function increments(a, o) { a++; ++a; var x = a++; o.n++; o[a]--; return x + -1 + -0 }
function logic(a, b, c) { return (a && b || c) ?? 1 }
function compound(o, k, v) { o.x += v; o[k] *= 2; v -= 3; return v }
function calls(f, o, a) { f(1, a); o.m(a)(2); new f(a, 3); f(...a); o["lit"](); return o[0](f()) }
function optional(a) { return a?.b.c?.(1)[a?.d] }
function unary(a) { return [typeof a, typeof missing, !a, ~a, -a, +a, void 0, delete a.b, delete a[1]] }
function literals() { return {a: 1, "b c": [1, , 2], 3: "x", __proto__: null, get g() { return 1 }, m() {}, [q]: 1n, ...z} }
function template(a) { return `x${a}y${a + 1}` + tag`p${a}\unicode` + /re/gi.source }
function named() { var f = function () {}, g = () => 1; return { h: () => 2, f, g } }
function logicalAssign(o, a) { o.x ??= 1; a ||= 2; a &&= 3; return a }
