//! What a method is a method of, by its place in a text: what call sites of stack traces tell.

use super::parse::{Goal, parse_text};
use oxc_allocator::Allocator;
use oxc_ast::ast::{Class, ClassElement, ObjectExpression};
use oxc_ast_visit::{Visit, walk};
use oxc_span::GetSpan;

/// The class or object that has a method.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Holder {
    Object,
    /// Its name, empty if it has none, and whether the method is static.
    Class(String, bool),
}

struct Search {
    position: u32,
    found: Option<Holder>,
}

impl<'a> Visit<'a> for Search {
    fn visit_class(&mut self, class: &Class<'a>) {
        let element = class.body.body.iter().find(|e| e.span().start <= self.position && self.position < e.span().end);
        if let Some(element) = element {
            let is_static = match element {
                ClassElement::MethodDefinition(method) => method.r#static,
                ClassElement::PropertyDefinition(property) => property.r#static,
                _ => false,
            };
            self.found = Some(Holder::Class(class.id.as_ref().map(|id| id.name.to_string()).unwrap_or_default(), is_static));
        }
        walk::walk_class(self, class);
    }
    fn visit_object_expression(&mut self, object: &ObjectExpression<'a>) {
        if object.span.start <= self.position && self.position < object.span.end {
            self.found = Some(Holder::Object);
        }
        walk::walk_object_expression(self, object);
    }
}

/// What the method at a byte position of `text` belongs to.
pub fn holder_at(text: &str, position: u32) -> Option<Holder> {
    for goal in [Goal::TypeScriptCommonJs, Goal::TypeScriptModule] {
        let allocator = Allocator::default();
        if let Ok(program) = parse_text(&allocator, text, goal) {
            let mut search = Search { position, found: None };
            search.visit_program(&program);
            return search.found;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Holder, holder_at};

    #[test]
    fn the_innermost_holder_is_found() {
        let text = "class A { m() { return { n() {} }; } static s() {} } const o = { p() {} };";
        let at = |part: &str| holder_at(text, text.find(part).unwrap_or_default() as u32);
        assert_eq!(at("m()"), Some(Holder::Class("A".into(), false)));
        assert_eq!(at("s()"), Some(Holder::Class("A".into(), true)));
        assert_eq!(at("n()"), Some(Holder::Object));
        assert_eq!(at("p()"), Some(Holder::Object));
    }
}
