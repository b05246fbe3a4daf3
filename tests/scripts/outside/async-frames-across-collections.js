// gc-stress: 7
// What a suspended function has on its operand stack, in its loops and its disposers lives as long
// as it is suspended.
const log = [];
const make = (n) => ({ n, text: "v" + n, list: [n, { deep: "d" + n }] });
const tick = (value) => new Promise((resolve) => setTimeout(resolve, 0, value));
const churn = () => { for (let i = 0; i < 20; i++) ({ i, junk: [i, "j" + i] }); };
async function operands(n) {
  return [make(n).text, make(n + 1).list[1].deep, (churn(), await tick(make(n + 2))).text, make(n + 3).text + (await tick(make(4))).list[1].deep].join();
}
async function* source(n) {
  try { for (let i = 0; i < n; i++) { churn(); yield make(i); } } finally { log.push("closed " + (await tick(make(9))).text); }
}
async function loops(n, stop) {
  const seen = [];
  for await (const { text, list: [, { deep }] } of source(n)) { seen.push(text + deep); if (seen.length === stop) break; churn(); await tick(0); }
  return seen.join();
}
async function nested(n) {
  try { return make(n).text + await (async () => { churn(); await tick(0); throw make(n + 1); })(); }
  catch (e) { churn(); return "caught " + e.list[1].deep + (await tick(make(n + 2))).text; }
  finally { log.push("finally " + (await tick(make(n))).text); }
}
(async () => {
  for (let i = 0; i < 3; i++) {
    console.log(await operands(i));
    console.log(await loops(4, i + 2));
    console.log(await nested(i));
  }
  console.log((await Promise.all([operands(10), loops(3, 9), nested(20), operands(30)])).join(" | "));
  console.log(log.join("; "));
})();
