// Makes the files of data/: what Intl needs of CLDR, of the locales of these languages.
//
//   npm install cldr-core cldr-bcp47 cldr-dates-full cldr-localenames-full cldr-misc-full cldr-numbers-full \
//       cldr-units-full cldr-cal-{buddhist,chinese,coptic,dangi,ethiopic,hebrew,indian,islamic,japanese,persian,roc}-full
//   node make.mjs node_modules
//
// A section is a list of paths and, for each locale, its values for them in the same order; a value
// that is that of the parent locale is left out. A file has the locales of one language: `@section`, then
// `=locale` with its values one a line, or `~n` for n values that are the parent's. The paths are a file of
// their own, and so is what is of no locale. The data is Unicode's, under its licence.

import fs from "node:fs";
import path from "node:path";

const root = process.argv[2];
const read = (...at) => JSON.parse(fs.readFileSync(path.join(root, ...at), "utf8"));
const supplemental = (name) => read("cldr-core", "supplemental", `${name}.json`).supplemental;

const UNITS =
  "acre bit byte celsius centimeter day degree fahrenheit fluid-ounce foot gallon gigabit gigabyte gram hectare hour inch kilobit kilobyte kilogram kilometer liter megabit megabyte meter microsecond mile mile-scandinavian milliliter millimeter millisecond minute month nanosecond ounce percent petabyte pound second stone terabit terabyte week yard year kilometer-per-hour mile-per-hour meter-per-second mile-per-gallon liter-per-kilometer".split(
    " ",
  );
const LANGUAGES = new Set(
  "ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv nb nl no pl pt ro ru sk sl sr sv ta th tr uk vi zh".split(" "),
);
const CALENDARS = {
  buddhist: "buddhist", chinese: "chinese", coptic: "coptic", dangi: "dangi", ethiopic: "ethiopic",
  "ethiopic-amete-alem": "ethiopic", hebrew: "hebrew", indian: "indian", islamic: "islamic",
  japanese: "japanese", persian: "persian", roc: "roc",
};

/** Leaves of `tree` as paths below `prefix`; `keep` says which keys are gone into. */
function* leaves(tree, prefix = "", keep = () => true) {
  for (const [key, value] of Object.entries(tree ?? {})) {
    if (!keep(key)) continue;
    const at = prefix ? `${prefix}/${key}` : key;
    if (typeof value === "object") yield* leaves(value, at, keep);
    else yield [at, value];
  }
}
const ordinary = (key) => !key.startsWith("_") && !/-alt-(?!narrow|short)/.test(key);

function* calendar(tree, whole) {
  for (const names of ["months", "days", "quarters", "dayPeriods", "eras", "cyclicNameSets", "monthPatterns"]) {
    if (whole || !["days", "quarters", "dayPeriods"].includes(names)) yield* leaves(tree[names], names, ordinary);
  }
  for (const formats of ["dateFormats", "timeFormats", "dateSkeletons"]) {
    if (!whole && formats === "timeFormats") continue;
    for (const [length, format] of Object.entries(tree[formats] ?? {})) {
      if (ordinary(length)) yield [`${formats}/${length}`, format._value ?? format];
    }
  }
  const formats = tree.dateTimeFormats ?? {};
  for (const length of ["full", "long", "medium", "short"]) if (whole && formats[length]) yield [`glue/${length}`, formats[length]];
  if (whole) yield* leaves(tree["dateTimeFormats-atTime"]?.standard, "atTime", ordinary);
  if (whole) yield* leaves(formats.appendItems, "append");
  yield* leaves(formats.availableFormats, "available", ordinary);
  yield* leaves(formats.intervalFormats, "interval", ordinary);
}

const main = (pack, locale, file) => {
  const at = path.join(root, pack, "main", locale, `${file}.json`);
  return fs.existsSync(at) ? JSON.parse(fs.readFileSync(at, "utf8")).main[locale] : {};
};

