// What observers of performance listen to. Who could measure asks here whether anybody wants to know, which costs
// nothing where node:perf_hooks was never loaded.
'use strict';

const counts = new Map();
let publish;

module.exports = {
  isObserved: (type) => counts.has(type),
  observe(type) {
    counts.set(type, (counts.get(type) ?? 0) + 1);
  },
  unobserve(type) {
    const left = counts.get(type) - 1;
    if (left > 0) counts.set(type, left);
    else counts.delete(type);
  },
  /** What makes entries, and tells observers. */
  publishBy(maker) {
    publish = maker;
  },
  publish(name, type, start, duration, detail) {
    if (counts.has(type)) publish(name, type, start, duration, detail);
  },
};
