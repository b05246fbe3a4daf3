// Defaults of patterns in loops: each iteration has bindings of its own, also for closures in defaults.
const N = 400;
function declared() {
  const kept = [];
  for (let i = 0, { get = () => i } = {}; i < 3; i++) kept.push(get);
  return kept.map((f) => f()).join();
}
function ofArrays(list) {
  const kept = [];
  for (const [a, b = () => a, { c = b() + 1 } = {}] of list) kept.push(typeof b === 'function' ? b() + c : b + c);
  return kept.join();
}
function ofObjects(list) {
  let text = '';
  for (let { name, value = `${name}!`, ...rest } of list) {
    value += Object.keys(rest).length;
    text += value;
    name = '';
  }
  return text;
}
function inObject(object) {
  const kept = [];
  for (const { length, 0: first = length, [length - 1]: last = first } in object) kept.push(() => first + last);
  return kept.map((f) => f()).join();
}
function assigned(list) {
  const target = {};
  let count = 0;
  for ({ a: target.x = ++count, b: [target.y = target.x] = [] } of list) count += target.y;
  return [count, target.x, target.y].join();
}
let x;
function once() {
  for (let { x = (() => 3)() } = {}; ;) return x;
}
let out = [];
for (let round = 0; round < N; round++) {
  out = [
    declared(), ofArrays([[1], [2, 5, { c: 2 }], [3, undefined, { c: 0 }], [4, null, {}]].map((l) => (l[1] === null ? [4] : l))),
    ofObjects([{ name: 'a' }, { name: 'b', value: round & 1 ? undefined : 'v', z: 1 }]),
    inObject({ ab: 1, c: 2 }), assigned([{}, { a: 5 }, { b: [undefined] }, { b: [7] }]), once(),
  ];
  if (round === 0 || round === N - 1) console.log(out.join(' '));
}
function params([x = 1, y = 2] = { x: 3, y: 4 }) {
  return x + y;
}
for (const call of [() => params(), () => params({ *[Symbol.iterator]() { yield 3; yield 4; } }), () => params([,])]) {
  try {
    console.log(call());
  } catch (error) {
    console.log(error.name);
  }
}
