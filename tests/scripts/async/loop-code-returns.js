// What is compiled of a loop runs the rest of the function: its return settles the promise.
const N = 30000;
const log = [];
async function before(n) { let s = 0; for (let i = 0; i < n; i++) s = (s + i) | 0; return s; }
async function after(n) { await null; let s = 0; for (let i = 0; i < n; i++) s = (s + i) | 0; return s; }
async function falls(n) { await null; for (let i = 0; i < n; i++); }
async function throws(n) { await null; for (let i = 0; ; i++) if (i === n) throw 'thrown'; }
async function throwsAtOnce(n) { for (let i = 0; ; i++) if (i === n) throw 'thrown'; }
const arrow = async n => { for (let i = 0; i < n; i++); return 'arrow ' + n; };
const object = { async method(n) { for (let i = 0; i < n; i++); return this === object; } };
class Class { static async #hidden(n) { await 0; for (let i = 0; i < n; i++); return n; } static open(n) { return Class.#hidden(n); } }
async function* generator(n) { yield 'first'; for (let i = 0; i < n; i++); return n; }
async function* breaks(n) { await null; for (let i = 0; ; i++) if (i === n) throw 'thrown'; }

const functions = { before, after, falls, throws, throwsAtOnce, arrow, method: n => object.method(n), hidden: n => Class.open(n) };
for (const [name, f] of Object.entries(functions)) {
  for (const n of [2, N]) {
    const promise = f(n);
    log.push(`${name} is a promise: ${promise instanceof Promise}`);
    promise.then(v => log.push(`${name} ${v}`), e => log.push(`${name} threw ${e}`));
  }
}
for (const n of [2, N]) {
  const g = generator(n), b = breaks(n);
  for (let k = 0; k < 3; k++) g.next().then(s => log.push(`generator ${k} ${JSON.stringify(s)}`));
  b.next().then(s => log.push('not reached'), e => log.push(`breaks threw ${e}`));
  b.next().then(s => log.push(`breaks ${JSON.stringify(s)}`));
}
process.on('exit', () => console.log(log.join('\n')));
