// A function of a hundred thousand instructions must not be compiled for minutes.
const holes = new Function("a", `return [${",".repeat(1 << 17)} a]`);
for (let i = 0; i < 60; i++) holes(i);
console.log(holes(5).length, holes(6)[1 << 17]);
const many = new Function("f", `return f(${"0,".repeat(12000)} 1)`);
for (let i = 0; i < 60; i++) many(Math.max);
console.log(many(function () { return arguments.length; }), many(Math.max));
