//! Random programs, always the same one for a seed, to run the tiers against each other.
//!
//! A program has a few objects of different shapes (some with accessors that change other
//! objects), arrays of different element kinds and a few functions, each of which calls
//! only those before it. The functions become hot with one set of arguments and then see
//! others, and the objects change under them. Every program ends: loops are bounded, there
//! is no recursion but that of the preamble, and strings that grow in loops are clipped.
//! What it prints is fixed by the language: no times, no error messages, and no function
//! whose last digit an implementation may choose.
//!
//! ```text
//! tables       fixed text and lists to choose from
//! expressions  what has a value
//! statements   what has none
//! ```

mod expressions;
mod statements;
mod tables;

use std::collections::VecDeque;
use std::fmt::Write as _;

use tables::{ARGUMENTS, ARRAYS, LITERALS, OBJECTS, PREAMBLE};

/// The program of `seed`.
pub fn program(seed: u64) -> String {
    generate(seed, &[])
}

/// The program that `choices` makes: byte by byte they decide, so that a small change of them
/// is a small change of the program. What they do not reach is decided as for a seed.
pub fn program_of(choices: &[u8]) -> String {
    generate(0, choices)
}

fn generate(seed: u64, choices: &[u8]) -> String {
    let mut generator = Generator {
        choices: choices.iter().copied().collect(),
        // A seed of 0 would stay 0.
        state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
        out: String::new(),
        indent: 0,
        locals: Vec::new(),
        closures: Vec::new(),
        functions: 0,
        loops: 0,
        has_arguments: false,
        has_this: false,
        next_name: 0,
    };
    // The first numbers of neighbouring seeds are alike.
    for _ in 0..8 {
        generator.random();
    }
    generator.program(seed);
    generator.out
}

struct Generator {
    /// Decide before `state` does.
    choices: VecDeque<u8>,
    state: u64,
    out: String,
    indent: usize,
    /// Names of the variables in scope that may be assigned to.
    locals: Vec<String>,
    /// Names of functions of one argument in scope that assign to such variables.
    closures: Vec<String>,
    /// Functions that exist already, and so may be called.
    functions: usize,
    /// Loops around the statement that is being written.
    loops: usize,
    /// Whether `arguments` means something, and is linked to the parameters.
    has_arguments: bool,
    /// Whether the function is called as a method of an object.
    has_this: bool,
    next_name: usize,
}

impl Generator {
    fn next(&mut self) -> u64 {
        if let Some(choice) = self.choices.pop_front() {
            return choice as u64;
        }
        self.random()
    }

