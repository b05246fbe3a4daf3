//! URLs and forms: the parser behind node:url.

use super::{integer, native_table, text};
use crate::object::array::Array;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use url::{Url, form_urlencoded, quirks};

native_table! {
    "parseUrl" => parse_url,
    "setUrl" => set_url,
    "parseForm" => parse_form,
    "serializeForm" => serialize_form,
    "domainToUnicode" => domain_to_unicode,
}

/// href, origin, protocol, username, password, host, hostname, port, pathname, search, hash.
fn parts(vm: &mut Vm, url: &Url) -> JsResult<Value> {
    let list = vm.new_array(&[]);
    let origin = quirks::origin(url);
    for part in [
        quirks::href(url),
        origin.as_str(),
        quirks::protocol(url),
        quirks::username(url),
        quirks::password(url),
        quirks::host(url),
        quirks::hostname(url),
        quirks::port(url),
        quirks::pathname(url),
        quirks::search(url),
        quirks::hash(url),
    ] {
        let value = vm.new_string(part).value();
        vm.array_push(list, value)?;
    }
    Ok(list.value())
}

/// The path percent-encode set has U+005E (<https://url.spec.whatwg.org/#path-percent-encode-set>); that of the crate lacks it.
fn with_escaped_path(mut url: Url) -> Url {
    if !url.cannot_be_a_base() && url.path().contains('^') {
        let path = url.path().replace('^', "%5E");
        url.set_path(&path);
    }
    url
}

/// parseUrl ( input, base ): the parts, or null.
fn parse_url(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let input = text(vm, args, 0)?;
    let base = if args.get(1).is_undefined() {
        None
    } else {
        match Url::parse(&text(vm, args, 1)?) {
            Ok(base) => Some(base),
            Err(_) => return Ok(Value::NULL),
        }
    };
    match Url::options().base_url(base.as_ref()).parse(&input) {
        Ok(url) => parts(vm, &with_escaped_path(url)),
        Err(_) => Ok(Value::NULL),
    }
}

/// setUrl ( href, part, value ): the new parts; null if the part cannot have that value.
fn set_url(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Ok(mut url) = Url::parse(&text(vm, args, 0)?) else { return Ok(Value::NULL) };
    let value = text(vm, args, 2)?;
    let done = match integer(args, 1, 0) {
        2 => quirks::set_protocol(&mut url, &value).is_ok(),
        3 => quirks::set_username(&mut url, &value).is_ok(),
        4 => quirks::set_password(&mut url, &value).is_ok(),
        5 => quirks::set_host(&mut url, &value).is_ok(),
        6 => quirks::set_hostname(&mut url, &value).is_ok(),
        7 => quirks::set_port(&mut url, &value).is_ok(),
        8 => {
            quirks::set_pathname(&mut url, &value);
            true
        }
        9 => {
            quirks::set_search(&mut url, &value);
            true
        }
        10 => {
            quirks::set_hash(&mut url, &value);
            true
        }
        _ => false,
    };
    if done { parts(vm, &with_escaped_path(url)) } else { Ok(Value::NULL) }
}

/// parseForm ( text ): names and values in turn.
fn parse_form(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let input = text(vm, args, 0)?;
    let list = vm.new_array(&[]);
    for (name, value) in form_urlencoded::parse(input.as_bytes()) {
        for part in [name, value] {
            let value = vm.new_string(&part).value();
            vm.array_push(list, value)?;
        }
    }
    Ok(list.value())
}

/// serializeForm ( list ): the opposite.
fn serialize_form(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let list = args.get(0).to_cell::<Array>().expect("the module passes its list");
    let mut words = Vec::new();
    for i in 0..list.elements().len.get() {
        let word = list.elements().get(i);
        words.push(vm.to_string(word)?.to_rust());
    }
    let mut out = form_urlencoded::Serializer::new(String::new());
    for pair in words.chunks_exact(2) {
        out.append_pair(&pair[0], &pair[1]);
    }
    let out = out.finish();
    Ok(vm.new_string(&out).value())
}

fn domain_to_unicode(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let domain = quirks::domain_to_unicode(&text(vm, args, 0)?);
    Ok(vm.new_string(&domain).value())
}
