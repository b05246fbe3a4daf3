//! The attributes on the items of a class, which are taken off.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Attribute, Error, Ident, LitStr, Meta, Result};

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Constructor,
    Initializer,
    Method,
    Getter,
    Setter,
    Iterator,
    Dispose,
    ExternalSize,
    Skip,
}

const ROLES: [(&str, Role); 9] = [
    ("constructor", Role::Constructor),
    ("initializer", Role::Initializer),
    ("method", Role::Method),
    ("getter", Role::Getter),
    ("setter", Role::Setter),
    ("iterator", Role::Iterator),
    ("dispose", Role::Dispose),
    ("external_size", Role::ExternalSize),
    ("skip", Role::Skip),
];

/// What was said of an item.
#[derive(Default)]
pub struct Marks {
    pub role: Option<(Role, Span)>,
    /// `#[rename = "…"]`, `#[getter(name)]`, `#[setter(name)]`.
    pub name: Option<LitStr>,
    /// `#[symbol(Iterator)]`: a variant of `WellKnown`.
    pub symbol: Option<Ident>,
    /// Conditions under which the item is there.
    pub conditions: Vec<Attribute>,
}

impl Marks {
    /// Takes them off an item.
    pub fn take(attributes: &mut Vec<Attribute>) -> Result<Marks> {
        let mut marks = Marks::default();
        let mut errors: Option<Error> = None;
        attributes.retain(|attribute| {
            let is_mine = match marks.add(attribute) {
                Ok(is_mine) => is_mine,
                Err(error) => {
                    match &mut errors {
                        Some(errors) => errors.combine(error),
                        None => errors = Some(error),
                    }
                    true
                }
            };
            !is_mine
        });
        errors.map_or(Ok(marks), Err)
    }

    /// Whether anything but a condition was said, and where.
    pub fn span(&self) -> Option<Span> {
        let role = self.role.map(|(_, span)| span);
        role.or_else(|| self.name.as_ref().map(LitStr::span)).or_else(|| self.symbol.as_ref().map(Ident::span))
    }

    /// Notes an attribute, if it is one of these.
    fn add(&mut self, attribute: &Attribute) -> Result<bool> {
        let Some(ident) = attribute.path().get_ident() else { return Ok(false) };
        let word = ident.to_string();
        match word.as_str() {
            "cfg" => {
                self.conditions.push(attribute.clone());
                return Ok(false);
            }
            "rename" => {
                let Meta::NameValue(meta) = &attribute.meta else {
                    return Err(Error::new_spanned(attribute, "a name is given as `#[rename = \"name\"]`"));
                };
                let text = syn::parse2::<LitStr>(quote::ToTokens::to_token_stream(&meta.value))?;
                self.set_name(text)?;
            }
            "symbol" => {
                let symbol: Ident = attribute.parse_args()?;
                if self.symbol.is_some() || self.name.is_some() {
                    return Err(Error::new(symbol.span(), "this has a name already"));
                }
                self.symbol = Some(symbol);
            }
            _ => {
                let Some((_, role)) = ROLES.iter().find(|(name, _)| *name == word) else { return Ok(false) };
                if self.role.is_some() {
                    return Err(Error::new_spanned(attribute, "an item is one thing only"));
                }
                self.role = Some((*role, attribute.path().span()));
                match (&attribute.meta, role) {
                    (Meta::Path(_), _) => {}
                    (Meta::List(list), Role::Getter | Role::Setter) => {
                        // A name of Rust or a text.
                        let name = match list.parse_args::<LitStr>() {
                            Ok(text) => text,
                            Err(_) => {
                                let ident: Ident = list.parse_args()?;
                                LitStr::new(&crate::names::camel_case(&ident), ident.span())
                            }
                        };
                        self.set_name(name)?;
                    }
                    (meta, _) => return Err(Error::new_spanned(meta, format!("`#[{word}]` has nothing behind it"))),
                }
            }
        }
        Ok(true)
    }

    fn set_name(&mut self, name: LitStr) -> Result<()> {
        if self.symbol.is_some() || self.name.is_some() {
            return Err(Error::new(name.span(), "this has a name already"));
        }
        self.name = Some(name);
        Ok(())
    }
}
