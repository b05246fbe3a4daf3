// Methods that match many times leave the last match in the static properties of RegExp.
const show = (what) => console.log(what, JSON.stringify([RegExp.lastMatch, RegExp.$1, RegExp.leftContext, RegExp.rightContext, RegExp.input]));
"FooBar".replace(/(o)/g, "x");
show("replace");
"abcd".replace(/(.)/g, (match) => (show(match), match));
"abcdabcd".match(/(b)/g);
show("match");
"a1b2".split(/(\d)/);
show("split");
"aXbX".replaceAll(/(X)/g, "$1$1");
show("replaceAll");
"zzz".replace(/(o)/g, "x");
show("no match");
"\u1234tété".replace(/(t)/g, "x");
show("wide");
