// What built-in functions and constructors, strings and globals are compiled to.

// graph parse: has StringSubstring
// graph parse: lacks Call
// graph parse: lacks Runtime
function parse(s) {
  let n = 0;
  for (let i = 0; i < s.length; i++) {
    const c = s.substring(i, i + 1);
    if (c === " ") n++;
    else if (c === "," || s.charAt(i) === ";") n += 2;
  }
  return n;
}
let total = 0;
for (let i = 0; i < 2000; i++) total += parse("one two, three; four");
console.log(total);

// graph table: has NewArraySized
// graph table: has ArrayAppend in loop
// graph table: lacks Construct
function table(n) {
  const t = new Array(n);
  for (let i = 0; i < n; i++) t[i] = i;
  return t;
}
for (let i = 0; i < 2000; i++) total += table(10).length;
console.log(total);

// graph stack: has ArrayPush in loop
// graph stack: has ArrayPop in loop
// graph stack: lacks Call
function stack(n) {
  const s = new Array();
  for (let i = 0; i < n; i++) s.push(i);
  let sum = 0;
  while (s.length > 0) sum += s.pop();
  return sum;
}
for (let i = 0; i < 2000; i++) total += stack(10);
console.log(total);

// graph kinds: has IsArray in loop
// graph kinds: lacks Call
function kinds(list) {
  let n = 0;
  for (let i = 0; i < list.length; i++) n += Array.isArray(list[i]) ? 1 : 2;
  return n;
}
const list = [[], 1, {}, "x", [2], null];
for (let i = 0; i < 3000; i++) total += kinds(list);
console.log(total);

// The loop of a callback method is compiled where it is called.
// graph product: has LoadElement in loop
// graph product: lacks CallScript
// graph product: lacks GetElem
function product(a) {
  let n = 0;
  for (let i = 0; i < 30; i++) n += a.reduce(times, 1);
  return n;
}
function times(x, y) {
  return (x * y) % 1000;
}
const numbers = [1, 2, 3, 4, 5, 6, 7];
for (let i = 0; i < 3000; i++) total += product(numbers);
console.log(total);

// graph rooted: has DoubleMath
// graph rooted: lacks GetGlobal
function rooted(x) {
  let n = 0;
  for (let i = 0; i < 5; i++) n += Math.sqrt(x + i);
  return n;
}
for (let i = 0; i < 3000; i++) total += rooted(i * 1.5);
console.log(total.toFixed(3));
