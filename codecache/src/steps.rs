//! The steps of keeping code and getting it back that can fail, in one table: for tests, which
//! have each of them fail and expect the output of a run without a cache.
//!
//! A step asks here whether it is to fail ([`Step::fails`]) and then takes the way that it takes
//! when it does fail. What that is counted as is the last column. One step of a process can be
//! chosen; where none is, asking costs one load.

#![forbid(unsafe_code)]

use std::fmt;
use std::io;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::miss::MissReason;

macro_rules! steps {
    ($($variant:ident, $name:literal, $counted:expr, $what:literal;)*) => {
        /// A step that can fail.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Step {
            $(#[doc = $what] $variant,)*
        }

        impl Step {
            /// All steps, in the order of the table.
            pub const ALL: &'static [Step] = &[$(Step::$variant,)*];

            /// The stable `snake_case` name.
            pub const fn name(self) -> &'static str {
                match self { $(Step::$variant => $name,)* }
            }

            /// The name under which its failure is counted; `None`: it is done another way.
            pub const fn counted(self) -> Option<&'static str> {
                match self { $(Step::$variant => $counted,)* }
            }
        }
    };
}

const fn reason(reason: MissReason) -> Option<&'static str> {
    Some(reason.name())
}

/// Counted by the tier, which knows reasons beyond those of stores.
const NOT_COMPILED: Option<&str> = Some("not_compiled");

steps! {
    // ---- opening
    ReadKey,        "read_key",        reason(MissReason::IoError),         "Reading the trust key.";
    CheckDirectory, "check_directory", reason(MissReason::IoError),         "Looking at a directory of the store.";
    // ---- fetching
    ReadPack,       "read_pack",       reason(MissReason::IoError),         "Reading a pack's file.";
    Authenticate,   "authenticate",    reason(MissReason::WrongKey),        "Checking the tag of a pack.";
    ParsePack,      "parse_pack",      reason(MissReason::Malformed),       "Parsing a pack.";
    ReadSegment,    "read_segment",    reason(MissReason::WrongKey),        "Checking what was saved later to a pack.";
    ReadBytecode,   "read_bytecode",   reason(MissReason::Malformed),       "Reading the bytecode of a source file.";
    ReadCode,       "read_code",       reason(MissReason::Malformed),       "Reading a blob of code.";
    CheckCode,      "check_code",      reason(MissReason::Malformed),       "Checking code against its bytecode.";
    ReadProfile,    "read_profile",    reason(MissReason::Malformed),       "Reading a profile.";
    // ---- installing
    MapArena,       "map_arena",       Some("no_code_generator"),           "Mapping executable memory.";
    ReserveCode,    "reserve_code",    reason(MissReason::ArenaFull),       "Reserving a block of executable memory.";
    PublishCode,    "publish_code",    reason(MissReason::ArenaFailed),     "Making code executable.";
    LinkTable,      "link_table",      reason(MissReason::ArenaFull),       "Allocating the link table of code.";
    // ---- compiling
    StartCompiler,  "start_compiler",  None,                                "Starting the thread that compiles.";
    Compile,        "compile",         NOT_COMPILED,                        "Compiling a function.";
    // ---- storing
    EncodeCode,     "encode_code",     reason(MissReason::TooLarge),        "Packing code for the store.";
    StartWriter,    "start_writer",    reason(MissReason::WriterGone),      "Starting the thread that writes.";
    MakeDirectory,  "make_directory",  reason(MissReason::StoreFull),       "Making a directory of the store.";
    LockPack,       "lock_pack",       reason(MissReason::StoreTimeout),    "Locking a pack's file.";
    WritePack,      "write_pack",      reason(MissReason::StoreFull),       "Writing a pack's file.";
    CutPack,        "cut_pack",        reason(MissReason::IoError),         "Cutting off what a save that did not end has left, if it has left something.";
    WriteStatistics,"write_statistics",reason(MissReason::StoreFull),       "Writing what a process has done to the statistics.";
    RenamePack,     "rename_pack",     reason(MissReason::IoError),         "Putting a pack in its place.";
}

/// The step that fails, its number + 1; 0: none.
static CHOSEN: AtomicU32 = AtomicU32::new(0);
/// How many times it is still to be done before it fails; `EVERY`: it fails each time.
static LEFT: AtomicU32 = AtomicU32::new(EVERY);
const EVERY: u32 = u32::MAX;

/// A step, and which time it fails: `NAME`, or `NAME:N` for the N-th time only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FailStep {
    step: Step,
    time: Option<u32>,
}

impl FromStr for FailStep {
    type Err = String;
    fn from_str(text: &str) -> Result<FailStep, String> {
        let (name, time) = match text.split_once(':') {
            Some((name, time)) => {
                (name, Some(time.parse().ok().filter(|n| *n > 0 && *n < EVERY).ok_or("which time must be a number from 1 on")?))
            }
            None => (text, None),
        };
        let step = Step::ALL.iter().copied().find(|step| step.name() == name);
        let names = || Step::ALL.iter().map(|step| step.name()).collect::<Vec<_>>().join(", ");
        Ok(FailStep { step: step.ok_or_else(|| format!("no step is called '{name}'; there are {}", names()))?, time })
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Has a step of this process fail from now on. For tests.
pub fn choose(fail: FailStep) {
    LEFT.store(fail.time.map_or(EVERY, |time| time - 1), Ordering::Relaxed);
    CHOSEN.store(fail.step as u32 + 1, Ordering::Relaxed);
}

impl Step {
    /// Whether this time the step is to fail.
    #[inline]
    pub fn fails(self) -> bool {
        CHOSEN.load(Ordering::Relaxed) == self as u32 + 1 && self.fails_now()
    }

    #[cold]
    fn fails_now(self) -> bool {
        match LEFT.load(Ordering::Relaxed) {
            EVERY => true,
            _ => match LEFT.fetch_sub(1, Ordering::Relaxed) {
                0 => {
                    CHOSEN.store(0, Ordering::Relaxed);
                    true
                }
                _ => false,
            },
        }
    }

    /// As an error of the system.
    pub fn system(self, error: io::ErrorKind) -> io::Result<()> {
        if self.fails() { Err(io::Error::new(error, format!("{self} was made to fail"))) } else { Ok(()) }
    }

    /// As a miss.
    pub fn miss(self, reason: MissReason) -> Result<(), MissReason> {
        if self.fails() { Err(reason) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_named_and_chosen() {
        let mut names: Vec<_> = Step::ALL.iter().map(|step| step.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Step::ALL.len());
        assert_eq!("read_pack".parse(), Ok(FailStep { step: Step::ReadPack, time: None }));
        assert_eq!("compile:3".parse(), Ok(FailStep { step: Step::Compile, time: Some(3) }));
        for bad in ["", "nothing", "compile:", "compile:0", "compile:x"] {
            assert!(bad.parse::<FailStep>().is_err(), "{bad}");
        }
    }
}
