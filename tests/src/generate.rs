//! Random programs, always the same one for a seed, to run the tiers against each other.
//!
//! A program has a few objects of different shapes, arrays of different element kinds and
//! a few functions, each of which calls only those before it. The functions become hot
//! with one set of arguments and then see others, and the objects change under them. Every
//! program ends: loops are bounded, there is no recursion, and strings that grow in loops
//! are clipped. What it prints is fixed by the language: no times, no error messages, and
//! no function whose last digit an implementation may choose.

use std::fmt::Write as _;

/// The program of `seed`.
pub fn program(seed: u64) -> String {
    let mut generator = Generator {
        // A seed of 0 would stay 0.
        state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
        out: String::new(),
        indent: 0,
        locals: Vec::new(),
        functions: 0,
        loops: 0,
        next_name: 0,
    };
    // The first numbers of neighbouring seeds are alike.
    for _ in 0..8 {
        generator.next();
    }
    generator.program(seed);
    generator.out
}

const PREAMBLE: &str = r#"
const show = (v) => {
  if (typeof v === "number") return Object.is(v, -0) ? "-0" : String(v);
  if (typeof v === "string") return JSON.stringify(v);
  if (Array.isArray(v)) return `[${v.length}: ${Array.prototype.map.call(v.slice(0, 6), (x) => (typeof x === "object" ? "o" : show(x))).join()}]`;
  if (typeof v === "object" && v !== null) return `{${Object.keys(v).join()}}`;
  return String(v);
};
const clip = (v) => (typeof v === "string" && v.length > 24 ? v.slice(0, 24) : v);
class Pair {
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }
  sum(k) {
    return this.x + this.y * k;
  }
  get half() {
    return this.x / 2;
  }
  set half(v) {
    this.x = v * 2;
  }
}
class Triple extends Pair {
  z = 3;
  sum(k) {
    return super.sum(k) - this.z;
  }
}
"#;

const OBJECTS: &[&str] = &[
    "{ x: 1, y: 2 }",
    "{ y: 5, x: 0.5 }",
    "new Pair(3, 4)",
    "new Triple(7, -1)",
    "{ x: 2147483647, y: 1, z: 9, sum(k) { return k - this.x; } }",
    "Object.create({ x: 10, y: 20, sum(k) { return k + 1; } })",
    "{ get x() { return 6; }, y: -0, sum: Math.abs }",
];

const ARRAYS: &[&str] = &[
    "[1, 2, 3, 4, 5, 6, 7, 8]",
    "[0.5, 1.5, -2.5, 1e10, NaN, 3, 4, 5]",
    "[1, , 3, , 5, 6, 7, 8]",
    "[1, \"two\", 3.5, null, undefined, true, 7, 8]",
    "new Int32Array([5, -6, 7, 2147483647, 0, 1, 2, 3])",
    "new Uint8Array([250, 251, 252, 253, 254, 255, 0, 1])",
    "new Float64Array([1, 2.25, -0, Infinity, 5, 6, 7, 8])",
    "[]",
];

const LITERALS: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "7",
    "-1",
    "-5",
    "31",
    "100",
    "255",
    "1000",
    "65536",
    "2147483647",
    "-2147483648",
    "4294967295",
    "0.5",
    "-0.5",
    "1.25",
    "1e10",
    "-0",
    "NaN",
    "true",
    "null",
    "undefined",
    "\"s\"",
    "\"12\"",
];

const ARGUMENTS: &[&str] = &[
    "i, i + 1, 2",
    "i * 0.5, 3, i",
    "i, -i, i & 7",
    "\"a\", i, 1",
    "2147483600 + i, 100, i",
    "null, i, undefined",
    "-0, i % 3 - 1, 0",
    "i",
    "true, \"5\", NaN",
];

struct Generator {
    state: u64,
    out: String,
    indent: usize,
    /// Names of the variables in scope that may be assigned to.
    locals: Vec<String>,
    /// Functions that exist already, and so may be called.
    functions: usize,
    /// Loops around the statement that is being written.
    loops: usize,
    next_name: usize,
}

impl Generator {
    fn next(&mut self) -> u64 {
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
        self.line(&format!("function f{number}(p, q, r) {{"));
        self.indent += 1;
        self.locals = ["p", "q", "r"].map(str::to_owned).to_vec();
        for _ in 0..2 + self.below(2) {
            self.declaration();
        }
        for _ in 0..3 + self.below(4) {
            self.statement(2);
        }
        let (first, second, result) = (self.local(), self.local(), self.expression(2));
        match self.below(3) {
            0 => self.line(&format!("return [{first}, {second}, {result}];")),
            1 => self.line(&format!("return {first} + {result};")),
            _ => self.line(&format!("return {result};")),
        }
        self.indent -= 1;
        self.line("}");
    }

