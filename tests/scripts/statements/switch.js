const f = (x) => {
  const out = [];
  switch (x) {
    default: out.push("d");
    case 1: out.push("1");
    case 2: out.push("2"); break;
    case "1": out.push("s1"); break;
    case 3: { let inner = "block"; out.push(inner); }
  }
  return out.join("");
};
console.log([0, 1, 2, 3, "1", null].map(f).join());
let order = "";
const k = (x) => ((order += x), x);
switch (k(2)) {
  case k(1):
  case k(2): order += "!";
  case k(3): order += "?"; break;
  case k(4):
}
console.log(order);
switch (1) {
  case 0: let y = 4;
  case 1: try { y = 5; } catch (e) { console.log(e.name); }
}
switch (5) {}
const g = (x) => { switch (true) { case x < 0: return "neg"; case x === 0: return "zero"; case x > 100: return "big"; } return "pos"; };
console.log([-1, 0, 5, 500].map(g).join());
