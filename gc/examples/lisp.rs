//! A small Lisp on the typed layer, without a line of unsafe code.
//!
//! `cargo run -p hearth-gc --example lisp [FILE]`
//!
//! It has lists, closures, assignment, and calls in tail position that need no room. What to look at:
//! the machine's state is the arena's root, evaluation is steps of it, and `Machine::run` leaves
//! `mutate_root` when the heap wants to collect, in the middle of whatever was being evaluated.

#![forbid(unsafe_code)]

use std::collections::HashMap;

use hearth_gc::typed::{Arena, Gc, Lock, Mutation, RefLock, Rootable, Static};
use hearth_gc::{Collection, Config, Stats, trace_fields};

/// Makes a list of a thousand numbers again and again, and a circle that nothing refers to.
pub const PROGRAM: &str = "
    (define (down n) (if (= n 0) (quote done) (down (- n 1))))
    (down 300000)
    (define (range from to) (if (< from to) (cons from (range (+ from 1) to)) (quote ())))
    (define (map f list) (if (null? list) list (cons (f (head list)) (map f (tail list)))))
    (define (sum list total) (if (null? list) total (sum (tail list) (+ total (head list)))))
    (map (lambda (x) (* x x)) (range 0 10))
    (define (again n) (begin (define all (range 0 1000)) (if (= n 0) (sum all 0) (again (- n 1)))))
    (again 100)
    (define counter ((lambda (n) (lambda () (set! n (+ n 1)) n)) 0))
    (counter)
    (counter)
    (define circle (cons 1 2))
    (set-tail! circle circle)
    (head (tail (tail circle)))
    (define circle 0)
    (head 5)
";

type Name<'gc> = Gc<'gc, String>;
type Env<'gc> = Gc<'gc, Scope<'gc>>;
type Variable<'gc> = Gc<'gc, Lock<Value<'gc>>>;
type Function = for<'gc> fn(&Mutation<'gc>, &[Value<'gc>]) -> Fallible<Value<'gc>>;
type Fallible<T> = Result<T, String>;

trace_fields! {
    #[derive(Clone, Copy)]
    enum Value<'gc> {
        Nil,
        Bool(bool),
        Number(i64),
        Symbol(Name<'gc>),
        Pair(Gc<'gc, Pair<'gc>>),
        Closure(Gc<'gc, Closure<'gc>>),
        BuiltIn(Static<Function>),
        /// What a special form's name stands for.
        Form(&'static str),
    }

    struct Pair<'gc> { head: Value<'gc>, tail: Lock<Value<'gc>> }
    struct Closure<'gc> { parameters: Value<'gc>, body: Value<'gc>, env: Env<'gc> }
    struct Scope<'gc> { variables: RefLock<Vec<(Name<'gc>, Variable<'gc>)>>, outer: Option<Env<'gc>> }

    /// What becomes of a value when it is there.
    enum Frame<'gc> {
        Choose { branches: Value<'gc>, env: Env<'gc> },
        Define { name: Name<'gc>, env: Env<'gc> },
        Store(Variable<'gc>),
        GoOn { rest: Value<'gc>, env: Env<'gc> },
        Argument { done: Vec<Value<'gc>>, rest: Value<'gc>, env: Env<'gc> },
    }

    enum Next<'gc> { Evaluate(Value<'gc>, Env<'gc>), Return(Value<'gc>) }

    struct Machine<'gc> {
        symbols: HashMap<String, Name<'gc>>,
        globals: Env<'gc>,
        /// Expressions that are still to come, and what is to be done with the value of this one.
        program: Vec<Value<'gc>>,
        frames: Vec<Frame<'gc>>,
        next: Next<'gc>,
    }
}

struct Root;
impl Rootable for Root {
    type Root<'gc> = Machine<'gc>;
}

