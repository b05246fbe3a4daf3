// Expressions that are compiled anew, reset or replaced by what is asked of them in the middle of a match.
const log = [];
const tell = (name, f) => { let r; try { r = f(); } catch (e) { r = e.name; } log.push(name + ": " + JSON.stringify(r)); };
for (const flags of ["g", "y", "gy", ""]) {
  tell("exec " + flags, () => { const re = new RegExp("a", flags); let asked = 0; re.lastIndex = { valueOf() { asked++; re.compile("b", flags); return 1; } }; const m = re.exec("ab"); return [m && m[0], m && m.index, typeof re.lastIndex, asked, re.source]; });
  tell("flags " + flags, () => { const re = new RegExp("(.)\\1", flags); re.lastIndex = { valueOf() { re.compile("b", "g"); return 0; } }; const m = re.exec("aabb"); return [m && m[0], m && m.index, re.lastIndex, re.flags]; });
  tell("test " + flags, () => { const re = new RegExp("a+", flags); const at = []; for (let i = 0; i < 4; i++) { at.push(re.test("aabaa"), Number(re.lastIndex)); if (i === 1) re.compile("b", flags); } return at; });
  tell("replace " + flags, () => { const re = new RegExp("[a-c]", flags); let n = 0; const r = "abcabc".replace(re, (c) => { if (++n === 2) re.compile("x", "g"); re.lastIndex = 0; return c.toUpperCase(); }); return [r, n, re.source, re.lastIndex]; });
  tell("matchAll " + flags, () => { const re = new RegExp("[a-c]", flags + (flags.includes("g") ? "" : "g")); const got = []; for (const m of "abcabc".matchAll(re)) { got.push(m[0]); re.compile("z", "g"); if (got.length > 9) break; } return [got, re.source]; });
  tell("split " + flags, () => { const re = new RegExp(",", flags); re.constructor = { [Symbol.species]: function (r, f) { const s = new RegExp(";", f); return s; } }; return ["a,b;c".split(re), re.lastIndex]; });
}
tell("limits", () => [NaN, -1, -Infinity, Infinity, 2 ** 32, 2 ** 53, 1.9, "1", null, undefined, true, [2]].map((x) => { const re = /a/g; re.lastIndex = x; const m = re.exec("aaa"); return [m && m.index, re.lastIndex]; }));
tell("frozen", () => { const re = Object.freeze(/a/g); try { re.exec("a"); } catch (e) { return [e.name, re.lastIndex, "aa".search(re)]; } });
tell("read-only", () => { const re = /a/g; Object.defineProperty(re, "lastIndex", { value: 1, writable: false }); const out = []; for (const f of [() => re.test("b"), () => re.exec("aa"), () => "aa".replace(re, "x"), () => "aa".match(re), () => "a".search(re)]) try { out.push(f()); } catch (e) { out.push(e.name); } return out; });
tell("own exec", () => { const re = /./g; let n = 0; re.exec = function (s) { return ++n > 3 ? null : Object.assign(["", "q"], { index: n, groups: { k: n } }); }; return ["abcdef".replace(re, "<$1$<k>>"), n, "abc".match(re), re.test("x")]; });
tell("inner", () => { const re = /\w/g; const out = []; const walk = (s, d) => s.replace(re, (c) => { out.push(c + d); if (d < 2) walk("xy", d + 1); return d; }); return [walk("ab", 0), out.join(""), re.lastIndex]; });
tell("legacy", () => { /(b)(c)?/.exec("abc"); const was = [RegExp.$1, RegExp.$2, RegExp.lastMatch, RegExp["$`"], RegExp["$'"]]; "xyz".replace(/y/, () => RegExp.lastMatch); return [...was, RegExp.lastMatch, RegExp.$1, RegExp.leftContext]; });
tell("loop", () => { const re = /(?<w>\w+)\s*/y; let s = 0, once = true; const text = "one two three \u0447\u0435\u0442\u044b\u0440\u0435 "; for (let i = 0; i < 60; i++) { const t = i % 2 ? text : text.slice(0, 14); re.lastIndex = 0; let m; while ((m = re.exec(t))) { s += m.groups.w.length + re.lastIndex; if (i === 30 && once) { once = false; re.compile("(?<w>\\w)\\s*", "y"); } } } return [s, re.source]; });
tell("species", () => { class R extends RegExp { static get [Symbol.species]() { return RegExp; } exec(s) { log.push("exec " + this.lastIndex); return super.exec(s); } } const r = new R("b", "g"); return ["abcb".split(r), "abcb".replace(r, "-"), [..."abcb".matchAll(r)].length, r instanceof R, new RegExp(r) instanceof R, RegExp(r) === r]; });
console.log(log.join("\n"));
