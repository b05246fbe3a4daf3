// Counts of thousands and of more than any text has, of what is empty, of groups, and one within the other.
const tell = (f) => { try { const m = f(); return m && typeof m === "object" ? m.index + " " + m.map((x) => (x === undefined ? "-" : x.length)).join(" ") : String(m); } catch (e) { return e.name; } };
const a = (n) => "a".repeat(n);
const tries = [() => /(?:){2147483647}/.exec(""), () => /(?:|a){3000}b/.exec("ab"), () => /(?:$){1000000}/.exec("ab"), () => /(a?){100}/.exec("aab"), () => /(?=a){1000}/.exec("a"), () => /a{0,99999999999}b/.exec("aab"), () => /a{4294967296}/.exec("aab"), () => /a{4294967297}/.exec("aab"), () => /(?:ab){3,4294967299}/.exec("ababab"), () => /(?:a|b){0,6536}?c/.exec("abababc"),
  () => /a{653,}/.exec(a(653)), () => /a{653,}/.exec(a(652)), () => /^(?:a{3}){400,500}$/.test(a(1350)), () => /^(?:a{3}|b){400,500}$/.test(a(1503)), () => /(?<!(?:){1000})a/.exec("a"), () => /^a{1000,2000}?a{1000}$/.exec(a(2500)), () => /^(a{10}){10,20}?(a{10}){5}$/.exec(a(200)), () => /(?:(?:(?:a{2}){2}){2}){2}/.exec(a(20)), () => /(?:(?:a{0,3}){2,}){3,}b/.exec(a(30) + "b"), () => /^(?:a{0,70000}b)+$/.test(a(700) + "b" + a(3) + "b"), () => /(?<=a{500})b/.exec(a(500) + "b"), () => /(?<=^(?:ab?){2,300})c/.exec("ab".repeat(150) + "c"), () => /a{0}b{0,0}(c){0}d?/.exec("abcd"), () => /(?:x{0}){5}y/.exec("xy"),
  () => new RegExp("a{5,4}"), () => new RegExp("(?:a{6536}){6536}").test("a"), () => new RegExp("a{,5}").test("a{,5}"), () => new RegExp("a{").test("a{"), () => new RegExp("a{1", "u"), () => new RegExp("{1}"), () => new RegExp("a{1}{1}"), () => new RegExp("(?=a)*").test("b"), () => new RegExp("(?=a)*", "u"), () => new RegExp("(?<=a)*"),
  () => new RegExp("^" + "(a?)".repeat(60) + "$").exec(a(30))?.filter((x) => x).length, () => new RegExp("(?:" + "a|".repeat(300) + "b)+c").exec(a(40) + "bc"), () => new RegExp("[" + Array.from({ length: 300 }, (_, i) => String.fromCharCode(0x100 + 2 * i)).join("") + "]{3,}").exec("\u0100\u0102\u0104\u0101"), () => new RegExp("(".repeat(60) + "a" + ")".repeat(60)).exec("a")?.length, () => new RegExp("(?:a(?:".repeat(30) + "b" + ")?)*".repeat(30)).exec(a(12) + "b"),
];
const first = tries.map(tell);
first.forEach((x, i) => console.log(i, x));
let same = true; for (let round = 0; round < 3; round++) tries.forEach((f, i) => { if (i < 40 && tell(f) !== first[i]) same = false; });
console.log(same);
