// node: 26
// Contexts go along with everything that is done later.
const { AsyncLocalStorage, AsyncResource, executionAsyncId, triggerAsyncId } = require('async_hooks');
const { EventEmitter } = require('events');

const storage = new AsyncLocalStorage();
const other = new AsyncLocalStorage({ defaultValue: 'default', name: 'other' });
const log = (label) => console.log(label, storage.getStore(), other.getStore());
// Behind the immediates, however long the start took.
const later = (ms) => new Promise((resolve) => setImmediate(() => setTimeout(resolve, ms)));

log('top');
console.log(other.name, executionAsyncId(), triggerAsyncId());
storage.run({ id: 1 }, (a, b) => {
  log(`run ${a} ${b}`);
  process.nextTick(() => log('tick'));
  queueMicrotask(() => log('microtask'));
  Promise.resolve().then(() => log('then'));
  (async () => {
    await null;
    log('await');
    await later(1);
    log('await of a timer');
    await storage.run('inner', async () => {
      await null;
      log('inner');
    });
    log('after inner');
  })();
  setImmediate(() => log('immediate'));
  storage.exit(() => log('exit'));
  other.run('o', () => log('both'));
}, 'x', 'y');

let resolve;
const promise = new Promise((r) => { resolve = r; });
storage.run('registered', () => promise.then(() => log('reaction')));
storage.run('resolver', () => resolve());

const bound = storage.run('bound', () => AsyncResource.bind(function (a) { return [this, a, storage.getStore()]; }));
console.log(bound.call(5, 6), bound.length);
const snapshot = storage.run('snapshot', () => AsyncLocalStorage.snapshot());
console.log(snapshot((x) => [x, storage.getStore()], 1));

class Resource extends AsyncResource {
  constructor() {
    super('RESOURCE');
  }
}
const resource = storage.run('resource', () => new Resource());
resource.runInAsyncScope(() => {
  log('in resource');
  console.log(executionAsyncId() === resource.asyncId(), triggerAsyncId() === resource.triggerAsyncId());
});

try {
  storage.run('throws', () => {
    throw new Error('thrown');
  });
} catch (error) {
  console.log(error.message, storage.getStore());
}

const emitter = new EventEmitter();
storage.run('on', () => emitter.on('event', () => log('event')));
storage.run('emit', () => emitter.emit('event'));

async function* generate() {
  yield storage.getStore();
  await null;
  yield storage.getStore();
}
storage.run('generator', async () => {
  for await (const store of generate()) console.log('generated', store);
});

storage.enterWith('entered');
log('enterWith');
// Last, however long the others take.
let rounds = 20;
setTimeout(function last() {
  if (rounds-- > 0) setTimeout(last, 2);
  else log('timer after enterWith');
}, 2);
storage.disable();
log('disabled');
for (const bad of [() => new AsyncResource(1), () => new AsyncResource('x', -3), () => AsyncResource.bind(1, 'x'), () => new AsyncLocalStorage(1)]) {
  try {
    bad();
  } catch (error) {
    console.log(error.name, error.code);
  }
}
