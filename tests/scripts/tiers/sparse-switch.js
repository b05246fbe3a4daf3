function kind(x) {
  switch (x) {
    case 0:
      return "zero";
    case 1:
    case 2:
      return "small";
    case 100:
      return "hundred";
    case "1":
      return "text one";
    case NaN:
      return "never";
    case undefined:
      return "undefined";
    default:
      return typeof x;
  }
}
for (let i = 0; i < 3000; i++) kind(i % 5);
console.log([0, 1, 2, 3, 100, "1", "2", NaN, undefined, null, -0, 1.0, 1.5, true].map(kind).join());
for (let i = 0; i < 3000; i++) kind(i % 2 ? "1" : i);
console.log(kind("1"), kind(1), kind(100));
function fall(n) {
  let s = "";
  switch (n % 4) {
    case 0: s += "a";
    case 1: s += "b"; break;
    default: s += "d";
    case 2: s += "c";
  }
  return s;
}
let all = "";
for (let i = 0; i < 3000; i++) all = fall(i);
console.log(all, fall(0), fall(1), fall(2), fall(3));
