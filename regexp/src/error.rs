//! What can be wrong with a pattern, in V8's words.

/// An early error (sec-patterns-static-semantics-early-errors).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PatternError(&'static str);

impl PatternError {
    pub fn message(self) -> &'static str {
        self.0
    }
}

macro_rules! errors {
    ($($name:ident $message:literal;)*) => {
        $(pub const $name: PatternError = PatternError($message);)*
    };
}
errors! {
    TOO_LARGE "Regular expression too large";
    TOO_MANY_CAPTURES "Too many captures";
    UNTERMINATED_GROUP "Unterminated group";
    UNMATCHED_PAREN "Unmatched ')'";
    ESCAPE_AT_END "\\ at end of pattern";
    NOTHING_TO_REPEAT "Nothing to repeat";
    LONE_BRACKETS "Lone quantifier brackets";
    NUMBERS_OUT_OF_ORDER "numbers out of order in {} quantifier";
    INCOMPLETE_QUANTIFIER "Incomplete quantifier";
    INVALID_QUANTIFIER "Invalid quantifier";
    INVALID_GROUP "Invalid group";
    MULTIPLE_DASHES "Multiple dashes in flag group";
    REPEATED_FLAG "Repeated flag in flag group";
    INVALID_FLAG_GROUP "Invalid flag group";
    INVALID_GROUP_NAME "Invalid capture group name";
    DUPLICATE_GROUP_NAME "Duplicate capture group name";
    INVALID_NAMED_REFERENCE "Invalid named reference";
    INVALID_NAMED_CAPTURE "Invalid named capture referenced";
    INVALID_ESCAPE "Invalid escape";
    INVALID_DECIMAL_ESCAPE "Invalid decimal escape";
    INVALID_UNICODE_ESCAPE "Invalid Unicode escape";
    INVALID_PROPERTY "Invalid property name";
    INVALID_CLASS_PROPERTY "Invalid property name in character class";
    UNTERMINATED_CLASS "Unterminated character class";
    INVALID_CLASS "Invalid character class";
    CLASS_OUT_OF_ORDER "Range out of order in character class";
    INVALID_SET_OPERATION "Invalid set operation in character class";
    INVALID_CLASS_CHARACTER "Invalid character in character class";
    NEGATED_CLASS_WITH_STRINGS "Negated character class may contain strings";
}
