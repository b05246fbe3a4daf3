//! How the lines of an object are joined: on one line, in columns, or one below the other.

use super::inspect::{Inspector, ListKind};
use super::options::Compact;
use super::style::plain;
use crate::heap::Gc;
use crate::object::layout::Object;
use crate::vm::Vm;

/// Lists longer than this are grouped in columns.
const GROUP_FROM: usize = 6;

/// Columns of a text on a terminal: colours take none.
pub fn width(text: &str, has_colors: bool) -> usize {
    if has_colors { width(&plain(text), false) } else { text.chars().map(char_width).sum() }
}
/// Columns of a character on a terminal.
fn char_width(c: char) -> usize {
    match c as u32 {
        0x300..=0x36F | 0x200B..=0x200F | 0xFE00..=0xFE0F => 0,
        0x1100..=0x115F
        | 0x2E80..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1F64F
        | 0x1F900..=0x1F9FF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}
/// Length in UTF-16 code units, without colours.
fn units(text: &str, has_colors: bool) -> usize {
    if has_colors { units(&plain(text), false) } else { text.chars().map(char::len_utf16).sum() }
}

/// Joins what was found in an object to its text.
#[allow(clippy::too_many_arguments, reason = "the parts of one object")]
pub fn reduce(
    inspector: &Inspector,
    vm: &mut Vm,
    mut lines: Vec<String>,
    base: &str,
    braces: [&str; 2],
    list: ListKind,
    depth: usize,
    object: Gc<Object>,
) -> String {
    let colors = inspector.options.colors;
    let entries = lines.len();
    let levels = match inspector.options.compact {
        Compact::All => return reduce_compactly(inspector, &lines, base, braces),
        Compact::Levels(levels) => levels,
    };
    if list == ListKind::Array && entries > GROUP_FROM && levels >= 1 {
        lines = group(inspector, vm, lines, object);
    }
    let before = if base.is_empty() { String::new() } else { format!("{base} ") };
    if inspector.current_depth < levels + depth && entries == lines.len() {
        let start = lines.len() + inspector.indentation + units(braces[0], colors) + units(base, colors) + 10;
        let total = lines.len() + start + lines.iter().map(|l| units(l, colors)).sum::<usize>();
        if total <= inspector.options.break_length && !base.contains('\n') {
            let joined = lines.join(", ");
            if !joined.contains('\n') {
                return format!("{before}{} {joined} {}", braces[0], braces[1]);
            }
        }
    }
    let indentation = format!("\n{}", " ".repeat(inspector.indentation));
    format!("{before}{}{indentation}  {}{indentation}{}", braces[0], lines.join(&format!(",{indentation}  ")), braces[1])
}

/// As `compact: true` has it: on one line, or aligned below the first.
fn reduce_compactly(inspector: &Inspector, lines: &[String], base: &str, [open, close]: [&str; 2]) -> String {
    let base_after = if base.is_empty() { String::new() } else { format!(" {base}") };
    let total = lines.len() + lines.iter().map(|line| units(line, inspector.options.colors)).sum::<usize>();
    if total <= inspector.options.break_length && 2 * lines.len() <= inspector.options.break_length && !base.contains('\n') {
        return format!("{open}{base_after} {} {close}", lines.join(", "));
    }
    let indentation = format!("\n{}  ", " ".repeat(inspector.indentation));
    let first = if base.is_empty() && open.len() == 1 { " ".to_owned() } else { format!("{base_after}{indentation}") };
    format!("{open}{first}{} {close}", lines.join(&format!(",{indentation}")))
}

/// Puts the elements of a longer list in columns, if they are short enough.
fn group(inspector: &Inspector, vm: &mut Vm, lines: Vec<String>, object: Gc<Object>) -> Vec<String> {
    const SEPARATOR: usize = 2;
    // "... n more items" stays on its own line.
    let has_more = lines.len() > inspector.options.max_list;
    let count = lines.len() - has_more as usize;
    let widths: Vec<usize> = lines[..count].iter().map(|l| width(l, inspector.options.colors)).collect();
    let total: usize = widths.iter().map(|w| w + SEPARATOR).sum();
    let longest = widths.iter().copied().max().unwrap_or(0);
    let column = longest + SEPARATOR;
    if column * 3 + inspector.indentation >= inspector.options.break_length || !(total as f64 / column as f64 > 5.0 || longest <= 6) {
        return lines;
    }
    let bias = (column as f64 - total as f64 / lines.len() as f64).sqrt();
    let biased = (column as f64 - 3.0 - bias).max(1.0);
    let columns = [
        // A character is about two and a half times as high as wide: aim at a square.
        ((2.5 * biased * count as f64).sqrt() / biased).round() as usize,
        (inspector.options.break_length - inspector.indentation) / column,
        inspector.options.compact_levels() * 4,
        15,
    ]
    .into_iter()
    .min()
    .unwrap_or(1);
    if columns <= 1 {
        return lines;
    }
    let column_widths: Vec<usize> =
        (0..columns).map(|i| widths.iter().skip(i).step_by(columns).copied().max().unwrap_or(0) + SEPARATOR).collect();
    let right = all_numbers(vm, object, lines.len());
    let mut grouped = Vec::new();
    for row in (0..count).step_by(columns) {
        let end = (row + columns).min(count);
        let mut text = String::new();
        for (i, line) in lines[row..end].iter().enumerate() {
            let last = row + i + 1 == end;
            let cell = if last { line.clone() } else { format!("{line}, ") };
            let wanted = column_widths[i] - if last { SEPARATOR } else { 0 };
            let padding = " ".repeat(wanted.saturating_sub(width(&cell, inspector.options.colors)));
            if right {
                text += &padding;
                text += &cell;
            } else {
                text += &cell;
                if !last {
                    text += &padding;
                }
            }
        }
        grouped.push(text);
    }
    if has_more {
        grouped.push(lines[count].clone());
    }
    grouped
}

/// Numbers are aligned to the right.
fn all_numbers(vm: &mut Vm, object: Gc<Object>, count: usize) -> bool {
    (0..count as u64).all(|i| crate::builtins::array::get_at(vm, object, i).is_ok_and(|v| v.is_number() || v.is_bigint()))
}
