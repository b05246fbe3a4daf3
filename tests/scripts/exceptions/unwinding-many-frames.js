let cleaned = 0;
function down(n) {
  try { if (n === 0) throw new Error("bottom"); return down(n - 1); } finally { cleaned++; }
}
try { down(200); } catch (e) { console.log(e.message, cleaned); }
const through = [() => [3, 1, 2].sort(() => { throw "sort"; }), () => [1].map(() => { throw "map"; }), () => "a".replace(/a/, () => { throw "replace"; }), () => JSON.stringify({ toJSON() { throw "toJSON"; } }), () => new Map([[1, 2]]).forEach(() => { throw "forEach"; }), () => Array.from({ length: 1 }, () => { throw "from"; }), () => Reflect.apply(() => { throw "apply"; }, null, []), () => `${{ toString() { throw "toString"; } }}`, () => ({ get x() { throw "getter"; } }).x, () => { new (class { constructor() { throw "ctor"; } })(); }, () => { for (const x of { [Symbol.iterator]() { throw "iterator"; } }); }];
console.log(through.map((f) => { try { f(); } catch (e) { return e; } }).join());
