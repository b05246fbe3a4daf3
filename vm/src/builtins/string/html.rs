//! The HTML methods of Annex B (sec-additional-properties-of-the-string.prototype-object).

use super::builder::StringBuilder;
use super::this_string;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

/// CreateHTML (sec-createhtml).
fn create_html(vm: &mut Vm, args: &Args, method: &str, tag: &str, attribute: Option<&str>) -> JsResult<Value> {
    let string = this_string(vm, args, method)?;
    let mut out = StringBuilder::new();
    out.push_ascii("<");
    out.push_ascii(tag);
    if let Some(attribute) = attribute {
        let value = vm.to_string(args.get(0))?;
        out.push_ascii(" ");
        out.push_ascii(attribute);
        out.push_ascii("=\"");
        for unit in vm.units(value).iter() {
            if unit == b'"' as u16 { out.push_ascii("&quot;") } else { out.push_unit(unit) }
        }
        out.push_ascii("\"");
    }
    out.push_ascii(">");
    out.push_string(vm, string)?;
    out.push_ascii("</");
    out.push_ascii(tag);
    out.push_ascii(">");
    out.finish(vm).map(Value::from)
}

macro_rules! html {
    ($($function:ident $name:literal $tag:literal $attribute:expr;)*) => {$(
        pub fn $function(vm: &mut Vm, args: &Args) -> JsResult<Value> {
            create_html(vm, args, $name, $tag, $attribute)
        }
    )*};
}
html! {
    anchor "anchor" "a" Some("name");
    big "big" "big" None;
    blink "blink" "blink" None;
    bold "bold" "b" None;
    fixed "fixed" "tt" None;
    fontcolor "fontcolor" "font" Some("color");
    fontsize "fontsize" "font" Some("size");
    italics "italics" "i" None;
    link "link" "a" Some("href");
    small "small" "small" None;
    strike "strike" "strike" None;
    sub "sub" "sub" None;
    sup "sup" "sup" None;
}
