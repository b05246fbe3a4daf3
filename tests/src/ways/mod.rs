//! The table of ways: each kind of function, entered in each way, left in each way.
//!
//! The rows are data (`kinds`, `entries`, `exits`); a program is generated for each kind
//! (`program`), which prints a line for each cell. What a cell prints must be the same in
//! each tier, and what node prints. A cell that is not run says why (`validity`): some ways
//! go with all others, the rest with those only, unless `HEARTH_WAYS_ALL` is set.
//!
//! What is not in the table: a script that is terminated from outside, which only an
//! embedder can do, and the frames of what resumes a generator, which are built-ins.

mod entries;
mod exits;
mod kinds;
mod program;

pub use entries::WAYS_IN;
pub use exits::WAYS_OUT;
pub use kinds::KINDS;
pub use program::{File, Program, program};

use std::env;

/// What a body may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Can {
    Return,
    Yield,
    Await,
}

/// What is done with a function, by what it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// It is called, for the completion's value.
    Value,
    /// It is only constructed.
    Instance,
    ValueOrInstance,
    Generator,
    Promise,
    AsyncGenerator,
}

/// Whether hot loops are compiled, as far as that is known to be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loops {
    Compiled,
    /// They may not be, and why.
    Interpreted(&'static str),
}

#[derive(Debug)]
pub struct Kind {
    pub name: &'static str,
    pub gives: Gives,
    /// What its body may do.
    pub body: &'static [Can],
    pub source: &'static str,
    /// `source` is the text of a module, which is entered by its import.
    pub module: bool,
}

#[derive(Debug)]
pub struct WayIn {
    pub name: &'static str,
    /// Of which functions.
    pub of: &'static [Gives],
    pub body: &'static str,
    /// It goes with every way out.
    pub core: bool,
    /// It goes with the ways out that name it, and with no other.
    pub own_exits: bool,
}

#[derive(Debug)]
pub struct WayOut {
    pub name: &'static str,
    pub needs: &'static [Can],
    pub body: &'static str,
    pub loops: Loops,
    /// It goes with every way in.
    pub core: bool,
    /// Ways in that it goes with; empty: all.
    pub only: &'static [&'static str],
}

/// Whether the table has the cell; if not, why.
pub fn validity(kind: &Kind, way_in: &WayIn, way_out: &WayOut) -> Result<(), &'static str> {
    for need in way_out.needs {
        if !kind.body.contains(need) {
            return Err(match need {
                Can::Return => "its text has no return statement",
                Can::Yield => "no generator",
                Can::Await => "not async",
            });
        }
    }
    if !way_in.of.contains(&kind.gives) {
        return Err("what it gives is not used in that way");
    }
    if kind.module && way_in.name != "call" && way_in.name != "await" {
        return Err("a module is evaluated once, by its import");
    }
    if way_in.name == "calls in a loop" && kind.source.contains("eval(") {
        return Err("each call evaluates its text, which is compiled again");
    }
    if way_in.own_exits && !way_out.only.contains(&way_in.name) {
        return Err("goes with ways out of its own");
    }
    if !way_out.only.is_empty() && !way_out.only.contains(&way_in.name) {
        return Err("takes too long to be entered in every way");
    }
    let is_core = way_in.core || way_out.core || !way_out.only.is_empty();
    if !is_core && !everything() {
        return Err("neither the way in nor the way out is one of those that are combined with all others");
    }
    Ok(())
}

/// The whole product was asked for, which takes ten times as long.
fn everything() -> bool {
    env::var_os("HEARTH_WAYS_ALL").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique() {
        fn unique(names: impl Iterator<Item = &'static str>) -> bool {
            let mut seen = HashSet::new();
            names.into_iter().all(|name| seen.insert(name))
        }
        assert!(unique(KINDS.iter().map(|row| row.name)));
        assert!(unique(WAYS_IN.iter().map(|row| row.name)));
        assert!(unique(WAYS_OUT.iter().map(|row| row.name)));
    }

    #[test]
    fn every_row_has_a_cell() {
        for kind in KINDS {
            assert!(WAYS_IN.iter().any(|i| WAYS_OUT.iter().any(|o| validity(kind, i, o).is_ok())), "{}", kind.name);
        }
        for way_in in WAYS_IN {
            assert!(KINDS.iter().any(|k| WAYS_OUT.iter().any(|o| validity(k, way_in, o).is_ok())), "{}", way_in.name);
        }
        for way_out in WAYS_OUT {
            assert!(KINDS.iter().any(|k| WAYS_IN.iter().any(|i| validity(k, i, way_out).is_ok())), "{}", way_out.name);
            assert!(way_out.only.iter().all(|name| WAYS_IN.iter().any(|row| row.name == *name)), "{}", way_out.name);
        }
    }
}
