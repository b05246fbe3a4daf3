//! The picture: a group of bars for every program and for the geometric mean, on a
//! logarithmic scale, with a legend.

use std::fmt::Write as _;

use crate::measure::Measurement;
use crate::table::number;

const WIDTH: f64 = 960.0;
const LEFT: f64 = 150.0;
const RIGHT: f64 = 70.0;
const BAR: f64 = 11.0;
const GAP: f64 = 12.0;
const TOP: f64 = 58.0;
const LEGEND_LINE: f64 = 20.0;

/// Hearth in the colours of a fire, the others in cool ones.
const HEARTH: &[&str] = &["#f7c59f", "#f39c4a", "#ee6c2f", "#d8432a", "#a3161f"];
const PEERS: &[&str] = &["#4d7c8a", "#7f9c96", "#8fad88", "#5b6c9d", "#8d7fb0", "#9aa5b1", "#5f6770"];

fn colours(engines: &[String]) -> Vec<&'static str> {
    let (mut hearth, mut peers) = (HEARTH.iter().cycle(), PEERS.iter().cycle());
    let own = engines.iter().filter(|name| name.starts_with("hearth")).count();
    // With few configurations of Hearth, the strongest colours are taken.
    for _ in own.min(HEARTH.len())..HEARTH.len() {
        hearth.next();
    }
    engines
        .iter()
        .map(|name| if name.starts_with("hearth") { hearth.next() } else { peers.next() })
        .map(|colour| *colour.expect("a cycle does not end"))
        .collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

