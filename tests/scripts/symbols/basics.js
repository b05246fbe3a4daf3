const s = Symbol("desc");
console.log(String(s), s.description, Symbol().description, Symbol("x") === Symbol("x"), Symbol.for("k") === Symbol.for("k"), Symbol.keyFor(Symbol.for("k")), Symbol.keyFor(s), typeof s, typeof Object(s), Object(s) == s);
const o = { [s]: 1, plain: 2, [Symbol.for("f")]: 3 };
console.log(o[s], Object.keys(o).join(), Object.getOwnPropertySymbols(o).length, JSON.stringify(o), s in o, Object.assign({}, o)[s], { ...o }[s], Reflect.ownKeys(o).length);
for (const bad of [() => s + 1, () => `${s}`, () => new Symbol(), () => +s]) { try { bad(); } catch (e) { console.log(e.name); } }
console.log(!!s, s.toString(), Symbol.iterator.toString(), Object.getOwnPropertyDescriptor(Symbol, "iterator").writable);
class Even { static [Symbol.hasInstance](n) { return n % 2 === 0; } }
console.log(2 instanceof Even, 3 instanceof Even, `${{ [Symbol.toPrimitive]: () => "prim" }}`, String({ get [Symbol.toStringTag]() { return "Tagged"; } }));
class Coll { #i = [1, 2]; *[Symbol.iterator]() { yield* this.#i; } get [Symbol.toStringTag]() { return "Coll"; } }
console.log([...new Coll()].join(), String(new Coll()), "abc".split({ [Symbol.split]: (x) => [x, "split"] }).join(), "abc".replace({ [Symbol.replace]: (x, y) => x + y }, "!"));
