// typeof, equality and conditions where few types have been met, then others come.
const N = 1600;
const attempt = (f) => {
  try {
    return String(f());
  } catch (e) {
    return `${e.name}: ${e.message}`;
  }
};
const show = (title, ...answers) => console.log(`${title}: ${answers.join(" ")}`);
const object = { valueOf: () => 1, toString: () => "text" };
const all = [
  undefined, null, true, false, 0, -0, 1, 1.5, NaN, Infinity, "", "a", "1", "text", "true", 0n, 1n, 10n ** 30n, Symbol.iterator,
  object, {}, [], [1], () => 1, class {}, new Proxy({}, {}), new Proxy(() => 1, {}), Math.max, Math.max.bind(), "te" + (N > 1 ? "xt" : ""),
];
const words = [object, null, undefined, true, false, all[20], all[21]];
const table = (f) => all.map((x) => all.map((y) => (f(x, y) ? 1 : 0)).join("")).join(" ");
const digest = (text) => {
  let h = 7;
  for (let i = 0; i < text.length; i++) h = (h * 31 + text.charCodeAt(i)) | 0;
  return h;
};

const ways = {
  strict: (x, y) => x === y,
  strictNot: (x, y) => x !== y,
  loose: (x, y) => x == y,
  looseNot: (x, y) => x != y,
  strictBranch: (x, y) => { if (x === y) return true; return false; },
  strictNotBranch: (x, y) => { if (x !== y) return true; return false; },
  looseBranch: (x, y) => { if (x == y) return true; return false; },
  looseNotBranch: (x, y) => { if (x != y) return true; return false; },
};
for (const [name, f] of Object.entries(ways)) {
  for (let i = 0; i < N; i++) f(words[i % 7], words[(i >> 3) % 7]);
  show(name, words.map((x) => words.map((y) => +f(x, y)).join("")), digest(table(f)));
  for (let i = 0; i < 3; i++) table(f);
  show(`${name}, everything`, digest(table(f)));
}

// The order of conversions, and what they throw.
const log = [];
const noisy = (name, value) => ({ valueOf() { log.push(name); return value; } });
const equal = (x, y) => x == y;
for (let i = 0; i < N; i++) equal(words[i % 3], words[(i >> 2) % 3]);
show("converted", equal(noisy("left", 1), 1), equal(1, noisy("right", 1)), equal(noisy("l", 1), noisy("r", 1)), equal(noisy("t", 1), true), log);
show("throws", attempt(() => equal({ valueOf() { throw new RangeError("no value"); } }, "x")), attempt(() => equal(Symbol(), {})));
const mixed = (x, y) => x == y;
for (let i = 0; i < N; i++) mixed(i & 1 ? "1" : null, i & 2 ? "1" : undefined);
show("strings and nothing", mixed("1", "1"), mixed("1", null), mixed(1, "1"), mixed("1", 1n), mixed("1", object));
const named = (x) => [x == "text", "a" == x, x != "", x == "1"].map(Number).join("");
for (let i = 0; i < N; i++) named(i & 1 ? "text" : i & 2 ? null : undefined);
show("names and nothing", named("text"), named("te".concat("xt")), named(undefined));
show("names and anything", all.map(named));

// A constant that is null, in a loop.
const END = null;
function lengthOf(list) {
  let n = 0;
  while (END !== list) {
    n++;
    list = list.next;
  }
  return n;
}
const chain = { next: { next: { next: null } } };
for (let i = 0; i < N; i++) lengthOf(chain);
show("list", lengthOf(chain), attempt(() => lengthOf({ next: undefined })), attempt(() => lengthOf({ next: 5 })));

// typeof as a value.
const kind = (x) => { const t = typeof x; return t === "string" ? "text" : t; };
for (let i = 0; i < N; i++) kind(all[i % all.length]);
show("typeof", all.map(kind));
const alike = (x, y) => typeof x === typeof y;
const unlike = (x, y) => typeof x != typeof y;
for (let i = 0; i < N; i++) alike(all[i % 20], all[i % 7]), unlike(all[i % 20], all[i % 7]);
show("alike", digest(table(alike)), digest(table(unlike)));
const sorted = (x) => {
  switch (typeof x) {
    case "undefined": return 0;
    case "boolean": return 1;
    case "number": return 2;
    case "string": return 3;
    case "symbol": return 4;
    case "bigint": return 5;
    case "function": return 6;
    case "object": return x ? 7 : 8;
    default: return 9;
  }
};
for (let i = 0; i < N; i++) sorted(all[i % 4]);
show("switch", all.map(sorted));
for (let i = 0; i < N; i++) sorted(all[i % all.length]);
show("switch", all.map(sorted));
const joined = (x) => `${typeof x}!${typeof typeof x}`;
for (let i = 0; i < N; i++) joined(all[i % all.length]);
show("joined", all.map(joined));
const undeclared = () => typeof notThere;
for (let i = 0; i < N; i++) undeclared();
show("undeclared", undeclared(), undeclared() === "undefined");
globalThis.notThere = 1;
show("declared", undeclared());

// Conditions.
const truth = [(x) => (x ? 1 : 0), (x) => (!x ? 1 : 0), (x) => (x && 1) || 0, (x) => !!x, (x) => { while (x) return 1; return 0; }];
const falsy = ["", 0, -0, NaN, 0n, null, undefined, false, "a".slice(1), "ab".substring(1, 1)];
for (const f of truth) {
  for (let i = 0; i < N; i++) f(all[i & 3]);
  show("truth", all.map((x) => +!!f(x)).join(""), falsy.map((x) => +!!f(x)).join(""));
  for (let i = 0; i < N; i++) f(all[i % all.length]);
  show("truth", all.map((x) => +!!f(x)).join(""), falsy.map((x) => +!!f(x)).join(""));
}
