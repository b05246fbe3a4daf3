// node: 26
// What a histogram tells of values that it does not tell apart: the least, the greatest, the middle; and percentiles in halves.
'use strict';
const { createHistogram, performance } = require('perf_hooks');
const tell = (h) => console.log(h.count, h.min, h.max, h.mean, h.stddev, h.exceeds, h.percentile(50), h.percentile(99), [...h.percentiles].join(' '));
const values = [
  [1e6], [5, 1000, 1e6], [123456789, 3, 2047, 2048, 2049, 4097], [9e15], [1], [99, 100, 101, 250], [1, 2], [5, 5, 5, 5], [1, 1, 1, 9],
  Array.from({ length: 200 }, (_, i) => i * i + 1),
];
for (const options of [{}, { figures: 1 }, { figures: 5 }, { lowest: 100, highest: 1e9 }, { figures: 2, lowest: 7 }]) {
  for (const list of values) {
    const histogram = createHistogram(options);
    for (const value of list) histogram.record(value);
    tell(histogram);
    const other = createHistogram();
    other.record(7);
    other.add(histogram);
    console.log(other.count, other.max);
    histogram.reset();
    tell(histogram);
  }
}
const { nodeTiming } = performance;
console.log(nodeTiming.constructor.name, Object.keys(nodeTiming), Object.keys(nodeTiming.toJSON()), Object.keys(performance.toJSON()));
