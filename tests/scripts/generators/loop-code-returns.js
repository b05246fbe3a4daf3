// What is compiled of a loop runs the rest of the function: its return ends the generator.
const line = step => JSON.stringify(step);
function sum(n) { let s = 0; for (let i = 0; i < n; i++) s = (s + i) | 0; return s; }
const N = 30000;

function* returns(n) { yield 'first'; let s = 0; for (let i = 0; i < n; i++) s = (s + i) | 0; return s; }
function* falls(n) { yield 'first'; for (let i = 0; i < n; i++) sum(1); }
function* closes(n) { try { yield 'first'; } finally { let s = 0; for (let i = 0; i < n; i++) s = (s + i) | 0; } }
function* throws(n) { yield 'first'; for (let i = 0; ; i++) if (i === n) throw new RangeError('at ' + i); }
function* caught(n) { try { yield 'first'; for (let i = 0; ; i++) if (i === n) throw 'thrown'; } catch (e) { return e + ' ' + n; } }
const object = { *method(n) { yield 'first'; for (let i = 0; i < n; i++) sum(1); return this === object; } };
class Class {
  static *#hidden(n) { yield 'first'; for (let i = 0; i < n; i++) sum(1); return n; }
  static *open(n) { return yield* Class.#hidden(n); }
}

for (const make of [returns, falls, throws, caught, n => object.method(n), Class.open]) {
  for (const n of [2, N]) {
    const generator = make(n), seen = [];
    for (let k = 0; k < 3; k++) {
      try { seen.push(line(generator.next())); } catch (e) { seen.push(String(e)); }
    }
    console.log(seen.join(' '));
  }
}
for (const n of [2, N]) {
  const returned = closes(n), thrown = closes(n);
  console.log(line(returned.next()), line(returned.return(42)), line(returned.next()));
  thrown.next();
  try { thrown.throw('out'); } catch (e) { console.log(e, line(thrown.next())); }
}

// A yield that has never run when the loop is compiled.
function id(x) { return x; }
function* tree(node) { yield node; for (const child of node.children) yield* tree(id(child)); }
let wrong = 0;
for (let i = 0; i < 3000; i++) {
  const list = [];
  for (const node of tree({ children: [] })) { list.push(node); if (list.length > 3) break; }
  if (list.length !== 1) wrong++;
}
console.log('wrong:', wrong);
console.log([...tree({ children: [{ children: [] }, { children: [{ children: [] }] }] })].length);
