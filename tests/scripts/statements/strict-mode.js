(function () {
  "use strict";
  const tries = [() => { undeclared = 1; }, () => { Object.freeze([1])[0] = 2; }, () => { (function () { return this.x; })(); }, () => { "abc".length = 1; }, () => { ({ get x() { return 1; } }).x = 2; }, () => { arguments.callee; }];
  console.log(tries.map((t) => { try { t(); return "ok"; } catch (e) { return e.name; } }).join());
})();
const sloppy = [() => { Object.freeze([1])[0] = 2; }, () => { "abc".length = 1; }, () => { (5).x = 1; }, function () { return this === globalThis; }];
console.log(sloppy.map((t) => { try { return String(t()); } catch (e) { return e.name; } }).join());
console.log((function () { "use strict"; return this; })(), typeof (function () { return this; }).call(5), typeof (function () { "use strict"; return this; }).call(5));
