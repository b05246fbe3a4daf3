// Arguments and callbacks that make the buffer of a typed array longer, shorter, or take it away.
// node: 26
const attempt = (f) => { try { const r = f(); return ArrayBuffer.isView(r) ? `[${r}]` : String(r); } catch (e) { return e.name; } };
const resizes = { grow: (b) => b.resize(32), shrink: (b) => b.resize(6), empty: (b) => b.resize(0), detach: (b) => b.transfer() };
const answer = (value, then) => ({ valueOf() { then(); return value; } });
for (const Type of [Uint8Array, Int16Array, Float32Array, BigInt64Array]) {
  const one = Type === BigInt64Array ? 1n : 1;
  for (const [name, change] of Object.entries(resizes)) {
    for (const tracking of [true, false]) {
      const make = () => {
        const buffer = new ArrayBuffer(16, { maxByteLength: 64 });
        const view = tracking ? new Type(buffer) : new Type(buffer, 0, 16 / Type.BYTES_PER_ELEMENT);
        for (let i = 0; i < view.length; i++) view[i] = one * (Type === BigInt64Array ? BigInt(view.length - i) : view.length - i);
        return [view, () => change(buffer)];
      };
      const run = (f) => attempt(() => { const [view, then] = make(); return f(view, then); });
      console.log(Type.name, name, tracking, [
        (v, then) => v.at(answer(v.length, then)),
        (v, then) => v.at(answer(-1, then)),
        (v, then) => v.with(answer(1, then), one),
        (v, then) => v.with(0, { valueOf() { then(); return one; } }),
        (v, then) => v.fill({ valueOf() { then(); return one; } }),
        (v, then) => v.fill(one, answer(1, then)),
        (v, then) => v.slice(answer(1, then)),
        (v, then) => v.subarray(answer(1, then)).length,
        (v, then) => v.copyWithin(answer(1, then), 0),
        (v, then) => v.includes(undefined, answer(0, then)),
        (v, then) => v.indexOf(one, answer(0, then)),
        (v, then) => v.lastIndexOf(one, answer(v.length - 1, then)),
        (v, then) => v.join({ toString() { then(); return "-"; } }),
        (v, then) => { let calls = 0; v.sort((a, b) => { if (calls++ === 1) then(); return a < b ? -1 : a > b ? 1 : 0; }); return v; },
        (v, then) => v.map((x, i) => { if (i === 0) then(); return x ?? one; }),
        (v, then) => { let calls = 0; return v.filter(() => { if (calls++ === 0) then(); return calls < 2; }); },
        (v, then) => v.reduce((sum, x, i) => { if (i === 1) then(); return `${sum},${x}`; }),
        (v, then) => v.set({ length: 2, get 0() { then(); return one; }, 1: one }) ?? v,
        (v, then) => new Type(v, answer(0, then)),
        (v, then) => Reflect.construct(Type, [v.buffer], new Proxy(Type, { get(t, key) { if (key === "prototype") then(); return t[key]; } })),
        (v, then) => new Type(v.buffer, answer(8, then)),
      ].map(run).join(" "));
    }
  }
}
