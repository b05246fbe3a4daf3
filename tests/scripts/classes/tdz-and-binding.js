try { new Early(); } catch (e) { console.log(e.name); }
class Early {}
const C = class Inner { self() { return Inner; } rename() { try { Inner = 1; } catch (e) { return e.name; } } };
console.log(typeof Inner, new C().self() === C, new C().rename());
let D = class {};
const Old = D;
D = 5;
console.log(typeof D, new Old() instanceof Old);
class E { static self = E; static make = () => new E(); }
console.log(E.self === E, E.make() instanceof E);
try { class X extends X {} } catch (e) { console.log(e.name); }
const make = (Base) => class extends Base { mixed() { return "mixed"; } };
class G extends make(Object) {}
console.log(new G().mixed(), Object.getOwnPropertyNames(class { static a() {} static b = 1; }).join());
