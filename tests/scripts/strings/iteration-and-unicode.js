const s = "a€😀\ud800z";
console.log([...s].map((c) => c.length).join(), Array.from(s, (c) => c.codePointAt(0).toString(16)).join(), s.length);
console.log(s.isWellFormed?.() ?? false, "\u{1F468}\u200D\u{1F469}".length, "\x41\u0042\103");
console.log("ﬀ".toUpperCase(), "ǆ".toUpperCase(), "\u00e5" === "\u0061\u030a", "\u00e5" === "\u0061\u030a".normalize());
for (const c of "x😀") console.log(c.length);
console.log("\t\n\v\f\r \u00a0\ufeff\u2003x".trim(), JSON.stringify("\u2028\ud800\n\"\\"), "a\
b");
const o = Object("hey");
console.log(o[1], o.length, Object.keys(o).join(), "1" in o, delete o.x, typeof o, o == "hey", o === "hey");
