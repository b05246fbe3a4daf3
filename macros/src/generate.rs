//! Writing the class down: `impl Class`, `impl IntoJs`, and `impl Extends` where a field was named.

use crate::marks::Role;
use crate::member::{Function, Member, Name, What, member};
use crate::names::plain;
use crate::options::Options;
use crate::signature::{Parameter, Receiver, Way};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Error, ItemImpl, Path, PathArguments, Result, Type, parse_quote};

/// What is added to the block, whose items lose their marks.
pub fn class(options: TokenStream, block: &mut ItemImpl) -> Result<TokenStream> {
    let mut errors: Option<Error> = None;
    let mut note = |error: Error| match &mut errors {
        Some(errors) => errors.combine(error),
        None => errors = Some(error),
    };
    // All of them, so that no mark is left.
    let mut members = Vec::new();
    for item in &mut block.items {
        match member(item) {
            Ok(found) => members.extend(found),
            Err(error) => note(error),
        }
    }
    let options = syn::parse2::<Options>(options).map_err(&mut note).unwrap_or_default();
    let name = class_name(block).map_err(&mut note).unwrap_or_default();
    if let Some(errors) = errors {
        return Err(errors);
    }
    let root = options.root.clone().unwrap_or_else(|| parse_quote!(::hearth));
    let name = options.name.as_ref().map_or_else(|| name.into_token_stream(), ToTokens::to_token_stream);
    Ok(Writer { root }.class(&block.self_ty, &name, &options, &members))
}

/// What the class is called if nothing else is said. Refuses blocks that are none of a class.
fn class_name(block: &ItemImpl) -> Result<String> {
    if let Some((_, of, _)) = &block.trait_ {
        return Err(Error::new_spanned(of, "a class is an `impl` block of a type, not of a trait"));
    }
    const PARAMETERS: &str = "a class has no parameters: scripts know no types";
    if !block.generics.params.is_empty() {
        return Err(Error::new_spanned(&block.generics, PARAMETERS));
    }
    let Type::Path(path) = &*block.self_ty else {
        return Err(Error::new_spanned(&block.self_ty, "a class is a type with a name"));
    };
    let last = path.path.segments.last().expect("a path has segments");
    match &last.arguments {
        PathArguments::None => Ok(plain(&last.ident)),
        arguments => Err(Error::new_spanned(arguments, PARAMETERS)),
    }
}

/// Names in what is written, which no name of the block can be mistaken for.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

struct Writer {
    /// Where `hearth` is.
    root: Path,
}

