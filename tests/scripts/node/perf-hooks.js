// node: 26
const { performance, PerformanceObserver, createHistogram, monitorEventLoopDelay, timerify, constants } = require('perf_hooks');

console.log(performance === globalThis.performance, performance instanceof Performance, performance instanceof EventTarget, typeof performance.now());
// Entries are told by their times, some of which are given below.
while (performance.now() < 20);
const observer = new PerformanceObserver((list) => {
  console.log(list.getEntries().map((entry) => [entry.name, entry.entryType, entry.detail]), list.getEntriesByType('mark').length, list.getEntriesByName('m').length);
  observer.disconnect();
});
observer.observe({ entryTypes: ['mark', 'measure', 'function'] });
const mark = performance.mark('a', { startTime: 1, detail: { x: 1 } });
performance.mark('b', { startTime: 5 });
const measure = performance.measure('m', 'a', 'b');
console.log(JSON.stringify(mark), JSON.stringify(measure), measure instanceof PerformanceMeasure, measure instanceof PerformanceEntry);
console.log(performance.measure('by options', { start: 2, duration: 4, detail: 'd' }).duration, performance.measure('to', { end: 7 , start: 'a' }).duration);
console.log(performance.getEntries().map((entry) => entry.name), performance.getEntriesByName('a', 'mark').length, performance.getEntriesByType('measure').length);
performance.clearMarks('a');
performance.clearMeasures();
console.log(performance.getEntries().map((entry) => entry.name));
for (const bad of [
  () => performance.measure('q', 'nope'), () => performance.mark('x', { startTime: -1 }), () => performance.mark('x', 1), () => performance.measure('x', { start: 1, end: 2, duration: 3 }),
  () => new PerformanceEntry(), () => new PerformanceObserver(), () => new PerformanceObserver(() => {}).observe({}), () => createHistogram({ figures: 9 }),
  () => createHistogram().record('x'), () => createHistogram().record(1.5), () => timerify(1), () => monitorEventLoopDelay({ resolution: 0 }), () => performance.mark(),
]) {
  try {
    bad();
    console.log('nothing thrown', bad);
  } catch (error) {
    console.log(error.name, error.code);
  }
}
const histogram = createHistogram();
for (const value of [1, 2, 3, 4, 100]) histogram.record(value);
console.log(histogram.min, histogram.max, histogram.mean, histogram.count, histogram.exceeds, histogram.stddev.toFixed(6), histogram.percentile(50), histogram.maxBigInt);
const more = createHistogram();
more.record(7n);
histogram.add(more);
console.log(histogram.count, histogram.percentiles.get(100));
histogram.reset();
console.log(histogram.count, histogram.max, histogram.mean);
const timed = performance.timerify(function add(a, b) { return a + b; });
console.log(timed(1, 2), timed.name, timed.length);
const delay = monitorEventLoopDelay({ resolution: 1 });
console.log(delay.enable(), delay.enable(), delay.disable(), delay.disable());
console.log(Object.keys(performance.eventLoopUtilization()), performance.nodeTiming.name, constants.NODE_PERFORMANCE_GC_MAJOR, PerformanceObserver.supportedEntryTypes.includes('mark'));
