// Statistics, bins and set operations.
import * as d3 from 'd3-array';

const data = Array.from({ length: 500 }, (_, i) => ({ k: 'abc'[i % 3], v: (i * 7919) % 997, t: i % 7 }));
console.log(d3.extent(data, (d) => d.v), d3.mean(data, (d) => d.v), d3.median(data, (d) => d.v), d3.deviation(data, (d) => d.v), d3.quantile(data, 0.9, (d) => d.v));
console.log(d3.rollup(data, (v) => d3.sum(v, (d) => d.v), (d) => d.k, (d) => d.t), d3.groups(data.slice(0, 5), (d) => d.k), d3.index(data.slice(0, 2), (d) => d.v));
console.log(d3.bin().thresholds(5)(data.map((d) => d.v)).map((b) => [b.x0, b.x1, b.length]), d3.ticks(0, 1, 7), d3.tickStep(0, 1000, 4), d3.nice(0.13, 9.7, 5), d3.range(0, 1, 0.25), d3.cross([1, 2], 'ab'), d3.transpose([[1, 2], [3, 4]]));
console.log(d3.bisectLeft([1, 3, 5], 3), d3.greatest(data, (a, b) => a.v - b.v), d3.union([1, 2], [2, 3]), d3.fsum([0.1, 0.2, 0.3, 1e20, -1e20]), d3.blur([1, 5, 1, 9, 2], 1), d3.rank([30, 10, 20, 10]), new d3.InternMap([[new Date(0), 1]]), new d3.Adder().add(1));
