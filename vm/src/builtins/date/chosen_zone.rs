//! The time zone that a script has chosen by changing the TZ variable: one of those that are compiled in.
//!
//! The process's own environment stays as it was. Changing it is unsound while other threads, or the C library in
//! them, may read it.

use crate::builtins::temporal::{self, ZoneRules};
use parking_lot::RwLock;
use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// The zone that the script has chosen for the process.
struct Chosen {
    /// By its name in the database, or as an offset.
    identifier: String,
    /// None: UTC, as nothing that is known was named.
    rules: Option<Arc<ZoneRules>>,
}

static CHOSEN: RwLock<Option<Arc<Chosen>>> = RwLock::new(None);
/// How often a zone was chosen.
static CHOICES: AtomicU32 = AtomicU32::new(0);

thread_local! {
    /// What was chosen when this thread looked last, and how many choices there had been.
    static SEEN: RefCell<(u32, Option<Arc<Chosen>>)> = const { RefCell::new((0, None)) };
}

/// Names a zone by a value of the TZ variable, or by its absence.
fn choose(variable: Option<&str>) -> Chosen {
    let of_link = || std::fs::read_link("/etc/localtime").map_or("UTC".into(), |path| path.to_string_lossy().into_owned());
    let text = variable.map_or_else(of_link, str::to_owned);
    // A path names a zone by what follows the folder of the database.
    let name = text.rsplit_once("zoneinfo/").map_or(text.trim_start_matches(':'), |(_, zone)| zone);
    if let Some(rules) = temporal::rules_of_zone(name) {
        return Chosen { identifier: name.to_owned(), rules: Some(rules) };
    }
    let rules = ZoneRules::of_variable(name).map(Arc::new);
    let identifier = match rules.as_ref().and_then(|rules| rules.only_offset()) {
        Some(offset) => offset_text(offset),
        None => "UTC".into(),
    };
    Chosen { identifier, rules }
}

/// `+05:30`
fn offset_text(seconds: i64) -> String {
    format!("{}{:02}:{:02}", if seconds < 0 { '-' } else { '+' }, seconds.abs() / 3600, seconds.abs() / 60 % 60)
}

/// The script has assigned or deleted the TZ variable.
pub fn variable_changed(value: Option<&str>) {
    *CHOSEN.write() = Some(Arc::new(choose(value)));
    CHOICES.fetch_add(1, Ordering::Release);
}

/// The identifier of the zone that the script has chosen, if it has.
pub fn chosen_identifier() -> Option<String> {
    with_chosen(|zone| zone.map(|zone| zone.identifier.clone()))
}

fn with_chosen<T>(f: impl FnOnce(Option<&Chosen>) -> T) -> T {
    let choices = CHOICES.load(Ordering::Acquire);
    if choices == 0 {
        return f(None);
    }
    SEEN.with_borrow_mut(|(seen, zone)| {
        if *seen != choices {
            *zone = CHOSEN.read().clone();
            *seen = choices;
        }
        f(zone.as_deref())
    })
}

impl Chosen {
    /// Seconds east of UTC, at a time in seconds.
    fn offset_at(&self, epoch: i64) -> i64 {
        self.rules.as_ref().map_or(0, |rules| rules.offset_at(epoch))
    }

    fn name_at(&self, epoch: i64) -> String {
        #[cfg(feature = "intl")]
        if self.rules.is_some()
            && let Some(name) = crate::builtins::intl::english_zone_name(&self.identifier, epoch)
        {
            return name;
        }
        format!("GMT{}", offset_text(self.offset_at(epoch)))
    }
}

/// How often a zone was chosen.
pub fn choices() -> u32 {
    CHOICES.load(Ordering::Acquire)
}

/// Seconds of a time value.
fn seconds(t: f64) -> i64 {
    (t / 1000.0).floor() as i64
}

/// LocalTZA in milliseconds (sec-localtime) at a UTC time, in the zone that was chosen.
pub fn offset_at(t: f64) -> Option<f64> {
    with_chosen(|zone| zone.map(|zone| zone.offset_at(seconds(t)) as f64 * 1000.0))
}

/// What the zone that was chosen is called at a time.
pub fn name(t: f64) -> Option<String> {
    with_chosen(|zone| zone.map(|zone| zone.name_at(seconds(t))))
}
