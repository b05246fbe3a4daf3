//! Sizes, times and switches as people write them, in options and in the variables that say the same for all runs.

use crate::configuration;
use std::time::Duration;

/// Bytes, or with suffix k, m, g.
pub fn size(text: &str) -> Result<usize, String> {
    let (digits, unit) = match text.to_ascii_lowercase().chars().last() {
        Some('k') => (&text[..text.len() - 1], 1 << 10),
        Some('m') => (&text[..text.len() - 1], 1 << 20),
        Some('g') => (&text[..text.len() - 1], 1 << 30),
        _ => (text, 1usize),
    };
    let number: usize = digits.parse().map_err(|_| format!("'{text}' is not a size"))?;
    number.checked_mul(unit).ok_or_else(|| format!("'{text}' is too large"))
}

/// Seconds, or with suffix ms, s, m, h, d.
pub fn time(text: &str) -> Result<Duration, String> {
    const UNITS: [(&str, u64); 5] = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 24 * 3_600_000)];
    let lower = text.to_ascii_lowercase();
    let suffixed = UNITS.iter().find_map(|(suffix, unit)| Some((lower.strip_suffix(suffix)?, *unit)));
    let (digits, unit) = suffixed.unwrap_or((&lower, 1000));
    let number: u64 = digits.parse().map_err(|_| format!("'{text}' is not a time, such as 250ms, 10m or 30d"))?;
    number.checked_mul(unit).map(Duration::from_millis).ok_or_else(|| format!("'{text}' is too long"))
}

/// `on` or `off`.
pub fn switch(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(format!("'{text}' is neither on nor off")),
    }
}

/// What an option says, else what `variable` says, else the configuration; none if none of them does.
///
/// # Errors
/// A message that tells which of them is not understood.
pub fn said<T>(option: Option<&str>, name: &str, variable: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<Option<T>, String> {
    if let Some(text) = option {
        return read(text).map(Some).map_err(|why| format!("{name}: {why}"));
    }
    match configuration::otherwise(variable) {
        Some((value, place)) => read(&value.to_string_lossy()).map(Some).map_err(|why| format!("{place}: {why}")),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times_have_units() {
        assert_eq!(size("3k"), Ok(3 << 10));
        assert_eq!(size("2G"), Ok(2 << 30));
        assert!(size("k").is_err() && size("-1").is_err() && size("99999999999999g").is_err());
        let seconds = |text| time(text).map(|time| time.as_secs_f64());
        assert_eq!(seconds("250ms"), Ok(0.25));
        assert_eq!(seconds("7"), Ok(7.0));
        assert_eq!(seconds("7s"), Ok(7.0));
        assert_eq!(seconds("10m"), Ok(600.0));
        assert_eq!(seconds("2h"), Ok(7200.0));
        assert_eq!(seconds("30D"), Ok(30.0 * 86400.0));
        assert!(time("").is_err() && time("soon").is_err() && time("1.5s").is_err());
    }
}
