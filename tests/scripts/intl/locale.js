// node: 26
// Tags in canonical form, likely subtags, what a locale prefers; which locale is served.
const tags = ["EN-us", "zh-hant-tw", "iw", "sr-Latn-RS", "de-DE-u-co-phonebk-ca-gregory", "en-u-kn-true", "en-t-jp", "cmn-hans", "x-private", "de-1996-1901"];
for (const tag of tags) {
  try {
    console.log(tag, Intl.getCanonicalLocales(tag));
  } catch (error) {
    console.log(tag, error.name);
  }
}
for (const bad of ["", "e", "en-", "en_US", "i-klingon", "de-1996-1996", "en-u", "a-b"]) {
  try {
    console.log(bad, Intl.getCanonicalLocales(bad));
  } catch (error) {
    console.log(bad, error.name);
  }
}
const locale = new Intl.Locale("zh-tw", { calendar: "roc", hourCycle: "h23", numeric: true, caseFirst: "upper", collation: "stroke" });
console.log(String(locale), locale.baseName, locale.calendar, locale.hourCycle, locale.numeric, locale.caseFirst, locale.collation);
console.log(String(locale.maximize()), String(new Intl.Locale("und-Latn-US").minimize()), String(new Intl.Locale("zh").maximize()));
for (const tag of ["en-US", "de", "th", "ja", "ko"]) {
  const locale = new Intl.Locale(tag);
  console.log(tag, locale.getTextInfo(), locale.getWeekInfo(), locale.getHourCycles(), locale.getCalendars(), locale.getNumberingSystems());
}
console.log(new Intl.Locale("ar").getTextInfo(), new Intl.Locale("he").getWeekInfo());
console.log(new Intl.Locale("de-AT").getTimeZones(), new Intl.Locale("en").getTimeZones());
console.log(Intl.NumberFormat.supportedLocalesOf(["de-AT", "tlh", "zh-TW", "en-u-nu-thai", "sr-Latn-RS"]));
for (const tag of ["de-u-nu-thai-co-phonebk", "en-XX", "zh-Hant-MO", "sr-ME"]) {
  console.log(tag, new Intl.NumberFormat(tag).resolvedOptions().locale, new Intl.Collator(tag).resolvedOptions().locale);
}
console.log(Intl.supportedValuesOf("unit").length, Intl.supportedValuesOf("numberingSystem").includes("latn"));
console.log(Object.prototype.toString.call(Intl), Object.getOwnPropertyNames(Intl).length, typeof Intl.NumberFormat.prototype);
