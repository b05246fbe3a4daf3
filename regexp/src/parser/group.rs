//! Groups, assertions and modifiers, after their opening parenthesis.

use super::{Parser, Result};
use crate::ast::{Look, Node};
use crate::error;

impl Parser<'_> {
    /// Whether an assertion comes that looks ahead, or behind.
    pub(super) fn at_look(&self) -> (bool, bool) {
        let is_look = |at: usize| matches!(self.peek_at(at), Some('=' | '!'));
        let special = self.peek() == Some('?');
        (special && is_look(1), special && self.peek_at(1) == Some('<') && is_look(2))
    }

    pub(super) fn group(&mut self) -> Result<Node> {
        if !self.eat('?') {
            return self.capture(None);
        }
        match (self.peek(), self.peek_at(1)) {
            (Some(':'), _) => {
                self.at += 1;
                self.group_body()
            }
            (Some(kind @ ('=' | '!')), _) => {
                self.at += 1;
                self.look(false, kind == '!')
            }
            (Some('<'), Some(kind @ ('=' | '!'))) => {
                self.at += 2;
                self.look(true, kind == '!')
            }
            (Some('<'), _) => {
                self.at += 1;
                let name = self.group_name()?;
                self.capture(Some(name))
            }
            _ => self.modified(),
        }
    }

    /// Disjunction and the closing parenthesis.
    fn group_body(&mut self) -> Result<Node> {
        let body = self.disjunction()?;
        if self.eat(')') { Ok(body) } else { Err(error::UNTERMINATED_GROUP) }
    }

    fn capture(&mut self, name: Option<String>) -> Result<Node> {
        self.groups_seen += 1;
        let index = self.groups_seen;
        let body = Box::new(self.group_body()?);
        if let Some(name) = name {
            self.names.define(name, index)?;
        }
        Ok(Node::Group { index, body })
    }

    fn look(&mut self, behind: bool, negative: bool) -> Result<Node> {
        let body = self.group_body()?;
        Ok(Node::Look(Box::new(Look { body, behind, negative })))
    }

    /// `(?ims-ims:` (sec-updatemodifiers), after the question mark.
    fn modified(&mut self) -> Result<Node> {
        let before = (self.ignore_case, self.multiline, self.dot_all);
        let (mut seen, mut removing) = (String::new(), false);
        loop {
            match self.peek() {
                Some(letter @ ('i' | 'm' | 's')) => {
                    if seen.contains(letter) {
                        return Err(error::REPEATED_FLAG);
                    }
                    seen.push(letter);
                    match letter {
                        'i' => self.ignore_case = !removing,
                        'm' => self.multiline = !removing,
                        _ => self.dot_all = !removing,
                    }
                }
                Some('-') if removing => return Err(error::MULTIPLE_DASHES),
                Some('-') => removing = true,
                Some(':') if removing && seen.is_empty() => return Err(error::INVALID_FLAG_GROUP),
                Some(':') => break,
                _ => return Err(error::INVALID_GROUP),
            }
            self.at += 1;
        }
        self.at += 1;
        let body = self.group_body()?;
        (self.ignore_case, self.multiline, self.dot_all) = before;
        Ok(body)
    }
}
