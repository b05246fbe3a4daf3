// A conditional value, a check that depends on something else, then one that depends on the condition: both ways.
function both(flag, x, list, i) { const v = flag ? x : 0.5; const e = list[i]; return (v | 0) + e + (flag ? v : -v); }
function late(flag, a, b) { const o = flag ? a : b; const n = b.n + 1; return o.n * n + (o === a ? 1 : 2); }
function typed(flag, x, y) { const v = flag ? x : y; let s = 0; for (let i = 0; i < 4; i++) s += v + (flag ? i : `${i}`).length; return s; }
function throwing(flag, x) { let v = flag ? x : null; try { if (x.stop) throw v; return v === null ? "null" : v.n; } catch (e) { return e === null ? "thrown null" : `thrown ${e.n}`; } }
function sign(x) { const s = x < 0 ? -1 : 1; const y = x * s; return y >= 0 ? s * (y >>> 0 === y ? 1 : 2) : NaN; }
const results = new Map();
const note = (line) => results.set(line, (results.get(line) ?? 0) + 1);
const a = { n: 1 }, b = { m: 0, n: 2 }, list = [1, 2, 3, 4];
for (let i = 0; i < 5000; i++) {
  const flag = i % 3 === 0;
  note(`both ${both(flag, 7, list, i & 3)}`);
  note(`late ${late(flag, a, b)}`);
  note(`typed ${typed(flag, 1, 2)}`);
  note(`throwing ${throwing(flag, { n: i & 1, stop: i % 5 === 0 })}`);
  note(`sign ${sign(flag ? -5 : i % 7 ? 5 : 1.5)}`);
}
note(`both ${both(true, "7", list, 9)}`), note(`both ${both(false, 7, "abc", 1)}`), note(`late ${late(true, { n: "x" }, { n: 1.5 })}`);
note(`typed ${typed(false, 1, "s")}`), note(`sign ${sign(-0)} ${sign(NaN)} ${sign(-4294967296)} ${sign(2147483648)}`);
for (const [line, times] of results) console.log(times, line);
