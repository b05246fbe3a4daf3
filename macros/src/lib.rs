//! The attribute `class`, with which an `impl` block becomes a class of Rust for scripts. It is a part of `hearth`, under
//! the feature `macros`, and documented there.
//!
//! `options` is what stands in the attribute, `marks` what stands on the items, `signature` what a function takes,
//! `member` what an item becomes, and `generate` writes it all down. Whatever cannot be is an error at the tokens that
//! ask for it, and the block is given back in any case, so that no other errors follow.
#![forbid(unsafe_code)]

mod generate;
mod marks;
mod member;
mod names;
mod options;
mod signature;

use proc_macro::TokenStream;
use quote::ToTokens;
use syn::{Error, Item};

/// See `hearth::class`.
#[proc_macro_attribute]
pub fn class(options: TokenStream, item: TokenStream) -> TokenStream {
    let parsed = match syn::parse(item.clone()) {
        Ok(Item::Impl(block)) => block,
        Ok(other) => {
            let mut tokens = Error::new_spanned(&other, "a class is an `impl` block").into_compile_error();
            other.to_tokens(&mut tokens);
            return tokens.into();
        }
        // The compiler says better what is wrong with it.
        Err(_) => return item,
    };
    let mut block = parsed;
    let generated = generate::class(options.into(), &mut block);
    let mut tokens = block.into_token_stream();
    tokens.extend(generated.unwrap_or_else(Error::into_compile_error));
    tokens.into()
}
