// node:perf_hooks: marks and measures, their observers, histograms. Makes the global performance, which
// has `now` and `timeOrigin` from the start, what the standard says.
'use strict';

const { checkFunction, coded, invalidArgument, invalidValue, outOfRange } = require('internal/errors');
const { DOMException } = require('internal/event_target');
const observed = require('internal/observed');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const now = performance.now.bind(performance);
const timeOrigin = performance.timeOrigin;
const illegal = () => coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
const missing = (name) => coded(TypeError, 'ERR_MISSING_ARGS', `The "${name}" argument must be specified`);
const KEY = {};

// ---- entries

class PerformanceEntry {
  #name;
  #type;
  #start;
  #duration;
  #detail;
  constructor(key, name, type, start, duration, detail) {
    if (key !== KEY) throw illegal();
    this.#name = name;
    this.#type = type;
    this.#start = start;
    this.#duration = duration;
    this.#detail = detail;
  }
  get name() { return this.#name; }
  get entryType() { return this.#type; }
  get startTime() { return this.#start; }
  get duration() { return this.#duration; }
  get detail() { return this.#detail; }
  toJSON() {
    return { name: this.name, entryType: this.entryType, startTime: this.startTime, duration: this.duration };
  }
  [kInspect](depth, options, inspect) {
    if (depth < 0) return this;
    return `${this.constructor.name} ${inspect({ ...this.toJSON() }, options)}`;
  }
}
delete PerformanceEntry.prototype.detail;
const detailOf = (options) => {
  const detail = options?.detail;
  return detail === undefined || detail === null ? null : structuredClone(detail);
};

class PerformanceMark extends PerformanceEntry {
  #detail;
  constructor(name, options) {
    if (arguments.length === 0) throw missing('name');
    const label = `${name}`;
    if (options !== undefined && (options === null || typeof options !== 'object' || Array.isArray(options))) throw invalidArgument('options', 'of type object', options);
    if (timingNames.has(label)) throw invalidValue('name', label);
    const start = options?.startTime ?? now();
    if (typeof start !== 'number') throw invalidArgument('startTime', 'of type number', start);
    if (start < 0) throw coded(TypeError, 'ERR_PERFORMANCE_INVALID_TIMESTAMP', `${start} is not a valid timestamp`);
    super(KEY, label, 'mark', start, 0);
    this.#detail = detailOf(options);
  }
  get detail() { return this.#detail; }
  toJSON() {
    return { name: this.name, entryType: 'mark', startTime: this.startTime, duration: 0, detail: this.#detail };
  }
}

class PerformanceMeasure extends PerformanceEntry {
  #detail;
  constructor(key, name, start, duration, detail) {
    super(key, name, 'measure', start, duration);
    this.#detail = detail;
  }
  get detail() { return this.#detail; }
  toJSON() {
    return { name: this.name, entryType: 'measure', startTime: this.startTime, duration: this.duration, detail: this.#detail };
  }
}

class PerformanceNodeEntry extends PerformanceEntry {
  #detail;
  constructor(key, name, type, start, duration, detail) {
    super(key, name, type, start, duration);
    this.#detail = detail;
  }
  get detail() { return this.#detail; }
  toJSON() {
    return { name: this.name, entryType: this.entryType, startTime: this.startTime, duration: this.duration, detail: this.#detail };
  }
}

const RESOURCE_FIELDS = [
  'initiatorType', 'nextHopProtocol', 'workerStart', 'redirectStart', 'redirectEnd', 'fetchStart', 'domainLookupStart', 'domainLookupEnd',
  'connectStart', 'connectEnd', 'secureConnectionStart', 'requestStart', 'responseStart', 'responseEnd', 'transferSize',
  'encodedBodySize', 'decodedBodySize', 'deliveryType', 'responseStatus',
];
class PerformanceResourceTiming extends PerformanceEntry {
  #fields;
  constructor(key, name, start, duration, fields) {
    super(key, name, 'resource', start, duration);
    this.#fields = fields;
  }
  toJSON() {
    return { ...super.toJSON(), ...this.#fields };
  }
  static {
    for (const field of RESOURCE_FIELDS) {
      Object.defineProperty(this.prototype, field, { configurable: true, enumerable: true, get() { return this.#fields[field]; } });
    }
  }
}

const BOOTSTRAPPED = now();
const timingNames = new Set(['nodeStart', 'v8Start', 'environment', 'bootstrapComplete', 'loopStart', 'loopExit']);
function utilization(a, b) {
  const { user, system } = process.cpuUsage();
  const elapsed = now();
  // Time on the processor is what was active.
  const active = Math.min((user + system) / 1000, elapsed);
  const current = { idle: elapsed - active, active, utilization: elapsed === 0 ? 0 : active / elapsed };
  if (a === undefined) return current;
  const [later, earlier] = b === undefined ? [current, a] : [a, b];
  const idle = later.idle - earlier.idle;
  const spent = later.active - earlier.active;
  return { idle, active: spent, utilization: idle + spent === 0 ? 0 : spent / (idle + spent) };
}
/** What node:perf_hooks knows of the program's start; its properties are those of no class. */
function PerformanceNodeTiming() {
  const still = (value) => ({ value, enumerable: true, configurable: true });
  const asked = (get) => ({ get, enumerable: true, configurable: true });
  Object.defineProperties(this, {
    name: still('node'), entryType: still('node'), startTime: still(0), duration: asked(now), nodeStart: asked(() => 0), v8Start: asked(() => 0),
    environment: asked(() => 0), loopStart: asked(() => -1), loopExit: asked(() => -1), bootstrapComplete: asked(() => BOOTSTRAPPED),
    idleTime: asked(() => utilization().idle), uvMetricsInfo: asked(() => ({ loopCount: 0, events: 0, eventsWaiting: 0 })),
  });
}
PerformanceNodeTiming.prototype = Object.create(PerformanceEntry.prototype, {
  constructor: { value: PerformanceNodeTiming, writable: true, configurable: true },
  toJSON: {
    value: function toJSON() {
      const names = ['name', 'entryType', 'startTime', 'duration', 'nodeStart', 'v8Start', 'bootstrapComplete', 'environment', 'loopStart', 'loopExit', 'idleTime'];
      return Object.fromEntries(names.map((name) => [name, this[name]]));
    },
    writable: true, configurable: true,
  },
});
const nodeTiming = new PerformanceNodeTiming();

// ---- the timeline and its observers

const timeline = { mark: [], measure: [], resource: [] };
const observers = new Set();
const SUPPORTED = ['dns', 'function', 'gc', 'http', 'http2', 'mark', 'measure', 'net', 'resource'];
let resourceLimit = 250;

function publish(entry) {
  const list = timeline[entry.entryType];
  if (list && (entry.entryType !== 'resource' || list.length < resourceLimit)) list.push(entry);
  for (const observer of observers) observer[kTake](entry);
}
observed.publishBy((name, type, start, duration, detail) => publish(new PerformanceNodeEntry(KEY, name, type, start, duration, detail)));
const byStart = (entries) => entries.sort((a, b) => a.startTime - b.startTime);
const allEntries = () => byStart([...timeline.mark, ...timeline.measure, ...timeline.resource]);
const kTake = Symbol('take');

class PerformanceObserverEntryList {
  #entries;
  constructor(key, entries) {
    if (key !== KEY) throw illegal();
    this.#entries = byStart(entries);
  }
  getEntries() {
    return this.#entries.slice();
  }
  getEntriesByType(type) {
    if (arguments.length === 0) throw missing('type');
    return this.#entries.filter((entry) => entry.entryType === `${type}`);
  }
  getEntriesByName(name, type) {
    if (arguments.length === 0) throw missing('name');
    return this.#entries.filter((entry) => entry.name === `${name}` && (type === undefined || entry.entryType === `${type}`));
  }
  [kInspect](depth, options, inspect) {
    return `PerformanceObserverEntryList ${inspect(this.#entries, options)}`;
  }
}

class PerformanceObserver {
  #callback;
  #types = new Set();
  #mode;
  #entries = [];
  #waiting = false;
  constructor(callback) {
    checkFunction(callback, 'callback');
    this.#callback = callback;
  }
  static get supportedEntryTypes() {
    return Object.freeze(SUPPORTED.slice());
  }
  observe(options = {}) {
    if (options === null || typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
    const { entryTypes, type, buffered } = options;
    if (entryTypes === undefined && type === undefined) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "options.entryTypes" and "options.type" arguments must be specified');
    if (entryTypes !== undefined && type !== undefined) {
      throw invalidValue('options.entryTypes', entryTypes, 'options.entryTypes can not set with options.type together');
    }
    const mode = type === undefined ? 'several' : 'single';
    this.#mode ??= mode;
    if (this.#mode !== mode) throw new DOMException('PerformanceObserver can not change its mode of observation', 'InvalidModificationError');
    if (mode === 'several') {
      if (!Array.isArray(entryTypes)) throw invalidArgument('options.entryTypes', 'string[]', entryTypes);
      for (const name of this.#types) observed.unobserve(name);
      this.#types = new Set(entryTypes.filter((name) => SUPPORTED.includes(name)));
      if (this.#types.size === 0) return;
      for (const name of this.#types) observed.observe(name);
    } else {
      if (!SUPPORTED.includes(type)) return;
      if (!this.#types.has(type)) observed.observe(type);
      this.#types.add(type);
      if (buffered) for (const entry of timeline[type] ?? []) this[kTake](entry);
    }
    observers.add(this);
  }
  disconnect() {
    observers.delete(this);
    for (const name of this.#types) observed.unobserve(name);
    this.#types.clear();
    this.#entries = [];
    this.#mode = undefined;
  }
  takeRecords() {
    const list = this.#entries;
    this.#entries = [];
    return list;
  }
  [kTake](entry) {
    if (!this.#types.has(entry.entryType)) return;
    this.#entries.push(entry);
    if (this.#waiting) return;
    this.#waiting = true;
    setImmediate(() => {
      this.#waiting = false;
      const list = this.takeRecords();
      if (list.length) this.#callback(new PerformanceObserverEntryList(KEY, list), this);
    });
  }
}

// ---- histograms

/**
 * Counts of values: what node:perf_hooks calls a histogram. Values of so many figures are told apart: by the first of those that
 * are not, as in HdrHistogram.
 */
class Counts {
  values = new Map();
  count = 0;
  exceeds = 0;
  sum = 0;
  #bits;
  #unit;
  constructor({ lowest = 1, figures = 3 } = {}) {
    this.#unit = Math.floor(Math.log2(lowest));
    this.#bits = Math.ceil(Math.log2(2 * 10 ** figures));
  }
  /** How many values from `value` on are not told apart. */
  sizeAt(value) {
    const bits = value === 0 ? 0 : Math.floor(Math.log2(value)) + 1;
    return 2 ** (this.#unit + Math.max(bits - this.#unit - this.#bits, 0));
  }
  #middle(value) {
    return value + Math.floor(this.sizeAt(value) / 2);
  }
  deviation() {
    const mean = this.sum / this.count;
    let total = 0;
    for (const value of this.sorted()) total += (this.#middle(value) - mean) ** 2 * this.values.get(value);
    return Math.sqrt(total / this.count);
  }
  /** Each half of what is above the last percentile, until all values are below it. */
  percentiles() {
    if (this.count === 0) return new Map([[100, 0]]);
    const values = this.sorted();
    const map = new Map([[0, values[0]]]);
    let [at, seen] = [0, this.values.get(values[0])];
    for (let rest = 50, percent = 50; seen < this.count; rest /= 2, percent += rest) {
      const wanted = Math.ceil((percent / 100) * this.count);
      while (seen < wanted) seen += this.values.get(values[++at]);
      map.set(percent, values[at]);
    }
    return map.set(100, values.at(-1));
  }
  add(given, times = 1) {
    const size = this.sizeAt(given);
    const value = Math.floor(given / size) * size;
    this.values.set(value, (this.values.get(value) ?? 0) + times);
    this.count += times;
    this.sum += this.#middle(value) * times;
  }
  clear() {
    this.values.clear();
    this.count = this.exceeds = this.sum = 0;
  }
  sorted() {
    return [...this.values.keys()].sort((a, b) => a - b);
  }
  percentile(percent) {
    const wanted = Math.max(Math.ceil((percent / 100) * this.count), 1);
    let seen = 0;
    for (const value of this.sorted()) {
      seen += this.values.get(value);
      if (seen >= wanted) return value + this.sizeAt(value) - 1;
    }
    return this.sizeAt(0) - 1;
  }
}
const UNSET_MIN = 9223372036854776000;

class Histogram {
  #counts;
  constructor(key, counts) {
    if (key !== KEY) throw illegal();
    this.#counts = counts;
  }
  static countsOf(histogram) {
    return histogram.#counts;
  }
  get count() { return this.#counts.count; }
  get countBigInt() { return BigInt(this.#counts.count); }
  get exceeds() { return this.#counts.exceeds; }
  get exceedsBigInt() { return BigInt(this.#counts.exceeds); }
  get min() { return this.#counts.count ? this.#counts.sorted()[0] : UNSET_MIN; }
  get minBigInt() { return this.#counts.count ? BigInt(this.min) : 9223372036854775807n; }
  get max() { 
    if (this.#counts.count === 0) return 0;
    const value = this.#counts.sorted().at(-1);
    return value + this.#counts.sizeAt(value) - 1;
  }
  get maxBigInt() { return BigInt(this.max); }
  get mean() { return this.#counts.count ? this.#counts.sum / this.#counts.count : NaN; }
  get stddev() {
    return this.#counts.count ? this.#counts.deviation() : NaN;
  }
  percentile(percent) {
    if (typeof percent !== 'number') throw invalidArgument('percentile', 'of type number', percent);
    if (!(percent > 0 && percent <= 100)) throw outOfRange('percentile', '> 0 && <= 100', percent);
    return this.#counts.percentile(percent);
  }
  percentileBigInt(percent) {
    return BigInt(this.percentile(percent));
  }
  get percentiles() {
    return this.#counts.percentiles();
  }
  get percentilesBigInt() {
    return new Map([...this.percentiles].map(([key, value]) => [key, BigInt(value)]));
  }
  reset() {
    this.#counts.clear();
  }
  toJSON() {
    const { count, min, max, mean, exceeds, stddev, percentiles } = this;
    return { count, min, max, mean, exceeds, stddev, percentiles: Object.fromEntries(percentiles) };
  }
  [kInspect](depth, options, inspect) {
    if (depth < 0) return this;
    const { min, max, mean, exceeds, stddev, count, percentiles } = this;
    return `${this.constructor.name} ${inspect({ min, max, mean, exceeds, stddev, count, percentiles }, options)}`;
  }
}
const { countsOf } = Histogram;
delete Histogram.countsOf;

class RecordableHistogram extends Histogram {
  #range;
  #last;
  constructor(key, counts, range) {
    super(key, counts);
    this.#range = range;
  }
  record(value) {
    if (typeof value !== 'number' && typeof value !== 'bigint') throw invalidArgument('val', 'of type integer or bigint', value);
    if (typeof value === 'number' && !Number.isSafeInteger(value)) throw outOfRange('val', Number.isInteger(value) ? `>= 0 && <= ${Number.MAX_SAFE_INTEGER}` : 'an integer', value);
    const number = Number(value);
    if (number < 0) throw outOfRange('val', `>= 0 && <= ${Number.MAX_SAFE_INTEGER}`, value);
    if (number > this.#range.highest) countsOf(this).exceeds++;
    else countsOf(this).add(number);
  }
  recordDelta() {
    const time = process.hrtime.bigint();
    if (this.#last !== undefined) this.record(time - this.#last || 1n);
    this.#last = time;
  }
  add(other) {
    if (!(other instanceof RecordableHistogram)) throw invalidArgument('other', 'an instance of RecordableHistogram', other);
    for (const [value, times] of countsOf(other).values) countsOf(this).add(value, times);
    countsOf(this).exceeds += countsOf(other).exceeds;
  }
}

function checkBound(value, name, least) {
  if (typeof value !== 'number' && typeof value !== 'bigint') throw invalidArgument(name, 'of type integer or bigint', value);
  if (value < least || (typeof value === 'number' && !Number.isSafeInteger(value))) {
    throw outOfRange(name, `>= ${least} && <= ${Number.MAX_SAFE_INTEGER}`, value);
  }
}

function createHistogram(options = {}) {
  if (options === null || typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
  const { lowest = 1, highest = Number.MAX_SAFE_INTEGER, figures = 3 } = options;
  checkBound(lowest, 'options.lowest', 1);
  checkBound(highest, 'options.highest', 2 * Number(lowest));
  if (typeof figures !== 'number') throw invalidArgument('options.figures', 'of type number', figures);
  if (!Number.isInteger(figures) || figures < 1 || figures > 5) throw outOfRange('options.figures', '>= 1 && <= 5', figures);
  return new RecordableHistogram(KEY, new Counts({ lowest: Number(lowest), figures }), { lowest: Number(lowest), highest: Number(highest) });
}

class IntervalHistogram extends Histogram {
  #resolution;
  #timer;
  #last;
  constructor(key, resolution) {
    super(key, new Counts());
    this.#resolution = resolution;
  }
  enable() {
    if (this.#timer) return false;
    this.#last = process.hrtime.bigint();
    this.#timer = setInterval(() => {
      const time = process.hrtime.bigint();
      countsOf(this).add(Number(time - this.#last));
      this.#last = time;
    }, this.#resolution).unref();
    return true;
  }
  disable() {
    if (!this.#timer) return false;
    clearInterval(this.#timer);
    this.#timer = undefined;
    return true;
  }
  [Symbol.dispose]() {
    this.disable();
  }
}

function monitorEventLoopDelay(options = {}) {
  if (options === null || typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
  const { resolution = 10 } = options;
  if (typeof resolution !== 'number') throw invalidArgument('options.resolution', 'of type number', resolution);
  if (!Number.isInteger(resolution) || resolution < 1) throw outOfRange('options.resolution', `>= 1 && <= ${Number.MAX_SAFE_INTEGER}`, resolution);
  return new IntervalHistogram(KEY, resolution);
}

// ---- performance

function timerify(fn, options = {}) {
  checkFunction(fn, 'fn');
  if (options === null || typeof options !== 'object' || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
  const { histogram } = options;
  if (histogram !== undefined && typeof histogram?.record !== 'function') {
    throw invalidArgument('options.histogram', 'an instance of RecordableHistogram', histogram);
  }
  const done = (start, args) => {
    const duration = now() - start;
    if (histogram !== undefined) histogram.record(Math.max(Math.ceil(duration * 1e6), 1));
    const entry = new PerformanceNodeEntry(KEY, fn.name, 'function', start, duration, args);
    args.forEach((arg, i) => { entry[i] = arg; });
    publish(entry);
  };
  function timerified(...args) {
    const start = now();
    const result = new.target ? Reflect.construct(fn, args, fn) : Reflect.apply(fn, this, args);
    if (!new.target && typeof result?.finally === 'function') return result.finally(() => done(start, args));
    done(start, args);
    return result;
  }
  return Object.defineProperties(timerified, {
    length: { configurable: false, enumerable: true, value: fn.length },
    name: { configurable: false, enumerable: true, value: `timerified ${fn.name}` },
  });
}

function timeOf(mark) {
  if (mark === undefined) return undefined;
  if (typeof mark === 'number') {
    if (mark < 0) throw coded(TypeError, 'ERR_PERFORMANCE_INVALID_TIMESTAMP', `${mark} is not a valid timestamp`);
    return mark;
  }
  const name = `${mark}`;
  if (timingNames.has(name)) {
    const time = nodeTiming[name];
    if (time < 0) throw new DOMException(`The "${name}" performance mark has not been set`, 'InvalidAccessError');
    return time;
  }
  const entry = timeline.mark.findLast((other) => other.name === name);
  if (!entry) throw new DOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
  return entry.startTime;
}

const target = new EventTarget();
class Performance extends EventTarget {
  constructor() {
    throw illegal();
  }
  clearMarks(name) {
    timeline.mark = name === undefined ? [] : timeline.mark.filter((entry) => entry.name !== `${name}`);
  }
  clearMeasures(name) {
    timeline.measure = name === undefined ? [] : timeline.measure.filter((entry) => entry.name !== `${name}`);
  }
  clearResourceTimings(name) {
    timeline.resource = name === undefined ? [] : timeline.resource.filter((entry) => entry.name !== `${name}`);
  }
  getEntries() {
    return allEntries();
  }
  getEntriesByName(name, type) {
    if (arguments.length === 0) throw missing('name');
    return allEntries().filter((entry) => entry.name === `${name}` && (type === undefined || entry.entryType === type));
  }
  getEntriesByType(type) {
    if (arguments.length === 0) throw missing('type');
    return allEntries().filter((entry) => entry.entryType === `${type}`);
  }
  mark(name, options) {
    if (arguments.length === 0) throw missing('name');
    const entry = new PerformanceMark(name, options);
    publish(entry);
    return entry;
  }
  measure(name, startOrOptions, endMark) {
    if (arguments.length === 0) throw missing('name');
    const label = `${name}`;
    const options = startOrOptions !== null && typeof startOrOptions === 'object' ? startOrOptions : undefined;
    let start;
    let end;
    if (options !== undefined && Object.keys(options).length) {
      const { duration } = options;
      if (endMark !== undefined) throw coded(TypeError, 'ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS', 'endMark must not be specified');
      if (options.start === undefined && options.end === undefined) {
        throw coded(TypeError, 'ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS', 'One of options.start or options.end is required');
      }
      if (options.start !== undefined && options.end !== undefined && duration !== undefined) {
        throw coded(TypeError, 'ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS', 'Must not have options.start, options.end, and options.duration specified');
      }
      end = timeOf(options.end);
      if (end === undefined) end = options.start !== undefined && duration !== undefined ? timeOf(options.start) + timeOf(duration) : now();
      start = timeOf(options.start);
      if (start === undefined) start = duration !== undefined ? end - timeOf(duration) : 0;
    } else {
      start = options === undefined ? timeOf(startOrOptions) ?? 0 : 0;
      end = timeOf(endMark) ?? now();
    }
    const entry = new PerformanceMeasure(KEY, label, start, end - start, detailOf(options));
    publish(entry);
    return entry;
  }
  setResourceTimingBufferSize(size) {
    resourceLimit = Number(size) >>> 0;
  }
  markResourceTiming(info, url, initiatorType, global, cacheMode, bodyInfo = {}, responseStatus = 0, deliveryType = '') {
    const start = info.startTime ?? 0;
    const connection = info.finalConnectionTimingInfo ?? {};
    const entry = new PerformanceResourceTiming(KEY, `${url}`, start, (info.endTime ?? start) - start, {
      initiatorType, nextHopProtocol: connection.ALPNNegotiatedProtocol ?? '', workerStart: info.finalServiceWorkerStartTime ?? 0,
      redirectStart: info.redirectStartTime ?? 0, redirectEnd: info.redirectEndTime ?? 0, fetchStart: info.postRedirectStartTime ?? 0,
      domainLookupStart: connection.domainLookupStartTime ?? 0, domainLookupEnd: connection.domainLookupEndTime ?? 0,
      connectStart: connection.connectionStartTime ?? 0, connectEnd: connection.connectionEndTime ?? 0,
      secureConnectionStart: connection.secureConnectionStartTime ?? 0, requestStart: info.finalNetworkRequestStartTime ?? 0,
      responseStart: info.finalNetworkResponseStartTime ?? 0, responseEnd: info.endTime ?? 0,
      transferSize: cacheMode === 'local' ? 0 : (info.encodedBodySize ?? 0) + 300, encodedBodySize: info.encodedBodySize ?? 0,
      decodedBodySize: info.decodedBodySize ?? 0, deliveryType, responseStatus,
    });
    publish(entry);
    return entry;
  }
  timerify(fn, options) {
    return timerify(fn, options);
  }
  eventLoopUtilization(a, b) {
    return utilization(a, b);
  }
  get nodeTiming() {
    return nodeTiming;
  }
  toJSON() {
    return { nodeTiming, timeOrigin, eventLoopUtilization: utilization() };
  }
  addEventListener(...args) {
    target.addEventListener(...args);
  }
  removeEventListener(...args) {
    target.removeEventListener(...args);
  }
  dispatchEvent(event) {
    return target.dispatchEvent(event);
  }
  [kInspect](depth, options, inspect) {
    if (depth < 0) return this;
    return `Performance ${inspect({ nodeTiming, timeOrigin }, options)}`;
  }
}
Object.defineProperty(Performance.prototype, 'now', { value: performance.now, writable: true, configurable: true, enumerable: true });
Object.defineProperty(Performance.prototype, 'timeOrigin', { configurable: true, enumerable: true, get: () => timeOrigin });
for (const Class of [Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList, PerformanceResourceTiming]) {
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(Class.prototype))) {
    if (key !== 'constructor') Object.defineProperty(Class.prototype, key, { ...descriptor, enumerable: true });
  }
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}
// The object that was there keeps its identity.
for (const key of Reflect.ownKeys(performance)) delete performance[key];
Object.setPrototypeOf(performance, Performance.prototype);

const constants = Object.freeze({
  NODE_PERFORMANCE_GC_MAJOR: 4, NODE_PERFORMANCE_GC_MINOR: 1, NODE_PERFORMANCE_GC_MINOR_MARK_SWEEP: 2, NODE_PERFORMANCE_GC_INCREMENTAL: 8, NODE_PERFORMANCE_GC_WEAKCB: 16,
  NODE_PERFORMANCE_GC_FLAGS_NO: 0, NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2, NODE_PERFORMANCE_GC_FLAGS_FORCED: 4,
  NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8, NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16,
  NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32, NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
});

module.exports = {
  Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList,
  PerformanceResourceTiming, monitorEventLoopDelay, eventLoopUtilization: utilization, timerify, createHistogram, performance, constants,
};
