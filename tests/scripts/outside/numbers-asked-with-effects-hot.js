// Questions about numbers whose operands answer with effects: what was read before must be read again.
const state = { x: 1, list: [1, 2, 3], f: 0.5 };
let calls = 0;
const odd = { valueOf() { calls++; state.x += 10; state.list[1] = calls; state.f *= -1; return calls % 3 ? calls : NaN; } };
const plain = { valueOf() { return 4; } };
function nan(v) { const a = state.x; const r = isNaN(v); return a * 2 + state.x + (r ? 0.5 : 0); }
function finite(v) { const a = state.list[1]; const r = isFinite(v); return a - state.list[1] + (r ? 100 : 0); }
function own(v) { const a = state.x; const r = Number.isNaN(v) || Number.isInteger(v) || Number.isSafeInteger(v) || Number.isFinite(v); return state.x - a + (r ? 1 : 0); }
function least(v) { const a = state.f; const m = Math.min(v, state.x, 7); return a * state.f + m; }
function most(v) { const a = state.list[1]; const m = Math.max(state.x, v, state.list[1]); return m - a - state.list[1]; }
function rounded(v) { const a = state.x; const m = Math.floor(v) + Math.round(v) * 2 + Math.trunc(v) - Math.ceil(v) + Math.abs(v) + Math.sign(v); return m + state.x - a; }
function powers(v) { const a = state.x; const m = Math.pow(v, 2) + v ** 0 + Math.sqrt(v) + Math.hypot(v, 3) + Math.imul(v, 3) + Math.clz32(v) + Math.fround(v); return Math.round(m * 16) + state.x - a; }
function compared(v) { const a = state.x; const m = (v < state.x) + (v >= state.list[1]) * 2 + (v == 4) * 4 + (state.x > v) * 8; return m + state.x - a; }
function texts(v) { const a = state.x; const m = `${v}` + (v + '') + String(v) + [v, state.x]; return m.length + state.x - a; }
function bits(v) { const a = state.list[1]; const m = (v | 0) + (~v) + (v >>> 1) + (v << 2 ^ v); return m + state.list[1] - a; }
function unary(v) { const a = state.x; let w = v; const m = -w + +w; w++; let u = v; --u; return m + w + u + (state.x - a); }
function parsed(v) { const a = state.x; const m = parseInt(v) + parseFloat(v) + Number(v); return String(m + state.x - a); }
function indexed(v) { const a = state.list; const m = a.at(v) ?? 0; const t = 'abcdef'.charAt(v) + 'abcdef'.charCodeAt(v) + 'abcdef'.slice(v) + 'abcdef'.substring(v, 3); return t + m + state.x; }
for (const f of [nan, finite, own, least, most, rounded, powers, compared, texts, bits, unary, parsed, indexed]) {
  state.x = 1; state.list = [1, 2, 3]; state.f = 0.5; calls = 0; let h = 0;
  for (let i = 0; i < 1600; i++) {
    const v = i < 600 ? i % 11 : i % 23 === 0 ? odd : i % 29 === 0 ? plain : i % 31 === 0 ? '12' : i % 37 === 0 ? 2.5 : i % 41 === 0 ? undefined : i % 43 === 0 ? null : i % 47 === 0 ? true : i % 6;
    const t = String(f(v)); for (let j = 0; j < t.length; j++) h = h * 31 + t.charCodeAt(j) | 0;
  }
  let bad = 0; for (const w of [1n, Symbol('s'), { valueOf() { state.x = 0; throw 1; } }]) try { f(w); } catch (e) { bad = bad * 10 + (e === 1 ? 1 : e instanceof TypeError ? 2 : 3); }
  console.log(f.name, h, calls, state.x, state.list.join(), state.f, bad);
}
