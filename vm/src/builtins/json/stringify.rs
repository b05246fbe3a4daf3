//! JSON.stringify (sec-json.stringify).
//!
//! Plain objects and arrays without toJSON go through the same steps as everything
//! else; what makes it quick is that text is appended to one buffer, and that reading
//! a data property of an ordinary object needs no call.

use crate::bigint::JsBigInt;
use crate::builtins::array;
use crate::builtins::string::builder::StringBuilder;
use crate::feedback::ic;
use crate::heap::roots::{RootedKeys, RootedList};
use crate::heap::{Gc, Kind};
use crate::object::Attributes;
use crate::object::function::Args;
use crate::object::key::PropertyKey;
use crate::object::layout::Object;
use crate::runtime::completion::{JsResult, Throw};
use crate::string::{JsString, Units};
use crate::value::Value;
use crate::vm::Vm;

/// JSON Serialization Record (sec-json-serialization-record).
struct Serializer {
    replacer: Value,
    /// The property list of an array replacer.
    allowed: Option<RootedKeys>,
    stack: RootedList<Gc<Object>>,
    /// Keys of the objects in `stack`, for the message about circles.
    path: RootedKeys,
    gap: String,
    indent: String,
    out: StringBuilder,
}

/// Room that most texts do with.
const TYPICAL: usize = 128;

/// JSON.stringify ( value [ , replacer [ , space ] ] ) (sec-json.stringify).
pub fn stringify(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let mut replacer = Value::UNDEFINED;
    let mut allowed = None;
    if let Some(object) = args.get(1).to_cell::<Object>() {
        if vm.is_callable(args.get(1)) {
            replacer = args.get(1);
        } else if vm.is_array(args.get(1))? {
            let mut list = RootedKeys::new(vm);
            let len = array::length_of(vm, object)?;
            for i in 0..len {
                let item = array::get_at(vm, object, i)?;
                let boxed = item
                    .to_cell::<Object>()
                    .is_some_and(|o| crate::object::primitive::primitive_value(o).is_some_and(|v| v.is_string() || v.is_number()));
                if item.is_string() || item.is_number() || boxed {
                    let string = vm.to_string(item)?;
                    let key = vm.key_from_string(string);
                    if !list.contains(&key) {
                        list.push(key);
                    }
                }
            }
            allowed = Some(list);
        }
    }
    let gap = gap(vm, args.get(2))?;
    serialize(vm, args.get(0), replacer, allowed, gap)
}

/// The value as JSON without replacer and space.
pub fn stringify_value(vm: &mut Vm, value: Value) -> JsResult<Value> {
    serialize(vm, value, Value::UNDEFINED, None, String::new())
}

fn gap(vm: &mut Vm, mut space: Value) -> JsResult<String> {
    if let Some(object) = space.to_cell::<Object>()
        && let Some(inner) = crate::object::primitive::primitive_value(object)
    {
        if inner.is_number() {
            space = Value::number(vm.to_number(space)?);
        } else if inner.is_string() {
            space = vm.to_string(space)?.value();
        }
    }
    if space.is_number() {
        let count = vm.to_integer_or_infinity(space)?.clamp(0.0, 10.0);
        return Ok(" ".repeat(count as usize));
    }
    if let Some(string) = space.as_string() {
        let units = vm.units(string);
        return Ok(units.slice(0, units.len().min(10)).to_rust());
    }
    Ok(String::new())
}

fn serialize(vm: &mut Vm, value: Value, replacer: Value, allowed: Option<RootedKeys>, gap: String) -> JsResult<Value> {
    let mut serializer = Serializer {
        replacer,
        allowed,
        stack: RootedList::new(vm),
        path: RootedKeys::new(vm),
        gap,
        indent: String::new(),
        out: StringBuilder::with_capacity(TYPICAL),
    };
    let key = vm.names.empty;
    let holder = if replacer.is_undefined() {
        None
    } else {
        let wrapper = vm.new_object();
        vm.create_data_property(wrapper, key, value)?;
        Some(wrapper)
    };
    if serializer.property(vm, holder, key, value)? { serializer.out.finish(vm).map(Value::from) } else { Ok(Value::UNDEFINED) }
}

/// Whether all properties of an ordinary object are enumerable data.
pub fn is_plain(vm: &Vm, object: Gc<Object>) -> bool {
    if object.kind() != Kind::Object || object.elements().is_sparse() {
        return false;
    }
    vm.shapes.get(object.shape()).are_all(Attributes::DEFAULT)
}

/// EnumerableOwnProperties(object, key) (sec-enumerableownproperties).
pub fn enumerable_keys(vm: &mut Vm, object: Gc<Object>) -> JsResult<RootedKeys> {
    let all = vm.own_property_keys(object)?;
    let mut keys = RootedKeys::new(vm);
    for i in 0..all.len() {
        let key = all[i];
        if !key.is_symbol() && vm.own_property(object, key)?.is_some_and(|p| p.attributes.enumerable()) {
            keys.push(key);
        }
    }
    Ok(keys)
}

