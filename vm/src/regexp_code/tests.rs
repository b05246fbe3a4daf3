use super::*;
use crate::regexp::exec::{self, Stop};
use crate::regexp::program::{Program, Search};
use crate::regexp::random::Random;
use crate::regexp::{compile as programs, flag, parser};
use hearth_codecache::arena::ArenaConfig;

type Groups = Vec<Option<(usize, usize)>>;

fn program(source: &str, flags: &str) -> Option<(Program, bool)> {
    let flags = flag::parse(flags.chars()).unwrap();
    let code: Vec<u32> =
        if flag::is_unicode(flags) { source.chars().map(u32::from).collect() } else { source.encode_utf16().map(u32::from).collect() };
    let pattern = parser::parse(&code, flags).ok()?;
    Some((programs::compile(&pattern).ok()?, flags & flag::STICKY != 0))
}

fn arena() -> CodeArena {
    CodeArena::new(ArenaConfig::default()).unwrap()
}

fn code(arena: &CodeArena, program: &Program, wide: bool) -> Result<RegExpCode, String> {
    let code = compile(program, wide)?;
    // SAFETY: compiled from this program.
    Ok(unsafe { RegExpCode::install(arena, &code, program, wide) }.unwrap())
}

fn interpreted(program: &Program, text: TextRef<'_>, start: usize, here: bool) -> Result<Option<Groups>, Stop> {
    let (mut scratch, mut asked) = (exec::Scratch::default(), 0);
    let watch = &mut || {
        asked += 1;
        asked > 20
    };
    let found = match text {
        TextRef::Latin1(text) => exec::exec(program, text, start, here, &mut scratch, watch)?,
        TextRef::Utf16(text) => exec::exec(program, text, start, here, &mut scratch, watch)?,
    };
    Ok(found.then(|| (0..=program.group_count as usize).map(|i| scratch.group(i).map(|g| (g.start, g.end))).collect()))
}

/// None: it was given up.
fn compiled(
    code: &RegExpCode,
    program: &Program,
    text: TextRef<'_>,
    start: usize,
    here: bool,
    scratch: &mut Scratch,
) -> Option<Option<Groups>> {
    match code.run(text, start, here, scratch, &AtomicU32::new(0)) {
        Outcome::NoMatch => Some(None),
        Outcome::Match => Some(Some((0..=program.group_count as usize).map(|i| scratch.group(i).map(|g| (g.start, g.end))).collect())),
        Outcome::GiveUp(_) => None,
        Outcome::Asked(_) => panic!("nothing is asked"),
    }
}

fn is_inside_pair(text: TextRef<'_>, at: usize) -> bool {
    match text {
        TextRef::Latin1(_) => false,
        TextRef::Utf16(text) => crate::regexp::text::Text::is_inside_pair(text, at),
    }
}

/// Compiled code finds what the matcher of programs finds, which is tested against the specification's.
#[test]
fn code_finds_what_programs_find() {
    let rounds = std::env::var("HEARTH_ROUNDS").map_or(150, |rounds| rounds.parse().unwrap());
    let seed = std::env::var("HEARTH_SEED").map_or(0x2545_F491_4F6C_DD1D, |seed| seed.parse().unwrap());
    let (mut random, arena, mut scratch) = (Random(seed), arena(), Scratch::default());
    let (mut compared, mut matched, mut refused) = (0, 0, 0);
    for _ in 0..rounds {
        let mut source = String::new();
        random.pattern(3, &mut source);
        let flags = random.of(&["", "i", "m", "s", "u", "iu", "v", "iv", "y", "uy", "imsu"]);
        let Some((program, sticky)) = program(&source, flags) else { continue };
        for wide in [false, true] {
            let code = match code(&arena, &program, wide) {
                Ok(code) => code,
                Err(reason) => {
                    assert!(reason.contains("ignores case"), "/{source}/{flags}: {reason}");
                    refused += 1;
                    continue;
                }
            };
            for _ in 0..12 {
                let text = random.text();
                let narrow: Option<Vec<u8>> = text.iter().map(|unit| u8::try_from(*unit).ok()).collect();
                let text = match &narrow {
                    _ if wide => TextRef::Utf16(&text),
                    Some(narrow) => TextRef::Latin1(narrow),
                    None => continue,
                };
                let len = match text {
                    TextRef::Latin1(text) => text.len(),
                    TextRef::Utf16(text) => text.len(),
                };
                let mut start = random.below(len as u64 + 1) as usize;
                start -= usize::from(program.unicode && is_inside_pair(text, start));
                let searches = matches!(program.search, Search::None | Search::First(_));
                for here in [true, false] {
                    if !here && (sticky || !searches) {
                        continue;
                    }
                    let Ok(expected) = interpreted(&program, text, start, here) else { continue };
                    let Some(found) = compiled(&code, &program, text, start, here, &mut scratch) else { continue };
                    let shown = match text {
                        TextRef::Latin1(text) => format!("Latin-1 {text:x?}"),
                        TextRef::Utf16(text) => format!("{text:x?}"),
                    };
                    assert_eq!(found, expected, "/{source}/{flags} on {shown} from {start}, here: {here}\n{:#?}", program.ops);
                    compared += 1;
                    matched += usize::from(expected.is_some());
                }
            }
        }
    }
    assert!(
        compared > rounds * 5 && matched > compared / 8 && refused < rounds,
        "{compared} compared, {matched} matched, {refused} refused"
    );
}

