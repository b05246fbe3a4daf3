// gc-stress: 41
// Loop code needs more of the stack than the interpreter: where there is none it is not entered,
// and what throws then throws within the loop.
const frame = (n, x) => 'let ' + Array.from({ length: n }, (_, i) => `a${i} = ${x}`).join(', ') + ';';
// Fills the value stack up to some 1200 values.
const makeR = new Function(`return function R(f) { class A {} ${frame(1200, 1)} try { return R(f); } catch (e) { return f(); } }`);
const wrong = [];
for (let k = 0; k < 1200; k += 60) {
  const R = makeR();
  const [g, h] = [0, 1].map(i => new Function('x', `/*${k}*/` + frame(20, 'x + 1') + 'return a' + i));
  const L = new Function('g', 'h', 'enter', `/*${k}*/ let s = 0;
    try { enter(); for (let i = 0; i < 2000; i++) s = (s + g(i) + h(i)) | 0; return 'sum'; } catch (e) { return 'caught'; }`);
  function W() { return arguments.length < 0 ? 0 : L(g, h, () => { entered = true; }); }
  // k values more.
  const values = Array.from({ length: k }, () => 0);
  let entered;
  const result = R(() => { entered = false; try { return W(...values); } catch (e) { return 'escaped'; } });
  if (entered && result === 'escaped') wrong.push(k);
}
console.log('throws that got past a catch:', wrong.join());
