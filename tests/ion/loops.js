// What loops over numbers and arrays are compiled to.

// graph count: lacks BoxInt32 in loop
// graph count: lacks CheckInt32 in loop
// graph count: has Int32Add #1 #1 in loop
function count(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) sum = (sum + i) & 0xffff;
  return sum;
}
for (let i = 0; i < 2000; i++) count(50);
console.log(count(1000));

// graph total: has LoadTyped
// graph total: lacks CheckBounds in loop
// graph total: lacks CheckShape in loop
// graph total: lacks GetNamed
function total(data) {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i];
  return sum;
}
const data = new Float64Array(40).fill(0.5);
for (let i = 0; i < 2000; i++) total(data);
console.log(total(data));

// graph each: lacks GetIterator
// graph each: lacks IterNext
// graph each: lacks CheckShape in loop
function each(list) {
  let sum = 0;
  for (const value of list) sum += value;
  return sum;
}
for (let i = 0; i < 2000; i++) each([1, 2, 3]);
console.log(each([4, 5, 6]));

// What the interpreter has seen iterated tells arrays from the rest.
// graph values: has IterNext in loop
// graph values: lacks ArrayLength
// graph values: lacks CheckInt32
function values(set) {
  let last = "";
  for (const value of set) last = value;
  return last;
}
const set = new Set(["a", "b", "c"]);
for (let i = 0; i < 2000; i++) values(set);
console.log(values(set));

// graph hash: lacks Double
// graph hash: lacks CheckString in loop
// graph hash: lacks CheckBounds in loop
function hash(text) {
  let h = 17;
  for (let i = 0; i < text.length; i++) h = (h + text.charCodeAt(i) * 7) & 0xffffff;
  return h;
}
for (let i = 0; i < 2000; i++) hash("some text" + i);
console.log(hash("another text"));

// graph whole: has DoubleToInt32 in loop
// graph whole: lacks GetElem in loop
function whole(list, from) {
  let sum = 0;
  for (let i = from; i < 30; i += 1) sum += list[i];
  return sum;
}
const numbers = Array.from({ length: 30 }, (_, i) => i);
for (let i = 0; i < 2000; i++) whole(numbers, (i * 0.5) % 1 === 0 ? Math.sqrt(4) : 6.5 - 0.5);
console.log(whole(numbers, 4));