pub fn render(measurement: &Measurement) -> String {
    let engines = &measurement.engines;
    let colours = colours(engines);
    let mut groups: Vec<(String, Vec<Option<f64>>)> = measurement
        .programs
        .iter()
        .zip(&measurement.cells)
        .map(|(name, row)| (name.clone(), row.iter().map(|cell| cell.median()).collect()))
        .collect();
    if groups.len() > 1 {
        let means = (0..engines.len()).map(|e| measurement.geometric_mean(e).map(|(time, _)| time)).collect();
        groups.insert(0, ("geometric mean".to_owned(), means));
    }

    let values = || groups.iter().flat_map(|(_, row)| row.iter().flatten().copied()).filter(|v| *v > 0.0);
    let least = values().fold(f64::INFINITY, f64::min);
    let most = values().fold(0.0, f64::max);
    // Whole decades would waste half of the width: the scale begins and ends at 1, 2 or 5.
    let (low, high) = if most > 0.0 { (step_below(least * 0.8), step_above(most)) } else { (1.0, 10.0) };
    let x = |value: f64| {
        let share = (value.max(low).ln() - low.ln()) / (high.ln() - low.ln());
        LEFT + share * (WIDTH - LEFT - RIGHT)
    };

    let legend_columns = 4;
    let legend_lines = engines.len().div_ceil(legend_columns) as f64;
    let plot_top = TOP + legend_lines * LEGEND_LINE + 22.0;
    let group_height = engines.len() as f64 * BAR + GAP;
    let plot_bottom = plot_top + groups.len() as f64 * group_height;
    let height = plot_bottom + 40.0;

    let mut svg = String::new();
    let _ = writeln!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0}" width="{WIDTH}" height="{height:.0}" font-family="system-ui, sans-serif" font-size="12">"#
    );
    let _ = writeln!(svg, r##"<rect width="100%" height="100%" fill="#ffffff"/>"##);
    let _ = writeln!(svg, r##"<text x="20" y="28" font-size="17" font-weight="600" fill="#222222">{}</text>"##, escape(&measurement.title));
    let _ =
        writeln!(svg, r##"<text x="20" y="46" fill="#666666">median, {}, logarithmic scale; shorter is better</text>"##, measurement.unit);

    for (i, (engine, colour)) in engines.iter().zip(&colours).enumerate() {
        let left = 20.0 + (i % legend_columns) as f64 * (WIDTH - 40.0) / legend_columns as f64;
        let y = TOP + (i / legend_columns) as f64 * LEGEND_LINE + 6.0;
        let _ = writeln!(svg, r#"<rect x="{left:.1}" y="{y:.1}" width="12" height="12" rx="2" fill="{colour}"/>"#);
        let _ = writeln!(svg, r##"<text x="{:.1}" y="{:.1}" fill="#222222">{}</text>"##, left + 18.0, y + 10.5, escape(engine));
    }

    for tick in ticks(low, high) {
        let at = x(tick);
        let _ = writeln!(svg, r##"<line x1="{at:.1}" y1="{plot_top:.1}" x2="{at:.1}" y2="{plot_bottom:.1}" stroke="#e3e3e3"/>"##);
        let label = if tick >= 1.0 { format!("{tick:.0}") } else { format!("{tick}") };
        for y in [plot_top - 6.0, plot_bottom + 16.0] {
            let _ = writeln!(svg, r##"<text x="{at:.1}" y="{y:.1}" text-anchor="middle" fill="#666666">{label}</text>"##);
        }
    }

    for (g, (name, row)) in groups.iter().enumerate() {
        let top = plot_top + g as f64 * group_height + GAP / 2.0;
        let is_mean = g == 0 && groups.len() > 1;
        if is_mean {
            let _ = writeln!(
                svg,
                r##"<rect x="10" y="{:.1}" width="{:.1}" height="{group_height:.1}" fill="#f4f1ec"/>"##,
                top - GAP / 2.0,
                WIDTH - 20.0
            );
        }
        let weight = if is_mean { 600 } else { 400 };
        let middle = top + engines.len() as f64 * BAR / 2.0 + 4.0;
        let _ = writeln!(
            svg,
            r##"<text x="{:.1}" y="{middle:.1}" text-anchor="end" font-weight="{weight}" fill="#222222">{}</text>"##,
            LEFT - 10.0,
            escape(name)
        );
        for (e, median) in row.iter().enumerate() {
            let y = top + e as f64 * BAR;
            match median {
                Some(value) => {
                    let width = (x(*value) - LEFT).max(1.0);
                    let _ = writeln!(
                        svg,
                        r#"<rect x="{LEFT}" y="{y:.1}" width="{width:.1}" height="{:.1}" rx="1.5" fill="{}"><title>{}: {} {}</title></rect>"#,
                        BAR - 1.5,
                        colours[e],
                        escape(&engines[e]),
                        number(*value),
                        measurement.unit
                    );
                    let _ = writeln!(
                        svg,
                        r##"<text x="{:.1}" y="{:.1}" font-size="9" fill="#555555">{}</text>"##,
                        LEFT + width + 4.0,
                        y + BAR - 3.0,
                        number(*value)
                    );
                }
                None => {
                    let _ = writeln!(
                        svg,
                        r##"<text x="{:.1}" y="{:.1}" font-size="9" fill="#b00020">{} failed</text>"##,
                        LEFT + 4.0,
                        y + BAR - 3.0,
                        escape(&engines[e])
                    );
                }
            }
        }
    }
    let _ = writeln!(svg, r##"<line x1="{LEFT}" y1="{plot_top:.1}" x2="{LEFT}" y2="{plot_bottom:.1}" stroke="#999999"/>"##);
    svg.push_str("</svg>\n");
    svg
}

const STEPS: [f64; 3] = [1.0, 2.0, 5.0];

/// All of 1, 2 and 5 times a power of ten from `low` to `high`.
fn ticks(low: f64, high: f64) -> Vec<f64> {
    let first = low.log10().floor() as i32;
    let last = high.log10().ceil() as i32;
    (first..=last)
        .flat_map(|power| STEPS.map(|step| step * 10f64.powi(power)))
        .filter(|tick| *tick >= low * 0.999 && *tick <= high * 1.001)
        .collect()
}

fn step_below(value: f64) -> f64 {
    let power = 10f64.powi(value.log10().floor() as i32);
    STEPS.into_iter().rev().map(|step| step * power).find(|step| *step <= value).unwrap_or(power)
}

fn step_above(value: f64) -> f64 {
    let power = 10f64.powi(value.log10().floor() as i32);
    STEPS.into_iter().chain([10.0]).map(|step| step * power).find(|step| *step >= value).unwrap_or(power * 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_begins_and_ends_at_steps() {
        assert_eq!(step_below(3.7), 2.0);
        assert_eq!(step_above(130.0), 200.0);
        assert_eq!(ticks(2.0, 200.0), [2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0]);
    }
}
