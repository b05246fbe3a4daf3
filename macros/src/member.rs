//! What an item of the block is to the class.

use crate::marks::{Marks, Role};
use crate::names::{camel_case, plain};
use crate::signature::{self, Parameters, Receiver, Way};
use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Attribute, Error, ImplItem, ImplItemConst, ImplItemFn, LitStr, Result, ReturnType, Visibility};

/// What a member is called.
pub enum Name {
    Text(LitStr),
    /// A variant of `WellKnown`.
    Symbol(Ident),
}

pub struct Function {
    pub role: Role,
    pub name: Name,
    pub ident: Ident,
    pub parameters: Parameters,
    pub is_async: bool,
    /// Where its result is spoken of.
    pub output: Span,
}

pub enum What {
    Function(Box<Function>),
    Constant {
        name: Name,
        ident: Ident,
    },
    /// What says how large a value is.
    ExternalSize(Ident),
}

pub struct Member {
    pub what: What,
    pub conditions: Vec<Attribute>,
}

/// What an item is to the class, if anything. Its marks are taken off.
pub fn member(item: &mut ImplItem) -> Result<Option<Member>> {
    match item {
        ImplItem::Fn(item) => {
            let marks = Marks::take(&mut item.attrs)?;
            if matches!(marks.role, Some((Role::ExternalSize, _))) {
                return Ok(Some(Member { what: What::ExternalSize(item.sig.ident.clone()), conditions: marks.conditions }));
            }
            Ok(if is_member(&item.vis, &marks)? { Some(function(item, marks)?) } else { None })
        }
        ImplItem::Const(item) => {
            let marks = Marks::take(&mut item.attrs)?;
            Ok(if is_member(&item.vis, &marks)? { Some(constant(item, marks)?) } else { None })
        }
        _ => Ok(None),
    }
}

fn is_member(visibility: &Visibility, marks: &Marks) -> Result<bool> {
    let is_public = matches!(visibility, Visibility::Public(_));
    match (marks.role, marks.span()) {
        (Some((Role::Skip, _)), _) => Ok(false),
        (_, Some(span)) if !is_public => Err(Error::new(span, "members of a class are `pub`")),
        _ => Ok(is_public),
    }
}

fn constant(item: &ImplItemConst, marks: Marks) -> Result<Member> {
    if let Some((_, span)) = marks.role {
        return Err(Error::new(span, "this is for functions"));
    }
    let name = named(&marks, || plain(&item.ident), item.ident.span());
    Ok(Member { what: What::Constant { name, ident: item.ident.clone() }, conditions: marks.conditions })
}

fn function(item: &ImplItemFn, marks: Marks) -> Result<Member> {
    let signature = &item.sig;
    signature::check(signature)?;
    let (role, on_object) = match marks.role {
        // A function without receiver is a static one, if nothing else is said.
        None => (Role::Method, false),
        Some((Role::Constructor, _)) => (Role::Constructor, false),
        Some((role, _)) => (role, true),
    };
    let parameters = signature::parameters(signature, on_object)?;
    check_role(role, item, &parameters)?;
    if let Some(word) = &signature.asyncness {
        check_async(word.span(), role, &parameters)?;
    }
    if let (Role::Constructor | Role::Initializer | Role::Iterator | Role::Dispose, Some(span)) =
        (role, marks.name.as_ref().map(LitStr::span).or(marks.symbol.as_ref().map(Ident::span)))
    {
        return Err(Error::new(span, "this is known by a name that it has anyway"));
    }
    let text = || match role {
        Role::Setter => {
            let name = plain(&signature.ident);
            camel_case(&Ident::new(name.strip_prefix("set_").unwrap_or(&name), signature.ident.span()))
        }
        Role::Iterator => "next".to_owned(),
        _ => camel_case(&signature.ident),
    };
    let name = match role {
        Role::Dispose => Name::Symbol(Ident::new("Dispose", Span::call_site())),
        _ => named(&marks, text, signature.ident.span()),
    };
    let output = match &signature.output {
        ReturnType::Default => signature.ident.span(),
        ReturnType::Type(_, ty) => ty.span(),
    };
    let function = Function { role, name, ident: signature.ident.clone(), parameters, is_async: signature.asyncness.is_some(), output };
    Ok(Member { what: What::Function(Box::new(function)), conditions: marks.conditions })
}

fn named(marks: &Marks, text: impl FnOnce() -> String, span: Span) -> Name {
    match (&marks.symbol, &marks.name) {
        (Some(symbol), _) => Name::Symbol(symbol.clone()),
        (None, Some(name)) => Name::Text(name.clone()),
        (None, None) => Name::Text(LitStr::new(&text(), span)),
    }
}

/// Whether the function takes what its role gives.
fn check_role(role: Role, item: &ImplItemFn, parameters: &Parameters) -> Result<()> {
    let borrows = matches!(parameters.receiver, Receiver::Read | Receiver::Write);
    let count = parameters.list.len();
    let fault = match role {
        Role::Constructor if borrows => "a constructor makes the value, and is called on none",
        Role::Initializer if borrows => "this is called on the new object: `this: Instance<'_, Self>`",
        Role::Getter if count > 0 => "a getter has no parameters but its receiver and a context",
        Role::Setter if count != 1 => "a setter has one parameter, the value, besides its receiver and a context",
        Role::Iterator if count > 0 => "`next` has no parameters but its receiver and a context",
        Role::Dispose if count > 0 => "what disposes has no parameters but its receiver and a context",
        _ => return Ok(()),
    };
    Err(Error::new_spanned(&item.sig.inputs, fault))
}

/// A future outlives the call: it has what it is given as its own.
fn check_async(span: Span, role: Role, parameters: &Parameters) -> Result<()> {
    let fault = match () {
        () if !cfg!(feature = "async") => "an `async fn` needs the feature `async` of hearth",
        () if role != Role::Method || !matches!(parameters.receiver, Receiver::None) => {
            "a future outlives the call, which borrows the receiver: give an `Async` of one that has what it needs"
        }
        () if parameters.has_context || parameters.list.iter().any(|parameter| parameter.way != Way::Value) => {
            "a future outlives the call: its parameters are no references"
        }
        () => return Ok(()),
    };
    Err(Error::new(span, fault))
}
