//! Takes out one rule of safety after the other, and expects its test to notice.
//!
//! The exit code is 1 if a mutant lives, or if a test fails that has all rules.

use std::process::ExitCode;

use clap::Parser;
use hearth_tests::mutants::build::Executables;
use hearth_tests::mutants::table::{ROWS, Row};
use hearth_tests::mutants::{Fate, fate};
use hearth_tests::suite::in_parallel;

#[derive(Parser)]
#[command(about = "Takes out one rule of safety after the other, and expects its test to notice")]
struct Arguments {
    /// Rules whose names contain one of these; all, if there is none.
    rules: Vec<String>,
    /// Print the table and run nothing.
    #[arg(long)]
    list: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let is_wanted = |rule: &str| arguments.rules.is_empty() || arguments.rules.iter().any(|part| rule.contains(part.as_str()));
    let rows: Vec<&Row> = ROWS.iter().filter(|row| is_wanted(row.rule)).collect();
    if arguments.list {
        for row in rows {
            println!("{:<30} {}\n{:<30} killed by {}", row.rule, row.text(), "", row.killer);
        }
        return ExitCode::SUCCESS;
    }
    let executables = match Executables::build(is_wanted) {
        Ok(executables) => executables,
        Err(why) => {
            eprintln!("{why}");
            return ExitCode::FAILURE;
        }
    };
    let results = in_parallel(&rows, |row| {
        let fate = fate(row, &executables);
        match &fate {
            Fate::Killed(how) => println!("killed   {:<30} {}", row.rule, how.lines().next().unwrap_or_default()),
            Fate::Lives => println!("LIVES    {:<30} {}", row.rule, row.killer),
            Fate::Broken(why) => println!("BROKEN   {:<30} {} fails with all rules: {why}", row.rule, row.killer),
        }
        matches!(fate, Fate::Killed(_))
    });
    let killed = results.iter().filter(|killed| **killed).count();
    println!("{killed} of {} mutants killed", rows.len());
    if killed == rows.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
