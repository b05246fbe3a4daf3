//! Properties of strings (sec-runtime-semantics-unicodematchproperty-p, table of binary Unicode
//! properties of strings), after UTS #51. What is no combination of properties of characters is
//! listed here, for Unicode 17.

use super::code_points::CodePoints;
use super::properties::property;
use std::collections::BTreeSet;

/// A CharSet of the specification with strings: those of one character apart from the others.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StringSet {
    pub characters: CodePoints,
    /// Each empty, or of two characters or more.
    pub strings: BTreeSet<Vec<u32>>,
}

impl From<CodePoints> for StringSet {
    fn from(characters: CodePoints) -> StringSet {
        StringSet { characters, strings: BTreeSet::new() }
    }
}

impl StringSet {
    pub fn union(mut self, other: StringSet) -> StringSet {
        self.characters = self.characters.union(&other.characters);
        self.strings.extend(other.strings);
        self
    }
    pub fn intersection(mut self, other: &StringSet) -> StringSet {
        self.characters = self.characters.intersection(&other.characters);
        self.strings.retain(|s| other.strings.contains(s));
        self
    }
    pub fn difference(mut self, other: &StringSet) -> StringSet {
        self.characters = self.characters.difference(&other.characters);
        self.strings.retain(|s| !other.strings.contains(s));
        self
    }
    fn add(&mut self, string: Vec<u32>) {
        match string[..] {
            [c] => self.characters = self.characters.union(&CodePoints::one(c)),
            _ => drop(self.strings.insert(string)),
        }
    }
    fn of(strings: impl IntoIterator<Item = Vec<u32>>) -> StringSet {
        let mut set = StringSet::default();
        strings.into_iter().for_each(|s| set.add(s));
        set
    }
}

const PROPERTIES: &[(&str, fn() -> StringSet)] = &[
    ("Basic_Emoji", basic),
    ("Emoji_Keycap_Sequence", keycaps),
    ("RGI_Emoji_Modifier_Sequence", modifiers),
    ("RGI_Emoji_Flag_Sequence", flags),
    ("RGI_Emoji_Tag_Sequence", tags),
    ("RGI_Emoji_ZWJ_Sequence", joined),
    ("RGI_Emoji", all),
];

/// None: there is no such property.
pub fn property_of_strings(name: &str) -> Option<StringSet> {
    PROPERTIES.iter().find(|(n, _)| *n == name).map(|(_, make)| make())
}

const VARIATION_16: u32 = 0xFE0F;
const JOINER: u32 = 0x200D;
const TONES: std::ops::RangeInclusive<u32> = 0x1_F3FB..=0x1_F3FF;
/// Of these `Emoji_Modifier_Base` is not followed by a tone.
const NO_TONES: &[u32] = &[0x1_F46A];

fn of_characters(name: &str) -> CodePoints {
    property(name, None).expect("a property of the specification")
}

fn basic() -> StringSet {
    let presented = of_characters("Emoji_Presentation");
    let keys = CodePoints::of([(0x23, 0x23), (0x2A, 0x2A), (0x30, 0x39)]);
    let others = of_characters("Emoji").difference(&presented).difference(&keys);
    let strings = others.iter().map(|c| vec![c, VARIATION_16]).collect();
    StringSet { characters: presented.difference(&of_characters("Regional_Indicator")), strings }
}

fn keycaps() -> StringSet {
    StringSet::of("#*0123456789".chars().map(|key| vec![u32::from(key), VARIATION_16, 0x20E3]))
}

fn modifiers() -> StringSet {
    let bases = of_characters("Emoji_Modifier_Base");
    StringSet::of(bases.iter().filter(|c| !NO_TONES.contains(c)).flat_map(|base| TONES.map(move |tone| vec![base, tone])))
}

fn flags() -> StringSet {
    let indicator = |letter: u8| 0x1_F1E6 + u32::from(letter - b'A');
    StringSet::of(FLAGS.split_ascii_whitespace().map(|region| region.bytes().map(indicator).collect()))
}

fn tags() -> StringSet {
    let tag = |c: u8| 0xE_0000 + u32::from(c);
    let sequence = |region: &str| [0x1_F3F4].into_iter().chain(region.bytes().map(tag)).chain([0xE_007F]).collect();
    StringSet::of(["gbeng", "gbsct", "gbwls"].map(sequence))
}

/// Each line is a sequence of characters in hexadecimal. `+` is a joiner, `!` the variation
/// selector, `T` any tone and `U` any but the tone before.
const JOINED: &str = include_str!("emoji_zwj_sequences.txt");

fn joined() -> StringSet {
    let mut all = BTreeSet::new();
    for line in JOINED.lines() {
        let mut sequences: Vec<(Vec<u32>, u32)> = vec![(Vec::new(), 0)];
        let mut push = |options: &mut dyn Iterator<Item = u32>, distinct: bool| {
            let options: Vec<u32> = options.collect();
            let before = std::mem::take(&mut sequences);
            for (sequence, tone) in before {
                for c in options.iter().filter(|c| !distinct || **c != tone) {
                    let tone = if TONES.contains(c) { *c } else { tone };
                    sequences.push((sequence.iter().copied().chain([*c]).collect(), tone));
                }
            }
        };
        let mut number = None;
        for letter in line.chars().chain(['\n']) {
            if let Some(digit) = letter.to_digit(16) {
                number = Some(number.unwrap_or(0) << 4 | digit);
                continue;
            }
            if let Some(c) = number.take() {
                push(&mut std::iter::once(c), false);
            }
            match letter {
                '+' => push(&mut std::iter::once(JOINER), false),
                '!' => push(&mut std::iter::once(VARIATION_16), false),
                'T' | 'U' => push(&mut TONES.clone(), letter == 'U'),
                _ => {}
            }
        }
        all.extend(sequences.into_iter().map(|(sequence, _)| sequence));
    }
    StringSet { characters: CodePoints::new(), strings: all }
}

fn all() -> StringSet {
    [keycaps, modifiers, flags, tags, joined].iter().fold(basic(), |set, more| set.union(more()))
}

/// The regions that have a flag.
const FLAGS: &str = "
    AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO
    BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CQ CR CU CV CW CX CY CZ DE
    DG DJ DK DM DO DZ EA EC EE EG EH ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL
    GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU IC ID IE IL IM IN IO IQ IR IS IT JE JM JO
    JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH
    MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA
    PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL
    SM SN SO SR SS ST SV SX SY SZ TA TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM
    UN US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_as_many_as_unicode_17_lists() {
        for (name, count) in [
            ("Basic_Emoji", 1400),
            ("Emoji_Keycap_Sequence", 12),
            ("RGI_Emoji_Flag_Sequence", 259),
            ("RGI_Emoji_Modifier_Sequence", 665),
            ("RGI_Emoji_Tag_Sequence", 3),
            ("RGI_Emoji_ZWJ_Sequence", 1614),
            ("RGI_Emoji", 3953),
        ] {
            let set = property_of_strings(name).unwrap();
            assert_eq!(set.characters.iter().count() + set.strings.len(), count, "{name}");
        }
        assert!(property_of_strings("Emoji").is_none());
    }
}
