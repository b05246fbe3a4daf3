//! The last of the test targets: names the tests that were skipped, and why. Without the
//! harness, which would swallow it.

use std::fs;

use hearth_tests::skipped;

fn main() {
    let mut notes: Vec<String> = fs::read_dir(skipped::folder())
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|note| Some(format!("  {}: {}", note.file_name().to_string_lossy(), fs::read_to_string(note.path()).ok()?)))
        .collect();
    notes.sort();
    if notes.is_empty() {
        eprintln!("\nno test was skipped");
    } else {
        eprintln!("\n{} tests were SKIPPED ({} makes this an error):\n{}", notes.len(), skipped::FORBIDDEN, notes.join("\n"));
    }
}