/** name → [path, value] of a locale */
const SECTIONS = {
  *numbers(locale) {
    const { numbers } = main("cldr-numbers-full", locale, "numbers");
    yield* leaves(
      numbers, "",
      (key) => ordinary(key) && !/^(rational|minimalPairs)/.test(key) && !/^(perMille|superscripting|list$|atMost)/.test(key),
    );
  },
  *currencies(locale) {
    yield* leaves(main("cldr-numbers-full", locale, "currencies").numbers?.currencies, "", ordinary);
  },
  *units(locale) {
    const { units } = main("cldr-units-full", locale, "units");
    for (const length of ["long", "short", "narrow"]) {
      for (const [key, value] of Object.entries(units?.[length] ?? {})) {
        const unit = key.replace(/^[a-z]+-/, "");
        const name = key === "per" ? "per" : UNITS.includes(unit) ? unit : key.startsWith("concentr") && unit.endsWith("percent") ? "percent" : null;
        if (name) yield* leaves(value, `${length}/${name}`, (k) => /^(unitPattern|perUnit|compoundUnitPattern$|displayName)/.test(k) && !/case|gender/.test(k));
      }
    }
  },
  *fields(locale) {
    const fields = main("cldr-dates-full", locale, "dateFields").dates?.fields;
    for (const [key, value] of Object.entries(fields ?? {})) {
      const relative = /^(year|quarter|month|week|day|hour|minute|second)(-|$)/.test(key);
      yield* leaves(value, key, (k) => ordinary(k) && (relative || k === "displayName"));
    }
  },
  *lists(locale) {
    yield* leaves(main("cldr-misc-full", locale, "listPatterns").listPatterns);
  },
  *gregorian(locale) {
    yield* calendar(main("cldr-dates-full", locale, "ca-gregorian").dates?.calendars.gregorian ?? {}, true);
  },
  *generic(locale) {
    yield* calendar(main("cldr-dates-full", locale, "ca-generic").dates?.calendars.generic ?? {}, true);
  },
  *zones(locale) {
    yield* leaves(main("cldr-dates-full", locale, "timeZoneNames").dates?.timeZoneNames, "", ordinary);
  },
  *names(locale) {
    const display = main("cldr-localenames-full", locale, "localeDisplayNames").localeDisplayNames;
    for (const kind of ["languages", "scripts", "territories"]) {
      for (const [key, value] of leaves(main("cldr-localenames-full", locale, kind).localeDisplayNames?.[kind], kind, (k) => !/-alt-(?!short|menu)/.test(k))) {
        if (!key.endsWith(`/${value}`)) yield [key, value];
      }
    }
    for (const [key, value] of leaves(main("cldr-localenames-full", locale, "variants").localeDisplayNames?.variants, "variants")) {
      if (!key.endsWith(`/${value}`)) yield [key, value];
    }
    yield* leaves(display?.localeDisplayPattern, "pattern");
    yield* leaves(display?.types?.calendar, "calendar", ordinary);
  },
};
for (const [name, pack] of Object.entries(CALENDARS)) {
  SECTIONS[name] = function* (locale) {
    const tree = main(`cldr-cal-${pack}-full`, locale, `ca-${name}`).dates?.calendars?.[name];
    if (tree) yield* calendar(tree, false);
  };
}

const explicit = supplemental("parentLocales").parentLocales.parentLocale;
/** Those that ICU has, as the node that runs this knows it. */
const served = (list) => Intl.DateTimeFormat.supportedLocalesOf(list).filter((locale) => LANGUAGES.has(locale.split("-")[0]));
const locales = served(read("cldr-core", "availableLocales.json").availableLocales.full);
const known = new Set(locales);
function parent(locale) {
  if (explicit[locale]) return explicit[locale] === "root" ? "und" : explicit[locale];
  const cut = locale.lastIndexOf("-");
  return cut < 0 ? "und" : known.has(locale.slice(0, cut)) ? locale.slice(0, cut) : parent(locale.slice(0, cut));
}

/** Name of a file → its lines. */
const files = new Map();
const add = (name, section, lines) => files.set(name, [...(files.get(name) ?? []), `@${section}`, ...lines]);
const line = (value) => value.replace(/\n/g, " ");

for (const [section, of] of Object.entries(SECTIONS)) {
  const values = new Map(["und", ...locales].map((locale) => [locale, new Map(of(locale))]));
  const paths = [...new Set([...values.values()].flatMap((map) => [...map.keys()]))].sort();
  const inherited = (locale, key) => {
    for (let at = parent(locale); ; at = parent(at)) {
      const value = values.get(at)?.get(key);
      if (value !== undefined || at === "und") return value;
    }
  };
  const languages = Map.groupBy(["und", ...locales], (locale) => locale.split("-")[0]);
  add("paths", section, paths);
  for (const [language, group] of languages) {
    const text = [];
    for (const locale of group) {
      const own = values.get(locale);
      const lines = [];
      let skipped = 0;
      for (const key of paths) {
        const value = own.get(key);
        if (value === undefined || (locale !== "und" && value === inherited(locale, key))) {
          skipped++;
          continue;
        }
        if (skipped) lines.push(`~${skipped}`);
        skipped = 0;
        lines.push(/^[=~\\]/.test(value) ? `\\${line(value)}` : line(value));
      }
      if (lines.length) text.push(`=${locale}`, ...lines);
    }
    if (text.length) add(language, section, text);
  }
}

