// A call that has had an effect and throws is not made again when its exception is caught in
// the frame of compiled code that made it.
let calls = 0;
const box = { get value() { calls++; if (calls % 3 === 0) throw new RangeError("get " + calls); return calls; }, set value(v) { calls++; throw v; } };
const key = { toString() { calls++; if (calls % 5 === 0) throw "key"; return "value"; } };
function maybe(n) { calls++; if (n % 4 === 3) throw n; return n; }
function caught(n) { try { return maybe(n) + 1; } catch (e) { return -e; } }
function read() { try { return box.value; } catch (e) { return e.message; } }
function write(v) { try { box.value = v; } catch (e) { return e === v; } }
function keyed() { try { return typeof { value: 1 }[key]; } catch (e) { return e; } }
function nested(n) { try { try { return maybe(n); } finally { calls += 1000; } } catch (e) { return "n" + e; } }
const out = [];
for (let i = 0; i < 200; i++) {
  const line = [caught(i), read(), write(i), keyed(), nested(i), calls].join(" ");
  if (i % 25 < 4) out.push(line);
}
console.log(out.join("\n"));
