//! Link descriptors as bytes.
//!
//! A descriptor is a tag and its fields, in the order in which they are declared. The
//! whole list is decoded at once, so that references between descriptors can be checked:
//! `of` always names an earlier one, of a kind that the descriptor can depend on.

use super::wire::{Decoded, Decoder, Encoder};
use crate::heap::Kind;
use crate::ion::builtin_rows::BUILTINS;
use crate::ion::descriptor::{Fact, FunctionName, KeyName, LinkDescriptor, ShapePredicate};
use crate::ion::graph::LinkRef;
use crate::rules::{Rule, holds};
use hearth_codecache::MissReason;

/// The bytes of a list of descriptors.
pub fn encode(links: &[LinkDescriptor]) -> Vec<u8> {
    let mut e = Encoder::new();
    e.count(links.len());
    for link in links {
        descriptor(&mut e, link);
    }
    e.finish()
}

/// The list that [`encode`] made. What it returns passes [`check`].
pub fn decode(bytes: &[u8]) -> Decoded<Vec<LinkDescriptor>> {
    let mut d = Decoder::new(bytes);
    let links = d.list(read_descriptor)?;
    d.finish()?;
    check(&links).map_err(|_| MissReason::Malformed)?;
    Ok(links)
}

/// What must hold of a list of descriptors; else what does not.
pub fn check(links: &[LinkDescriptor]) -> Result<(), &'static str> {
    use LinkDescriptor::*;
    if !holds(Rule::Descriptors) {
        return Ok(());
    }
    for (index, link) in links.iter().enumerate() {
        // References go backwards, so that there are no cycles.
        let earlier = |of: &LinkRef| links[..index].get(of.0 as usize).ok_or("a link refers to a later one");
        match link {
            ShapeAfterAdd { of, key, .. } => {
                if let KeyName::Private(name) = key
                    && !matches!((earlier(of)?, links.get(name.0 as usize)), (Shape(_), Some(PrivateName)))
                {
                    return Err("a private name is added to what is no plain shape");
                }
                if !matches!(earlier(of)?, Shape(_) | InstanceShape { .. } | PlainObject { .. } | ShapeAfterAdd { .. }) {
                    return Err("a shape follows from what is no shape");
                }
            }
            MethodValue { of, .. } | AccessorValue { of, .. } | Holder { of, .. } | Prototype { of } => {
                if let MethodValue { key, .. } | AccessorValue { key, .. } | Holder { key, .. } = link {
                    named(key)?;
                }
                if !matches!(earlier(of)?, Shape(_) | InstanceShape { .. } | ShapeAfterAdd { .. } | PlainObject { .. }) {
                    return Err("a value is found through what is no shape");
                }
            }
            Answer { of } => {
                if !matches!(earlier(of)?, Subject) {
                    return Err("an answer about no subject");
                }
            }
            Builtin(row) => row_exists(*row)?,
            Shape(predicate) => {
                if predicate.kind as usize >= Kind::ALL.len() {
                    return Err("unknown kind of object");
                }
                facts(links, &predicate.facts)?;
            }
            InstanceShape { facts: list, .. } => facts(links, list)?,
            BigInt(digits) => {
                let unsigned = digits.strip_prefix('-').unwrap_or(digits);
                if unsigned.is_empty() || !unsigned.bytes().all(|b| b.is_ascii_digit()) {
                    return Err("a BigInt that is no number");
                }
            }
            String(_)
            | GlobalObject
            | LexicalGlobals
            | StringPrototype
            | Script { .. }
            | PrivateName
            | Subject
            | PlainObject { .. }
            | PlainArray
            | FunctionShape => {}
        }
    }
    Ok(())
}

fn row_exists(row: u16) -> Result<(), &'static str> {
    if (row as usize) < BUILTINS.len() { Ok(()) } else { Err("unknown built-in") }
}

/// A key that is the same in every process.
fn named(key: &KeyName) -> Result<(), &'static str> {
    if matches!(key, KeyName::Private(_)) { Err("a private name where none can be") } else { Ok(()) }
}

