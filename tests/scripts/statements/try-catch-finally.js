const f = (mode) => {
  const log = [];
  try {
    try {
      log.push("try");
      if (mode === 1) throw new Error("one");
      if (mode === 2) return log.concat("return").join();
    } catch ({ message }) {
      log.push(`caught ${message}`);
      if (mode === 1) throw new TypeError("two");
    } finally {
      log.push("finally");
    }
    log.push("after");
  } catch (e) {
    log.push(e.name);
  }
  return log.join();
};
console.log(f(0), f(1), f(2));
const g = () => { for (const x of [1, 2, 3]) { try { continue; } finally { if (x === 2) return x; } } };
console.log(g());
const h = () => { try { throw 1; } catch (e) { var e = 2; return e; } };
console.log(h());
const order = [];
const k = () => { try { return order.push("value"); } finally { order.push("finally"); } };
console.log(k(), order.join());
const nested = () => { try { try { throw 1; } finally { throw 2; } } catch (e) { return e; } };
console.log(nested(), (() => { a: try { return 1; } finally { break a; } return 3; })());
let n = 0;
while (true) { try { n++; if (n > 3) break; continue; } finally { n += 10; } }
console.log(n);
