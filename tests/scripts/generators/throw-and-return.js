const log = [];
function* g() {
  try { log.push("start"); yield 1; yield 2; } catch (e) { log.push(`caught ${e}`); yield "recovered"; } finally { log.push("finally"); yield "cleanup"; }
  return "end";
}
let it = g();
console.log(JSON.stringify([it.next(), it.throw("T"), it.next(), it.next(), it.next()]));
it = g();
it.next();
console.log(JSON.stringify([it.return("R"), it.next(), it.next()]));
it = g();
console.log(JSON.stringify([it.return("early"), it.next()]));
it = g();
try { it.throw(new Error("before start")); } catch (e) { console.log(e.message, JSON.stringify(it.next())); }
console.log(log.join());
function* outer() { try { yield* g(); } finally { log.push("outer"); } }
log.length = 0;
it = outer();
it.next();
console.log(JSON.stringify([it.throw("X"), it.return("Y"), it.next()]), log.join());
function* bad() { yield 1; throw new RangeError("r"); }
try { [...bad()]; } catch (e) { console.log(e.name); }
let self;
function* reenter() { try { self.next(); } catch (e) { yield e.name; } }
self = reenter();
console.log(self.next().value);
