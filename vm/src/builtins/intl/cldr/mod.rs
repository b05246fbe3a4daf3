//! Data of the Unicode CLDR: the files of `data`, made by `make.mjs`, which says how they are laid out; the
//! build script compresses them (`vm/build_cldr.rs`).
//!
//! A table is what one section says of one locale: paths (`months/format/wide/1`) and texts.
//! What is read stays for the process's life: frames are decompressed when a locale of their
//! language is first asked for. All of them together are bounded by the file.

use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::LazyLock;

static FILE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cldr.bin"));

/// Where a frame is in the file.
type Place = (usize, usize);

/// What a locale of a frame says of the section's paths; none: what its parent says.
type Values = Vec<Option<&'static str>>;

struct Section {
    places: HashMap<&'static str, Place>,
    read: Mutex<HashMap<&'static str, &'static HashMap<&'static str, Values>>>,
    paths: LazyLock<Vec<&'static str>, Box<dyn FnOnce() -> Vec<&'static str> + Send>>,
}

fn decompress(bytes: &[u8]) -> &'static str {
    let text = zstd::stream::decode_all(bytes).expect("the data that was compiled in");
    Box::leak(String::from_utf8(text).expect("UTF-8 as it was written").into_boxed_str())
}

fn frame(place: Place) -> &'static str {
    let frames = 4 + u32::from_le_bytes([FILE[0], FILE[1], FILE[2], FILE[3]]) as usize;
    decompress(&FILE[frames + place.0..][..place.1])
}

static SECTIONS: LazyLock<HashMap<&'static str, Section>> = LazyLock::new(|| {
    let length = u32::from_le_bytes([FILE[0], FILE[1], FILE[2], FILE[3]]) as usize;
    let mut sections = HashMap::new();
    for part in decompress(&FILE[4..][..length]).split('@').skip(1) {
        let mut lines = part.lines();
        let name = lines.next().unwrap_or_default();
        let places: HashMap<_, Place> = lines
            .filter_map(|line| {
                let mut words = line.split(' ');
                Some((words.next()?, (words.next()?.parse().ok()?, words.next()?.parse().ok()?)))
            })
            .collect();
        let paths = places.get("paths").copied();
        let paths: Box<dyn FnOnce() -> Vec<&'static str> + Send> =
            Box::new(move || paths.map_or_else(Vec::new, |place| frame(place).lines().collect()));
        sections.insert(name, Section { places, read: Default::default(), paths: LazyLock::new(paths) });
    }
    sections
});

impl Section {
    /// What the locales of a language say.
    fn language(&self, language: &str) -> Option<&'static HashMap<&'static str, Values>> {
        let (language, place) = self.places.get_key_value(language)?;
        let mut read = self.read.lock();
        Some(read.entry(language).or_insert_with(|| Box::leak(Box::new(parse(frame(*place))))))
    }
}

fn parse(text: &'static str) -> HashMap<&'static str, Values> {
    let mut locales = HashMap::new();
    let mut values: Option<&mut Values> = None;
    for line in text.lines() {
        match (line.as_bytes().first(), &mut values) {
            (Some(b'='), _) => values = Some(locales.entry(&line[1..]).or_default()),
            (Some(b'~'), Some(values)) => {
                let skipped: usize = line[1..].parse().unwrap_or(0);
                values.resize(values.len() + skipped, None);
            }
            (Some(b'\\'), Some(values)) => values.push(Some(&line[1..])),
            (_, Some(values)) => values.push(Some(line)),
            (_, None) => {}
        }
    }
    locales
}

/// What a section says of a locale, its parents' words included.
#[derive(Clone)]
pub struct Table {
    paths: &'static [&'static str],
    levels: Vec<&'static Values>,
}

impl Table {
    /// The table of a locale that `data_locale` gave.
    pub fn of(section: &str, locale: &str) -> Table {
        let Some(section) = SECTIONS.get(section) else { return Table { paths: &[], levels: Vec::new() } };
        let mut levels = Vec::new();
        let mut at = locale.to_owned();
        loop {
            let language = at.split('-').next().unwrap_or_default();
            levels.extend(section.language(language).and_then(|locales| locales.get(at.as_str())));
            if at == "und" {
                break;
            }
            at = parent(&at);
        }
        Table { paths: &section.paths, levels }
    }

    fn value(&self, index: usize) -> Option<&'static str> {
        self.levels.iter().find_map(|values| values.get(index).copied().flatten())
    }

    pub fn get(&self, path: &str) -> Option<&'static str> {
        self.paths.binary_search(&path).ok().and_then(|index| self.value(index))
    }

    /// All paths and their texts.
    pub fn entries(&self) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        self.paths.iter().enumerate().filter_map(|(index, path)| Some((*path, self.value(index)?)))
    }

    /// What is below a path: the rest of each path, and the text.
    pub fn below(&self, path: &str) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        let prefix = format!("{path}/");
        let start = self.paths.partition_point(|p| *p < prefix.as_str());
        let rest = self.paths[start..].iter().enumerate().map_while(move |(i, p)| Some((start + i, p.strip_prefix(prefix.as_str())?)));
        rest.filter_map(|(index, rest)| Some((rest, self.value(index)?)))
    }
}

/// What is of no locale.
static WORLD: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let place = SECTIONS.get("world").and_then(|world| world.places.get("world"));
    place.map_or_else(HashMap::new, |place| frame(*place).lines().filter_map(|line| line.split_once('=')).collect())
});

pub fn world(path: &str) -> Option<&'static str> {
    WORLD.get(path).copied()
}

/// The names of all paths below one, in order.
pub fn world_below(path: &str) -> Vec<&'static str> {
    let prefix = format!("{path}/");
    let mut names: Vec<_> = WORLD.keys().filter_map(|key| key.strip_prefix(prefix.as_str())).collect();
    names.sort_unstable();
    names
}

/// The locale that a locale inherits from.
fn parent(locale: &str) -> String {
    if let Some(parent) = world(&format!("parent/{locale}")) {
        return parent.to_owned();
    }
    locale.rsplit_once('-').map_or("und", |(rest, _)| rest).to_owned()
}

/// The locales that there is data for.
pub static LOCALES: LazyLock<std::collections::HashSet<&'static str>> =
    LazyLock::new(|| ["locales", "implied"].iter().filter_map(|list| world(list)).flat_map(|list| list.split(' ')).collect());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_inherit() {
        let months = |locale| Table::of("gregorian", locale).get("months/format/wide/1");
        assert_eq!(months("en"), Some("January"));
        assert_eq!(months("en-GB"), Some("January"));
        assert_eq!(months("de-AT"), Some("Jänner"));
        assert_eq!(Table::of("numbers", "en").get("nothing/there"), None);
        assert_eq!(Table::of("lists", "de").below("listPattern-type-standard").count(), 4);
        assert!(LOCALES.contains("en-US") && LOCALES.contains("sr-Latn"));
    }
}
