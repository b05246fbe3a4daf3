// Strings that are evaluated may have surrogates by themselves, which became U+FFFD.
const show = (text) => [...text].map((c) => c.codePointAt(0).toString(16)).join(' ');
for (const unit of ['\ud800', '\udfff', '\udc00\ud800', 'a\udbffb', '\ud83d\ude00']) {
  console.log(show((0, eval)(`'${unit}'`)), show(eval('`' + unit + '`')), show(eval('(x => x.raw[0])`' + unit + '`')));
  console.log(show(eval(`/${unit}/`).source), eval(`/^${unit}$/`).test(unit), Object.keys(eval(`({ '${unit}': 1 })`))[0] === unit);
  const made = new Function('a', `return '${unit}' + a // ${unit}`);
  console.log(show(made('x')), made.toString().includes(unit), (0, eval)(`(function () { return '${unit}' })`).toString().includes(unit));
  console.log(show(require('vm').runInThisContext(`'${unit}'`)));
}
for (const text of ['\ud800', 'var \ud800', 'a\udc00', '\ud800 = 1', 'x.\ud800']) {
  try {
    eval(text);
    console.log('evaluated');
  } catch (error) {
    console.log(error.name);
  }
}
console.log(eval('1 // \ud800'), eval('/* \udfff */ 2'));
