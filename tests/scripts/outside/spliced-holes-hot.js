// gc-stress: 211
// Methods that move elements move the holes, too, and read through those that a prototype fills.
'use strict';
const N = 300;
const show = a => { let s = ''; for (let i = 0; i < a.length; i++) s += (i ? ',' : '') + (i in a ? Object.hasOwn(a, i) ? '' : '^' : '_') + (i in a ? a[i] : ''); return s + ':' + a.length; };
const makes = {
  ints: () => [1, , 3, , 5], doubles: () => [0.5, , -0, , 2.5], texts: () => ['a', , 'c', , 'e'], mixed: () => [1, , 'c', , 0.5], ends: () => [, 1, 2, ,], none: () => [, , ,], full: () => [1, 2, 3, 4],
  wide: () => { const a = [1, 2]; a[40] = 3; return a; }, like: () => ({ 0: 'x', 2: 'z', length: 4 }), inherited: () => Object.setPrototypeOf([1, , 3], { __proto__: Array.prototype, 1: 'p', 3: 'q' }), odd: () => { const a = [1, , 3]; a.named = 1; return a; },
};
const methods = {
  spliceIn: a => A.splice.call(a, 1, 0, 'n'), spliceOut: a => A.splice.call(a, 1, 2), spliceAll: a => A.splice.call(a, -2), spliceMore: a => A.splice.call(a, 0, 1, 'u', 'v', 'w'), spliceNothing: a => A.splice.call(a), spliceFar: a => A.splice.call(a, 9, 9, 7),
  toSpliced: a => A.toSpliced.call(a, 1, 1, 'n'), toSplicedNothing: a => A.toSpliced.call(a), copy: a => A.copyWithin.call(a, 0, 1), copyBack: a => A.copyWithin.call(a, 1, 0), copyPart: a => A.copyWithin.call(a, -2, 0, 2), reverse: a => A.reverse.call(a), toReversed: a => A.toReversed.call(a),
  shift: a => [A.shift.call(a)], unshift: a => [A.unshift.call(a, 'u', 'v')], slice: a => A.slice.call(a, 1, 4), concat: a => A.concat.call(a, [, 'k']), flat: a => A.flat.call(a), fill: a => A.fill.call(a, 'f', 1, 3), sort: a => A.sort.call(a), toSorted: a => A.toSorted.call(a), with: a => A.with.call(a, 1, 'w'),
  map: a => A.map.call(a, x => x + x), filter: a => A.filter.call(a, () => true), find: a => [A.findIndex.call(a, x => x === undefined), A.findLastIndex.call(a, x => x === undefined), A.indexOf.call(a, undefined), A.includes.call(a, undefined)], from: a => Array.from(a), spread: a => [...A.values.call(a)],
};
const A = Array.prototype;
for (const [m, f] of Object.entries(methods)) {
  const line = [];
  for (const [k, make] of Object.entries(makes)) {
    if (k === 'wide' && m !== 'spliceIn' && m !== 'shift' && m !== 'reverse') continue;
    let first;
    for (let i = 0; i < (k === 'wide' ? 3 : N / 20); i++) { const a = make(); let r; try { r = f(a); r = r === a ? 'itself' : show(r); } catch (e) { r = e.name; } const s = k === 'wide' ? `${r} ${Object.keys(a)} ${a.length}` : `${r} | ${show(a)}`; first ??= s; if (s !== first) console.log('differs', m, k, i, s); }
    line.push(`${k} ${first}`);
  }
  console.log(m, line.join(' ; '));
}
// A queue of holes that is hot, until an index of a prototype shows through.
function rotate(a) { const x = a.shift(); a.push(x); a.splice(1, 1, a[1]); return a; }
let q = [1, , 3, 4], s = ''; for (let i = 0; i < 4000; i++) rotate(q); console.log(show(q)); Array.prototype[2] = 'deep'; q = [1, , , 4]; s = show(rotate(q)); const cut = q.splice(0, 3), t = [, , ,].toSpliced(0, 1); delete Array.prototype[2]; console.log(s, show(cut), show(q), show(t));
const far = new Array(100000); far.splice(30, 0, 'x'); far.splice(20, 1); console.log(far.indexOf('x'), far.length); const n = []; n[256] = 'a'; n.splice(257, 0, 'b'); console.log(n[256], n[257], n.length);
for (const seal of ['freeze', 'seal', 'preventExtensions']) { const r = []; for (const f of [a => a.splice(1, 1), a => a.splice(0, 0, 9), a => a.reverse(), a => a.copyWithin(0, 1), a => a.shift(), a => a.unshift(), a => a.fill(0), a => a.sort(), a => a.toSpliced(0, 1)]) { const a = Object[seal]([1, , 3]); let x; try { x = show(f(a)); } catch (e) { x = e.name; } r.push(x + ' ' + show(a)); } console.log(seal, r.join(' ; ')); }
