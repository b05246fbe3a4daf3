//! URLs and forms: the parser behind node:url.

use super::{file_url_path, integer, native_table, text};
use crate::object::array::Array;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use std::borrow::Cow;
use url::{Host, Position, Url, form_urlencoded, quirks};

native_table! {
    "parseUrl" => parse_url,
    "setUrl" => set_url,
    "parseForm" => parse_form,
    "serializeForm" => serialize_form,
    "domainToUnicode" => domain_to_unicode,
}

/// What the crate makes of a URL, and the path of that of a file, which it does not get right.
struct Parsed {
    url: Url,
    file_path: Option<String>,
}

/// An input that begins with slashes, relative to `base`: the crate takes backslashes for slashes whatever the scheme
/// (they are, in special ones), and stops at the second (special authority ignore slashes state).
fn slashes_as_the_standard_has_them<'a>(input: &'a str, base: &Url) -> Cow<'a, str> {
    let is_slash = |c: char| matches!(c, '/' | '\\');
    let trimmed = input.trim_start_matches(|c: char| c <= ' ');
    // Tabs and line feeds do not count, wherever they are.
    let rest = trimmed.trim_start_matches(|c| is_slash(c) || matches!(c, '\t' | '\n' | '\r'));
    let slashes: String = trimmed[..trimmed.len() - rest.len()].chars().filter(|c| is_slash(*c)).collect();
    if matches!(base.scheme(), "http" | "https" | "ws" | "wss" | "ftp") {
        return if slashes.len() > 2 { Cow::Owned(format!("//{rest}")) } else { Cow::Borrowed(input) };
    }
    // With the path of the base as far as it counts, it is no input that is relative any more.
    if base.scheme() == "file" || base.cannot_be_a_base() || !slashes.contains('\\') || slashes.starts_with("//") {
        return Cow::Borrowed(input);
    }
    let folder = if slashes.starts_with('/') { "" } else { base.path().rfind('/').map_or("/", |end| &base.path()[..=end]) };
    Cow::Owned(format!("{}{folder}{trimmed}", &base[..Position::BeforePath]))
}

impl Parsed {
    fn new(input: &str, base: Option<&Parsed>) -> Option<Parsed> {
        let relative = base.map_or(Cow::Borrowed(input), |base| slashes_as_the_standard_has_them(input, &base.url));
        let url = Url::options().base_url(base.map(|base| &base.url)).parse(&relative).ok()?;
        let base_path = base.and_then(|base| base.file_path.as_deref());
        let file_path = is_file(&url).then(|| file_url_path::parsed(input, base_path));
        Some(Parsed { url: with_escaped_path(url), file_path })
    }

    /// Whether the part can have that value.
    fn set(&mut self, part: i64, value: &str) -> bool {
        let url = &mut self.url;
        match part {
            2 => return self.set_protocol(value),
            3 => return quirks::set_username(url, value).is_ok(),
            4 => return quirks::set_password(url, value).is_ok(),
            5 => return self.set_host(|url| quirks::set_host(url, value)),
            6 => return self.set_host(|url| quirks::set_hostname(url, value)),
            7 => return quirks::set_port(url, value).is_ok(),
            8 => self.set_pathname(value),
            9 => quirks::set_search(url, value),
            10 => quirks::set_hash(url, value),
            _ => return false,
        }
        true
    }

    fn set_protocol(&mut self, value: &str) -> bool {
        let scheme = value.split(':').next().unwrap_or_default();
        if scheme.eq_ignore_ascii_case("file") && self.file_path.is_none() {
            return self.become_file();
        }
        if quirks::set_protocol(&mut self.url, value).is_err() {
            return false;
        }
        if !is_file(&self.url)
            && let Some(path) = self.file_path.take()
        {
            self.url.set_path(&path);
        }
        true
    }

