// node: 999
// Nested loops fail in a time that is a power of the text's length (node takes for ever): by automata where they are
// regular, else because the choices that failed are remembered.
const a = 'a'.repeat(60), wide = '😀'.repeat(30);
for (const re of [/(a+)+b/, /(a|a)*b/, /(.*)*x/, /(?:a*)*b/, /^(?:a?){60}a{60}$/, /(?=(?:a|aa)+b)c/, /(?<!(?:a+)+b)$x/, /(?!(a+)+$)b/, /(a*)*?b/, /(?:(?:a{1,3}){2,40})+b/])
  console.log(String(re), re.test(a), re.test(a + 'é\u2028'), re.test(wide));
for (const re of [/(.+)+x/u, /(?:.|\p{L}|😀)*x/u, /(?:[^x]+)+x/v]) console.log(String(re), re.test(wide));
