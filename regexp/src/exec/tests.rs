use super::*;
use crate::compile::compile;
use crate::parser::parse;
use crate::plain::{self, Groups};
use crate::random::Random;
use crate::{ast::Pattern, flag};

/// A pattern compiled, as the tests want it.
struct Tested {
    pattern: Pattern,
    program: Program,
    sticky: bool,
}

impl Tested {
    fn new(source: &str, flags: &str) -> Option<Tested> {
        let flags = flag::parse(flags.chars()).unwrap();
        let code: Vec<u32> =
            if flag::is_unicode(flags) { source.chars().map(u32::from).collect() } else { source.encode_utf16().map(u32::from).collect() };
        let pattern = parse(&code, flags).ok()?;
        let program = compile(&pattern).ok()?;
        Some(Tested { pattern, program, sticky: flags & flag::STICKY != 0 })
    }

    fn find_in<T: Text>(&self, text: T, start: usize) -> Option<Groups> {
        let mut scratch = Scratch::default();
        let found = exec(&self.program, text, start, self.sticky, &mut scratch, &mut || false).unwrap();
        found.then(|| (0..=self.pattern.group_count as usize).map(|i| scratch.group(i).map(|g| (g.start, g.end))).collect())
    }

    /// What the engine finds; on Latin-1 in both forms of the text.
    fn find(&self, text: &[u16], start: usize) -> Option<Groups> {
        let found = self.find_in(text, start);
        let narrow: Option<Vec<u8>> = text.iter().map(|unit| u8::try_from(*unit).ok()).collect();
        if let Some(narrow) = narrow {
            assert_eq!(self.find_in(&narrow[..], start), found, "Latin-1 and UTF-16");
        }
        found
    }

    /// The same with failures remembered from the start.
    fn find_remembering(&self, text: &[u16], start: usize) -> Option<Groups> {
        let (mut frames, mut registers) = (Vec::new(), vec![UNSET; self.program.registers as usize]);
        let memo = Memo::new(&self.program, text.len());
        let (program, watch) = (&self.program, &mut || false);
        let mut matcher =
            Matcher { program, text, frames: &mut frames, registers: &mut registers, watch, steps: STEPS, asked: PATIENCE, memo };
        let found = matcher.search(start, self.sticky).unwrap();
        let scratch = Scratch { frames, registers };
        found.then(|| (0..=self.pattern.group_count as usize).map(|i| scratch.group(i).map(|g| (g.start, g.end))).collect())
    }
}

/// Where the groups are, as text: `_` if one took no part.
fn shown(groups: &Option<Groups>, text: &[u16]) -> String {
    let Some(groups) = groups else { return "-".to_owned() };
    let group = |group: &Option<(usize, usize)>| group.map_or("_".to_owned(), |(s, e)| String::from_utf16_lossy(&text[s..e]));
    groups.iter().map(group).collect::<Vec<_>>().join(",")
}

#[test]
fn groups_are_those_of_the_specification() {
    for (pattern, flags, text, expected) in [
        (r"(z)((a+)?(b+)?(c))*", "", "zaacbbbcac", "zaacbbbcac,z,ac,a,_,c"),
        (r"(a*)*", "", "b", ",_"),
        (r"(?=(a+))a*b\1", "", "baaabac", "aba,a"),
        (r"(.*?)a(?!(a+)b\2c)\2(.*)", "", "baaabaac", "baaabaac,ba,_,abaac"),
        (r"(?<=(\d+)(\d+))$", "", "1053", ",1,053"),
        (r"(?<=\1(\d+))x", "", "1212x", "x,12"),
        (r"(?:(a)|b)*", "", "ab", "ab,_"),
        (r"(?:(?=(a))a)+b", "", "aab", "aab,a"),
        (r"((?:(?:|[A-Z])((?:n*.)){1}))+(?:\2\2*)", "", "NnXnXnnX", "NnXnXnn,n,n"),
        (r"(a\1)", "", "aa", "a,a"),
        (r"(?:((?:^|^))*?c(?:(?:[^a].)*|(?:a|b))|(?!b)c)", "s", "acxyc", "cxy,_"),
        (r"(?:a*?)*b", "", "aaab", "aaab"),
        (r"(?:){3}", "", "", ""),
        (r"^(?:.)$", "u", "😀", "😀"),
        (r"(?<=^.)b", "u", "😀b", "b"),
        (r"\u{D83D}", "u", "😀", "-"),
        (r"[^x]", "", "😀", "\u{FFFD}"),
        (r"(\ud83d)\1", "", "😀", "-"),
        (r"ſ", "i", "s", "-"),
        (r"(ſ)\1", "iu", "sS", "sS,s"),
        (r"(ı)\1", "i", "ıI", "-"),
    ] {
        let text: Vec<u16> = text.encode_utf16().collect();
        let tested = Tested::new(pattern, flags).unwrap();
        assert_eq!(shown(&tested.find(&text, 0), &text), expected, "/{pattern}/{flags}");
    }
}

