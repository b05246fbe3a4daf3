//! What the language accepts and the parser refuses: `let` as an identifier at the start
//! of a statement, and calls as the targets of assignments, which throw when they are run
//! (sec-static-semantics-assignmenttargettype, ~web-compat~). Both are of sloppy code only.
//!
//! A text that is refused for one of them is parsed again with the place edited: `let` is
//! written with an escape, which makes it a name, and a call gets a property, the *mark*. The
//! positions in the tree are those of the original text again afterwards, so a mark is a
//! property whose name has no extent.

use oxc_allocator::Allocator;
use oxc_ast::ast::{AssignmentTarget, Expression, Program, SimpleAssignmentTarget, StaticMemberExpression};
use oxc_ast_visit::VisitMut;
use oxc_diagnostics::OxcDiagnostic;
use oxc_span::Span;

/// How `let` is written for the parser to take it for a name.
const LET: &str = "l\\u0065t";
/// What makes a call a target.
const MARK: &str = ".mark";

/// A replaced part of the original text.
struct Edit {
    start: u32,
    end: u32,
    text: &'static str,
}

impl Edit {
    /// By how much it makes the text longer.
    fn growth(&self) -> u32 {
        self.text.len() as u32 - (self.end - self.start)
    }
}

/// A text and its edits, by position.
pub struct Edited<'a> {
    original: &'a str,
    edits: Vec<Edit>,
}

impl<'a> Edited<'a> {
    pub fn new(original: &'a str) -> Self {
        Self { original, edits: Vec::new() }
    }
    pub fn is_edited(&self) -> bool {
        !self.edits.is_empty()
    }

    /// The text to parse.
    pub fn text(&self, allocator: &'a Allocator) -> &'a str {
        if self.edits.is_empty() {
            return self.original;
        }
        let mut text = String::with_capacity(self.original.len() + 8 * self.edits.len());
        let mut from = 0;
        for edit in &self.edits {
            text.push_str(&self.original[from as usize..edit.start as usize]);
            text.push_str(edit.text);
            from = edit.end;
        }
        text.push_str(&self.original[from as usize..]);
        allocator.alloc_str(&text)
    }

    /// The position in the original text of one in the edited text.
    pub fn original_position(&self, position: u32) -> u32 {
        let mut grown = 0;
        for edit in &self.edits {
            let start = edit.start + grown;
            if position <= start {
                break;
            }
            if position < start + edit.text.len() as u32 {
                return edit.end;
            }
            grown += edit.growth();
        }
        position - grown
    }

    /// Edits what the parser's first error is about; false if that is an error indeed.
    pub fn mend(&mut self, error: &OxcDiagnostic) -> bool {
        let Some(label) = error.labels.iter().min_by_key(|label| label.offset()) else { return false };
        let start = self.original_position(label.offset());
        let end = self.original_position(label.offset() + label.len());
        let edit = if error.message.starts_with("Cannot assign to this expression") {
            let call = self.original.get(start as usize..end as usize).is_some_and(|text| text.ends_with(')'));
            call.then_some(Edit { start: end, end, text: MARK })
        } else {
            self.name_let(start as usize).map(|at| Edit { start: at, end: at + 3, text: LET })
        };
        let Some(edit) = edit else { return false };
        let index = self.edits.partition_point(|known| known.start < edit.start);
        if self.edits.get(index).is_some_and(|known| known.start == edit.start) {
            return false;
        }
        self.edits.insert(index, edit);
        true
    }

    /// Where the `let` is that can only be a name, if the token at `position` is that, or
    /// follows it.
    fn name_let(&self, position: usize) -> Option<u32> {
        let (before, rest) = (self.original.get(..position)?, self.original.get(position..)?);
        let before = before.trim_end();
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '\\' | '\u{200c}' | '\u{200d}');
        let is_word = |start: usize| {
            let text = &self.original[start..];
            text.starts_with("let") && !text[3..].starts_with(is_part) && !self.original[..start].ends_with(|c| is_part(c) || c == '.')
        };
        let (start, next) = if is_word(position) {
            (position, rest[3..].trim_start())
        } else if before.len() >= 3 && before.is_char_boundary(before.len() - 3) && is_word(before.len() - 3) {
            (before.len() - 3, rest)
        } else {
            return None;
        };
        // `let [`, `let {` and `let x` are declarations; `let in` and `let instanceof` are none.
        let operator = ["in", "instanceof", "of"].iter().any(|word| next.strip_prefix(word).is_some_and(|rest| !rest.starts_with(is_part)));
        (operator || !next.starts_with(|c| is_part(c) || matches!(c, '[' | '{'))).then_some(start as u32)
    }

    /// Gives a tree the original text and its positions.
    pub fn restore(&self, program: &mut Program<'a>) {
        Positions(self).visit_program(program);
        program.source_text = self.original;
    }
}

struct Positions<'e, 'a>(&'e Edited<'a>);

impl<'a> VisitMut<'a> for Positions<'_, 'a> {
    fn visit_span(&mut self, span: &mut Span) {
        *span = Span::new(self.0.original_position(span.start), self.0.original_position(span.end));
    }
}

/// Is the property a mark?
pub fn is_mark(member: &StaticMemberExpression<'_>) -> bool {
    member.property.span.is_empty()
}

/// The call that is assigned to.
pub fn called<'t, 'a>(target: &'t SimpleAssignmentTarget<'a>) -> Option<&'t Expression<'a>> {
    match target {
        SimpleAssignmentTarget::StaticMemberExpression(member) if is_mark(member) => Some(&member.object),
        _ => None,
    }
}

/// As [`called`], of any target.
pub fn called_in<'t, 'a>(target: &'t AssignmentTarget<'a>) -> Option<&'t Expression<'a>> {
    target.as_simple_assignment_target().and_then(called)
}
