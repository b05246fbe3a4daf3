// A negative index is a name: of arguments, of arrays, of what they inherit; typed arrays have none.
function last() {
  return arguments[arguments.length - 1];
}
function below(index) {
  arguments[-1] = index;
  return arguments[-1] + (arguments[0] === index);
}
function peek(stack) {
  return stack[stack.length - 1];
}
function has(list, index) {
  return index in list;
}
let sum = 0;
for (let i = 0; i < 6000; i++) {
  sum += last(i, 1) + below(i) + (peek(i % 3 ? [i] : []) ?? 5) + has([i], i % 2 ? -1 : 0);
}
console.log(sum, last(), peek(''), peek(new Int8Array()), peek('ab'), has([1, 2], -7), has([1, 2], 7));
Object.prototype[-1] = 'inherited';
console.log(last(), peek([]), peek(''), peek(new Int8Array()), peek({ length: 0 }), has([], -1), has(new Int8Array(), -1));
delete Object.prototype[-1];
const named = Object.assign([], { '-1': 'own' });
console.log(peek(named), peek([]), has(named, -1), has([], -1));
Array.prototype[7] = 1;
console.log(has([1, 2], 7), has([1, 2], 8));
delete Array.prototype[7];
