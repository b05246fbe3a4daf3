class Rect {
  static count = 0;
  static #secret = 42;
  static create(...a) { return new this(...a); }
  static get secret() { return Rect.#secret; }
  static set secret(v) { Rect.#secret = v; }
  constructor(w, h) { this.w = w; this.h = h; Rect.count++; }
  get area() { return this.w * this.h; }
  set area(a) { this.w = a / this.h; }
  ["dyn" + "amic"]() { return "dyn"; }
}
class Sq extends Rect { constructor(s) { super(s, s); } get area() { return `sq ${super.area}`; } static create(s) { return super.create(s); } }
const r = Rect.create(2, 3);
r.area = 12;
console.log(r.w, r.area, r.dynamic(), Rect.count, Rect.secret, ((Rect.secret = 1), Rect.secret));
console.log(Sq.create(4).area, Sq.count, Object.getOwnPropertyNames(Rect.prototype).join(), Sq.__proto__ === Rect, Sq.name, Sq.length);
console.log(Object.keys(r).join(), JSON.stringify(r), typeof Rect, Rect.prototype.constructor === Rect);
try { Rect(); } catch (e) { console.log(e.name); }
try { new Rect.create(); } catch (e) { console.log(e.name); }