impl Serializer {
    /// SerializeJSONProperty (sec-serializejsonproperty); false: undefined, nothing written.
    /// `value` has been read from `holder`, which only a replacer needs.
    fn property(&mut self, vm: &mut Vm, holder: Option<Gc<Object>>, key: PropertyKey, mut value: Value) -> JsResult<bool> {
        vm.poll()?;
        if value.is_object() || value.is_bigint() {
            let to_json = ic::get_named(vm, value, vm.names.toJSON)?;
            if vm.is_callable(to_json) {
                let name = vm.key_to_value(key);
                value = vm.call(to_json, value, &[name])?;
            }
        }
        if !self.replacer.is_undefined() {
            let name = vm.key_to_value(key);
            let holder = holder.map_or(Value::UNDEFINED, Value::from);
            value = vm.call(self.replacer, holder, &[name, value])?;
        }
        if super::source::is_raw(value) {
            let object: Gc<Object> = value.to_cell().expect("an object");
            let text = vm.get_str(object, "rawJSON")?;
            let text = vm.to_string(text)?;
            self.out.push_string(vm, text)?;
            return Ok(true);
        }
        if let Some(object) = value.to_cell::<Object>()
            && matches!(object.kind(), Kind::Primitive | Kind::StringObject)
            && let Some(inner) = crate::object::primitive::primitive_value(object)
        {
            if inner.is_number() {
                value = Value::number(vm.to_number(value)?);
            } else if inner.is_string() {
                value = vm.to_string(value)?.value();
            } else if inner.is_bool() || inner.is_bigint() {
                value = inner;
            }
        }
        if value.is_int() {
            self.out.push_int(value.as_int());
        } else if value.is_double() {
            let number = value.as_double();
            if number.is_finite() {
                let text = crate::runtime::conversion::number_to_string(number);
                self.out.push_ascii(&text);
            } else {
                self.out.push_ascii("null");
            }
        } else if let Some(string) = value.as_string() {
            self.quote(vm, string)?;
        } else if value.is_null() {
            self.out.push_ascii("null");
        } else if value.is_bool() {
            self.out.push_ascii(if value.as_bool() { "true" } else { "false" });
        } else if value.to_cell::<JsBigInt>().is_some() {
            return Err(vm.type_error("Do not know how to serialize a BigInt"));
        } else if let Some(object) = value.to_cell::<Object>()
            && !vm.is_callable(value)
        {
            if self.stack.contains(&object) {
                return Err(self.circular(vm, object, key));
            }
            vm.check_native_stack()?;
            self.stack.push(object);
            self.path.push(key);
            let outer = self.indent.len();
            let gap = self.gap.clone();
            self.indent.push_str(&gap);
            if vm.is_array(value)? {
                self.array(vm, object)?
            } else {
                self.object(vm, object)?
            }
            self.indent.truncate(outer);
            self.path.pop();
            self.stack.pop();
        } else {
            return Ok(false);
        }
        self.out.check(vm)?;
        Ok(true)
    }

    fn line_break(&mut self, indent: usize) {
        if !self.gap.is_empty() {
            self.out.push_ascii("\n");
            let text = self.indent[..indent].to_owned();
            self.out.push_str(&text);
        }
    }

    /// SerializeJSONObject (sec-serializejsonobject).
    fn object(&mut self, vm: &mut Vm, object: Gc<Object>) -> JsResult<()> {
        // What is called meanwhile may change or delete what is yet to come, which is visited nevertheless.
        let plain = is_plain(vm, object);
        let keys = match &self.allowed {
            Some(list) => RootedKeys::from_slice(vm, list),
            None if plain && object.elements().len.get() == 0 => {
                let keys = vm.shapes.get(object.shape()).enumerable_strings();
                RootedKeys::from_slice(vm, &keys)
            }
            None if plain => vm.own_property_keys(object)?,
            None => enumerable_keys(vm, object)?,
        };
        let (inner, outer) = (self.indent.len(), self.indent.len() - self.gap.len());
        self.out.push_ascii("{");
        let mut any = false;
        for i in 0..keys.len() {
            let key = keys[i];
            if key.is_symbol() {
                continue;
            }
            let value = if plain && vm.shapes.get(object.shape()).has_at(i, key, Attributes::DEFAULT) {
                vm.slot(object, i)
            } else {
                let own = if plain { vm.own_property(object, key)? } else { None };
                match own {
                    Some(property) => vm.property_value(&property, object.value())?,
                    None => vm.get(object, key)?,
                }
            };
            // Written ahead, and taken back if the value is undefined.
            let mark = self.out.len();
            if any {
                self.out.push_ascii(",");
            }
            self.line_break(inner);
            self.quote_key(vm, key)?;
            self.out.push_ascii(if self.gap.is_empty() { ":" } else { ": " });
            if self.property(vm, Some(object), key, value)? {
                any = true;
            } else {
                self.out.truncate(mark);
            }
        }
        if any {
            self.line_break(outer);
        }
        self.out.push_ascii("}");
        Ok(())
    }

