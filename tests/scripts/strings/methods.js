const s = "Hello, World";
console.log(s.length, s.at(-1), s.charAt(4), s.charCodeAt(0), s.codePointAt(1), s.indexOf("o"), s.lastIndexOf("o"), s.indexOf("o", 5), s.includes("World"), s.startsWith("Hell"), s.endsWith("ld"), s.startsWith("World", 7));
console.log(s.slice(-5), s.slice(2, 5), s.substring(5, 2), s.substr(-5, 3), s.toUpperCase(), s.toLowerCase(), s.split(", ").join("|"), s.split("").length, s.split("o", 1).join(), s.split().length);
console.log("  x ".trim() + "|", "  x".trimStart() + "|", "x  ".trimEnd() + "|", "ab".padStart(5, "12"), "ab".padEnd(5), "ab".repeat(3), "abc".concat(1, null));
console.log("a-b-c".replace("-", "+"), "a-b-c".replaceAll("-", "+"), "aaa".replace("a", "[$&$`$']"), "x".replace("x", "$$"), "abc".replace("b", (m, i, all) => m + i + all));
console.log("é".normalize("NFD").length, "straße".toUpperCase(), "İ".toLowerCase().length, "ΑΣ".toLowerCase(), "a".localeCompare("b"), "ab" < "b");
console.log(String.fromCharCode(72, 105), String.fromCodePoint(128512).length, "😀".codePointAt(0), [..."a😀b"].length, "😀".split("").length, "😀".at(0) === "\ud83d");
console.log("abc"[1], "abc"[5], "abc".at(9), "abc".charAt(9) === "", isNaN("abc".charCodeAt(9)), "abc".indexOf(""), "".indexOf(""), "abc".lastIndexOf(""), "a,b,".split(",").length, "".split(",").length, "".split("").length);
console.log("tEST".charAt(0).toUpperCase() + "tEST".slice(1).toLowerCase(), "%41é".length, encodeURIComponent("a b&é😀"), decodeURIComponent("%C3%A9%F0%9F%98%80"), encodeURI("a b?x=é#"), escape("é "), unescape("%E9%u20AC"));
