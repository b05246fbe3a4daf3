let count = 0;
exports.loads = (globalThis.counterLoads = (globalThis.counterLoads ?? 0) + 1);
exports.next = () => ++count;
exports.peek = function () {
  return `${count} ${this === exports}`;
};
