// Rejections that somebody deals with later: in the same turn, after the host was told, by the thousand, in another realm.
'use strict';
const vm = require('node:vm');
const names = new Map();
const told = (event) => (...args) => console.log(event, names.get(args.at(-1)), event === 'unhandledRejection' ? args[0] : '');
process.on('unhandledRejection', told('unhandledRejection'));
process.on('rejectionHandled', told('rejectionHandled'));

async function many() {
  const rejecting = async (i) => {
    throw i;
  };
  let sum = 0;
  for (let i = 0; i < 3000; i++) {
    try {
      await rejecting(i);
    } catch (e) {
      sum += e;
    }
  }
  const all = Array.from({ length: 3000 }, (_, i) => Promise.reject(i));
  for (const promise of all.filter((_, i) => i % 2)) promise.catch((e) => (sum += e));
  for (const promise of all.filter((_, i) => i % 2 === 0).reverse()) promise.catch((e) => (sum += e));
  await null;
  console.log('sum', sum);
}

function late(name, make, handle) {
  const promise = make();
  names.set(promise, name);
  setTimeout(() => handle(promise), 5);
  return new Promise((done) => setTimeout(done, 20));
}

(async () => {
  await many();
  await late('then', () => Promise.reject('r1'), (p) => p.then(null, () => console.log('caught')));
  await late('await', async () => { throw 'r2'; }, async (p) => { try { await p; } catch (e) { console.log('caught', e); } });
  await late('all', () => Promise.reject('r3'), (p) => Promise.allSettled([p]));
  await late('realm', () => vm.runInNewContext('Promise.reject("r4")'), (p) => p.catch(() => {}));
  // Two at once, of which the listener of the first handles the second: that is told of all the same.
  const two = [Promise.reject('a'), Promise.reject('b')];
  names.set(two[0], 'first').set(two[1], 'second');
  process.once('unhandledRejection', () => two[1].catch(() => console.log('handled by the listener')));
  await new Promise((done) => setTimeout(done, 5));
  // Handled twice, told once.
  const twice = Promise.reject('twice');
  names.set(twice, 'twice');
  await new Promise((done) => setTimeout(done, 5));
  twice.catch(() => {});
  twice.catch(() => {});
  await new Promise((done) => setTimeout(done, 5));
  // A listener's own jobs run, too.
  process.once('rejectionHandled', () => Promise.resolve().then(() => console.log('job of the listener')));
  const last = Promise.reject('last');
  names.set(last, 'last');
  await new Promise((done) => setTimeout(done, 5));
  last.catch(() => {});
})();