    fn main(&mut self) {
        self.line("const log = [];");
        for round in 0..6 {
            let function = self.below(self.functions);
            let arguments = self.pick(ARGUMENTS);
            let times = [40, 150, 400][self.below(3)];
            self.line(&format!("for (let i = 0, last; i < {times}; i++) {{"));
            self.line("  try {");
            self.line(&format!("    last = clip(f{function}({arguments}));"));
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
    }

    /// Changes what the hot functions have come to rely on.
    fn upheaval(&mut self) {
        let n = self.below(3);
        let (object, array, literal) = (self.pick(OBJECTS), self.pick(ARRAYS), self.pick(LITERALS));
        let line = match self.below(10) {
            0 => format!("o{n} = {object};"),
            1 => format!("a{n} = {array};"),
            2 => format!("o{n}.extra = {literal};"),
            3 => format!("delete o{n}.x;"),
            4 => format!("Object.defineProperty(o{n}, \"x\", {{ get: () => {literal}, set() {{}}, configurable: true }});"),
            5 => format!("Pair.prototype.sum = function (k) {{ return k ^ {literal}; }};"),
            6 => format!("Object.setPrototypeOf(o{n}, {{ x: {literal}, y: 8, sum: () => \"proto\" }});"),
            7 => format!("if (Array.isArray(a{n})) a{n}.length = 3;"),
            8 => format!("Array.prototype[{}] = {literal};", self.below(9)),
            _ => format!("Object.freeze(o{n});"),
        };
        // What is frozen refuses.
        self.line(&format!("try {{ {line} }} catch (e) {{ log.push(e.name); }}"));
    }

    fn declaration(&mut self) {
        let name = format!("v{}", self.next_name);
        self.next_name += 1;
        let value = self.expression(2);
        self.line(&format!("let {name} = {value};"));
        self.locals.push(name);
    }

    fn local(&mut self) -> String {
        let index = self.below(self.locals.len());
        self.locals[index].clone()
    }

    /// Statements in braces whose declarations end with them.
    fn block(&mut self, depth: usize) {
        let scope = self.locals.len();
        self.indent += 1;
        for _ in 0..1 + self.below(3) {
            self.statement(depth);
        }
        self.indent -= 1;
        self.locals.truncate(scope);
    }

    fn statement(&mut self, depth: usize) {
        let compound = depth > 0 && self.loops < 2;
        match self.below(if compound { 17 } else { 11 }) {
            0 | 1 => self.declaration(),
            2..=4 => {
                let (target, value) = (self.local(), self.expression(2));
                let value = if self.loops > 0 { format!("clip({value})") } else { value };
                self.line(&format!("{target} = {value};"));
            }
            5 => {
                let (target, value) = (self.local(), self.expression(1));
                let operator = self.pick(&["-=", "*=", "|=", "&=", "^=", "<<=", ">>=", ">>>=", "%="]);
                self.line(&format!("{target} {operator} {value};"));
            }
            6 => {
                let target = self.local();
                let operator = self.pick(&["++", "--"]);
                self.line(&format!("{target}{operator};"));
            }
            7 | 8 => {
                let (n, value) = (self.below(3), self.expression(1));
                let key = self.pick(&["x", "y", "z", "half"]);
                self.line(&format!("o{n}.{key} = clip({value});"));
            }
            9 => {
                let (n, index, value) = (self.below(3), self.index(), self.expression(1));
                self.line(&format!("a{n}[{index}] = clip({value});"));
            }
            10 => {
                let (object, object2) = (self.below(3), self.below(3));
                let (a, b) = (self.local(), self.local());
                let line = match self.below(4) {
                    0 => format!("[{a}, {b}] = [{b}, {a}];"),
                    1 => format!("({{ x: {a}, y: {b} = 4 }} = o{object});"),
                    2 => {
                        format!("if (a{object}.length < 12 && a{object}.push) a{object}.push({a});")
                    }
                    _ => format!("o{object} = o{object2};"),
                };
                self.line(&line);
            }
            11 | 12 => {
                let condition = self.condition();
                self.line(&format!("if ({condition}) {{"));
                self.block(depth - 1);
                if self.one_in(2) {
                    self.line("} else {");
                    self.block(depth - 1);
                }
                self.line("}");
            }
            13 | 14 => {
                let name = format!("i{}", self.next_name);
                self.next_name += 1;
                let bound = 1 + self.below(12);
                self.line(&format!("for (let {name} = 0; {name} < {bound}; {name}++) {{"));
                self.loops += 1;
                if self.one_in(3) {
                    let condition = self.condition();
                    let jump = self.pick(&["break", "continue"]);
                    self.line(&format!("  if ({condition}) {jump};"));
                }
                let target = self.local();
                self.line(&format!("  {target} = clip({target} + {name});"));
                self.block(depth - 1);
                self.loops -= 1;
                self.line("}");
            }
            15 => {
                self.line("try {");
                self.block(depth - 1);
                if self.one_in(2) {
                    let (condition, value) = (self.condition(), self.expression(1));
                    self.line(&format!("  if ({condition}) throw {value};"));
                }
                self.line("} catch (e) {");
                let target = self.local();
                self.line(&format!("  {target} = e instanceof Error ? 1 : e;"));
                if self.one_in(2) {
                    self.line("} finally {");
                    self.block(depth - 1);
                }
                self.line("}");
            }
            _ => {
                let value = self.expression(1);
                self.line(&format!("switch ({value}) {{"));
                self.indent += 1;
                for _ in 0..1 + self.below(3) {
                    let literal = self.pick(LITERALS);
                    self.line(&format!("case {literal}: {{"));
                    self.block(depth - 1);
                    self.line("}");
                    if self.one_in(2) {
                        self.line("break;");
                    }
                }
                self.line("default:");
                let (target, value) = (self.local(), self.expression(1));
                self.line(&format!("  {target} = clip({value});"));
                self.indent -= 1;
                self.line("}");
            }
        }
    }

    fn index(&mut self) -> String {
        let local = self.local();
        match self.below(5) {
            0 => self.below(10).to_string(),
            1 => format!("{local} & 7"),
            2 => format!("{local} >>> 29"),
            3 => "2".to_owned(),
            // Of any type and size, but never an index that makes a huge array.
            _ => format!("{local} % 8"),
        }
    }

    fn condition(&mut self) -> String {
        let (a, b) = (self.expression(1), self.expression(1));
        match self.below(6) {
            0 => a,
            1 => format!("{} === {}", self.local(), b),
            _ => {
                let operator = self.pick(&["<", "<=", ">", ">=", "==", "!=", "===", "!=="]);
                format!("{a} {operator} {b}")
            }
        }
    }

    fn expression(&mut self, depth: usize) -> String {
        if depth == 0 {
            return match self.below(8) {
                0..=3 => self.local(),
                4 | 5 => self.pick(LITERALS),
                6 => format!("o{}.{}", self.below(3), self.pick(&["x", "y", "z", "half", "extra"])),
                _ => format!("a{}[{}]", self.below(3), self.index()),
            };
        }
        let a = self.expression(depth - 1);
        let b = self.expression(depth - 1);
        match self.below(16) {
            0..=2 => format!("({a} + {b})"),
            3 | 4 => format!("({a} {} {b})", self.pick(&["-", "*", "/", "%"])),
            5 | 6 => format!("({a} {} {b})", self.pick(&["&", "|", "^", "<<", ">>", ">>>"])),
            7 => format!("({a} {} {b})", self.pick(&["<", ">=", "===", "!=", "&&", "||"])),
            8 => format!("({} ? {a} : {b})", self.local()),
            9 => {
                let function = self.pick(&["abs", "floor", "ceil", "round", "trunc", "sign", "fround", "clz32", "sqrt"]);
                format!("Math.{function}({a})")
            }
            10 => format!("Math.{}({a}, {b})", self.pick(&["min", "max", "imul"])),
            11 => format!("{}({a})", self.pick(&["-", "+", "~", "!", "typeof "])),
            12 => format!("o{}.sum({a})", self.below(3)),
            13 => format!("a{}.length", self.below(3)),
            14 if self.functions > 0 && self.loops == 0 => {
                format!("clip(f{}({a}, {b}))", self.below(self.functions))
            }
            14 => format!("({a} | 0)"),
            _ => {
                let local = self.local();
                format!("((x) => x + {local})({a})")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::program;

    #[test]
    fn a_seed_fixes_the_program() {
        assert_eq!(program(7), program(7));
        assert_ne!(program(7), program(8));
    }
}
