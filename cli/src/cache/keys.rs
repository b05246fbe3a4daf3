//! `make-key` and `rekey`: the key that a fleet shares, and how it goes over to another while it runs.

use super::{Cache, Done, FINDING, NOTHING_WRONG, cannot};
use crate::store_options;
use crate::text::{self, Object};
use clap::Args;
use hearth_codecache::TrustKey;
use hearth_codecache::store::RekeyReport;
use hearth_codecache::trust::KeyChange;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

#[derive(Args)]
pub struct MakeKey {
    /// A line a key, four at most: the first seals, all are accepted.
    file: PathBuf,
    /// Put a new key in front of those in FILE: it seals from now on, they stay accepted.
    #[arg(long)]
    rotate: bool,
    /// Put it second: it is accepted from now on, and seals after --promote.
    #[arg(long, requires = "rotate")]
    accept_first: bool,
    /// Have the second key seal from now on, and the first stay accepted.
    #[arg(long, conflicts_with = "rotate")]
    promote: bool,
    /// Leave only the first key: what others have sealed is of no use any more, see rekey.
    #[arg(long, conflicts_with_all = ["rotate", "promote"])]
    drop_others: bool,
}

impl MakeKey {
    fn change(&self) -> Option<KeyChange> {
        match self {
            MakeKey { rotate: true, accept_first: true, .. } => Some(KeyChange::AcceptNew),
            MakeKey { rotate: true, .. } => Some(KeyChange::SealByNew),
            MakeKey { promote: true, .. } => Some(KeyChange::SealBySecond),
            MakeKey { drop_others: true, .. } => Some(KeyChange::KeepFirst),
            _ => None,
        }
    }

    pub fn run(&self, json: bool, out: &mut impl Write) -> Done {
        let Some(change) = self.change() else {
            store_options::make_key(&self.file).map_err(cannot)?;
            return Ok(NOTHING_WRONG);
        };
        let before = TrustKey::load(&self.file).map_err(|error| cannot(error.to_string()))?.names();
        let names = TrustKey::change_file(&self.file, change).map_err(|error| cannot(error.to_string()))?.names();
        let gone: Vec<String> = before.into_iter().filter(|name| !names.contains(name)).collect();
        let (seals, accepted) = names.split_first().expect("a file has a key");
        if json {
            let list = |names: &[String]| text::array(names.iter().map(|name| text::string(name)));
            let object = Object::new().text("seals", seals).raw("accepted", &list(accepted)).raw("gone", &list(&gone));
            writeln!(out, "{}", object.end())?;
            return Ok(NOTHING_WRONG);
        }
        writeln!(out, "seals     {seals}")?;
        for (what, names) in [("accepted", accepted), ("gone", &gone)] {
            for name in names {
                writeln!(out, "{what:<9} {name}")?;
            }
        }
        Ok(NOTHING_WRONG)
    }
}

pub fn rekey(cache: &Cache, json: bool, out: &mut impl Write) -> Done {
    let places: BTreeSet<_> = cache.packs()?.iter().map(|info| (info.source, info.target)).collect();
    let mut total = RekeyReport::default();
    let mut failed = Vec::new();
    for (source, target) in &places {
        match cache.store.rekey(*source, *target) {
            Ok(report) => {
                total.packs += report.packs;
                total.parts += report.parts;
                total.refused += report.refused;
                total.only_read += report.only_read;
                total.bytes_written += report.bytes_written;
            }
            Err(error) => failed.push(error.to_string()),
        }
    }
    if json {
        let object = Object::new().number("packs", total.packs).number("parts", total.parts).number("bytes", total.bytes_written);
        let object = object.number("refused", total.refused).number("only_read", total.only_read);
        writeln!(out, "{}", object.raw("failed", &text::array(failed.iter().map(|error| text::string(error)))).end())?;
    } else {
        let RekeyReport { packs, parts, refused, only_read, bytes_written } = total;
        writeln!(out, "sealed {packs} packs anew ({parts} parts, {})", text::size(bytes_written))?;
        if refused > 0 {
            writeln!(
                out,
                "{refused} parts are sealed by no key that is accepted, or altered, and were left: `hearth cache verify` shows them"
            )?;
        }
        if only_read > 0 {
            writeln!(
                out,
                "{only_read} parts are sealed by an older key in a store that is only read: it has to be made anew before that key goes"
            )?;
        }
        failed.iter().try_for_each(|error| writeln!(out, "{error}"))?;
    }
    let is_all_done = total.refused == 0 && total.only_read == 0 && failed.is_empty();
    Ok(if is_all_done { NOTHING_WRONG } else { FINDING })
}
