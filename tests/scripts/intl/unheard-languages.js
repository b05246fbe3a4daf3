// Languages of five to eight letters: none is registered, all are well-formed.
console.log(Intl.getCanonicalLocales(['Generic', 'GENERIC-us-u-NU-latn', 'generic-Latn']));
console.log(Intl.Collator('generic', { sensitivity: 'base' }).compare('a', 'A'));
console.log(Intl.NumberFormat.supportedLocalesOf(['generic', 'de', 'abcdefgh-DE']));
console.log(new Intl.NumberFormat(['generic', 'de']).resolvedOptions().locale);
console.log((1234.5).toLocaleString('generic') === (1234.5).toLocaleString(), 'i'.toLocaleUpperCase('generic'));
for (const tag of ['abcd', 'abcdefghi', 'gener1c', 'generic-', 'generic-u', 'generic-a-b', 'generic-u-nu-u-nu']) {
  try {
    console.log(tag, Intl.getCanonicalLocales(tag));
  } catch (error) {
    console.log(tag, error.name);
  }
}