fn facts(links: &[LinkDescriptor], list: &[Fact]) -> Result<(), &'static str> {
    for fact in list {
        match fact {
            // The slot may come later: it depends on nothing.
            Fact::Own { key: KeyName::Private(name), .. } | Fact::CanAdd { key: KeyName::Private(name), .. } => {
                if !matches!(links.get(name.0 as usize), Some(LinkDescriptor::PrivateName)) {
                    return Err("a private name from a slot that holds none");
                }
            }
            Fact::Inherited { key, .. }
            | Fact::Method { key, .. }
            | Fact::Getter { key, .. }
            | Fact::Setter { key, .. }
            | Fact::Absent { key }
            | Fact::CanAdd { key, .. }
            | Fact::CanAddLater { key } => named(key)?,
            Fact::Own { .. } | Fact::TypedLength | Fact::NoIndexedPrototype | Fact::Prototype { .. } => {}
        }
        if let Fact::Method { function, .. } | Fact::Getter { function, .. } | Fact::Setter { function, .. } | Fact::Prototype { function } =
            fact
            && let FunctionName::Builtin(row) = function
        {
            row_exists(*row)?;
        }
    }
    Ok(())
}

/// Whether the slot holds a shape id rather than a value.
pub fn is_shape(link: &LinkDescriptor) -> bool {
    use LinkDescriptor::*;
    matches!(link, Shape(_) | ShapeAfterAdd { .. } | PlainObject { .. } | PlainArray | FunctionShape | InstanceShape { .. } | Answer { .. })
}

fn descriptor(e: &mut Encoder, link: &LinkDescriptor) {
    match link {
        LinkDescriptor::String(text) => {
            e.u8(0);
            e.js_str(text);
        }
        LinkDescriptor::BigInt(digits) => {
            e.u8(1);
            e.bytes(digits.as_bytes());
        }
        LinkDescriptor::Builtin(row) => {
            e.u8(2);
            e.number(*row as u64);
        }
        LinkDescriptor::GlobalObject => e.u8(3),
        LinkDescriptor::LexicalGlobals => e.u8(14),
        LinkDescriptor::StringPrototype => e.u8(4),
        LinkDescriptor::Script { hash } => {
            e.u8(5);
            e.raw(hash);
        }
        LinkDescriptor::Shape(predicate) => {
            e.u8(6);
            e.u8(predicate.kind);
            e.u8(predicate.variant);
            e.u8(predicate.inline_capacity);
            e.raw(&predicate.look.to_le_bytes());
            fact_list(e, &predicate.facts);
        }
        LinkDescriptor::ShapeAfterAdd { of, key, held } => {
            e.u8(7);
            e.number(of.0 as u64);
            key_name(e, key);
            e.bool(*held);
        }
        LinkDescriptor::MethodValue { of, key } => {
            e.u8(8);
            e.number(of.0 as u64);
            key_name(e, key);
        }
        LinkDescriptor::AccessorValue { of, key, setter } => {
            e.u8(9);
            e.number(of.0 as u64);
            key_name(e, key);
            e.bool(*setter);
        }
        LinkDescriptor::Holder { of, key } => {
            e.u8(10);
            e.number(of.0 as u64);
            key_name(e, key);
        }
        LinkDescriptor::PlainObject { inline_capacity } => {
            e.u8(11);
            e.u8(*inline_capacity);
        }
        LinkDescriptor::PlainArray => e.u8(12),
        LinkDescriptor::InstanceShape { hash, inline_capacity, facts, held } => {
            e.u8(13);
            e.raw(hash);
            e.u8(*inline_capacity);
            fact_list(e, facts);
            e.bool(*held);
        }
        LinkDescriptor::Prototype { of } => {
            e.u8(15);
            e.number(of.0 as u64);
        }
        LinkDescriptor::FunctionShape => e.u8(16),
        LinkDescriptor::PrivateName => e.u8(17),
        LinkDescriptor::Subject => e.u8(18),
        LinkDescriptor::Answer { of } => {
            e.u8(19);
            e.number(of.0 as u64);
        }
    }
}

