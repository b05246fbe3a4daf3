//! What has no value.

use super::Generator;
use super::tables::{CONSTRUCTORS, LITERALS};

impl Generator {
    pub(super) fn declaration(&mut self) {
        let name = self.name('v');
        let value = self.expression(2);
        self.line(&format!("let {name} = {value};"));
        self.locals.push(name);
    }

    /// Statements in braces whose declarations end with them.
    fn block(&mut self, depth: usize) {
        let (locals, closures) = (self.locals.len(), self.closures.len());
        self.indent += 1;
        for _ in 0..1 + self.below(3) {
            self.statement(depth);
        }
        self.indent -= 1;
        self.locals.truncate(locals);
        self.closures.truncate(closures);
    }

    fn loop_body(&mut self, depth: usize) {
        self.loops += 1;
        if self.one_in(3) {
            let condition = self.condition();
            let jump = self.pick(&["break", "continue"]);
            self.line(&format!("  if ({condition}) {jump};"));
        }
        self.block(depth);
        self.loops -= 1;
    }

    pub(super) fn statement(&mut self, depth: usize) {
        if depth > 0 && self.loops < 2 && self.one_in(2) {
            self.compound(depth - 1);
        } else {
            self.simple();
        }
    }

    fn simple(&mut self) {
        match self.below(19) {
            0 | 1 => self.declaration(),
            2..=4 => {
                let (target, value) = (self.local(), self.expression(2));
                let value = if self.loops > 0 { format!("clip({value})") } else { value };
                self.line(&format!("{target} = {value};"));
            }
            5 => {
                let (target, value) = (self.local(), self.expression(1));
                let operator = self.pick(&["-=", "*=", "|=", "&=", "^=", "<<=", ">>=", ">>>=", "%=", "??=", "||=", "&&="]);
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
            9 | 10 => {
                let (n, index, value) = (self.below(3), self.index(), self.expression(1));
                self.line(&format!("a{n}[{index}] = clip({value});"));
            }
            11 | 12 => self.rearrangement(),
            13 => self.closure(),
            14 => self.record(),
            15 if self.has_arguments => {
                let value = self.expression(1);
                let index = self.below(4);
                self.line(&format!("arguments[{index}] = clip({value});"));
            }
            15 | 16 => {
                let (n, key) = (self.below(3), self.below(9));
                let (local, value) = (self.local(), self.expression(1));
                let line = match self.below(6) {
                    0 => format!("delete a{n}[{key}];"),
                    1 => format!("delete o{n}.z;"),
                    2 => format!("o{n}[{local} & 3] = clip({value});"),
                    3 => format!("table.set({local} & 7, clip({value}));"),
                    4 => format!("{local} = table.get({value});"),
                    _ => format!("o{n}[\"k\" + ({local} & 3)] = {};", self.local()),
                };
                self.line(&line);
            }
            17 => {
                let condition = self.condition();
                let value = self.expression(1);
                self.line(&format!("if ({condition}) return {value};"));
            }
            _ => {
                let (n, value) = (self.below(3), self.expression(1));
                self.line(&format!("o{n}.x += clip({value});"));
                self.line(&format!("o{n}.x = clip(o{n}.x);"));
            }
        }
    }

    /// Swaps, destructures, pushes and shares.
    fn rearrangement(&mut self) {
        let (object, object2) = (self.below(3), self.below(3));
        let (a, b) = (self.local(), self.local());
        let line = match self.below(9) {
            0 => format!("[{a}, {b}] = [{b}, {a}];"),
            1 => format!("({{ x: {a}, y: {b} = 4 }} = o{object});"),
            2 => format!("if (a{object}.length < 12 && a{object}.push) a{object}.push({a});"),
            3 => format!("if (a{object}.pop && a{object}.length > 2) {a} = a{object}.pop();"),
            4 => format!("[{a} = 1, , {b} = {a}] = a{object};"),
            5 => format!("({{ length: {a}, ...o{object2} }} = {{ ...o{object}, length: {b} }});"),
            6 => format!("[{a}, ...a{object}] = a{object2};"),
            7 => format!("if (held) {{ {a} = held.x; held.y = {b}; }}"),
            _ => format!("o{object} = o{object2};"),
        };
        self.line(&line);
    }

    /// A function that shares a variable with the one around it.
    fn closure(&mut self) {
        let name = self.name('g');
        // It may be called in loops, and so calls no function that loops.
        self.loops += 1;
        let (target, value) = (self.local(), self.expression(1));
        self.loops -= 1;
        // Its own variables are not in scope here, so nothing in it can call it.
        match self.below(4) {
            0 => self.line(&format!("const {name} = (d) => ({target} = clip({value}));")),
            1 => self.line(&format!("function {name}(d) {{ {target} = clip(d); return {value}; }}")),
            2 => self.line(&format!("const {name} = (d) => () => {target} + d;")),
            _ => self.line(&format!("let {name} = (d) => {{ try {{ return {value}; }} finally {{ {target}++; }} }};")),
        }
        // A declaration in a block is seen outside of it as well: not relied upon.
        self.closures.push(name);
    }

    /// A local object that may or may not leave the function.
    fn record(&mut self) {
        let name = self.name('t');
        let (a, b, value) = (self.local(), self.local(), self.expression(1));
        match self.below(4) {
            0 => self.line(&format!("const {name} = {{ x: {a}, y: {value} }};")),
            1 => {
                let constructor = self.pick(CONSTRUCTORS);
                self.line(&format!("const {name} = new {constructor}({value}, {a});"));
            }
            2 => self.line(&format!("const {name} = {{ y: {value}, get x() {{ return {a}; }}, set x(v) {{ {a} = clip(v); }} }};")),
            _ => self.line(&format!("const {name} = {{ x: {a}, y: {{ x: {value} }} }};")),
        }
        let condition = self.condition();
        self.line(&format!("if ({condition}) {name}.x = {b};"));
        if self.one_in(4) {
            let literal = self.pick(LITERALS);
            self.line(&format!("if ({b} === {literal}) held = {name};"));
        }
        let target = self.local();
        match self.below(3) {
            0 => self.line(&format!("{target} = clip({name}.x + {name}.y);")),
            1 => self.line(&format!("{target} = {name}.y.x ?? {name}.x;")),
            _ => self.line(&format!("{target} = (({{ x, y }}) => clip(y) ?? x)({name});")),
        }
    }

    fn compound(&mut self, depth: usize) {
        match self.below(14) {
            0..=2 => {
                let condition = self.condition();
                self.line(&format!("if ({condition}) {{"));
                self.block(depth);
                if self.one_in(2) {
                    self.line("} else {");
                    self.block(depth);
                }
                self.line("}");
            }
            3 | 4 => {
                let name = self.name('i');
                let bound = 1 + self.below(12);
                let target = self.local();
                self.line(&format!("for (let {name} = 0; {name} < {bound}; {name}++) {{"));
                let line = match self.below(5) {
                    0 => format!("  {target} = ({target} * 31 + {name}) | 0;"),
                    1 => format!("  {target} = clip(a{}[{name}]);", self.below(3)),
                    2 => format!("  a{}[{name}] = {target};", self.below(3)),
                    _ => format!("  {target} = clip({target} + {name});"),
                };
                self.line(&line);
                self.loop_body(depth);
                self.line("}");
            }
            5 | 6 => self.try_statement(depth),
            7 => self.switch(depth),
            8 => {
                // The counter is no local: nothing in the body can set it back.
                let name = self.name('i');
                let bound = 1 + self.below(9);
                let start = self.pick(&["0", "-0", "0.5", "-3"]);
                self.line(&format!("let {name} = {start};"));
                if self.one_in(2) {
                    self.line(&format!("while ({name}++ < {bound}) {{"));
                    self.loop_body(depth);
                    self.line("}");
                } else {
                    self.line("do {");
                    self.loop_body(depth);
                    let condition = self.condition();
                    self.line(&format!("}} while (++{name} < {bound} && {condition});"));
                }
            }
            9 | 10 => self.for_of(depth),
            11 => {
                let (name, target) = (self.name('k'), self.local());
                let n = self.below(3);
                self.line(&format!("for (const {name} in o{n}) {{"));
                self.line(&format!("  {target} = clip({target} + {name});"));
                self.loop_body(depth);
                self.line("}");
            }
            12 => {
                let (label, name) = (self.name('l'), self.name('i'));
                let condition = self.condition();
                let jump = self.pick(&["break", "continue"]);
                self.line(&format!("{label}: for (let {name} = 4; {name} > 0; {name} -= 1) {{"));
                self.loops += 1;
                let local = self.local();
                self.line(&format!("  for (const v of [{local}, {name}]) {{"));
                self.line(&format!("    if ({condition}) {jump} {label};"));
                self.line("    touched += v & 1;");
                self.line("  }");
                self.block(depth);
                self.loops -= 1;
                self.line("}");
            }
            _ => {
                // Each turn has a variable of its own, which closures keep.
                let (list, name, target) = (self.name('c'), self.name('i'), self.local());
                self.line(&format!("const {list} = [];"));
                let bound = 1 + self.below(5);
                self.line(&format!("for (let {name} = 0; {name} < {bound}; {name}++) {{"));
                self.line(&format!("  {list}.push((d) => ({name} += d));"));
                self.loop_body(depth);
                self.line("}");
                self.line(&format!("for (const c of {list}) {target} = clip({target} + c(1));"));
            }
        }
    }

    fn try_statement(&mut self, depth: usize) {
        self.line("try {");
        self.block(depth);
        for _ in 0..self.below(3) {
            self.thrower();
        }
        let has_catch = !self.one_in(4);
        if has_catch {
            self.line("} catch (e) {");
            let target = self.local();
            self.line(&format!("  {target} = e instanceof Error ? 1 : clip(e);"));
            if self.one_in(3) {
                self.block(depth);
            }
            if self.one_in(5) {
                let condition = self.condition();
                self.line(&format!("  if ({condition}) throw e;"));
            }
        }
        if !has_catch || self.one_in(2) {
            self.line("} finally {");
            self.block(depth);
            if self.one_in(5) {
                let (condition, value) = (self.condition(), self.local());
                let jump = match self.below(3) {
                    0 if self.loops > 0 => "break".to_owned(),
                    1 if self.loops > 0 => "continue".to_owned(),
                    _ => format!("return {value}"),
                };
                self.line(&format!("  if ({condition}) {jump};"));
            }
        }
        self.line("}");
    }

    /// Something that may throw, in the function itself or in one that may be inlined.
    fn thrower(&mut self) {
        let (target, value, literal) = (self.local(), self.expression(1), self.pick(LITERALS));
        let line = match self.below(9) {
            0 | 1 => format!("if ({}) throw {value};", self.condition()),
            2 => format!("{target} = raises({value}, {literal});"),
            3 => format!("{target} = new Raiser({value} | 0).half;"),
            4 => format!("new Raiser({target} & 14).half = clip({value});"),
            5 => format!("{target} = tries((d) => raises(clip({value}), d), {literal});"),
            6 => {
                format!("{target} = tries((d) => {{ if (d === {literal}) throw {target}; {target} = clip(d); return {value}; }}, {value});")
            }
            7 => format!("for (const v of [{literal}, {target}]) {{ {target} = raises(v, {value}); }}"),
            _ => format!("{target} = {target}.x.y;"),
        };
        self.line(&format!("  {line}"));
    }

    fn switch(&mut self, depth: usize) {
        let value = self.expression(1);
        self.line(&format!("switch ({value}) {{"));
        self.indent += 1;
        for _ in 0..1 + self.below(3) {
            let literal = self.pick(LITERALS);
            self.line(&format!("case {literal}: {{"));
            self.block(depth);
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

    /// Iteration over what the language iterates over by itself and over generators.
    fn for_of(&mut self, depth: usize) {
        let (name, target) = (self.name('e'), self.local());
        let n = self.below(3);
        let (head, value) = match self.below(6) {
            0 => (format!("const {name} of a{n}"), name.clone()),
            1 => (format!("const {name} of count({}, {})", self.below(6), self.pick(LITERALS)), name.clone()),
            2 => (format!("const [{name}, w] of Object.entries(o{n})"), format!("{name} + typeof w")),
            3 => (format!("let {name} of new Pair({}, {target})", self.local()), name.clone()),
            4 => (format!("const {name} of String(clip({target}))"), name.clone()),
            _ => (format!("const {{ length: {name} }} of [\"a\", a{n}, {target}]"), name.clone()),
        };
        self.line(&format!("for ({head}) {{"));
        self.line("  if (touched++ > 1e5) break;");
        self.line(&format!("  {target} = clip({target} + ({value}));"));
        self.loop_body(depth);
        self.line("}");
    }
}
