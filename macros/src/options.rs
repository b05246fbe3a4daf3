//! What stands in the attribute: `#[class(name = "Point", extends = Base, base = field, crate = path)]`.

use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Ident, LitStr, Member, Path, Result, Token, Type};

#[derive(Default)]
pub struct Options {
    /// What its constructor is called; otherwise as the type.
    pub name: Option<LitStr>,
    pub extends: Option<Type>,
    /// The field that the base is in; otherwise `Extends` is implemented by hand.
    pub base: Option<Member>,
    /// Where `hearth` is.
    pub root: Option<Path>,
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> Result<Options> {
        let mut options = Options::default();
        while !input.is_empty() {
            let key = input.call(Ident::parse_any)?;
            input.parse::<Token![=]>()?;
            let is_new = match key.to_string().as_str() {
                "name" => options.name.replace(input.parse()?).is_none(),
                "extends" => options.extends.replace(input.parse()?).is_none(),
                "base" => options.base.replace(input.parse()?).is_none(),
                "crate" => options.root.replace(input.call(Path::parse_mod_style)?).is_none(),
                _ => return Err(Error::new(key.span(), "a class has `name`, `extends`, `base` and `crate`, and no other options")),
            };
            if !is_new {
                return Err(Error::new(key.span(), "this was said already"));
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        if let (Some(base), None) = (&options.base, &options.extends) {
            return Err(Error::new_spanned(base, "a field for the base of a class that extends none"));
        }
        Ok(options)
    }
}