fn read_descriptor(d: &mut Decoder) -> Decoded<LinkDescriptor> {
    Ok(match d.u8()? {
        0 => LinkDescriptor::String(d.js_str()?),
        1 => LinkDescriptor::BigInt(d.str()?.into()),
        2 => LinkDescriptor::Builtin(d.u16()?),
        3 => LinkDescriptor::GlobalObject,
        14 => LinkDescriptor::LexicalGlobals,
        4 => LinkDescriptor::StringPrototype,
        5 => LinkDescriptor::Script { hash: d.array()? },
        6 => LinkDescriptor::Shape(ShapePredicate {
            kind: d.u8()?,
            variant: d.u8()?,
            inline_capacity: d.u8()?,
            look: u16::from_le_bytes(d.array()?),
            facts: d.list(read_fact)?,
        }),
        7 => LinkDescriptor::ShapeAfterAdd { of: LinkRef(d.u32()?), key: read_key_name(d)?, held: d.bool()? },
        8 => LinkDescriptor::MethodValue { of: LinkRef(d.u32()?), key: read_key_name(d)? },
        9 => LinkDescriptor::AccessorValue { of: LinkRef(d.u32()?), key: read_key_name(d)?, setter: d.bool()? },
        10 => LinkDescriptor::Holder { of: LinkRef(d.u32()?), key: read_key_name(d)? },
        11 => LinkDescriptor::PlainObject { inline_capacity: d.u8()? },
        12 => LinkDescriptor::PlainArray,
        13 => LinkDescriptor::InstanceShape { hash: d.array()?, inline_capacity: d.u8()?, facts: d.list(read_fact)?, held: d.bool()? },
        15 => LinkDescriptor::Prototype { of: LinkRef(d.u32()?) },
        16 => LinkDescriptor::FunctionShape,
        17 => LinkDescriptor::PrivateName,
        18 => LinkDescriptor::Subject,
        19 => LinkDescriptor::Answer { of: LinkRef(d.u32()?) },
        _ => return Err(MissReason::Malformed),
    })
}

/// A property key. Profiles use it too.
pub(super) fn key_name(e: &mut Encoder, key: &KeyName) {
    match key {
        KeyName::String(text) => {
            e.u8(0);
            e.js_str(text);
        }
        KeyName::WellKnownSymbol(index) => {
            e.u8(1);
            e.u8(*index);
        }
        KeyName::Private(link) => {
            e.u8(2);
            e.number(link.0 as u64);
        }
    }
}

pub(super) fn read_key_name(d: &mut Decoder) -> Decoded<KeyName> {
    match d.u8()? {
        0 => Ok(KeyName::String(d.js_str()?)),
        1 => Ok(KeyName::WellKnownSymbol(d.u8()?)),
        2 => Ok(KeyName::Private(LinkRef(d.u32()?))),
        _ => Err(MissReason::Malformed),
    }
}

fn function_name(e: &mut Encoder, function: &FunctionName) {
    match function {
        FunctionName::Script(hash) => {
            e.u8(0);
            e.raw(hash);
        }
        FunctionName::Builtin(row) => {
            e.u8(1);
            e.number(*row as u64);
        }
    }
}

fn read_function_name(d: &mut Decoder) -> Decoded<FunctionName> {
    match d.u8()? {
        0 => Ok(FunctionName::Script(d.array()?)),
        1 => Ok(FunctionName::Builtin(d.u16()?)),
        _ => Err(MissReason::Malformed),
    }
}

fn fact_list(e: &mut Encoder, facts: &[Fact]) {
    e.count(facts.len());
    for fact in facts {
        write_fact(e, fact);
    }
}

fn write_fact(e: &mut Encoder, fact: &Fact) {
    let found = |e: &mut Encoder, tag: u8, key: &KeyName, depth: u8, function: &FunctionName| {
        e.u8(tag);
        key_name(e, key);
        e.u8(depth);
        function_name(e, function);
    };
    match fact {
        Fact::Own { key, slot, writable } => {
            e.u8(0);
            key_name(e, key);
            e.number(*slot as u64);
            e.bool(*writable);
        }
        Fact::Inherited { key, depth, slot, inline } => {
            e.u8(1);
            key_name(e, key);
            e.u8(*depth);
            e.number(*slot as u64);
            e.bool(*inline);
        }
        Fact::Method { key, depth, function } => found(e, 2, key, *depth, function),
        Fact::Getter { key, depth, function } => found(e, 3, key, *depth, function),
        Fact::Setter { key, depth, function } => found(e, 4, key, *depth, function),
        Fact::Absent { key } => {
            e.u8(5);
            key_name(e, key);
        }
        Fact::CanAdd { key, slot } => {
            e.u8(6);
            key_name(e, key);
            e.number(*slot as u64);
        }
        Fact::CanAddLater { key } => {
            e.u8(7);
            key_name(e, key);
        }
        Fact::TypedLength => e.u8(8),
        Fact::NoIndexedPrototype => e.u8(9),
        Fact::Prototype { function } => {
            e.u8(10);
            function_name(e, function);
        }
    }
}

