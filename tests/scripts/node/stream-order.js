// In which order, and in which ticks, streams tell what happens to them.
const { Readable, Writable, Transform } = require('stream');
let told = 0;
const log = (...args) => {
  told++;
  console.log(...args);
};

// However long a step takes: until nothing more is told in many turns of the loop.
async function settled() {
  for (let quiet = 0, before = told; quiet < 20; quiet = told === before ? quiet + 1 : 0, before = told) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function watched(stream, name, ...events) {
  for (const event of events) stream.on(event, (value) => log(name, event, value instanceof Error ? value.code ?? value.message : ''));
  return stream;
}

const parts = {
  flowing() {
    const r = watched(new Readable({ read() {} }), 'r', 'end', 'close', 'resume', 'pause');
    r.on('data', (d) => log('data', String(d)));
    r.push('a');
    r.push('b');
    r.push(null);
    process.nextTick(() => log('tick'));
    Promise.resolve().then(() => log('microtask'));
  },
  'later answers'() {
    const w = new Writable({
      highWaterMark: 3,
      write(c, e, cb) {
        log('write', String(c));
        process.nextTick(cb);
      },
      final(cb) {
        log('final');
        cb();
      },
    });
    watched(w, 'w', 'finish', 'close', 'drain', 'prefinish');
    log(w.write('ab', () => log('cb ab')), w.write('cd', () => log('cb cd')));
    w.end('ef', () => log('cb end'));
    process.nextTick(() => log('tick'));
  },
  'answers at once'() {
    const w = watched(new Writable({ write: (c, e, cb) => cb() }), 'w', 'finish', 'close', 'prefinish');
    w.write('1', () => log('cb 1'));
    w.write('2', () => log('cb 2'));
    process.nextTick(() => log('tick a'));
    w.end(() => log('cb end'));
    process.nextTick(() => log('tick b'));
    Promise.resolve().then(() => log('microtask'));
  },
  'end alone'() {
    watched(new Writable({ write: (c, e, cb) => cb() }), 'w', 'finish', 'close', 'prefinish').end('x', () => log('cb end'));
    process.nextTick(() => {
      log('tick 1');
      process.nextTick(() => log('tick 2'));
    });
  },
  'answers of the loop'() {
    const w = new Writable({
      write(c, e, cb) {
        setTimeout(() => {
          process.nextTick(() => log('tick before'));
          cb();
          process.nextTick(() => log('tick after'));
          log('answered');
        }, 1);
      },
    });
    watched(w, 'w', 'finish', 'close', 'prefinish').write('1', () => log('cb 1'));
    w.end('2');
  },
  transform() {
    const t = new Transform({
      transform: (c, e, cb) => cb(null, String(c).toUpperCase()),
      flush: (cb) => cb(null, 'END'),
    });
    t.on('data', (d) => log('data', String(d)));
    watched(t, 't', 'end', 'finish', 'close', 'prefinish');
    t.write('x');
    t.write('y');
    t.end();
  },
  destroy() {
    const r = new Readable({
      read() {},
      destroy(error, cb) {
        log('_destroy', error.message);
        cb(error);
      },
    });
    watched(r, 'r', 'error', 'close').destroy(new Error('boom'));
    log(r.destroyed, r.errored.message, r.closed);
    process.nextTick(() => log('tick'));
  },
  errors() {
    for (const wrong of [
      () => new Writable({ write() {} }).write(null), () => new Writable({ write() {} }).write(5), () => new Readable({ highWaterMark: -1 }),
      () => new Writable().setDefaultEncoding('none'),
    ]) {
      try {
        wrong();
      } catch (error) {
        log(error.code);
      }
    }
    const ended = watched(new Writable({ write: (c, e, cb) => cb() }), 'ended', 'error', 'close', 'finish');
    ended.end();
    ended.write('late', (error) => log('cb', error.code));
    const full = watched(new Readable({ read() {} }), 'full', 'error', 'close');
    full.push(null);
    full.push('x');
    const failing = watched(new Writable({ write: (c, e, cb) => cb(new Error('bad')) }), 'failing', 'error', 'close', 'finish');
    failing.write('a', (error) => log('cb a', error.message));
    failing.write('b', (error) => log('cb b', error.message));
    failing.end((error) => log('cb end', error.message));
    watched(new Writable(), 'none', 'error', 'close').on('error', () => {});
    const twice = watched(new Writable({ write(c, e, cb) { cb(); cb(); } }), 'twice', 'error', 'close');
    twice.write('x');
  },
  construct() {
    const w = new Writable({
      construct(cb) {
        log('construct');
        setTimeout(cb, 1);
      },
      write(c, e, cb) {
        log('write', String(c));
        cb();
      },
    });
    watched(w, 'w', 'finish', 'close').write('early');
    w.end();
    const failed = new Readable({ construct: (cb) => cb(new Error('no')), read() {} });
    watched(failed, 'failed', 'error', 'close');
    const gone = new Readable({ construct: (cb) => setTimeout(cb, 1), read() {} });
    watched(gone, 'gone', 'error', 'close').destroy();
  },
  'readable event'() {
    const r = watched(new Readable({ read() {}, highWaterMark: 4 }), 'r', 'end', 'close');
    r.on('readable', () => {
      log('readable', r.readableLength);
      for (let c; (c = r.read(2)) !== null;) log('got', String(c));
    });
    r.push('abcde');
    setTimeout(() => {
      r.push('f');
      r.push(null);
    }, 1);
  },
  pipe() {
    const got = [];
    const w = new Writable({
      highWaterMark: 2,
      write(c, e, cb) {
        got.push(String(c));
        setImmediate(cb);
      },
    });
    watched(w, 'w', 'pipe', 'unpipe', 'drain', 'finish', 'close').on('close', () => log(got.join()));
    watched(Readable.from(['aa', 'bb', 'cc']), 'r', 'pause', 'resume', 'end', 'close').pipe(w);
  },
  cork() {
    const w = new Writable({
      writev(chunks, cb) {
        log('writev', chunks.map(({ chunk }) => String(chunk)).join('|'));
        cb();
      },
    });
    w.cork();
    w.write('a');
    w.write('b');
    w.write('c', () => log('cb c'));
    log(w.writableCorked, w.writableLength);
    process.nextTick(() => w.uncork());
  },
};

(async () => {
  for (const [name, part] of Object.entries(parts)) {
    log('---', name);
    part();
    await settled();
  }
})();
