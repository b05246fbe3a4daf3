// Every kind of local must survive entering the optimised loop and leaving it by a bailout.
function run(limit, poison) {
  const captured = [];
  let int = 1;
  let double = 0.5;
  let text = "t";
  let object = { n: 0 };
  let undef;
  let nothing = null;
  let flag = false;
  const big = [1, 2, 3];
  for (let i = 0; i < limit; i++) {
    int = (int * 7 + i) % 1009;
    double = double * 1.0001 + 0.001;
    if (i % 1000 === 0) text += i;
    object.n += int;
    flag = !flag;
    if (i === poison) int = "poison";
    if (i % 2500 === 0) captured.push(() => i + big.length);
    if (typeof int === "string") break;
  }
  return [int, double.toFixed(6), text, object.n, undef, nothing, flag, captured.map((f) => f()).join()].map(String).join("|");
}
console.log(run(6000, -1));
console.log(run(6000, 5500));
console.log(run(6000, 5500));
console.log(run(0, 0));
