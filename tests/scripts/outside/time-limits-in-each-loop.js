// gc-stress: 997
// What a limit of time interrupts, in loops and callbacks of each kind, and that the same code goes on afterwards.
const vm = require("vm");
const loops = { plain: "while (true);", body: "let i = 0; for (;;) i = (i + 1) | 0;", nested: "for (;;) hot(1000);", recursion: "const r = (n) => (n < 2 ? n : r(n - 1) + r(n - 2)); r(60)", caught: "for (;;) { try { for (;;); } catch (e) { out = 'caught'; } }", final: "try { for (;;); } finally { out = 'finally'; }", generator: "function* g() { try { for (;;) yield 1; } finally { out = 'generator'; } } for (const x of g()) ;", callback: "'abc'.replace(/b/, () => { for (;;); })", getter: "[1, 2].sort({ get a() { for (;;); } }.a)", spread: "[...{ *[Symbol.iterator]() { for (;;) yield 1; } }]", typed: "const u = new Uint8Array(100); for (;;) for (let i = 0; i < u.length; i++) u[i] += i;", fields: "class A { static x = (() => { for (;;) hot(3); })(); }", label: "a: for (;;) { for (;;) continue a; }", json: "JSON.stringify({ toJSON() { do {} while (1); } })" };
const context = vm.createContext({ out: "none" });
vm.runInContext("var hot = (n) => { let s = 0; for (let i = 0; i < n; i++) s += i; return s; }; hot(1000)", context);
const run = (code, timeout) => { try { return String(vm.runInContext(code, context, timeout ? { timeout } : {})); } catch (e) { return `${e.code ?? e.name} ${e.message}`; } };
for (const [name, code] of Object.entries(loops)) { context.out = "none"; console.log(name, run(`{ ${code} }`, 4), context.out, run("hot(100)"), run("hot(10)", 5000)); }
for (let i = 0; i < 3; i++) console.log(run("hot(1e15)", 5), run("try { hot(1e15) } catch (e) { out = 'seen' } finally { out += '!' }", 5), context.out, run("hot(500)", 5000));
console.log(run("1", -1), run("throw new TypeError('own')", 1000), run("let once = 1; once", 1000), run("once + 1"), run("let once = 2"));