fn read_fact(d: &mut Decoder) -> Decoded<Fact> {
    Ok(match d.u8()? {
        0 => Fact::Own { key: read_key_name(d)?, slot: d.u32()?, writable: d.bool()? },
        1 => Fact::Inherited { key: read_key_name(d)?, depth: d.u8()?, slot: d.u32()?, inline: d.bool()? },
        2 => Fact::Method { key: read_key_name(d)?, depth: d.u8()?, function: read_function_name(d)? },
        3 => Fact::Getter { key: read_key_name(d)?, depth: d.u8()?, function: read_function_name(d)? },
        4 => Fact::Setter { key: read_key_name(d)?, depth: d.u8()?, function: read_function_name(d)? },
        5 => Fact::Absent { key: read_key_name(d)? },
        6 => Fact::CanAdd { key: read_key_name(d)?, slot: d.u32()? },
        7 => Fact::CanAddLater { key: read_key_name(d)? },
        8 => Fact::TypedLength,
        9 => Fact::NoIndexedPrototype,
        10 => Fact::Prototype { function: read_function_name(d)? },
        _ => return Err(MissReason::Malformed),
    })
}

/// One line for a person.
pub fn describe(link: &LinkDescriptor) -> String {
    match link {
        LinkDescriptor::String(text) => format!("string {:?}", text.to_rust()),
        LinkDescriptor::BigInt(digits) => format!("bigint {digits}"),
        LinkDescriptor::Builtin(row) => format!("built-in {}", builtin_name(*row)),
        LinkDescriptor::GlobalObject => "global object".into(),
        LinkDescriptor::LexicalGlobals => "lexical globals".into(),
        LinkDescriptor::StringPrototype => "%String.prototype%".into(),
        LinkDescriptor::Script { hash } => format!("script {}", short(hash)),
        LinkDescriptor::Shape(p) => {
            let kind = Kind::ALL.get(p.kind as usize).map_or_else(|| "?".into(), |k| format!("{k:?}"));
            let mut text = format!("shape of {kind}, {} inline slots", p.inline_capacity);
            describe_facts(&mut text, &p.facts);
            text
        }
        LinkDescriptor::ShapeAfterAdd { of, key, .. } => format!("shape of link {} after adding {}", of.0, key_text(key)),
        LinkDescriptor::MethodValue { of, key } => format!("function {} found through link {}", key_text(key), of.0),
        LinkDescriptor::AccessorValue { of, key, setter } => {
            format!("{} of {} found through link {}", if *setter { "setter" } else { "getter" }, key_text(key), of.0)
        }
        LinkDescriptor::Holder { of, key } => format!("prototype that has {} for link {}", key_text(key), of.0),
        LinkDescriptor::Prototype { of } => format!("prototype of link {}", of.0),
        LinkDescriptor::FunctionShape => "shape of a new closure".into(),
        LinkDescriptor::PrivateName => "private name".into(),
        LinkDescriptor::Subject => "constructor or key that was met first".into(),
        LinkDescriptor::Answer { of } => format!("shape, with the answer about link {}", of.0),
        LinkDescriptor::PlainObject { inline_capacity } => format!("shape of a new object, {inline_capacity} inline slots"),
        LinkDescriptor::PlainArray => "shape of a new array".into(),
        LinkDescriptor::InstanceShape { hash, inline_capacity, facts, .. } => {
            let mut text = format!("shape of instances of script {}, {inline_capacity} inline slots", short(hash));
            describe_facts(&mut text, facts);
            text
        }
    }
}

fn describe_facts(text: &mut String, facts: &[Fact]) {
    let function = |f: &FunctionName| match f {
        FunctionName::Script(hash) => format!("script {}", short(hash)),
        FunctionName::Builtin(row) => builtin_name(*row),
    };
    for fact in facts {
        text.push_str("; ");
        text.push_str(&match fact {
            Fact::Own { key, slot, writable } => {
                format!("own {} in slot {slot}{}", key_text(key), if *writable { ", writable" } else { "" })
            }
            Fact::Inherited { key, depth, slot, inline } => {
                let place = if *inline { "inline slot" } else { "slot" };
                format!("{} from prototype {depth}, {place} {slot}", key_text(key))
            }
            Fact::Method { key, depth, function: f } => format!("{} at depth {depth} is {}", key_text(key), function(f)),
            Fact::Getter { key, depth, function: f } => format!("getter {} at depth {depth} is {}", key_text(key), function(f)),
            Fact::Setter { key, depth, function: f } => format!("setter {} at depth {depth} is {}", key_text(key), function(f)),
            Fact::Absent { key } => format!("no {}", key_text(key)),
            Fact::CanAdd { key, slot } => format!("{} can be added in slot {slot}", key_text(key)),
            Fact::CanAddLater { key } => format!("{} can be added later", key_text(key)),
            Fact::Prototype { function: f } => format!("prototype is {}", function(f)),
            Fact::TypedLength => "length is the typed array's".into(),
            Fact::NoIndexedPrototype => "no indexed properties above".into(),
        });
    }
}