    fn random(&mut self) -> u64 {
        // xorshift64*
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick(&mut self, choices: &[&str]) -> String {
        choices[self.below(choices.len())].to_owned()
    }

    fn name(&mut self, prefix: char) -> String {
        self.next_name += 1;
        format!("{prefix}{}", self.next_name)
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{:indent$}{text}", "", indent = self.indent * 2);
    }

    fn program(&mut self, seed: u64) {
        let _ = write!(self.out, "// seed {seed}{PREAMBLE}");
        for i in 0..3 {
            let (object, array) = (self.pick(OBJECTS), self.pick(ARRAYS));
            self.line(&format!("let o{i} = {object};"));
            self.line(&format!("let a{i} = {array};"));
        }
        for i in 0..4 {
            self.function(i);
            self.functions += 1;
        }
        self.main();
    }

    fn function(&mut self, number: usize) {
        let literal = self.pick(LITERALS);
        let (head, extra, foot) = match self.below(10) {
            0 => (format!("const f{number} = (p, q = {literal}, r) => {{"), "", "};"),
            1 => (format!("function f{number}(p, ...q) {{"), "let r = q.length;", "}"),
            2 => (format!("function f{number}({{ x: p = {literal}, y: q }} = {{}}, r) {{"), "", "}"),
            3 => (format!("function f{number}([p, q = {literal}] = [], r = p) {{"), "", "}"),
            4 => (format!("function f{number}(p, q, r) {{"), "\"use strict\";", "}"),
            5 => (format!("const f{number} = ({{ x: 1, y: 2, f(p, q, r) {{"), "", "} }).f;"),
            _ => (format!("function f{number}(p, q, r) {{"), "", "}"),
        };
        self.has_arguments = head.starts_with("function") && head.contains("(p, q, r)");
        self.has_this = self.has_arguments && extra.is_empty();
        self.line(&head);
        self.indent += 1;
        if !extra.is_empty() {
            self.line(extra);
        }
        self.locals = ["p", "q", "r"].map(str::to_owned).to_vec();
        self.closures.clear();
        for _ in 0..2 + self.below(2) {
            self.declaration();
        }
        for _ in 0..3 + self.below(5) {
            self.statement(2);
        }
        let (first, second, result) = (self.local(), self.local(), self.expression(2));
        match self.below(3) {
            0 => self.line(&format!("return [{first}, {second}, {result}];")),
            1 => self.line(&format!("return {first} + {result};")),
            _ => self.line(&format!("return {result};")),
        }
        self.indent -= 1;
        self.line(foot);
    }

    fn main(&mut self) {
        self.line("const log = [];");
        for round in 0..6 {
            let function = self.below(self.functions);
            let arguments = self.pick(ARGUMENTS);
            let times = [40, 150, 400][self.below(3)];
            let call = match self.below(5) {
                0 => format!("f{function}.call(o{}, {})", self.below(3), if arguments.is_empty() { "i" } else { &arguments }),
                1 => format!("f{function}(...[{arguments}])"),
                _ => format!("f{function}({arguments})"),
            };
            self.line(&format!("for (let i = 0, last; i < {times}; i++) {{"));
            self.line("  try {");
            self.line(&format!("    last = clip({call});"));
            self.line("  } catch (e) {");
            self.line("    last = e instanceof Error ? e.name : `thrown ${show(e)}`;");
            self.line("  }");
            self.line(&format!("  if (i % 37 === 0 || i === {times} - 1) log.push(show(last));"));
            self.line("}");
            if round < 5 {
                self.upheaval();
            }
        }
        self.line("console.log(log.join(\"\\n\"));");
        self.line("console.log([o0, o1, o2, a0, a1, a2].map((v) => show(ArrayBuffer.isView(v) ? [...v] : v)).join(\"\\n\"));");
        self.line("console.log(touched, Counter.made, [...table].map(([k, v]) => `${show(k)}=${show(v)}`).join());");
    }

    /// Changes what the hot functions have come to rely on.
    fn upheaval(&mut self) {
        let n = self.below(3);
        let (object, array, literal) = (self.pick(OBJECTS), self.pick(ARRAYS), self.pick(LITERALS));
        let line = match self.below(17) {
            0 | 1 => format!("o{n} = {object};"),
            2 | 3 => format!("a{n} = {array};"),
            4 => format!("o{n}.extra = {literal};"),
            5 => format!("delete o{n}.x;"),
            6 => format!("Object.defineProperty(o{n}, \"x\", {{ get: () => {literal}, set() {{}}, configurable: true }});"),
            7 => format!("Pair.prototype.sum = function (k) {{ return k ^ {literal}; }};"),
            8 => format!("Object.setPrototypeOf(o{n}, {{ x: {literal}, y: 8, sum: () => \"proto\" }});"),
            9 => format!("if (Array.isArray(a{n})) a{n}.length = 3;"),
            10 => format!("Array.prototype[{}] = {literal};", self.below(9)),
            11 => format!("Object.freeze(o{n});"),
            12 => format!("Object.defineProperty(a{n}, \"2\", {{ get: () => {literal}, set() {{}}, configurable: true }});"),
            13 => "Math.abs = (v) => v;".to_owned(),
            14 => format!("if (Array.isArray(a{n})) Object.freeze(a{n});"),
            15 => format!("Object.prototype.z = {literal};"),
            _ => "Array.prototype[Symbol.iterator] = function* () { for (let i = 0; i < this.length && i < 9; i++) yield i; };".to_owned(),
        };
        // What is frozen refuses.
        self.line(&format!("try {{ {line} }} catch (e) {{ log.push(e.name); }}"));
    }

    fn local(&mut self) -> String {
        let index = self.below(self.locals.len());
        self.locals[index].clone()
    }
}

#[cfg(test)]
mod tests {
    use super::{program, program_of};

    #[test]
    fn a_seed_fixes_the_program() {
        assert_eq!(program(7), program(7));
        assert_ne!(program(7), program(8));
    }

    #[test]
    fn choices_decide_before_the_seed() {
        assert_eq!(program_of(&[]), program(0));
        assert_ne!(program_of(&[1, 2, 3]), program_of(&[2, 2, 3]));
    }
}
