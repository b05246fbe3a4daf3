//! Programs: what they load is known from the statistics of directories, and from the lists that Redis has of them.
//!
//! `list --by=program`, and what other commands mean by the name of a program.

use super::{Cache, Done, Failure, NOTHING_WRONG, cannot, finding, is_called, source_name};
use crate::text::{self, Object};
use hearth_codecache::SourceKey;
use hearth_codecache::statistics::{Figure, ProgramStatistics};
use hearth_codecache::store::PackInfo;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// All programs that the stores know, called by their paths, or by the names of their first files where no more is known.
pub struct Programs {
    pub all: Vec<ProgramStatistics>,
    /// Bytes of statistics that mean nothing.
    pub damaged: u64,
    packs: BTreeMap<SourceKey, Vec<PackInfo>>,
}

impl Programs {
    pub fn of(cache: &Cache) -> Result<Programs, Failure> {
        let statistics = cache.store.statistics().map_err(|e| cannot(e.to_string()))?;
        let mut packs: BTreeMap<SourceKey, Vec<PackInfo>> = BTreeMap::new();
        for info in cache.packs()? {
            let same = packs.entry(info.source).or_default();
            // Layers may have the same; a look-up gives the nearest.
            if same.iter().all(|other| other.target != info.target) {
                same.push(info);
            }
        }
        let mut programs = Programs { all: statistics.programs, damaged: statistics.damaged, packs };
        let named = |program: &ProgramStatistics| {
            let info = programs.packs.get(&program.entry?)?.first()?;
            source_name(&*cache.load(info).ok()?)
        };
        let names: Vec<Option<String>> =
            programs.all.iter().map(|program| if program.name.is_empty() { named(program) } else { None }).collect();
        for (program, name) in programs.all.iter_mut().zip(names) {
            if program.name.is_empty() {
                program.name = name.or_else(|| program.entry.map(|entry| entry.to_string())).unwrap_or_default();
            }
        }
        Ok(programs)
    }

    /// Those that are called so: by a path, or how it ends.
    ///
    /// # Errors
    /// If there is none.
    pub fn called(&self, wanted: &str) -> Result<Vec<&ProgramStatistics>, Failure> {
        let path = std::fs::canonicalize(wanted).ok();
        let is_exact = |program: &&ProgramStatistics| {
            program.name == wanted || path.as_deref().is_some_and(|path| path.to_str() == Some(&program.name[..]))
        };
        let ends_so = |program: &&ProgramStatistics| program.name.strip_suffix(wanted).is_some_and(|front| front.ends_with('/'));
        let exact: Vec<_> = self.all.iter().filter(is_exact).collect();
        let found = if exact.is_empty() { self.all.iter().filter(ends_so).collect() } else { exact };
        if found.is_empty() {
            return Err(finding(format!("no program is called {wanted:?}: `hearth cache list --by=program` shows those that are known")));
        }
        Ok(found)
    }

    fn packs_of<'a>(&'a self, program: &'a ProgramStatistics) -> impl Iterator<Item = &'a PackInfo> {
        program.files.keys().filter_map(|file| self.packs.get(file)).flatten()
    }
}

/// The packs that a command is about.
pub struct Meant {
    /// Beginnings of source names or keys.
    sources: Vec<String>,
    /// Of programs.
    files: BTreeSet<SourceKey>,
    names_programs: bool,
    /// Packs of these programs that are not meant, since others use them.
    pub shared: u64,
}

impl Meant {
    /// What programs load, all of it.
    pub fn all(cache: &Cache, sources: Vec<String>, programs: &[String]) -> Result<Meant, Failure> {
        let mut meant = Meant { sources, files: BTreeSet::new(), names_programs: !programs.is_empty(), shared: 0 };
        if meant.names_programs {
            let known = Programs::of(cache)?;
            for name in programs {
                known.called(name)?.into_iter().for_each(|program| meant.files.extend(program.files.keys()));
            }
        }
        Ok(meant)
    }

