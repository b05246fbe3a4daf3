function root(x) {
  return Math.sqrt(x);
}
for (let i = 0; i < 3000; i++) root(i);
console.log(root(9));
const sqrt = Math.sqrt;
Math.sqrt = (x) => `sqrt(${x})`;
console.log(root(9));
Math.sqrt = sqrt;
console.log(root(16));
function code(s) {
  return s.charCodeAt(0);
}
for (let i = 0; i < 3000; i++) code("abc");
const original = String.prototype.charCodeAt;
String.prototype.charCodeAt = () => -1;
console.log(code("abc"));
String.prototype.charCodeAt = original;
console.log(code("abc"), code({ charCodeAt: () => 12 }));