#[test]
fn sticky_inside_a_pair_matches_at_the_pair() {
    let text: Vec<u16> = "😀z".encode_utf16().collect();
    for (pattern, expected) in [("\\u{1F600}", (0, 2)), ("", (0, 0)), (".", (0, 2)), ("^", (0, 0)), ("(?=.)", (0, 0))] {
        assert_eq!(Tested::new(pattern, "uy").unwrap().find(&text, 1), Some(vec![Some(expected)]), "{pattern}");
    }
}

/// The engine finds what the specification's matcher finds, with and without remembering.
#[test]
fn random_patterns_match_as_the_specification_says() {
    let rounds = std::env::var("HEARTH_ROUNDS").map_or(20_000, |rounds| rounds.parse().unwrap());
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut compared, mut matched) = (0, 0);
    for _ in 0..rounds {
        let mut source = String::new();
        random.pattern(3, &mut source);
        let flags = random.of(&["", "i", "m", "s", "u", "iu", "v", "iv", "y", "uy", "imsu"]);
        let Some(tested) = Tested::new(&source, flags) else { continue };
        for _ in 0..4 {
            let text = random.text();
            let start = random.below(text.len() as u64 + 1) as usize;
            let Ok(expected) = plain::exec(&tested.pattern, &text, start, tested.sticky, 20_000) else { continue };
            let context = || format!("/{source}/{flags} on {:?} from {start}", String::from_utf16_lossy(&text));
            assert_eq!(tested.find(&text, start), expected, "{}", context());
            assert_eq!(tested.find_remembering(&text, start), expected, "remembering, {}", context());
            compared += 1;
            matched += usize::from(expected.is_some());
        }
    }
    assert!(compared > rounds && matched > rounds / 2, "{compared} compared, {matched} matched");
}

/// Ways to fail are as many as a power of the text's length, not exponentially many.
#[test]
fn nests_of_loops_fail_in_polynomial_time() {
    for pattern in
        ["(a+)+b", "(a|a)*b", "(.*)*x", "(?=(a|aa)+b)c", "(?:a{1,3}){2,40}b", "(?<!(a+)+b)$b", "(?:(a*)*)*b", "(?=a)(a+)+$(?<=b)"]
    {
        let tested = Tested::new(pattern, "").unwrap();
        let text = vec![0x61u16; 200];
        let mut asked = 0;
        let mut scratch = Scratch::default();
        let found = exec(&tested.program, &text[..], 0, false, &mut scratch, &mut || {
            asked += 1;
            asked > 3000
        });
        assert_eq!(found, Ok(false), "{pattern}");
    }
}

/// An alternative that is passed by leaves nothing behind, however many there are.
#[test]
fn many_alternatives_need_few_frames() {
    let alternatives: Vec<String> = (0..1000).map(|i| format!("é{i:03}")).collect();
    let tested = Tested::new(&format!("^(?:{})+$", alternatives.join("|")), "").unwrap();
    let text: Vec<u16> = "é999".repeat(20_000).encode_utf16().collect();
    assert_eq!(tested.find_remembering(&text, 0), Some(vec![Some((0, text.len()))]));
}

/// A thousand million rounds at one place are one round.
#[test]
fn rounds_that_cannot_advance_are_not_counted_out() {
    for (pattern, text, expected) in [
        ("(?=(a)){1000000000}", "ba", ",a"),
        ("(?:(?=(a))|^|){1000000000}", "a", ",a"),
        ("(?=(a)){0,9}", "a", ",_"),
        (r"((?=a)*?\b){7}$", "a", ","),
        ("(?:(?!(b))){3,}$", "b", ",_"),
    ] {
        let tested = Tested::new(pattern, "").unwrap();
        assert!(tested.program.loops.is_empty(), "{pattern}");
        let text: Vec<u16> = text.encode_utf16().collect();
        assert_eq!(shown(&tested.find(&text, 0), &text), expected, "{pattern}");
    }
}

#[test]
fn what_takes_too_long_can_be_stopped() {
    for pattern in [r"(a*)*\1b", r"(?:(a+)+\1)+b", "(?:){1000000000}()b"] {
        let tested = Tested::new(pattern, "").unwrap();
        let mut asked = 0;
        let found = exec(&tested.program, &vec![0x61u16; 60][..], 0, false, &mut Scratch::default(), &mut || {
            asked += 1;
            asked > 10
        });
        assert!(found == Err(Stop::Asked) || found == Ok(false), "{pattern}: {found:?}");
    }
}

#[test]
fn frames_are_bounded() {
    let tested = Tested::new(r"(?:a|(b)\1)*c", "").unwrap();
    let text = vec![0x61u8; MAX_FRAMES + 1];
    assert_eq!(exec(&tested.program, &text[..], 0, true, &mut Scratch::default(), &mut || false), Ok(false));
    let tested = Tested::new(r"(?:[ab]|(a)\1)*c", "").unwrap();
    assert_eq!(exec(&tested.program, &text[..], 0, true, &mut Scratch::default(), &mut || false), Err(Stop::TooMuch));
}