    /// What programs load and others do not.
    pub fn alone(cache: &Cache, sources: Vec<String>, programs: &[String]) -> Result<Meant, Failure> {
        let mut meant = Meant::all(cache, sources, programs)?;
        if meant.names_programs {
            let known = Programs::of(cache)?;
            let mut named: Vec<&ProgramStatistics> = Vec::new();
            for name in programs {
                named.extend(known.called(name)?);
            }
            let is_other = |program: &&ProgramStatistics| !named.iter().any(|one| std::ptr::eq(*one, *program));
            for file in known.all.iter().filter(is_other).flat_map(|program| program.files.keys()) {
                if meant.files.remove(file) && known.packs.contains_key(file) {
                    meant.shared += 1;
                }
            }
        }
        Ok(meant)
    }

    /// Whether nothing was named.
    pub fn is_all(&self) -> bool {
        self.sources.is_empty() && !self.names_programs
    }

    pub fn has(&self, name: &str, info: &PackInfo) -> bool {
        self.files.contains(&info.source) || self.sources.iter().any(|wanted| is_called(wanted, name, info))
    }
}

/// The programs of which there are packs.
pub fn list(cache: &Cache, wanted: Option<&str>, json: bool, out: &mut impl Write) -> Done {
    let programs = Programs::of(cache)?;
    let mut listed: Vec<&ProgramStatistics> = match wanted {
        Some(wanted) => programs.called(wanted)?,
        None => programs.all.iter().filter(|program| programs.packs_of(program).next().is_some()).collect(),
    };
    listed.sort_by(|a, b| (b.last, &a.name).cmp(&(a.last, &b.name)));
    if json {
        let items = listed.iter().map(|program| {
            let packs = programs.packs_of(program).map(|info| {
                let name = cache.load(info).ok().and_then(|pack| source_name(&pack)).unwrap_or_default();
                let object =
                    Object::new().text("source", name).text("key", info.source.to_string()).text("target", info.target.to_string());
                object.number("bytes", info.bytes).end()
            });
            let bytes = programs.packs_of(program).map(|info| info.bytes).sum();
            let object = Object::new().text("program", &program.name).number("files", program.files.len() as u64);
            let object = object.number("bytes", bytes).number("last", program.last).number("runs", program.figures.get(Figure::Runs));
            object.raw("packs", &text::array(packs)).end()
        });
        writeln!(out, "{}", text::array(items))?;
        return Ok(NOTHING_WRONG);
    }
    if listed.is_empty() {
        writeln!(out, "No program is known that uses what is in {}: `hearth cache list` shows what there is.", cache.store.name())?;
        return Ok(NOTHING_WRONG);
    }
    let rows: Vec<Vec<String>> = listed
        .iter()
        .map(|program| {
            let (count, bytes) = programs.packs_of(program).fold((0u64, 0), |(n, bytes), info| (n + 1, bytes + info.bytes));
            let runs = program.figures.get(Figure::Runs);
            let runs = if runs == 0 { "?".to_owned() } else { runs.to_string() };
            let age = text::age(text::unix(program.last));
            vec![text::shown(&program.name), program.files.len().to_string(), count.to_string(), text::size(bytes), runs, age]
        })
        .collect();
    write!(out, "{}", text::table(&["PROGRAM", ">FILES", ">PACKS", ">SIZE", ">RUNS", ">USED"], &rows))?;
    for program in listed.iter().filter(|_| wanted.is_some()) {
        let row = |info: &PackInfo| {
            let name = cache.load(info).ok().and_then(|pack| source_name(&pack)).unwrap_or_else(|| "?".into());
            let used = program.files.get(&info.source).map_or_else(String::new, |seen| text::age(text::unix(*seen)));
            vec![text::shown(&name), info.source.to_string()[..12].to_owned(), text::size(info.bytes), used]
        };
        writeln!(out, "\n{}", text::shown(&program.name))?;
        write!(out, "{}", text::table(&["SOURCE", "KEY", ">SIZE", ">USED"], &programs.packs_of(program).map(row).collect::<Vec<_>>()))?;
    }
    Ok(NOTHING_WRONG)
}
