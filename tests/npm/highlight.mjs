// Colours code as HTML.
import hljs from 'highlight.js';

for (const [language, code] of [['javascript', 'class A { #x = `t${1 + 2}`; async f() { return /re/g.test("s") ?? null; } } // c'], ['python', 'def f(x: int) -> str:\n    """doc"""\n    return f"{x!r}" if x else None  # c'], ['xml', '<a href="x">&amp;<!-- c --><script>let a = 1</script></a>'], ['rust', "fn main() { let x: Vec<&'static str> = vec![\"a\"]; println!(\"{}\", x[0]); }"], ['sql', "SELECT a, COUNT(*) FROM t WHERE b = 'x' GROUP BY a;"], ['json', '{"a": [1, true, null]}'], ['bash', 'for i in $(ls); do echo "$i" | grep -v x; done']]) {
  const { value, relevance } = hljs.highlight(code, { language });
  console.log(language, relevance, value);
}
console.log(hljs.highlightAuto('#include <stdio.h>\nint main(void) { return 0; }', ['c', 'java', 'python']).language, hljs.listLanguages().length);
try { hljs.highlight('x', { language: 'none' }); } catch (e) { console.log(e.message); }
