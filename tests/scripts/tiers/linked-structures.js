class Node {
  constructor(value, next) {
    this.value = value;
    this.next = next;
  }
}
function build(n) {
  let head = null;
  for (let i = 0; i < n; i++) head = new Node(i, head);
  return head;
}
function reverse(list) {
  let result = null;
  while (list) [list.next, result, list] = [result, list, list.next];
  return result;
}
function sum(list) {
  let t = 0;
  for (let n = list; n !== null; n = n.next) t += n.value;
  return t;
}
let list = build(1000);
for (let i = 0; i < 21; i++) list = reverse(list);
console.log(list.value, sum(list));
list.next.next.value = 0.5;
console.log(sum(list));
list.next.next.next.value = "|";
console.log(sum(list).length);
list.next = { next: null, value: 7 };
console.log(sum(list));
list.next = undefined;
try {
  sum(list);
} catch (e) {
  console.log(e instanceof TypeError);
}
