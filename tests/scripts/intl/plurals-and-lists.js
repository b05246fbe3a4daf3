// node: 26
// Plural categories, and lists.
for (const locale of ["en", "ar", "ru", "ja", "pl", "lt"]) {
  const rules = new Intl.PluralRules(locale);
  console.log(locale, [0, 1, 2, 3, 5, 11, 21, 1.5, 100].map((n) => rules.select(n)).join(" "), rules.resolvedOptions().pluralCategories.join());
}
const ordinal = new Intl.PluralRules("en", { type: "ordinal" });
console.log([1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 101].map((n) => n + ordinal.select(n)).join(" "));
console.log(new Intl.PluralRules("en", { minimumFractionDigits: 1 }).select(1), new Intl.PluralRules("sl").selectRange(102, 201), new Intl.PluralRules("fr").select(1e6));
const list = ["a", "b", "c", "d"];
for (const locale of ["en", "de", "es", "ja", "ar"]) {
  for (const type of ["conjunction", "disjunction", "unit"]) {
    const text = (style) => new Intl.ListFormat(locale, { type, style }).format(list);
    console.log(locale, type, text("long"), "|", text("short"), "|", text("narrow"));
  }
}
const english = new Intl.ListFormat("en");
for (let n = 0; n < 4; n++) console.log(english.format(list.slice(0, n)), JSON.stringify(english.formatToParts(list.slice(0, n))));
const spanish = new Intl.ListFormat("es");
console.log(spanish.format(["Juan", "Ignacio"]), spanish.format(["agua", "hielo"]), new Intl.ListFormat("es", { type: "disjunction" }).format(["siete", "ocho"]));
console.log(english.format(new Set(["x", "{0}", "{1}"])));
