//! A rules engine: rules are expressions, compiled once, and asked for many facts. What they may take is bounded, so
//! that a customer's rule cannot stop the others.
//!
//! `cargo run --release -p hearth-embedding --example rules_engine`

#![forbid(unsafe_code)]

use hearth::{Engine, Error, Function, Object, Persistent};
use std::time::{Duration, Instant};

struct Rule {
    name: &'static str,
    condition: Persistent,
}

struct Fact {
    amount: f64,
    country: &'static str,
    age: u32,
}

struct Rules {
    engine: Engine,
    rules: Vec<Rule>,
}

impl Rules {
    fn new(texts: &[(&'static str, &str)]) -> Result<Rules, Box<dyn std::error::Error>> {
        let mut engine = Engine::builder().memory_limit(32 << 20).time_limit(Duration::from_millis(250)).build()?;
        let mut rules = Vec::new();
        for (name, text) in texts {
            let condition = engine.run(|cx| {
                // Strict, and with nothing but the fact in scope.
                let source = format!("'use strict'; (({{ amount, country, age }}) => ({text}))");
                let function: Function<'_> = cx.eval(name, &source)?;
                Ok(cx.persist(function))
            });
            match condition {
                Ok(condition) => rules.push(Rule { name, condition }),
                Err(error) => println!("the rule '{name}' is refused: {}", error.message()),
            }
        }
        Ok(Rules { engine, rules })
    }

    /// The names of the rules that hold for a fact; those that fail are told, and do not hold.
    fn holding(&mut self, fact: &Fact) -> Vec<&'static str> {
        let Rules { engine, rules } = self;
        let mut holding = Vec::new();
        for rule in rules.iter() {
            let holds: Result<bool, Error> = engine.run(|cx| {
                let object: Object<'_> = cx.object();
                object.set(cx, "amount", fact.amount)?;
                object.set(cx, "country", fact.country)?;
                object.set(cx, "age", fact.age)?;
                rule.condition.get_as::<Function<'_>>(cx)?.call(cx, (object,))
            });
            match holds {
                Ok(true) => holding.push(rule.name),
                Ok(false) => {}
                Err(error) => println!("the rule '{}' failed: {}", rule.name, error.message()),
            }
        }
        holding
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut rules = Rules::new(&[
        ("large", "amount > 1000 && country !== 'CH'"),
        ("minor", "age < 18"),
        ("pattern", "/^(DE|FR)$/.test(country)"),
        ("no boolean", "amount"),
        ("endless", "(() => { for (;;); })()"),
        ("broken", "amount >"),
    ])?;
    println!("{:?}", rules.holding(&Fact { amount: 2500.0, country: "DE", age: 17 }));
    rules.rules.retain(|rule| !["endless", "no boolean"].contains(&rule.name));
    let start = Instant::now();
    let mut held = 0;
    for i in 0..20_000 {
        held += rules.holding(&Fact { amount: f64::from(i), country: ["DE", "CH", "AT"][i as usize % 3], age: 10 + i as u32 % 50 }).len();
    }
    println!("{held} rules held");
    eprintln!("{:.2} µs a fact", start.elapsed().as_secs_f64() * 1e6 / 20_000.0);
    Ok(())
}
