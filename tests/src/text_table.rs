//! Aligned text for the tables of the runners.

use std::fmt::Write as _;

/// `rows`, of which the first is the heading: the first column flush left, the others
/// flush right; rules below the heading and above row `total`, if there is one.
/// Every row must have as many cells as the heading.
pub fn aligned(rows: &[Vec<String>], total: usize) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns).map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
    let rule = "-".repeat(widths.iter().sum::<usize>() + 2 * columns.saturating_sub(1));
    let mut text = String::new();
    for (i, row) in rows.iter().enumerate() {
        if i == 1 || (i == total && i > 1) {
            let _ = writeln!(text, "{rule}");
        }
        let _ = write!(text, "{:<width$}", row[0], width = widths[0]);
        for (cell, width) in row[1..].iter().zip(&widths[1..]) {
            let _ = write!(text, "  {cell:>width$}");
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::aligned;

    #[test]
    fn columns_are_aligned_and_ruled() {
        let rows = [["", "time"], ["long name", "1"], ["x", "22.5"], ["mean", "3"]].map(|row| row.map(str::to_owned).to_vec());
        let expected = "           time\n---------------\nlong name     1\nx          22.5\n---------------\nmean          3\n";
        assert_eq!(aligned(&rows, 3), expected);
    }
}
