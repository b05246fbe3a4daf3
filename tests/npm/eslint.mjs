// Lints a text and fixes it.
import { Linter } from 'eslint-linter-browserify';

const linter = new Linter();
const rules = { 'no-unused-vars': 2, 'no-undef': 2, eqeqeq: 1, 'prefer-const': 2, 'no-var': 2, curly: 2, 'no-fallthrough': 2, complexity: [1, 2], 'no-unreachable': 2, 'object-shorthand': 1, 'prefer-template': 1, camelcase: 1, 'no-shadow': 1, 'arrow-body-style': 1, 'no-extra-boolean-cast': 2, 'use-isnan': 2, 'no-else-return': 1 };
const code = 'var a = 1, snake_case = 2;\nfunction f(x, unused) {\n  let y = x == null ? {x: x} : "s" + x;\n  if (!!y) return g(y); else { return NaN === y; }\n  dead();\n}\nswitch (a) { case 1: f(); case 2: { let a = () => { return 1 }; a() } }\n';
const config = [{ rules, languageOptions: { ecmaVersion: 2022, sourceType: 'module', globals: { g: 'readonly' } } }];
console.log(linter.verify(code, config).map((m) => `${m.line}:${m.column} ${m.severity} ${m.ruleId} ${m.message}`));
console.log(linter.verifyAndFix(code, config).output);
console.log(linter.verify('let = ;', config));
