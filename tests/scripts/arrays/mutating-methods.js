const a = [5, 1, 4];
console.log(a.push(2, 3), a.pop(), a.shift(), a.unshift(9, 8), a.join(), a.reverse().join(), a.sort().join(), a.splice(1, 2, "x", "y", "z").join(), a.join());
console.log([1, 2, 3, 4, 5].copyWithin(0, 3).join(), [1, 2, 3].fill(0, 1).join(), new Array(3).fill().length, [3, 20, 100].sort().join(), [3, 20, 100].sort((x, y) => y - x).join());
console.log([1, 2, 3].splice(-2).join(), [1, 2, 3].splice(1).join(), [1, 2, 3].splice().length, [1, 2, 3].splice(0, 0, 7).length);
const s = [3, undefined, 1, , "b", "a"];
s.sort();
console.log(s.length, s.join(), 5 in s, 4 in s);
console.log([1, 2, 3].with(1, "w").join(), [3, 1, 2].toSorted().join(), [1, 2, 3].toReversed().join(), [1, 2, 3, 4].toSpliced(1, 2, "n").join());
const stable = Array.from({ length: 20 }, (_, i) => ({ k: i % 3, i }));
console.log(stable.sort((x, y) => x.k - y.k).map((x) => x.i).join());
const len = [1, 2, 3];
len.length = 1;
len[3] = 4;
console.log(len.length, len.join("|"), JSON.stringify(len));
try { len.length = -1; } catch (e) { console.log(e.name); }
