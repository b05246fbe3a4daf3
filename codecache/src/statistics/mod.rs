//! What processes have done, kept over their ends, by program: for people and what watches machines, and for nothing
//! else. Nothing here is authenticated, nothing decides what is run.
//!
//! | module | what it holds |
//! |---|---|
//! | `figures` | the table of what is counted |
//! | `program` | the figures of one program, and how those of several processes become one |
//! | `record` | the same as bytes |
//! | `log` | the files of a directory: records that are appended, and summed up when they are many |
//! | `open_metrics` | as text for those who collect metrics |
//!
//! `FORMAT.md` has the bytes.

#![forbid(unsafe_code)]

mod figures;
pub(crate) mod log;
mod open_metrics;
mod program;
mod record;

pub use figures::{Figure, Figures, Unit};
pub use open_metrics::{Exposition, Kind, expose};
pub use program::{MAX_FILES, ProgramStatistics};

use program::gather;

/// What is known of the programs of a store.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    /// By name.
    pub programs: Vec<ProgramStatistics>,
    /// Bytes that mean nothing, and were passed over.
    pub damaged: u64,
}

impl Statistics {
    /// Those of several stores together.
    pub fn of_all(all: impl IntoIterator<Item = Statistics>) -> Statistics {
        let (mut programs, mut damaged) = (Vec::new(), 0);
        for one in all {
            programs.extend(one.programs);
            damaged += one.damaged;
        }
        Statistics { programs: gather(programs), damaged }
    }
}
