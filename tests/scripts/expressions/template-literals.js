const n = 5;
console.log(`a${n}b${n * 2}c`, `${"x"}${null}${undefined}${true}${[1, 2]}`, `line1
line2`, `\u0041\x42\n`.trim(), `$ $${n} \${n} {}`, `${`inner ${n}`}`);
const tag = (strings, ...values) => `${strings.join("|")}#${strings.raw.join("|")}#${values.join()}`;
console.log(tag`a${1}\n${2}c`);
console.log(tag``, tag`only`, String.raw`\t${n}\u00`);
const same = () => ((s) => s)`x`;
console.log(same() === same(), Object.isFrozen(same()));
const o = { t(s) { return this.k + s[0]; }, k: "K" };
console.log(o.t`!`);
console.log(`${{ toString: () => "str", valueOf: () => 5 }}`, "" + { toString: () => "str", valueOf: () => 5 });
