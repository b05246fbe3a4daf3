//! What compiled code does by itself: programs that leave it no more, and do not ask the runtime, once they are warm.
//! Counted, not timed.

use hearth_tests::invocation::{Sandbox, Statistics};
use hearth_tests::suite::in_parallel;

struct Steady {
    name: &'static str,
    /// A function `f` of the number of rounds.
    text: &'static str,
    /// Runtime calls that the text would make in each round.
    without: &'static [&'static str],
}

const PROGRAMS: &[Steady] = &[
    Steady {
        name: "fields with private names of two instances in one piece of code",
        text: "class Pair { #x = 0; #y = 0; constructor(x, y) { this.#x = x; this.#y = y; }
                 static sum(a, b) { return new Pair(a.#x + b.#x, a.#y + b.#y); } get x() { return this.#x; } }
               let kept = [];
               function once(n) { const one = new Pair(n, 1); const two = Pair.sum(one, one); kept.push(two); if (kept.length > 100) kept = []; return two.x; }
               function f(n) { let s = 0; for (let i = 0; i < n; i++) s += once(i); return s; }",
        without: &["DefinePrivate", "GetPrivate", "SetPrivate"],
    },
    Steady {
        name: "getters of built-in classes",
        text: "const map = new Map([[1, 2]]), set = new Set([1]), view = new DataView(new ArrayBuffer(8), 4), bytes = new Uint8Array(8), pattern = /a/g;
               function f(n) { let s = 0; for (let i = 0; i < n; i++) {
                 s += map.size + set.size + view.byteLength + view.byteOffset + bytes.byteLength + bytes.byteOffset + bytes.buffer.byteLength;
                 if (pattern.global && !pattern.sticky && map.__proto__ === Map.prototype) s++; } return s; }",
        without: &["GetNamed"],
    },
    Steady {
        name: "a generator of objects",
        text: "function* objects(n) { for (let i = 0; i < n; i++) yield { i, twice: 2 * i }; }
               function f(n) { let s = 0; for (const { i, twice } of objects(n)) s += i + twice; return s; }",
        without: &["GetNamed"],
    },
];

const ROUNDS: u32 = 60_000;
/// Of what is counted, so much may be from the time when the program was not warm.
const FEW: f64 = ROUNDS as f64 / 10.0;

fn check(program: &Steady) -> Result<(), String> {
    let sandbox = Sandbox::new("steady");
    let text = format!("{}\nfor (let i = 0; i < 6; i++) f({});\nconsole.log(f(10) > 0);\n", program.text, ROUNDS / 6);
    let script = sandbox.file("program.js", text);
    let arguments: [&str; 0] = [];
    let outcome = sandbox.hearth().flags(["--cache=off", "--no-threads", "--stats=json"]).run(&script, &arguments);
    if outcome.stdout != "true\n" {
        return Err(format!("{}{}", outcome.stdout, outcome.stderr));
    }
    let statistics = Statistics::of(&outcome)?;
    if statistics.number("bailouts") > 4.0 {
        return Err(format!("{} bailouts", statistics.number("bailouts")));
    }
    let often = program.without.iter().map(|call| (call, statistics.runtime_calls(call))).find(|(_, count)| *count > FEW);
    often.map_or(Ok(()), |(call, count)| Err(format!("{count} calls of {call} in {ROUNDS} rounds")))
}

#[test]
fn warm_code_asks_for_nothing() {
    let results = in_parallel(PROGRAMS, check);
    let failures = PROGRAMS.iter().zip(results).filter_map(|(program, result)| Some(format!("  {}: {}\n", program.name, result.err()?)));
    let list: String = failures.collect();
    assert!(list.is_empty(), "\n{list}");
}