fn key_text(key: &KeyName) -> String {
    match key {
        KeyName::String(text) => format!("{:?}", text.to_rust()),
        KeyName::WellKnownSymbol(index) => format!("well-known symbol {index}"),
        KeyName::Private(link) => format!("private name in link {}", link.0),
    }
}

fn builtin_name(row: u16) -> String {
    BUILTINS.get(row as usize).map_or_else(|| format!("row {row}"), |(holder, name, _)| format!("{holder}.{name}"))
}

/// The beginning of a hash, enough to tell scripts of one program apart.
pub fn short(hash: &[u8; 32]) -> String {
    hash[..6].iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn every_descriptor_round_trips_and_can_be_described() {
        let links = samples::links();
        let bytes = encode(&links);
        assert_eq!(decode(&bytes), Ok(links.clone()));
        for link in &links {
            assert!(!describe(link).is_empty());
        }
    }

    #[test]
    fn damaged_bytes_are_refused_or_mean_something_valid() {
        let bytes = encode(&samples::links());
        for at in 0..bytes.len() {
            for flip in [1u8, 0x10, 0x80, 0xFF] {
                let mut damaged = bytes.clone();
                damaged[at] ^= flip;
                if let Ok(links) = decode(&damaged) {
                    assert_eq!(check(&links), Ok(()));
                    assert_eq!(encode(&links), damaged, "one value, one encoding");
                }
            }
            assert!(decode(&bytes[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn references_go_backwards_and_to_shapes() {
        let key = KeyName::String("x".into());
        let after = |of| LinkDescriptor::ShapeAfterAdd { of: LinkRef(of), key: key.clone(), held: false };
        assert!(check(&[after(0)]).is_err(), "to itself");
        assert!(check(&[after(1), LinkDescriptor::PlainObject { inline_capacity: 4 }]).is_err(), "forwards");
        assert!(check(&[LinkDescriptor::GlobalObject, after(0)]).is_err(), "to what is no shape");
        assert_eq!(check(&[LinkDescriptor::PlainObject { inline_capacity: 4 }, after(0), after(1)]), Ok(()));
        let private = KeyName::Private(LinkRef(0));
        let shape = |facts| LinkDescriptor::Shape(ShapePredicate { kind: 0, variant: 0, inline_capacity: 0, look: 0, facts });
        let own = shape(vec![Fact::Own { key: private.clone(), slot: 0, writable: false }]);
        assert_eq!(check(&[LinkDescriptor::PrivateName, own.clone()]), Ok(()));
        assert!(check(&[LinkDescriptor::GlobalObject, own.clone()]).is_err(), "a name from what holds none");
        assert!(check(&[own]).is_err(), "a name from a shape");
        assert!(check(&[LinkDescriptor::PrivateName, shape(vec![Fact::Absent { key: private.clone() }])]).is_err());
        let plain = LinkDescriptor::PlainObject { inline_capacity: 4 };
        let added = LinkDescriptor::ShapeAfterAdd { of: LinkRef(1), key: private, held: false };
        assert!(check(&[LinkDescriptor::PrivateName, plain, added]).is_err(), "a name that was not met when the shape was");
        assert!(check(&[LinkDescriptor::Builtin(u16::MAX)]).is_err());
        let answer = LinkDescriptor::Answer { of: LinkRef(0) };
        assert_eq!(check(&[LinkDescriptor::Subject, answer.clone(), answer.clone()]), Ok(()));
        assert!(check(&[LinkDescriptor::GlobalObject, answer.clone()]).is_err(), "about what is no subject");
        assert!(check(&[answer, LinkDescriptor::Subject]).is_err(), "forwards");
        assert!(check(&[LinkDescriptor::BigInt("12x".into())]).is_err());
    }
}