/// What takes too long, or too much of the stack, is given up, with the place up to which nothing was found.
#[test]
fn what_takes_long_is_given_up() {
    let (arena, mut scratch) = (arena(), Scratch::default());
    for (source, text) in [("(a+)+b", "a".repeat(40)), ("x(?:(a|aa)+)+b", format!("xb{}", "xa".repeat(5) + &"a".repeat(60)))] {
        let (program, _) = program(source, "").unwrap();
        let code = code(&arena, &program, false).unwrap();
        let outcome = code.run(TextRef::Latin1(text.as_bytes()), 0, false, &mut scratch, &AtomicU32::new(0));
        assert!(matches!(outcome, Outcome::GiveUp(_) | Outcome::NoMatch), "{source}: {outcome:?}");
    }
    let (program, _) = program("(?:[ab]|(a)\\1)*c", "").unwrap();
    let code = code(&arena, &program, false).unwrap();
    let text = vec![b'a'; STACK];
    assert_eq!(code.run(TextRef::Latin1(&text), 7, true, &mut scratch, &AtomicU32::new(0)), Outcome::GiveUp(7));
    assert_eq!(code.run(TextRef::Latin1(b"abc"), 0, true, &mut scratch, &AtomicU32::new(8)), Outcome::Asked(0));
    assert_eq!(code.run(TextRef::Latin1(b"abc"), 0, true, &mut scratch, &AtomicU32::new(crate::vm::interrupt::TIER)), Outcome::Match);
    assert_eq!(code.run(TextRef::Utf16(&[1]), 0, true, &mut scratch, &AtomicU32::new(0)), Outcome::GiveUp(0), "another encoding");
}

/// Sets with many ranges, and patterns of programs.
#[test]
fn real_patterns_find_what_programs_find() {
    let (arena, mut scratch) = (arena(), Scratch::default());
    let texts = [
        "foo.bar(12, \"x\\\"y\") // é Ωmega = 0x1F; 'unterminated",
        "12.5e+3 1_000n 0b11 .5 ...rest ?.x ??= **= >>>= => \u{1F0A1}\u{1F0B1}\u{1F0D1}\u{1F0C1}\u{1F0AE}",
        "/re[g\\]/]ex/gi `tpl ${x}` /* c\n * d */ \u{2028} λ𝒳 日本語 a\u{301}",
        "ATTRIBUTE   = \"some value\" rest\r\n\tthe Quick BROWN fox",
    ];
    for (source, flags) in [
        (r"(?<name>[$_\p{ID_Start}])[$\u200c\u200d\p{ID_Continue}]*", "u"),
        (r"(\x23?)(?=[$_\p{ID_Start}\\])(?:[$_\u200C\u200D\p{ID_Continue}]|\\u[\da-fA-F]{4}|\\u\{[\da-fA-F]+\})+", "yu"),
        (r"--|\+\+|=>|\.{3}|\??\.(?!\d)|(?:&&|\|\||\?\?|[+\-%&|^]|\*{1,2}|<{1,2}|>{1,3}|!=?|={1,2}|\/(?![\/*]))=?|[?~,:;[\](){}]", "y"),
        (r#"(['"])(?:(?!\1)[^\\\n\r]|\\(?:\r\n|[^]))*(\1)?"#, ""),
        (r"\/(?![*\/])(?:\[(?:(?![\]\\]).|\\.)*\]|(?![\/\\]).|\\.)*(\/[$_\u200C\u200D\p{ID_Continue}]*|\\)?", "u"),
        (r"\/\*(?:[^*]|\*(?!\/))*(\*\/)?", ""),
        (r"([\u{1f0a1}\u{1f0b1}\u{1f0d1}\u{1f0c1}]{2,4})|(?:[\u{1f0ae}\u{1f0be}]{2,4})|([\u{1f0a1}-\u{1f0ae}]{5})", "u"),
        (r#"^(.*?)\s*=\s*"([^"]*)""#, ""),
        (r"(\s+)|(\d+)|([a-z]+)|([+*-])", "y"),
        (r"\b(?:the|quick|some|rest|x)\b", "i"),
        (r"(?<=\$\{?)x|(?<!\d)5|(?<=(\p{L})\p{L})\s", "u"),
        (r"[^\p{L}\s]{2,}?(?=\s)|\p{Lu}+", "u"),
        (r"(?:(a)|(e)|(.))*?=", "s"),
        (r"(?:[^\n]{3,5}\n?){2}", ""),
    ] {
        let (program, sticky) = program(source, flags).unwrap();
        for wide in [false, true] {
            let code = code(&arena, &program, wide).unwrap();
            for text in texts {
                let units: Vec<u16> = text.encode_utf16().collect();
                let narrow: Vec<u8> = units.iter().map(|unit| u8::try_from(*unit).unwrap_or(b'?')).collect();
                let text = if wide { TextRef::Utf16(&units) } else { TextRef::Latin1(&narrow) };
                for start in (0..=units.len()).filter(|start| !(program.unicode && is_inside_pair(text, *start))) {
                    for here in [true, sticky || matches!(program.search, Search::Literal(_) | Search::AtStart)] {
                        let expected = interpreted(&program, text, start, here).unwrap();
                        let found = compiled(&code, &program, text, start, here, &mut scratch);
                        assert_eq!(found, Some(expected), "/{source}/{flags} from {start}, here: {here}, wide: {wide}");
                    }
                }
            }
        }
    }
}
