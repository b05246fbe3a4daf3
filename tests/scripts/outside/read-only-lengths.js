// Array methods on what has a length that cannot be set.
// node: 26
const attempt = (f) => { try { return JSON.stringify(f()); } catch (e) { return e.name; } };
const make = {
  string: () => "LOCAL", wrapped: () => new String("ab"), function: () => function (a, b) {}, frozen: () => Object.freeze([1, 2, 3]),
  sealedLength: () => Object.defineProperty([1, 2, 3], "length", { writable: false }), getter: () => ({ get length() { return 2; }, 0: "a", 1: "b" }),
  typed: () => new Uint8Array(2), number: () => 5, frozenEmpty: () => Object.freeze([]), arguments: () => (function () { return Object.freeze(arguments); })(1, 2),
};
const calls = {
  push: [1], pushNothing: [], pop: [], shift: [], unshift: [1], unshiftNothing: [], splice: [0, 1], spliceNothing: [0, 0], spliceAdds: [1, 0, "x"], reverse: [], sort: [], fill: [7],
  copyWithin: [0, 1],
};
for (const [kind, value] of Object.entries(make)) {
  console.log(kind, Object.entries(calls).map(([name, args]) => {
    const receiver = value(), method = name.replace(/Nothing|Adds/, "");
    return `${name}=${attempt(() => Array.prototype[method].apply(receiver, args))}/${attempt(() => Array.from(Object(receiver)))}`;
  }).join(" "));
}
function push(a, x) { return a.push(x); }
for (let i = 0; i < 3000; i++) push([], i);
console.log(attempt(() => push(make.sealedLength(), 1)), attempt(() => push(make.frozen(), 1)), attempt(() => push([], 1)));
