class Account {
  #balance = 0;
  #log = [];
  static #made = 0;
  static made() { return Account.#made; }
  constructor(b) { this.#balance = b; Account.#made++; }
  #note(x) { this.#log.push(x); return this; }
  get #double() { return this.#balance * 2; }
  set #double(v) { this.#balance = v / 2; }
  deposit(n) { this.#balance += n; return this.#note(`+${n}`); }
  dump() { this.#double = this.#double + 2; return `${this.#balance} ${this.#log}`; }
  static same(a, b) { return a.#balance === b.#balance; }
  static is(o) { return #balance in o && #note in o; }
  equals({ x = 0, other }) { return this.#balance === other?.#balance; }
}
const a = new Account(5);
console.log(a.deposit(1).deposit(2).dump(), Account.made(), Account.same(a, new Account(9)), Account.is(a), Account.is({}), a.equals({ other: a }));
try { Account.same(a, {}); } catch (e) { console.log(e.name); }
class Weird { constructor(o) { return o; } }
class Stamp extends Weird { #s = 1; static read(o) { return o.#s; } static twice(o) { new Stamp(o); new Stamp(o); } }
const o = {};
new Stamp(o);
console.log(Stamp.read(o), Object.keys(o).length);
try { Stamp.twice({}); } catch (e) { console.log(e.name); }
class Chain { #n = { v: 1 }; f() { this.#n.v++; this.#n.v ??= 5; ({ v: this.#n } = { v: "x" }); [this.#n] = [this.#n + "y"]; return this.#n; } }
console.log(new Chain().f());
