//! What a function takes: its receiver, the context, and what scripts give.

use syn::spanned::Spanned;
use syn::{Error, FnArg, GenericParam, Result, Signature, Type, TypeReference};

/// What a member is called on.
pub enum Receiver {
    None,
    /// `&self`
    Read,
    /// `&mut self`
    Write,
    /// A first parameter that is an `Instance`.
    Object(Box<Type>),
}

/// How an argument is given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As what `FromJs` makes.
    Value,
    /// `&str`
    Text,
    /// `&[T]`
    List,
    /// `&T` of a class
    Read,
    /// `&mut T` of a class
    Write,
}

pub struct Parameter {
    pub way: Way,
    /// What is behind the reference, if it is one.
    pub ty: Type,
}

/// What a function takes.
pub struct Parameters {
    pub receiver: Receiver,
    pub has_context: bool,
    pub list: Vec<Parameter>,
}

/// Refuses what no script can call.
pub fn check(signature: &Signature) -> Result<()> {
    for parameter in &signature.generics.params {
        if !matches!(parameter, GenericParam::Lifetime(_)) {
            return Err(Error::new_spanned(parameter, "scripts know no types: a member of a class has no such parameters"));
        }
    }
    match (&signature.unsafety, &signature.variadic) {
        (Some(word), _) => Err(Error::new_spanned(word, "scripts keep no promises: a member of a class is safe")),
        (_, Some(rest)) => Err(Error::new_spanned(rest, "a member of a class has a fixed number of parameters")),
        _ => Ok(()),
    }
}

/// What a function takes. `on_object`: without `self`, the first parameter is the object that it is called on.
pub fn parameters(signature: &Signature, on_object: bool) -> Result<Parameters> {
    let mut inputs = signature.inputs.iter().peekable();
    let mut receiver = Receiver::None;
    if let Some(FnArg::Receiver(this)) = inputs.peek() {
        receiver = match (&this.reference, this.mutability) {
            (Some(_), None) => Receiver::Read,
            (Some(_), Some(_)) => Receiver::Write,
            (None, _) => return Err(Error::new_spanned(this, "a member borrows its receiver: `&self` or `&mut self`")),
        };
        inputs.next();
    } else if on_object {
        let first = inputs.next().and_then(typed);
        let this = first
            .ok_or_else(|| Error::new(signature.ident.span(), "this is called on an object: `&self`, or `this: Instance<'_, Self>`"))?;
        receiver = Receiver::Object(Box::new(this.clone()));
    }
    let has_context = inputs.next_if(|input| typed(input).is_some_and(is_context)).is_some();
    let list = inputs.filter_map(typed).map(parameter).collect::<Result<_>>()?;
    Ok(Parameters { receiver, has_context, list })
}

fn typed(input: &FnArg) -> Option<&Type> {
    match input {
        FnArg::Typed(input) => Some(plain(&input.ty)),
        FnArg::Receiver(_) => None,
    }
}

/// Without what groups it.
fn plain(mut ty: &Type) -> &Type {
    loop {
        ty = match ty {
            Type::Group(group) => &group.elem,
            Type::Paren(group) => &group.elem,
            ty => return ty,
        };
    }
}

/// `&mut Context<'_>`, by whatever path.
fn is_context(ty: &Type) -> bool {
    let Type::Reference(TypeReference { mutability: Some(_), elem, .. }) = ty else { return false };
    matches!(plain(elem), Type::Path(path) if path.path.segments.last().is_some_and(|segment| segment.ident == "Context"))
}

fn parameter(ty: &Type) -> Result<Parameter> {
    if is_context(ty) {
        return Err(Error::new_spanned(ty, "the context is the first parameter behind the receiver"));
    }
    let (way, ty) = match ty {
        Type::ImplTrait(_) => return Err(Error::new_spanned(ty, "scripts know no types: a parameter has a type with a name")),
        Type::Reference(reference) => match (plain(&reference.elem), reference.mutability) {
            (Type::Path(path), None) if path.path.is_ident("str") => (Way::Text, plain(&reference.elem)),
            (Type::Slice(slice), None) => (Way::List, &*slice.elem),
            (elem @ Type::Path(_), None) => (Way::Read, elem),
            (elem @ Type::Path(_), Some(_)) => (Way::Write, elem),
            _ => return Err(Error::new(ty.span(), "a reference is to `str`, a slice or a value of a class")),
        },
        ty => (Way::Value, ty),
    };
    Ok(Parameter { way, ty: ty.clone() })
}
