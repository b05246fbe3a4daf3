//! A measurement as text: a row for every program, a column for every engine, the fastest marked.

use hearth_tests::text_table;

use crate::measure::Measurement;

pub fn render(measurement: &Measurement) -> String {
    let Measurement { title, unit, programs, engines, cells, baseline } = measurement;
    let mut rows: Vec<Vec<String>> = vec![std::iter::once(String::new()).chain(engines.iter().cloned()).collect()];
    for (program, row) in programs.iter().zip(cells) {
        let medians: Vec<Option<f64>> = row.iter().map(|cell| cell.median()).collect();
        let best = medians.iter().flatten().copied().fold(f64::INFINITY, f64::min);
        let mut line = vec![program.clone()];
        line.extend(medians.iter().map(|median| match median {
            Some(value) if *value == best && engines.len() > 1 => format!("*{}", number(*value)),
            Some(value) => number(*value),
            None => "failed".to_owned(),
        }));
        rows.push(line);
    }
    let ruler = rows.len();
    if programs.len() > 1 {
        let means: Vec<_> = (0..engines.len()).map(|e| measurement.geometric_mean(e)).collect();
        let show = |pick: fn((f64, f64)) -> f64| means.iter().map(move |m| m.map_or("-".to_owned(), |m| number(pick(m))));
        rows.push(std::iter::once("geometric mean".to_owned()).chain(show(|m| m.0)).collect());
        rows.push(std::iter::once(format!("÷ {}", engines[*baseline])).chain(show(|m| m.1)).collect());
    }
    format!("{title} [{unit}]\n{}", text_table::aligned(&rows, ruler))
}

/// Three significant digits, without an exponent.
pub fn number(value: f64) -> String {
    match value {
        v if v >= 100.0 => format!("{v:.0}"),
        v if v >= 10.0 => format!("{v:.1}"),
        v if v >= 1.0 => format!("{v:.2}"),
        v => format!("{v:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_have_three_digits() {
        assert_eq!([1234.5, 56.78, 1.234, 0.01234].map(number), ["1234", "56.8", "1.23", "0.012"]);
    }
}
