// Buffers that are detached by what is called in the middle: of for-of, sort, set, map, fill.
const detach = (typed) => structuredClone(typed.buffer, { transfer: [typed.buffer] });
const tries = (f) => { try { return f(); } catch (e) { return e.name; } };
function walk(typed, when) { let n = 0; let sum = 0; for (const v of typed) { sum += v; if (++n === when) detach(typed); } return sum; }
function sorted(typed, when) { let n = 0; typed.sort((a, b) => { if (++n === when) detach(typed); return a - b; }); return typed.length; }
function indexed(typed, when) { let sum = 0; for (let i = 0; i < 6; i++) { if (i === when) detach(typed); sum += typed[i] ?? 100; typed[i] = 1; } return `${sum} ${typed.length} ${typed.byteLength}`; }
function mapped(typed, when) { let n = 0; return typed.map((v) => { if (++n === when) detach(typed); return v === undefined ? 50 : v; }).join(); }
function filled(typed, when) { return typed.fill({ valueOf() { if (when) detach(typed); return 3; } }).join(); }
function set(typed, when) { const from = { length: 3, 0: 1, get 1() { if (when) detach(typed); return 2; }, 2: 3 }; typed.set(from, 1); return typed.join(); }
const some = () => Float64Array.of(5, 4, 3, 2, 1);
let lines;
for (let i = 0; i < 2500; i++) {
  const when = i % 50 === 49 ? 2 : 0;
  lines = [walk, sorted, indexed, mapped, filled, set].map((f) => `${f.name} ${tries(() => f(some(), when))}`);
  if (i === 0 || i === 49 || i === 2498 || i === 2499) console.log(lines.join("; "));
}
