//! Patterns of dates, `EEEE, d. MMMM y`, as lists of fields and texts (UTS 35, part 4).

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    Text(String),
    /// A letter, and how often it is there.
    Field(char, usize),
}

pub fn parse(pattern: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut quoted = false;
    let mut chars = pattern.chars().peekable();
    let text = |items: &mut Vec<Item>, c: char| match items.last_mut() {
        Some(Item::Text(text)) => text.push(c),
        _ => items.push(Item::Text(c.to_string())),
    };
    while let Some(c) = chars.next() {
        if c == '\'' {
            if chars.peek() == Some(&'\'') {
                chars.next();
                text(&mut items, '\'');
            } else {
                quoted = !quoted;
            }
        } else if !quoted && c.is_ascii_alphabetic() {
            match items.last_mut() {
                Some(Item::Field(letter, count)) if *letter == c => *count += 1,
                _ => items.push(Item::Field(c, 1)),
            }
        } else {
            // Narrow spaces are written as spaces, as other engines do for compatibility.
            text(&mut items, if c == '\u{202F}' { ' ' } else { c });
        }
    }
    items
}

/// What a field is of, in the order in which skeletons have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldType {
    Era,
    Year,
    Quarter,
    Month,
    Week,
    Weekday,
    Day,
    DayPeriod,
    Hour,
    Minute,
    Second,
    Fraction,
    Zone,
}

pub const FIELD_TYPES: usize = 13;

impl FieldType {
    pub fn of(letter: char) -> Option<FieldType> {
        Some(match letter {
            'G' => FieldType::Era,
            'y' | 'Y' | 'u' | 'U' | 'r' => FieldType::Year,
            'Q' | 'q' => FieldType::Quarter,
            'M' | 'L' => FieldType::Month,
            'w' | 'W' => FieldType::Week,
            'E' | 'c' | 'e' => FieldType::Weekday,
            'd' | 'D' | 'F' | 'g' => FieldType::Day,
            'a' | 'b' | 'B' => FieldType::DayPeriod,
            'h' | 'H' | 'k' | 'K' => FieldType::Hour,
            'm' => FieldType::Minute,
            's' => FieldType::Second,
            'S' | 'A' => FieldType::Fraction,
            'z' | 'Z' | 'v' | 'V' | 'O' | 'x' | 'X' => FieldType::Zone,
            _ => return None,
        })
    }
    /// Of the date, not the time.
    pub fn is_date(self) -> bool {
        self < FieldType::DayPeriod
    }
}

pub fn has(items: &[Item], kind: FieldType) -> bool {
    items.iter().any(|item| matches!(item, Item::Field(letter, _) if FieldType::of(*letter) == Some(kind)))
}

/// The pattern with the hours of a cycle.
pub fn with_hour_letter(items: &mut [Item], hour: char) {
    for item in items {
        if let Item::Field(letter @ ('h' | 'H' | 'k' | 'K'), _) = item {
            *letter = hour;
        }
    }
}
