// A function and a `var` of a nested block may have the same name.
function counter() {
  return "function";
}
console.log(typeof counter);
for (var counter = 0; counter < 3; counter++);
console.log(counter);

function shadowed() {
  function inner() {}
  {
    let other;
    {
      var { a: inner = 5 } = {};
    }
  }
  return inner;
}
console.log(shadowed());

{
  function block() {
    return 1;
  }
  block = 2;
}
{
  var block;
}
console.log(typeof block);

class Static {
  static {
    function i() {}
    for (var i of ["static"]);
    console.log(i);
  }
}

// The function of a block is none of its function if that has a `let` of the name.
(() => {
  {
    function k() {
      return "inner";
    }
    console.log(k());
  }
  let k = "outer";
  console.log(k);
})();
(function () {
  {
    let x = 1;
    eval("{ function x() {} } function y() { return 'y'; }");
    console.log(x, y());
  }
  console.log(typeof x);
})();

for (const text of [
  "{ function g() {} var g; }",
  "{ function g() {} { var g; } }",
  "{ { var g; } function g() {} }",
  "switch (0) { case 0: function g() {} { var g; } }",
  "{ function g() {} let g; }",
  "function g() {} let g;",
  "function f() { label: { function g() {} { for (var g of []); } } }",
  "(() => { function i() {} { let i; { var i; } } })",
  "{ let x; eval('function x() {}'); }",
]) {
  try {
    new Function(text)();
    console.log("no error", text);
  } catch (error) {
    console.log(error.name, text);
  }
}
