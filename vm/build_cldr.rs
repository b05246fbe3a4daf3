//! The data of locales as it is in the executable: the files of `src/builtins/intl/cldr/data`, one of each
//! language and section by itself, compressed.
//!
//! ```text
//! u32 length of the directory · the directory, compressed · the frames
//! ```
//!
//! The directory is lines: `@section`, then `language offset length` of each frame.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// Of zstd: slow to write, as quick to read as any other.
const LEVEL: i32 = 19;

/// All files of the folder.
pub fn pack(folder: &Path) -> io::Result<Vec<u8>> {
    let mut sections: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let language = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path)?;
        for part in text.split_inclusive('\n').collect::<Vec<_>>().chunk_by(|_, line| !line.starts_with('@')) {
            let section = part[0].trim_start_matches('@').trim_end();
            sections.entry(section.to_owned()).or_default().insert(language.clone(), part[1..].concat());
        }
    }
    let (mut directory, mut frames) = (String::new(), Vec::new());
    for (section, languages) in sections {
        directory += &format!("@{section}\n");
        for (language, text) in languages {
            let frame = zstd::bulk::compress(text.as_bytes(), LEVEL)?;
            directory += &format!("{language} {} {}\n", frames.len(), frame.len());
            frames.extend(frame);
        }
    }
    let directory = zstd::bulk::compress(directory.as_bytes(), LEVEL)?;
    let length = u32::try_from(directory.len()).expect("it is short").to_le_bytes();
    Ok([length.as_slice(), &directory, &frames].concat())
}
