function f() { return [arguments.length, arguments[0], typeof arguments, Array.isArray(arguments), [...arguments].join(), Object.keys(arguments).join(), Array.prototype.slice.call(arguments, 1).join()].join(" "); }
console.log(f(), f(1, 2, 3));
function map(a, b) { a = "A"; arguments[1] = "B"; delete arguments[0]; arguments[0] = "new"; return `${a} ${b} ${arguments[0]}`; }
console.log(map(1, 2), map(1));
function grow(a) { arguments.length = 5; arguments[3] = 1; return Array.from(arguments).join("|"); }
console.log(grow(1));
const arrow = function () { return (() => arguments[0])("inner"); };
console.log(arrow("outer"));
function shadow(arguments_, ...r) { var arguments = 5; return arguments; }
console.log(shadow(), (function (a) { "use strict"; a = 2; return arguments[0]; })(1), Object.prototype.toString.call((function () { return arguments; })()));
