class Point { constructor(x, y) { this.x = x; this.y = y } add(o) { return new Point(this.x + o.x, this.y + o.y) } static zero = new Point(0, 0); get length() { return Math.hypot(this.x, this.y) } set length(v) {} static make(...a) { return new this(...a) } }
class Named extends Point { #secret = 1; static #count = 0; name = "n"; [key] = () => this; constructor(n) { super(n, 0); (() => super.add)(); this.#secret += n } #hidden() { return this.#secret } get #acc() { return 1 } has(o) { return #secret in o && o.#hidden() } static { Named.#count++ } add(o) { return super.add(o) } }
class Default extends Point {}
const anonymous = class { static name2 = 1 };
const o = { m() { return super.m() }, f: class { } };
