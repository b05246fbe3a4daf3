//! What has a value.

use super::Generator;
use super::tables::{CONSTRUCTORS, LITERALS};

impl Generator {
    /// What is written between the brackets of an element access.
    pub(super) fn index(&mut self) -> String {
        let local = self.local();
        match self.below(6) {
            0 => self.below(10).to_string(),
            1 => format!("{local} & 7"),
            2 => format!("{local} >>> 29"),
            3 => "2".to_owned(),
            4 => format!("{local} & 15"),
            // Of any type and size, but never an index that makes a huge array.
            _ => format!("{local} % 8"),
        }
    }

    pub(super) fn condition(&mut self) -> String {
        let (a, b) = (self.expression(1), self.expression(1));
        match self.below(8) {
            0 => a,
            1 => format!("{} === {}", self.local(), b),
            2 => format!("typeof {} === {}", self.local(), self.pick(&["\"number\"", "\"string\"", "\"object\"", "\"undefined\""])),
            3 => format!("{} instanceof {}", self.local(), self.pick(CONSTRUCTORS)),
            _ => {
                let operator = self.pick(&["<", "<=", ">", ">=", "==", "!=", "===", "!=="]);
                format!("{a} {operator} {b}")
            }
        }
    }

    fn leaf(&mut self) -> String {
        match self.below(10) {
            0..=3 => self.local(),
            4 | 5 => self.pick(LITERALS),
            6 => format!("o{}.{}", self.below(3), self.pick(&["x", "y", "z", "half", "extra"])),
            7 => match self.below(4) {
                0 if self.has_arguments => format!("arguments[{}]", self.below(4)),
                1 if self.has_arguments => "arguments.length".to_owned(),
                2 if self.has_this => "(this && this.x)".to_owned(),
                _ => format!("o{}?.y", self.below(3)),
            },
            _ => format!("a{}[{}]", self.below(3), self.index()),
        }
    }

    pub(super) fn expression(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.leaf();
        }
        let a = self.expression(depth - 1);
        let b = self.expression(depth - 1);
        match self.below(26) {
            0..=2 => format!("({a} + {b})"),
            3 | 4 => format!("({a} {} {b})", self.pick(&["-", "*", "/", "%"])),
            5 | 6 => format!("({a} {} {b})", self.pick(&["&", "|", "^", "<<", ">>", ">>>"])),
            7 => format!("({a} {} {b})", self.pick(&["<", ">=", "===", "!=", "&&", "||", "??"])),
            8 => format!("({} ? {a} : {b})", self.local()),
            9 => {
                let function = self.pick(&["abs", "floor", "ceil", "round", "trunc", "sign", "fround", "clz32", "sqrt"]);
                format!("Math.{function}({a})")
            }
            10 => format!("Math.{}({a}, {b})", self.pick(&["min", "max", "imul"])),
            11 => format!("{}({a})", self.pick(&["-", "+", "~", "!", "typeof ", "void "])),
            12 => format!("o{}.sum({a})", self.below(3)),
            13 => format!("a{}.length", self.below(3)),
            14 if self.functions > 0 && self.loops == 0 => {
                format!("clip(f{}({a}, {b}))", self.below(self.functions))
            }
            14 => format!("({a} | 0)"),
            15 => {
                let local = self.local();
                format!("((x) => x + {local})({a})")
            }
            16 => self.temporary(&a, &b),
            17 => self.text(&a, &b),
            18 => {
                let (local, operator) = (self.local(), self.pick(&["++", "--"]));
                if self.one_in(2) { format!("({local}{operator} + {a})") } else { format!("({operator}{local} - {a})") }
            }
            19 => format!("({} = clip({a}))", self.local()),
            20 if !self.closures.is_empty() => {
                let index = self.below(self.closures.len());
                format!("{}({a})", self.closures[index])
            }
            20 => format!("fib({a} & 3)"),
            21 => self.array_method(&a),
            22 => format!("[o0, o1, o2][{}]?.{}", self.index(), self.pick(&["x", "y", "sum?.(1)"])),
            23 => format!("({a} {} {b})", self.pick(&["<", "<=", ">", ">=", "==", "!=="])),
            24 => format!("(({a} | 0) {} {})", self.pick(&["+", "-", "*", "%", "/"]), self.pick(LITERALS)),
            _ => format!("fails({a}, {})", self.pick(LITERALS)),
        }
    }

    /// An object or array that need not be made at all.
    fn temporary(&mut self, a: &str, b: &str) -> String {
        match self.below(7) {
            0 => format!("new {}({a}, {b}).sum({})", self.pick(CONSTRUCTORS), self.local()),
            1 => format!("({{ x: {a}, y: {b} }}).{}", self.pick(&["x", "y", "z"])),
            2 => format!("[{a}, {b}][{}]", self.index()),
            3 => format!("(held = {{ x: {a}, y: {b} }}).y"),
            4 => format!("((o) => o.x - o.y)({{ x: {a}, y: {b} }})"),
            5 => format!("[...[{a}, {b}], {}].length", self.local()),
            _ => format!("((...rest) => rest[{}])({a}, {b})", self.below(3)),
        }
    }

    fn text(&mut self, a: &str, b: &str) -> String {
        match self.below(8) {
            0 => format!("`${{{a}}}|${{{b}}}`"),
            1 => format!("String({a}).charCodeAt({b})"),
            2 => format!("(\"\" + {a})[{}]", self.index()),
            3 => format!("String({a}).length"),
            4 => format!("String({a}).slice({}, {})", self.below(4), self.index()),
            5 => format!("hash(String(clip({a})), {})", self.local()),
            6 => format!("String({a}).indexOf(String({b}))"),
            _ => format!("(String({a}) < String({b}))"),
        }
    }

    fn array_method(&mut self, a: &str) -> String {
        let n = self.below(3);
        let local = self.local();
        match self.below(7) {
            0 => format!("a{n}.map((v, i) => (v < i ? v : {local}))"),
            1 => format!("a{n}.indexOf({a})"),
            2 => format!("a{n}.includes({a})"),
            3 => format!("a{n}.reduce((s, v) => clip(s + v), {local})"),
            4 => format!("a{n}.slice({}, {}).length", self.below(5), self.below(9)),
            5 => format!("a{n}.filter((v) => v > {local}).length"),
            _ => format!("a{n}.findLast?.((v) => v <= {local})"),
        }
    }
}
