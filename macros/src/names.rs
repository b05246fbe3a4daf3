//! What items of Rust are called in scripts.

use proc_macro2::Ident;

/// `scale_by` is `scaleBy`. Underscores in front stay, one at the end is there for a word that Rust has taken.
pub fn camel_case(ident: &Ident) -> String {
    let text = plain(ident);
    // The language asks for this one.
    if text == "to_json" {
        return "toJSON".to_owned();
    }
    let words = text.trim_start_matches('_');
    let mut name = text[..text.len() - words.len()].to_owned();
    for (index, word) in words.split('_').enumerate() {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if index > 0 => name.extend(first.to_uppercase()),
            Some(first) => name.push(first),
            None => {}
        }
        name.push_str(letters.as_str());
    }
    name
}

/// Without what lets it be a keyword.
pub fn plain(ident: &Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map(str::to_owned).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proc_macro2::Span;

    #[test]
    fn names_are_in_camel_case() {
        for (rust, script) in [
            ("x", "x"),
            ("scale_by", "scaleBy"),
            ("to_string", "toString"),
            ("to_json", "toJSON"),
            ("to_2d_point", "to2dPoint"),
            ("_internal_name", "_internalName"),
            ("delete_", "delete"),
            ("already", "already"),
        ] {
            assert_eq!(camel_case(&Ident::new(rust, Span::call_site())), script);
        }
        assert_eq!(camel_case(&Ident::new_raw("type", Span::call_site())), "type");
    }
}
