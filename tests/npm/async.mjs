// Callbacks and promises under control.
import async from 'async';
import Bluebird from 'bluebird';

const later = (value, ms, callback) => setTimeout(callback, ms, null, value);
console.log(await async.parallel({ a: (cb) => later(1, 4, cb), b: (cb) => later(2, 2, cb) }), await async.waterfall([(cb) => later(3, 1, cb), (x, cb) => later(x * 2, 1, cb)]), await async.mapLimit([1, 2, 3, 4], 2, async (x) => x * x));
const queue = async.queue((task, cb) => { console.log('task', task.n); setTimeout(cb, 2); }, 2);
queue.push([{ n: 1 }, { n: 2 }, { n: 3 }]);
await queue.drain();
console.log(await async.auto({ x: async () => 1, y: ['x', async (r) => r.x + 1], z: ['x', 'y', async (r) => r.x + r.y] }), await async.retry(3, async () => { throw new Error('always'); }).catch((e) => e.message));
console.log(await Bluebird.map([3, 1, 2], (x) => Bluebird.delay(x).return(x * 2), { concurrency: 2 }), await Bluebird.props({ a: 1, b: Bluebird.resolve(2) }), await Bluebird.reduce([1, 2, 3], (a, b) => a + b), await Bluebird.any([Bluebird.reject(new Error('x')), 5]));
console.log(await Bluebird.delay(50).timeout(2, 'too slow').catch(Bluebird.TimeoutError, (e) => `${e.name}: ${e.message}`), await Bluebird.promisify((x, cb) => cb(null, x + 1))(1), await Bluebird.try(() => { throw new TypeError('t'); }).catch(RangeError, () => 'no').catch(TypeError, (e) => e.message).finally(() => console.log('finally')));
console.log(Bluebird.resolve(1).isFulfilled(), await Bluebird.coroutine(function* () { return (yield Bluebird.delay(1).return(20)) + 1; })(), await new Bluebird((r, reject, onCancel) => setTimeout(r, 1, 'new')).spread?.call(Bluebird.resolve([1, 2]), (a, b) => a + b));
