const f = (a, b = a + 1, { c = b * 2, d: [e] = [c] } = {}, ...rest) => [a, b, c, e, rest.length].join();
console.log(f(1), f(1, undefined), f(1, null), f(1, 2, { c: 9 }), f(1, 2, { d: [7] }, 4, 5));
const log = [];
const g = (x = log.push("x"), y = log.push("y")) => x + y;
console.log(g(), g(10), g(undefined, 5), log.join());
function scope(a, get = () => a) { var a = "body"; return `${a} ${get()}`; }
console.log(scope("param"));
try { ((a = b, b = 1) => a)(); } catch (e) { console.log(e.name); }
console.log(((a, b = 1, ...c) => 1).length, (function (a, b) {}).length, ((...a) => 1).length);
function args(a, b = 2) { a = 10; return arguments[0] + arguments.length; }
console.log(args(1), ((...xs) => xs.reverse().join())(1, 2, 3));