/** What is of no locale: `key=value` a line. */
function* world() {
  const weeks = supplemental("weekData").weekData;
  for (const what of ["minDays", "firstDay", "weekendStart", "weekendEnd"]) {
    for (const [region, value] of Object.entries(weeks[what])) if (ordinary(region)) yield `${what}/${region}=${value}`;
  }
  for (const [region, data] of Object.entries(supplemental("timeData").timeData)) {
    yield `hours/${region.replace("_", "-")}=${data._preferred} ${data._allowed}`;
  }
  for (const [region, list] of Object.entries(supplemental("calendarPreferenceData").calendarPreferenceData)) {
    yield `calendars/${region}=${list.join(" ")}`;
  }
  const money = supplemental("currencyData").currencyData;
  for (const [code, data] of Object.entries(money.fractions)) yield `fraction/${code}=${data._digits} ${data._rounding}`;
  for (const [system, data] of Object.entries(supplemental("numberingSystems").numberingSystems)) {
    if (data._type === "numeric") yield `digits/${system}=${data._digits}`;
  }
  for (const [child, of] of Object.entries(explicit)) yield `parent/${child}=${of === "root" ? "und" : of}`;
  for (const [language, rules] of Object.entries(supplemental("dayPeriods").dayPeriodRuleSet)) {
    const list = Object.entries(rules).map(([name, r]) => `${name},${r._at ?? `${r._from},${r._before}`}`);
    yield `dayPeriods/${language}=${list.join(" ")}`;
  }
  for (const [kind, file] of [["cardinal", "plurals"], ["ordinal", "ordinals"]]) {
    for (const [language, rules] of Object.entries(supplemental(file)[`plurals-type-${kind}`])) {
      const list = Object.entries(rules).map(([k, v]) => [k.replace("pluralRule-count-", ""), v.replace(/@.*/, "").trim()]);
      yield `${kind}/${language}=${list.filter(([, rule]) => rule).map((pair) => pair.join(":")).join(";")}`;
    }
  }
  for (const [language, ranges] of Object.entries(supplemental("pluralRanges").plurals)) {
    const list = Object.entries(ranges).map(([k, v]) => `${k.replace(/pluralRange-start-(\w+)-end-(\w+)/, "$1,$2")},${v}`);
    yield `pluralRanges/${language}=${list.join(" ")}`;
  }
  const zones = supplemental("metaZones").metaZones;
  function* metazones(tree, at) {
    for (const [key, value] of Object.entries(tree)) {
      const name = at ? `${at}/${key}` : key;
      if (!Array.isArray(value)) {
        yield* metazones(value, name);
        continue;
      }
      const list = value.map(({ usesMetazone: m }) => `${m._mzone},${m._from ?? ""},${m._to ?? ""}`.replaceAll(" ", "T"));
      yield `metazone/${name}=${list.join(" ")}`;
    }
  }
  yield* metazones(zones.metazoneInfo.timezone, "");
  for (const { mapZone: m } of zones.metazones) yield `golden/${m._other}/${m._territory}=${m._type}`;
  for (const [region, zone] of Object.entries(supplemental("primaryZones").primaryZones)) yield `primary/${region}=${zone}`;
  const u = (file, key) => Object.entries(read("cldr-bcp47", "bcp47", `${file}.json`).keyword.u[key]).filter(([k]) => !k.startsWith("_"));
  for (const [id, zone] of u("timezone", "tz")) if (zone._alias) yield `zone/${id}=${zone._alias}`;
  for (const [id] of u("collation", "co")) yield `collation/${id}=`;
  for (const [id] of u("currency", "cu")) yield `currency/${id.toUpperCase()}=`;
  const implied = served(read("cldr-core", "defaultContent.json").defaultContent);
  yield `locales=${locales.join(" ")}`;
  yield `implied=${implied.join(" ")}`;
}
add("world", "world", world());

const folder = path.join(import.meta.dirname, "data");
fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder);
for (const [name, lines] of files) fs.writeFileSync(path.join(folder, `${name}.txt`), lines.join("\n") + "\n");
