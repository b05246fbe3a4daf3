// node:test: mocks of functions, methods, accessors, properties, timers and the date.
// node: 26
const { mock } = require('node:test');
const shown = (f) => {
  try {
    return f();
  } catch (error) {
    return `${error.name} ${error.code} ${error.message}`;
  }
};
const log = (...words) => console.log(...words);

const sum = mock.fn((a, b) => a + b);
log(sum(1, 2), sum.call('self', 3, 4), sum.mock.callCount());
for (const call of sum.mock.calls) log(call.arguments, call.result, call.error, String(call.this), call.target, call.stack instanceof Error);
sum.mock.mockImplementation((a, b) => a * b);
sum.mock.mockImplementationOnce(() => 'once');
sum.mock.mockImplementationOnce(() => 'fifth', 4);
log(sum(3, 4), sum(3, 4), sum(3, 4), sum(3, 4));
sum.mock.resetCalls();
log(sum.mock.callCount());
sum.mock.restore();
log(sum(3, 4));

const twice = mock.fn(() => 'original', () => 'mocked', { times: 2 });
log(twice(), twice(), twice());
const throwing = mock.fn(() => {
  throw new Error('thrown');
});
log(shown(throwing), throwing.mock.calls[0].error.message);
class Point {
  constructor(x) {
    this.x = x;
  }
}
const Mocked = mock.fn(Point);
const point = new Mocked(3);
log(point.x, point instanceof Point, Mocked.mock.calls[0].target === Point, Mocked.mock.calls[0].result === point);

const object = {
  value: 5,
  add(n) { return this.value + n; },
  get double() { return this.value * 2; },
  set double(n) { this.value = n / 2; },
};
const add = mock.method(object, 'add');
log(object.add(1), object.add === add, add.mock.calls[0].this === object);
add.mock.restore();
log(object.add === add, object.add(1));
mock.method(object, 'add', () => 'replaced');
const getter = mock.getter(object, 'double', () => 'got');
log(object.add(1), object.double, getter.mock.callCount());
mock.restoreAll();
log(object.add(1), object.double);
const setter = mock.setter(object, 'double', function (n) { this.value = -n; });
object.double = 4;
log(object.value, setter.mock.calls[0].arguments);
mock.reset();
const property = mock.property(object, 'value', 50);
log(object.value, (object.value = 51), object.value, property.mock.accessCount());
log(property.mock.accesses.map(({ type, value }) => `${type} ${value}`));
property.mock.restore();
log(object.value);
for (const f of [
  () => mock.fn(5), () => mock.method(object, 'none'), () => mock.method(object, 'value'), () => mock.method(5, 'x'),
  () => mock.fn(() => {}, { times: 0 }), () => mock.fn(() => {}, { times: 'a' }), () => add.mock.mockImplementation(5),
  () => twice.mock.mockImplementationOnce(() => {}, 0),
]) log(shown(f));

const { timers } = mock;
timers.enable({ apis: ['setTimeout', 'setInterval', 'setImmediate', 'Date'] });
log(Date.now(), new Date().toISOString(), new Date(5).getTime(), typeof Date());
setTimeout((...args) => log('timeout', args, Date.now()), 100, 1, 2);
const interval = setInterval(() => log('interval'), 40);
setImmediate(() => log('immediate'));
const cleared = setTimeout(() => log('never'), 1);
clearTimeout(cleared);
timers.tick();
timers.tick(98);
timers.tick(1);
clearInterval(interval);
setTimeout(() => log('later'), 500);
setTimeout(() => log('sooner'), 200);
timers.runAll();
log(Date.now());
timers.setTime(5000);
log(Date.now());
log(shown(() => timers.enable()));
timers.reset();
for (const f of [
  () => timers.tick(1), () => timers.runAll(), () => timers.setTime(1), () => timers.enable({ apis: ['none'] }), () => timers.enable({ now: 'x' }),
]) log(shown(f));
log(Date.now() > 1e12);
timers.enable({ apis: ['Date'], now: 1000 });
log(new Date().getTime());
timers.reset();
timers.enable({ apis: ['setTimeout'] });
const promised = require('timers/promises').setTimeout(10, 'a promised value');
timers.tick(10);
promised.then((value) => {
  log(value);
  timers.reset();
});
