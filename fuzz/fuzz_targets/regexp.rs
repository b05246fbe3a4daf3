//! Any pattern on any text: what the engine finds is what the specification's matcher finds.
//!
//! The first byte says which flags, the second how long the pattern is and the third where to
//! start; then come pattern and text, each byte a code unit by a table with the pattern's syntax
//! and characters that case and surrogates make special.
#![no_main]

use hearth::regexp::exec::{Scratch, Stop};
use hearth::regexp::program::Program;
use hearth::regexp::text::Text;
use hearth::regexp::{compile, exec, flag, parser, plain};
use libfuzzer_sys::fuzz_target;

const FLAGS: [&str; 12] = ["", "i", "m", "s", "u", "iu", "v", "iv", "y", "uy", "imsu", "imsv"];
const SPECIAL: [u16; 16] =
    [0xD83D, 0xDE00, 0xD83D, 0xDE00, 0x17F, 0x131, 0x130, 0x212A, 0xDF, 0x1E9E, 0x3C3, 0x3C2, 0x2028, 0xA0, 0xE9, 0xC9];

fn units(bytes: &[u8]) -> Vec<u16> {
    bytes.iter().map(|b| if *b < 0x80 { u16::from(*b) } else { SPECIAL[*b as usize % 16] }).collect()
}

fn find<T: Text>(program: &Program, groups: u32, text: T, start: usize, sticky: bool) -> Result<Option<plain::Groups>, Stop> {
    let (mut scratch, mut asked) = (Scratch::default(), 0);
    let found = exec::exec(program, text, start, sticky, &mut scratch, &mut || {
        asked += 1;
        asked > 100
    })?;
    Ok(found.then(|| (0..=groups as usize).map(|i| scratch.group(i).map(|g| (g.start, g.end))).collect()))
}

fuzz_target!(|data: &[u8]| {
    let [flags, length, start, rest @ ..] = data else { return };
    let flags = flag::parse(FLAGS[*flags as usize % FLAGS.len()].chars()).expect("flags");
    let (pattern, text) = rest.split_at(rest.len().min(*length as usize));
    let (pattern, text) = (units(pattern), units(&text[..text.len().min(64)]));
    let code: Vec<u32> = if flag::is_unicode(flags) {
        char::decode_utf16(pattern).map(|c| c.map_or_else(|lone| u32::from(lone.unpaired_surrogate()), u32::from)).collect()
    } else {
        pattern.into_iter().map(u32::from).collect()
    };
    let Ok(tree) = parser::parse(&code, flags) else { return };
    let Ok(program) = compile::compile(&tree) else { return };
    let start = *start as usize % (text.len() + 1);
    let sticky = flags & flag::STICKY != 0;
    let Ok(expected) = plain::exec(&tree, &text, start, sticky, 50_000) else { return };
    let narrow: Option<Vec<u8>> = text.iter().map(|unit| u8::try_from(*unit).ok()).collect();
    if let Some(Ok(found)) = narrow.map(|text| find(&program, tree.group_count, &text[..], start, sticky)) {
        assert_eq!(found, expected, "on Latin-1");
    }
    if let Ok(found) = find(&program, tree.group_count, &text[..], start, sticky) {
        assert_eq!(found, expected, "on UTF-16");
    }
});
