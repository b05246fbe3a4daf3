// node: 26
// Orders of languages, and localeCompare.
const sorted = (words, locale, options) => [...words].sort(new Intl.Collator(locale, options).compare).join(" ");
const words = ["z", "a", "Z", "ä", "A", "ae", "Ä", "az", "o", "ö", "é", "e", "E", "_", "1", "10", "2", "-a", "a b"];
console.log(sorted(words, "en"));
console.log(sorted(words, "sv"));
console.log(sorted(words, "de-u-co-phonebk"));
console.log(sorted(words, "en", { numeric: true }));
console.log(sorted(words, "en", { caseFirst: "upper" }));
console.log(sorted(words, "da"));
console.log(sorted(["co-op", "coop", "CO-OP", "co op"], "en", { ignorePunctuation: true }));
console.log(sorted(["cote", "côte", "coté", "côté"], "fr-CA"), sorted(["cote", "côte", "coté", "côté"], "fr"));
console.log(sorted(["中", "文", "汉", "字"], "zh"), sorted(["あ", "ア", "ぁ", "か", "が"], "ja"));
for (const sensitivity of ["base", "accent", "case", "variant"]) {
  const { compare } = new Intl.Collator("en", { sensitivity });
  console.log(sensitivity, compare("a", "b"), compare("a", "á"), compare("a", "A"), compare("a", "a"));
}
console.log("a".localeCompare("b"), "résumé".localeCompare("resume"), "a".localeCompare("A"), "ä".localeCompare("z", "sv"), "ä".localeCompare("z", "de"));
console.log(["a10", "a9"].sort((a, b) => a.localeCompare(b, undefined, { numeric: true })));
const collator = new Intl.Collator("de");
console.log(collator.compare === collator.compare, collator.compare.length, collator.compare.name === "");
console.log(new Intl.Collator("de-u-kn-kf-upper", { usage: "search" }).resolvedOptions());