const BUILT_INS: [(&str, Function); 10] = [
    ("+", |_, arguments| arithmetic(arguments, i64::checked_add)),
    ("-", |_, arguments| arithmetic(arguments, i64::checked_sub)),
    ("*", |_, arguments| arithmetic(arguments, i64::checked_mul)),
    ("=", |_, arguments| numbers(arguments).map(|[a, b]| Value::Bool(a == b))),
    ("<", |_, arguments| numbers(arguments).map(|[a, b]| Value::Bool(a < b))),
    ("null?", |_, arguments| Ok(Value::Bool(matches!(arguments, [Value::Nil])))),
    ("head", |_, arguments| pair(arguments.first()).map(|pair| pair.head)),
    ("tail", |_, arguments| pair(arguments.first()).map(|pair| pair.tail.get())),
    ("cons", |mutation, arguments| {
        let [head, tail] = arguments else { return Err("cons takes two values".into()) };
        Ok(cons(mutation, *head, *tail))
    }),
    ("set-tail!", |mutation, arguments| {
        let pair = pair(arguments.first())?;
        pair.tail.set_in(mutation, pair, *arguments.get(1).ok_or("set-tail! takes two values")?);
        Ok(Value::Nil)
    }),
];

fn numbers(arguments: &[Value]) -> Fallible<[i64; 2]> {
    match *arguments {
        [Value::Number(a), Value::Number(b)] => Ok([a, b]),
        _ => Err("two numbers are needed".into()),
    }
}

fn arithmetic<'gc>(arguments: &[Value<'gc>], f: fn(i64, i64) -> Option<i64>) -> Fallible<Value<'gc>> {
    let [a, b] = numbers(arguments)?;
    f(a, b).map(Value::Number).ok_or_else(|| "a number is too large".into())
}

fn pair<'gc>(value: Option<&Value<'gc>>) -> Fallible<Gc<'gc, Pair<'gc>>> {
    match value {
        Some(Value::Pair(pair)) => Ok(*pair),
        other => Err(format!("{} is no pair", other.map_or("nothing".into(), show))),
    }
}

fn name<'gc>(value: Value<'gc>) -> Fallible<Name<'gc>> {
    match value {
        Value::Symbol(name) => Ok(name),
        other => Err(format!("{} is no name", show(&other))),
    }
}

fn cons<'gc>(mutation: &Mutation<'gc>, head: Value<'gc>, tail: Value<'gc>) -> Value<'gc> {
    Value::Pair(Gc::new(mutation, Pair { head, tail: Lock::new(tail) }))
}

/// The first of a list and the rest.
fn split<'gc>(list: Value<'gc>) -> Fallible<(Value<'gc>, Value<'gc>)> {
    pair(Some(&list)).map(|pair| (pair.head, pair.tail.get()))
}

