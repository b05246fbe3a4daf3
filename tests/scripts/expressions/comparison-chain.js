console.log(1 < 2 < 3, 3 > 2 > 1, 1 == 1 == 1, "b" > "a", "a" < "B", "2" > "12", 2 > "12", null >= 0, null > 0, null == 0, undefined == 0);
console.log([2] > 1, [1, 2] == "1,2", ({}) == "[object Object]", NaN != NaN, [NaN].includes(NaN), [NaN].indexOf(NaN));
console.log("abc" < "abcd", "a" < "á", "\u{1F600}" > "\uFFFF", "" < "a", "10" == 10, "1e1" == 10, "0x10" == 16, " 1 " == 1);
console.log(Object.is(NaN, NaN), Object.is(0, -0), Object.is("a", "a"), Object.is({}, {}));
console.log(1 in [5, 6], "length" in [], "x" in { x: undefined }, Symbol.iterator in []);
try {
  "a" in "abc";
} catch (e) {
  console.log(e.name);
}
