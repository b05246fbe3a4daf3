// node: 26
const timers = require('timers/promises');
const { promisify } = require('util');

(async () => {
  console.log(await timers.setTimeout(1, 'value'), await timers.setImmediate('soon'), await promisify(setTimeout)(1, 'slept'), await promisify(setImmediate)('now'));
  let count = 0;
  for await (const value of timers.setInterval(1, 'tick')) {
    console.log(value);
    if (++count === 2) break;
  }
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 2);
  try {
    for await (const _ of timers.setInterval(50, 0, { signal: controller.signal }));
  } catch (error) {
    console.log(error.name, error.code);
  }
  for (const failing of [
    () => timers.setTimeout(1, 0, { signal: AbortSignal.abort() }), () => timers.setTimeout('x'), () => timers.setTimeout(1, 0, null),
    () => timers.setImmediate(0, { signal: 1 }), () => timers.setTimeout(1, 0, { ref: 1 }),
  ]) await failing().catch((error) => console.log(error.name, error.code));
  await timers.scheduler.wait(1);
  await timers.scheduler.yield();
  console.log(require('timers').promises === timers, Object.keys(timers), timers.scheduler.constructor.name);
})();