fn show(value: &Value) -> String {
    match value {
        Value::Nil => "()".into(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Symbol(name) => name.to_string(),
        Value::Form(name) => name.to_string(),
        Value::Closure(_) | Value::BuiltIn(_) => "(function)".into(),
        Value::Pair(first) => {
            let (mut text, mut at) = (format!("({}", show(&first.head)), first.tail.get());
            while let Value::Pair(pair) = at {
                text += &format!(" {}", show(&pair.head));
                at = pair.tail.get();
            }
            text + &if matches!(at, Value::Nil) { ")".into() } else { format!(" . {})", show(&at)) }
        }
    }
}

/// The innermost variable of a name.
fn find<'gc>(env: Env<'gc>, name: Name<'gc>) -> Fallible<Variable<'gc>> {
    let mut env = Some(env);
    while let Some(scope) = env {
        if let Some((_, variable)) = scope.variables.borrow().iter().find(|(other, _)| Gc::ptr_eq(*other, name)) {
            return Ok(*variable);
        }
        env = scope.outer;
    }
    Err(format!("no variable is called {}", *name))
}

impl<'gc> Machine<'gc> {
    fn new(mutation: &Mutation<'gc>) -> Machine<'gc> {
        let globals = Gc::new(mutation, Scope { variables: RefLock::default(), outer: None });
        let (symbols, next) = (HashMap::new(), Next::Return(Value::Nil));
        let mut machine = Machine { symbols, globals, program: Vec::new(), frames: Vec::new(), next };
        let forms = ["quote", "if", "define", "set!", "lambda", "begin"].map(|form| (form, Value::Form(form)));
        for (name, value) in forms.into_iter().chain(BUILT_INS.map(|(name, run)| (name, Value::BuiltIn(Static(run))))) {
            let variable = (machine.symbol(mutation, name), Gc::new(mutation, Lock::new(value)));
            globals.variables.borrow_mut_in(mutation, globals).push(variable);
        }
        machine
    }

    /// One value for each text, so that names are compared by address.
    fn symbol(&mut self, mutation: &Mutation<'gc>, text: &str) -> Name<'gc> {
        *self.symbols.entry(text.to_owned()).or_insert_with(|| Gc::new(mutation, text.to_owned()))
    }

    /// Reads a text; its expressions are the program.
    fn read(&mut self, mutation: &Mutation<'gc>, text: &str) -> Fallible<()> {
        // Lists that are open.
        let mut open: Vec<Vec<Value<'gc>>> = vec![Vec::new()];
        for token in text.replace('(', " ( ").replace(')', " ) ").split_whitespace() {
            let value = match token {
                "(" => {
                    open.push(Vec::new());
                    continue;
                }
                ")" => {
                    let items = open.pop().unwrap_or_default();
                    items.into_iter().rev().fold(Value::Nil, |tail, head| cons(mutation, head, tail))
                }
                token => token.parse().map(Value::Number).unwrap_or_else(|_| Value::Symbol(self.symbol(mutation, token))),
            };
            open.last_mut().ok_or("a list is closed that is not open")?.push(value);
        }
        self.program = open.pop().filter(|_| open.is_empty()).ok_or("a list is not closed")?;
        self.program.reverse();
        Ok(())
    }

    fn step(&mut self, mutation: &Mutation<'gc>) -> Fallible<Next<'gc>> {
        let value = match self.next {
            Next::Evaluate(Value::Symbol(name), env) => find(env, name)?.get(),
            Next::Evaluate(list @ Value::Pair(call), env) => {
                let form = if let Value::Symbol(name) = call.head { find(env, name)?.get() } else { Value::Nil };
                return match form {
                    Value::Form(form) => self.form(mutation, form, call.tail.get(), env),
                    _ => self.call(mutation, Vec::new(), list, env),
                };
            }
            Next::Evaluate(constant, _) => constant,
            Next::Return(value) => return self.give(mutation, value),
        };
        Ok(Next::Return(value))
    }

    /// Gives a value to what waits for it.
    fn give(&mut self, mutation: &Mutation<'gc>, value: Value<'gc>) -> Fallible<Next<'gc>> {
        match self.frames.pop().ok_or("nothing waits for a value")? {
            Frame::Choose { branches, env } => {
                let (yes, rest) = split(branches)?;
                return Ok(Next::Evaluate(if matches!(value, Value::Bool(false)) { split(rest)?.0 } else { yes }, env));
            }
            Frame::GoOn { rest, env } => return self.sequence(rest, env),
            Frame::Argument { mut done, rest, env } => {
                done.push(value);
                return self.call(mutation, done, rest, env);
            }
            Frame::Store(variable) => variable.set(mutation, value),
            Frame::Define { name, env } => {
                let mut variables = env.variables.borrow_mut_in(mutation, env);
                match variables.iter().find(|(other, _)| Gc::ptr_eq(*other, name)) {
                    Some((_, variable)) => variable.set(mutation, value),
                    None => variables.push((name, Gc::new(mutation, Lock::new(value)))),
                }
            }
        }
        Ok(Next::Return(Value::Nil))
    }

    fn form(&mut self, mutation: &Mutation<'gc>, form: &str, rest: Value<'gc>, env: Env<'gc>) -> Fallible<Next<'gc>> {
        if form == "begin" {
            return self.sequence(rest, env);
        }
        let (first, rest) = split(rest)?;
        let closure = |parameters| Next::Return(Value::Closure(Gc::new(mutation, Closure { parameters, body: rest, env })));
        let (frame, next) = match (form, first) {
            ("quote", _) => return Ok(Next::Return(first)),
            ("lambda", _) => return Ok(closure(first)),
            ("if", _) => (Frame::Choose { branches: rest, env }, Next::Evaluate(first, env)),
            ("define", Value::Pair(head)) => (Frame::Define { name: name(head.head)?, env }, closure(head.tail.get())),
            ("define", _) => (Frame::Define { name: name(first)?, env }, Next::Evaluate(split(rest)?.0, env)),
            _ => (Frame::Store(find(env, name(first)?)?), Next::Evaluate(split(rest)?.0, env)),
        };
        self.frames.push(frame);
        Ok(next)
    }

    /// Evaluates the next part of a call, or calls.
    fn call(&mut self, mutation: &Mutation<'gc>, done: Vec<Value<'gc>>, rest: Value<'gc>, env: Env<'gc>) -> Fallible<Next<'gc>> {
        if let Value::Pair(call) = rest {
            self.frames.push(Frame::Argument { done, rest: call.tail.get(), env });
            return Ok(Next::Evaluate(call.head, env));
        }
        match done[0] {
            Value::BuiltIn(Static(function)) => function(mutation, &done[1..]).map(Next::Return),
            Value::Closure(closure) => {
                let (mut variables, mut parameters) = (Vec::new(), closure.parameters);
                for argument in &done[1..] {
                    let (parameter, rest) = split(parameters).map_err(|_| "too many arguments")?;
                    variables.push((name(parameter)?, Gc::new(mutation, Lock::new(*argument))));
                    parameters = rest;
                }
                let scope = Scope { variables: RefLock::new(variables), outer: Some(closure.env) };
                self.sequence(closure.body, Gc::new(mutation, scope))
            }
            other => Err(format!("{} is no function", show(&other))),
        }
    }

    /// Evaluates one after the other. The last leaves no frame: what it calls is a tail call.
    fn sequence(&mut self, list: Value<'gc>, env: Env<'gc>) -> Fallible<Next<'gc>> {
        let (first, rest) = split(list)?;
        if let Value::Pair(_) = rest {
            self.frames.push(Frame::GoOn { rest, env });
        }
        Ok(Next::Evaluate(first, env))
    }

    /// Runs until it is time to collect; says whether that was the end of the program.
    fn run(&mut self, mutation: &Mutation<'gc>, lines: &mut Vec<String>) -> bool {
        while !mutation.wants_collection() {
            if let (Next::Return(value), true) = (&self.next, self.frames.is_empty()) {
                if !matches!(value, Value::Nil) {
                    lines.push(show(value));
                }
                let expression = self.program.pop();
                self.next = expression.map_or(Next::Return(Value::Nil), |it| Next::Evaluate(it, self.globals));
                if expression.is_none() {
                    return true;
                }
            }
            self.next = self.step(mutation).unwrap_or_else(|error| {
                self.frames.clear();
                lines.push(format!("error: {error}"));
                Next::Return(Value::Nil)
            });
        }
        false
    }
}

/// A Lisp with its heap.
pub struct Lisp(Arena<Root>);

impl Lisp {
    /// With a small young generation, so that there is something to see.
    pub fn start() -> Lisp {
        let config = Config { young_budget: 256 << 10, ..Config::default() };
        Lisp(Arena::new(config, |mutation| Machine::new(mutation)).expect("address space for the heap"))
    }

    /// Evaluates a text. The value of each expression, or what is wrong with it, is a line.
    pub fn run(&mut self, text: &str) -> Vec<String> {
        let mut lines = Vec::new();
        if let Err(error) = self.0.mutate_root(|mutation, machine| machine.read(mutation, text)) {
            return vec![format!("error: {error}")];
        }
        while !self.0.mutate_root(|mutation, machine| machine.run(mutation, &mut lines)) {}
        lines
    }

    /// What the heap did, after a full collection.
    pub fn stats(&mut self) -> Stats {
        self.0.collect(Collection::Full);
        *self.0.stats()
    }
}

pub fn main() {
    let text = match std::env::args().nth(1) {
        Some(file) => std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}")),
        None => PROGRAM.to_owned(),
    };
    let mut lisp = Lisp::start();
    lisp.run(&text).iter().for_each(|line| println!("{line}"));
    let stats = lisp.stats();
    println!("\n{} KiB were allocated, {} KiB at most in use at a time", stats.bytes_allocated >> 10, stats.peak_heap_bytes >> 10);
    println!("{} young and {} full collections, {:.1?} in all", stats.young_collections, stats.full_collections, stats.total_pause);
    println!("{} values are left: {}", stats.last.marked_cells, stats.last);
}