    /// Gives a URL that may be one of a file this scheme, which the crate never does.
    fn become_file(&mut self) -> bool {
        let url = &self.url;
        let is_special = matches!(url.scheme(), "http" | "https" | "ws" | "wss" | "ftp");
        if !is_special || !url.username().is_empty() || url.password().is_some() || url.port().is_some() {
            return false;
        }
        let path = url.path().to_owned();
        let text = format!("file://{}{}", &url[Position::BeforeHost..Position::AfterHost], &url[Position::BeforePath..]);
        let Ok(url) = Url::parse(&text) else { return false };
        *self = Parsed { url, file_path: Some(path) };
        true
    }

    fn set_host(&mut self, set: impl FnOnce(&mut Url) -> Result<(), ()>) -> bool {
        let url = &mut self.url;
        if has_authority_or_is_opaque(url) || !url.path().starts_with("//") {
            return set(url).is_ok();
        }
        // The path loses the dot before it, which the crate would keep.
        let Ok(mut with_host) = Url::parse(&format!("{}://host{}", url.scheme(), &url[Position::BeforePath..])) else { return false };
        let done = set(&mut with_host).is_ok();
        if done {
            *url = with_host;
        }
        done
    }

    fn set_pathname(&mut self, value: &str) {
        let url = &mut self.url;
        if self.file_path.is_some() {
            self.file_path = Some(file_url_path::set(value));
        } else if has_authority_or_is_opaque(url) {
            quirks::set_pathname(url, value);
        } else {
            // Two slashes at its start would be read as those before a host
            // (<https://url.spec.whatwg.org/#url-serializing>).
            let mut with_host = Url::parse("x://host").expect("it is valid");
            quirks::set_pathname(&mut with_host, &format!("/{}", value.strip_prefix('/').unwrap_or(value)));
            let path = with_host.path();
            let dot = if path.starts_with("//") { "/." } else { "" };
            if let Ok(parsed) = Url::parse(&format!("{}:{dot}{path}{}", url.scheme(), &url[Position::AfterPath..])) {
                *url = parsed;
            }
        }
    }
}

fn is_file(url: &Url) -> bool {
    url.scheme() == "file"
}
fn has_authority_or_is_opaque(url: &Url) -> bool {
    url.has_authority() || url.cannot_be_a_base()
}

/// href, origin, protocol, username, password, host, hostname, port, pathname, search, hash.
fn parts(vm: &mut Vm, parsed: Parsed) -> JsResult<Value> {
    let Parsed { url, file_path } = &parsed;
    let list = vm.new_array(&[]);
    let origin = quirks::origin(url);
    let file_href = file_path.as_ref().map(|path| format!("{}{path}{}", &url[..Position::BeforePath], &url[Position::AfterPath..]));
    for part in [
        file_href.as_deref().unwrap_or_else(|| quirks::href(url)),
        origin.as_str(),
        quirks::protocol(url),
        quirks::username(url),
        quirks::password(url),
        quirks::host(url),
        quirks::hostname(url),
        quirks::port(url),
        file_path.as_deref().unwrap_or_else(|| quirks::pathname(url)),
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
        let Some(base) = Parsed::new(&text(vm, args, 1)?, None) else { return Ok(Value::NULL) };
        Some(base)
    };
    match Parsed::new(&input, base.as_ref()) {
        Some(parsed) => parts(vm, parsed),
        None => Ok(Value::NULL),
    }
}

/// setUrl ( href, part, value ): the new parts; null if the part cannot have that value.
fn set_url(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Some(mut parsed) = Parsed::new(&text(vm, args, 0)?, None) else { return Ok(Value::NULL) };
    let value = text(vm, args, 2)?;
    if !parsed.set(integer(args, 1, 0), &value) {
        return Ok(Value::NULL);
    }
    let Parsed { url, file_path } = parsed;
    parts(vm, Parsed { url: with_escaped_path(url), file_path })
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

/// domainToUnicode ( domain ): an address stays what it is.
fn domain_to_unicode(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let domain = text(vm, args, 0)?;
    let shown = match Host::parse(&domain) {
        Ok(Host::Domain(_)) | Err(_) => quirks::domain_to_unicode(&domain),
        Ok(address) => address.to_string(),
    };
    Ok(vm.new_string(&shown).value())
}
