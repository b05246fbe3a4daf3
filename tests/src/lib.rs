//! What the whole-program tests and the benchmark runner share.
//!
//! ```text
//! process       a child process with a deadline: output, exit, wall time, peak memory
//! generate      random programs, always the same one for a seed
//! differential  one random program in every tier, compared with the interpreter
//! binary        where the `hearth` executable is, built if need be
//! cargo         cargo, as from a shell
//! folder        the programs of any folder, with the arguments of a measured run
//! programs      the scripts and benchmark programs of this folder, with their expected output
//! invocation    one run of `hearth`: arguments, private key and store, statistics
//! modes         the table of ways in which every program is run
//! suites        benchmark suites with a driver of their own, as files that can be run
//! mutants       builds in which one rule of safety is taken out, and the tests that notice
//! chaos         programs under a tier that behaves badly on purpose
//! suite         all programs in one mode, in parallel, with a readable list of failures
//! stored        how much of the work a trained store takes off a run
//! proxy         stands before a server and is slow, breaks off, or lies
//! redis_server  a private Redis server on a free port
//! skipped       tests that were not run, and why
//! open_metrics  a strict reader of OpenMetrics text
//! text_table    aligned text
//! median        the middle of what was measured
//! ways          the table of kinds of function, ways in, and ways out
//! scratch       temporary folders that are removed with their owner
//! ```
//!
//! Nothing in here calls into the engine: it is seen only through its command line, as a
//! user sees it. The reference is node, by whose output the `.out` files were written.

pub mod binary;
pub mod cargo;
pub mod chaos;
pub mod differential;
pub mod folder;
pub mod generate;
pub mod invocation;
pub mod median;
pub mod modes;
pub mod mutants;
pub mod open_metrics;
pub mod process;
pub mod programs;
#[path = "../../codecache/tests/support/proxy.rs"]
pub mod proxy;
pub mod redis_server;
pub mod scratch;
#[path = "../../codecache/tests/support/skipped.rs"]
pub mod skipped;
pub mod stored;
pub mod suite;
pub mod suites;
pub mod text_table;
pub mod ways;