    /// SerializeJSONArray (sec-serializejsonarray).
    fn array(&mut self, vm: &mut Vm, object: Gc<Object>) -> JsResult<()> {
        let (inner, outer) = (self.indent.len(), self.indent.len() - self.gap.len());
        let len = array::length_of(vm, object)?;
        self.out.push_ascii("[");
        for i in 0..len {
            if i > 0 {
                self.out.push_ascii(",");
            }
            self.line_break(inner);
            let value = array::get_at(vm, object, i)?;
            let key = array::index_key(vm, i);
            if !self.property(vm, Some(object), key, value)? {
                self.out.push_ascii("null");
            }
        }
        if len > 0 {
            self.line_break(outer);
        }
        self.out.push_ascii("]");
        Ok(())
    }

    fn quote_key(&mut self, vm: &mut Vm, key: PropertyKey) -> JsResult<()> {
        if let Some(index) = key.as_index() {
            self.out.push_ascii(&format!("\"{index}\""));
        } else if let Some(atom) = key.as_atom() {
            self.quote(vm, atom)?;
        }
        Ok(())
    }

    /// QuoteJSONString (sec-quotejsonstring).
    fn quote(&mut self, vm: &mut Vm, string: Gc<JsString>) -> JsResult<()> {
        let units = vm.units(string);
        self.out.push_ascii("\"");
        if let Units::Latin1(bytes) = units
            && bytes.iter().all(|b| *b >= 0x20 && *b != b'"' && *b != b'\\')
        {
            self.out.push_units(units);
        } else {
            quote_units(vm, &mut self.out, units)?;
        }
        self.out.push_ascii("\"");
        Ok(())
    }

    /// V8's message, which shows the way around the circle.
    fn circular(&mut self, vm: &mut Vm, object: Gc<Object>, key: PropertyKey) -> Throw {
        let start = self.stack.iter().position(|o| *o == object).unwrap_or(0);
        let name = |vm: &mut Vm, object: Gc<Object>| {
            let class = crate::builtins::console::class_name::class_name(vm, object).ok().flatten();
            class.unwrap_or_else(|| "Object".into())
        };
        let step = |key: PropertyKey| match key.as_index() {
            Some(index) => format!("index {index}"),
            None => format!("property '{}'", key.as_atom().map_or(String::new(), |a| a.to_rust())),
        };
        let mut text = String::from("Converting circular structure to JSON\n    --> starting at object with constructor ");
        let class = name(vm, object);
        text += &format!("'{class}'");
        let between = self.stack.len() - start - 1;
        if between == 0 {
            text += &format!("\n    --- {} closes the circle", step(key));
        } else {
            let first = self.stack[start + 1];
            let class = name(vm, first);
            text += &format!("\n    |     {} -> object with constructor '{class}'", step(self.path[start + 1]));
            if between > 2 {
                text += "\n    |     ...";
            }
            if between > 1 {
                let last = self.stack[self.stack.len() - 1];
                let class = name(vm, last);
                text += &format!("\n    |     {} -> object with constructor '{class}'", step(self.path[self.path.len() - 1]));
            }
            text += &format!("\n    --- {} closes the circle", step(key));
        }
        vm.type_error(text)
    }
}

/// The characters of a JSON string literal without its quotes.
///
/// # Errors
/// If it is interrupted.
pub fn quote_units(vm: &mut Vm, out: &mut StringBuilder, units: Units<'_>) -> JsResult<()> {
    let mut at = 0;
    while at < units.len() {
        vm.poll()?;
        let unit = units.get(at);
        match unit {
            0x22 => out.push_ascii("\\\""),
            0x5C => out.push_ascii("\\\\"),
            8 => out.push_ascii("\\b"),
            12 => out.push_ascii("\\f"),
            10 => out.push_ascii("\\n"),
            13 => out.push_ascii("\\r"),
            9 => out.push_ascii("\\t"),
            0..0x20 => out.push_ascii(&format!("\\u{unit:04x}")),
            0xD800..=0xDFFF => {
                let (code, len) = crate::builtins::string::code_point(units, at);
                if len == 2 {
                    out.push_code_point(code);
                    at += 1;
                } else {
                    out.push_ascii(&format!("\\u{unit:04x}"));
                }
            }
            _ => out.push_unit(unit),
        }
        at += 1;
    }
    Ok(())
}