impl Writer {
    fn class(&self, ty: &Type, name: &TokenStream, options: &Options, members: &[Member]) -> TokenStream {
        let root = &self.root;
        let (class, cx) = (local("class"), local("cx"));
        let extends = options.extends.iter().map(|base| quote_spanned!(base.span()=> #class.extends::<#base>();));
        let defined = members.iter().filter_map(|member| {
            let conditions = &member.conditions;
            let define = self.define(&class, &member.what)?;
            Some(quote!(#(#conditions)* #define))
        });
        let sizes = members.iter().filter_map(|Member { what, conditions }| match what {
            What::ExternalSize(ident) => Some(quote! {
                #(#conditions)*
                fn external_size(&self) -> usize {
                    Self::#ident(self)
                }
            }),
            _ => None,
        });
        let inherits = options.extends.as_ref().zip(options.base.as_ref()).map(|(base, field)| {
            quote! {
                #[automatically_derived]
                impl #root::Extends<#base> for #ty {
                    fn base(&self) -> &#base {
                        &self.#field
                    }
                    fn base_mut(&mut self) -> &mut #base {
                        &mut self.#field
                    }
                }
            }
        });
        quote! {
            #[automatically_derived]
            #[allow(unused_variables, unused_mut, deprecated, clippy::all, clippy::pedantic, reason = "nobody wrote it by hand")]
            impl #root::Class for #ty {
                const NAME: &'static str = #name;
                fn define(#class: &mut #root::ClassBuilder<Self>) {
                    #(#extends)*
                    #(#defined)*
                }
                #(#sizes)*
            }
            #[automatically_derived]
            impl<'js> #root::IntoJs<'js> for #ty {
                fn into_js(self, #cx: &mut #root::Context<'js>) -> #root::JsResult<'js> {
                    #cx.instance(self).map(::core::convert::Into::into)
                }
            }
            #inherits
        }
    }

    /// The call of the builder that makes a member.
    fn define(&self, class: &Ident, what: &What) -> Option<TokenStream> {
        let function = match what {
            What::Function(function) => function,
            What::Constant { name, ident } => {
                let name = self.name(name);
                return Some(quote!(#class.constant(#name, Self::#ident);));
            }
            What::ExternalSize(_) => return None,
        };
        let name = self.name(&function.name);
        let length = function.parameters.list.len() as u32;
        let (cx, arguments, this) = (local("cx"), local("arguments"), local("this"));
        let body = self.body(function, &name);
        let run = quote!(|#cx, #arguments| { #body });
        Some(match function.role {
            Role::Constructor => quote!(#class.raw_constructor(#length, #run);),
            Role::Initializer => quote!(#class.initializer(|#cx, #this, #arguments| { #body });),
            Role::Getter => quote!(#class.raw_getter(#name, #run);),
            Role::Setter => quote!(#class.raw_setter(#name, #run);),
            Role::Iterator => quote!(#class.raw_iterator(#run);),
            Role::Method if matches!(function.parameters.receiver, Receiver::None) => {
                quote!(#class.raw_static_function(#name, #length, #run);)
            }
            _ => quote!(#class.raw_method(#name, #length, #run);),
        })
    }

    fn name(&self, name: &Name) -> TokenStream {
        let root = &self.root;
        match name {
            Name::Text(text) => text.to_token_stream(),
            Name::Symbol(symbol) => quote!(#root::WellKnown::#symbol),
        }
    }

    /// What is done at a call: arguments are converted, which may run scripts, before anything is borrowed.
    fn body(&self, function: &Function, name: &TokenStream) -> TokenStream {
        let root = &self.root;
        let (cx, arguments, this) = (local("cx"), local("arguments"), local("this"));
        let parameters = &function.parameters;
        let mut converted = TokenStream::new();
        let receiver = match &parameters.receiver {
            Receiver::None => None,
            Receiver::Read | Receiver::Write => Some(quote!(#this,)),
            Receiver::Object(ty) => {
                let ty = elided(ty);
                let found = match function.role {
                    Role::Initializer => quote!(#this),
                    _ => quote_spanned!(ty.span()=> #root::generated::receiver::<Self>(#arguments, #name)?),
                };
                converted.extend(quote!(let #this: #ty = #found;));
                Some(quote!(#this,))
            }
        };
        let mut given = Vec::new();
        for (index, Parameter { way, ty }) in parameters.list.iter().enumerate() {
            let held = format_ident!("argument_{index}", span = Span::mixed_site());
            let elided = elided(ty);
            let ty = match way {
                Way::Value => elided,
                Way::Text => quote!(::std::string::String),
                Way::List => quote!(::std::vec::Vec<#elided>),
                Way::Read | Way::Write => {
                    given.push(held.into_token_stream());
                    continue;
                }
            };
            let convert = quote_spanned!(parameters.list[index].ty.span()=> #root::FromJs::from_js(#cx, #arguments.get(#index))?);
            converted.extend(quote!(let #held: #ty = #convert;));
            given.push(if *way == Way::Value { quote!(#held) } else { quote!(&#held) });
        }
        let context = parameters.has_context.then(|| quote!(#cx,));
        let ident = &function.ident;
        let call = quote_spanned!(ident.span()=> Self::#ident(#receiver #context #(#given),*));
        let mut body = self.result(function, call);
        match &parameters.receiver {
            Receiver::Read => body = quote!(#root::generated::read::<Self, _>(#arguments, #name, |#this| { #body })),
            Receiver::Write => body = quote!(#root::generated::write::<Self, _>(#arguments, #name, |#this| { #body })),
            Receiver::None | Receiver::Object(_) => {}
        }
        for (index, Parameter { way, ty }) in parameters.list.iter().enumerate() {
            let held = format_ident!("argument_{index}", span = Span::mixed_site());
            let borrow = match way {
                Way::Read => quote_spanned!(ty.span()=> #root::generated::read_argument::<#ty, _>),
                Way::Write => quote_spanned!(ty.span()=> #root::generated::write_argument::<#ty, _>),
                _ => continue,
            };
            body = quote!(#borrow(#cx, #arguments.get(#index), |#cx, #held| { #body }));
        }
        quote!(#converted #body)
    }

    /// What the call gives, as what its role wants.
    fn result(&self, function: &Function, call: TokenStream) -> TokenStream {
        let root = &self.root;
        let cx = local("cx");
        let into = quote_spanned!(function.output=> #root::IntoJs::into_js);
        match function.role {
            Role::Constructor => quote_spanned!(function.output=> #root::generated::Made::<'_, Self>::made(#call)),
            Role::Initializer => quote!(#into(#call, #cx).map(|_| ())),
            Role::Iterator => quote!(#call.map(|item| #into(item, #cx)).transpose()),
            _ if function.is_async => quote!(#into(#root::Async(#call), #cx)),
            _ => quote!(#into(#call, #cx)),
        }
    }
}

/// A type with whatever lifetimes: what it is named by is a parameter of the function.
fn elided(ty: &Type) -> TokenStream {
    fn walk(tokens: TokenStream) -> TokenStream {
        let mut is_lifetime = false;
        tokens
            .into_iter()
            .map(|token| match token {
                TokenTree::Group(group) => {
                    let mut walked = proc_macro2::Group::new(group.delimiter(), walk(group.stream()));
                    walked.set_span(group.span());
                    is_lifetime = false;
                    TokenTree::Group(walked)
                }
                TokenTree::Ident(ident) if is_lifetime && ident != "static" => {
                    is_lifetime = false;
                    TokenTree::Ident(Ident::new("_", ident.span()))
                }
                token => {
                    is_lifetime = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
                    token
                }
            })
            .collect()
    }
    walk(ty.to_token_stream())
}
