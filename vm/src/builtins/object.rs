//! Object objects (sec-object-objects).

use super::table::{ClassSpec, accessor, method};
use crate::heap::{Gc, Kind, RootedVec};
use crate::object::function::Args;
use crate::object::key::PropertyKey;
use crate::object::layout::{Object, flags};
use crate::object::primitive::primitive_value;
use crate::object::shape::Attributes;
use crate::runtime::completion::JsResult;
use crate::runtime::operations::{IntegrityLevel, is_callable};
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use smallvec::SmallVec;

pub static OBJECT: ClassSpec = ClassSpec {
    prototype_parent: None,
    statics: &[
        method("assign", 2, assign),
        method("create", 2, create),
        method("defineProperties", 2, define_properties),
        method("defineProperty", 3, define_property),
        method("entries", 1, entries),
        method("freeze", 1, freeze),
        method("fromEntries", 1, from_entries),
        method("getOwnPropertyDescriptor", 2, get_own_property_descriptor),
        method("getOwnPropertyDescriptors", 1, get_own_property_descriptors),
        method("getOwnPropertyNames", 1, get_own_property_names),
        method("getOwnPropertySymbols", 1, get_own_property_symbols),
        method("getPrototypeOf", 1, get_prototype_of),
        method("groupBy", 2, group_by),
        method("hasOwn", 2, has_own),
        method("is", 2, is),
        method("isExtensible", 1, is_extensible),
        method("isFrozen", 1, is_frozen),
        method("isSealed", 1, is_sealed),
        method("keys", 1, keys),
        method("preventExtensions", 1, prevent_extensions),
        method("seal", 1, seal),
        method("setPrototypeOf", 2, set_prototype_of),
        method("values", 1, values),
    ],
    methods: &[
        method("__defineGetter__", 2, define_getter),
        method("__defineSetter__", 2, define_setter),
        method("__lookupGetter__", 1, lookup_getter),
        method("__lookupSetter__", 1, lookup_setter),
        method("hasOwnProperty", 1, has_own_property),
        method("isPrototypeOf", 1, is_prototype_of),
        method("propertyIsEnumerable", 1, property_is_enumerable),
        method("toLocaleString", 0, to_locale_string),
        method("toString", 0, to_string).as_intrinsic(Intrinsic::ObjectPrototypeToString),
        method("valueOf", 0, value_of).as_intrinsic(Intrinsic::ObjectPrototypeValueOf),
    ],
    getters: &[accessor("__proto__", get_proto, set_proto)],
    ..ClassSpec::new("Object", 1, constructor, Intrinsic::Object, Intrinsic::ObjectPrototype)
};

/// `Object ( [ value ] )` (sec-object-value)
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    // 1.
    if args.is_construct() && args.new_target != args.callee.value() {
        return Ok(vm.ordinary_create_from_constructor(args.new_target, Intrinsic::ObjectPrototype)?.value());
    }
    // 2.-3.
    if args.get(0).is_nullish() {
        return Ok(vm.new_object().value());
    }
    Ok(vm.to_object(args.get(0))?.value())
}

/// Object.assign ( target, ...sources ) (sec-object.assign)
fn assign(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let target = vm.to_object(args.get(0))?;
    for source in args.args.iter().skip(1).filter(|s| !s.is_nullish()) {
        let from = vm.to_object(*source)?;
        let keys = vm.own_property_keys(from)?;
        for key in keys.iter() {
            vm.poll()?;
            if let Some(property) = vm.own_property(from, *key)?
                && property.attributes.enumerable()
            {
                let value = property_of(vm, from, *key, &property)?;
                vm.set(target, *key, value, true)?;
            }
        }
    }
    Ok(target.value())
}

/// Get of a property that was just found: asks a proxy again.
fn property_of(vm: &mut Vm, object: Gc<Object>, key: PropertyKey, property: &crate::object::property::OwnProperty) -> JsResult<Value> {
    if object.kind() == Kind::Proxy { vm.get(object, key) } else { vm.property_value(property, object.value()) }
}

/// Object.create ( O, Properties ) (sec-object.create)
fn create(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let proto = args.get(0);
    if !proto.is_object() && !proto.is_null() {
        let shown = vm.to_display(proto);
        return Err(vm.type_error(format!("Object prototype may only be an Object or null: {shown}")));
    }
    let object = vm.new_object_with_proto(proto);
    if !args.get(1).is_undefined() {
        object_define_properties(vm, object, args.get(1))?;
    }
    Ok(object.value())
}

fn this_object(vm: &mut Vm, value: Value, name: &str) -> JsResult<Gc<Object>> {
    match value.to_cell() {
        Some(object) => Ok(object),
        None => Err(vm.type_error(format!("{name} called on non-object"))),
    }
}

/// Object.defineProperties ( O, Properties ) (sec-object.defineproperties)
fn define_properties(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = this_object(vm, args.get(0), "Object.defineProperties")?;
    object_define_properties(vm, object, args.get(1))?;
    Ok(object.value())
}

/// ObjectDefineProperties (sec-objectdefineproperties)
fn object_define_properties(vm: &mut Vm, object: Gc<Object>, properties: Value) -> JsResult<()> {
    let properties = vm.to_object(properties)?;
    let keys = vm.own_property_keys(properties)?;
    // All descriptors are read before the first property is defined. They are read
    // again as objects, so that a rooted list can hold them.
    let mut found = RootedVec::new(vm);
    let mut descriptors = Vec::new();
    for key in keys.iter() {
        if let Some(property) = vm.own_property(properties, *key)?
            && property.attributes.enumerable()
        {
            let value = property_of(vm, properties, *key, &property)?;
            let desc = vm.to_property_descriptor(value)?;
            found.push(key.raw());
            for field in [desc.value, desc.get, desc.set] {
                found.push(field.unwrap_or(Value::EMPTY));
            }
            descriptors.push((*key, desc));
        }
    }
    for (key, desc) in &descriptors {
        vm.define_property_or_throw(object, *key, desc)?;
    }
    drop(found);
    Ok(())
}

/// Object.defineProperty ( O, P, Attributes ) (sec-object.defineproperty)
fn define_property(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = this_object(vm, args.get(0), "Object.defineProperty")?;
    let key = vm.to_property_key(args.get(1))?;
    let desc = vm.to_property_descriptor(args.get(2))?;
    vm.define_property_or_throw(object, key, &desc)?;
    Ok(object.value())
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listed {
    Keys,
    Values,
    Entries,
}

/// EnumerableOwnProperties (sec-enumerableownproperties)
pub(crate) fn enumerable_own_properties(vm: &mut Vm, value: Value, what: Listed) -> JsResult<Value> {
    if what == Listed::Keys
        && let Some(keys) = quick_keys(vm, value)
    {
        return Ok(keys);
    }
    let object = vm.to_object(value)?;
    if let Some(list) = plain_own_properties(vm, object, what) {
        return Ok(vm.create_array_from_list(&list)?.value());
    }
    let keys = vm.own_property_keys(object)?;
    let mut list = RootedVec::with_capacity(vm, keys.len());
    for key in keys.iter().filter(|k| !k.is_symbol()) {
        vm.poll()?;
        let Some(property) = vm.own_property(object, *key)? else { continue };
        if !property.attributes.enumerable() {
            continue;
        }
        let item = match what {
            Listed::Keys => vm.key_to_value(*key),
            Listed::Values => property_of(vm, object, *key, &property)?,
            Listed::Entries => {
                let value = property_of(vm, object, *key, &property)?;
                let key = vm.key_to_value(*key);
                vm.new_array(&[key, value]).value()
            }
        };
        list.push(item);
    }
    Ok(vm.create_array_from_list(&list)?.value())
}

/// EnumerableOwnProperties of an object without exotic behaviour, accessors or sparse
/// elements: nothing can run script, so the shape stays what it is.
fn plain_own_properties(vm: &mut Vm, object: Gc<Object>, what: Listed) -> Option<RootedVec> {
    if !matches!(object.kind(), Kind::Object | Kind::Array) || object.elements().is_sparse() {
        return None;
    }
    let shape = vm.shapes.get(object.shape());
    let count = shape.slot_count();
    if (0..count).any(|slot| shape.property_at(slot).is_some_and(|(_, a)| a.is_accessor())) {
        return None;
    }
    let mut list = RootedVec::with_capacity(vm, count + object.elements().len.get() as usize);
    let item = |vm: &mut Vm, key: PropertyKey, value: Value| match what {
        Listed::Keys => vm.key_to_value(key),
        Listed::Values => value,
        Listed::Entries => {
            let key = vm.key_to_value(key);
            vm.new_array(&[key, value]).value()
        }
    };
    for index in 0..object.elements().len.get() {
        let value = object.elements().get(index);
        if !value.is_empty() {
            let item = item(vm, PropertyKey::index(index), value);
            list.push(item);
        }
    }
    for slot in 0..count {
        match vm.shapes.get(object.shape()).property_at(slot) {
            Some((key, attributes)) if attributes.enumerable() && !key.is_symbol() => {
                let value = vm.slot(object, slot);
                let item = item(vm, key, value);
                list.push(item);
            }
            _ => {}
        }
    }
    Some(list)
}

/// The keys of an ordinary object that has few, and no elements.
pub(crate) fn quick_keys(vm: &mut Vm, value: Value) -> Option<Value> {
    const FEW: usize = 32;
    let object = value.to_cell::<Object>()?;
    let has_elements = object.elements().len.get() > 0 || object.elements().is_sparse();
    if object.kind() != Kind::Object || has_elements || vm.shapes.get(object.shape()).slot_count() > FEW {
        return None;
    }
    let keys = vm.shapes.get(object.shape()).enumerable_strings();
    // unrooted: the shape of `object`, which is on the stack, keeps them.
    let list: SmallVec<[Value; 8]> = keys.iter().map(|key| key.raw()).collect();
    Some(vm.new_array(&list).value())
}

/// Whether an ordinary object has an own property whose key is an atom or a symbol.
pub(crate) fn quick_has_own(vm: &Vm, value: Value, key: Value) -> Option<Value> {
    let object = value.to_cell::<Object>()?;
    let is_named = match key.as_string() {
        Some(string) => string.is_atom() && string.array_index().is_none(),
        None => key.is_symbol(),
    };
    if object.kind() != Kind::Object || object.has_flag(flags::LAZY_FUNCTION) || !is_named {
        return None;
    }
    let property = vm.shapes.get(object.shape()).lookup(PropertyKey::from_raw(key));
    Some(Value::bool(property.is_some()))
}

/// Object.keys ( O ) (sec-object.keys)
fn keys(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    enumerable_own_properties(vm, args.get(0), Listed::Keys)
}

/// Object.values ( O ) (sec-object.values)
fn values(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    enumerable_own_properties(vm, args.get(0), Listed::Values)
}

/// Object.entries ( O ) (sec-object.entries)
fn entries(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    enumerable_own_properties(vm, args.get(0), Listed::Entries)
}

fn integrity(vm: &mut Vm, value: Value, level: IntegrityLevel, verb: &str) -> JsResult<Value> {
    if let Some(object) = value.to_cell::<Object>()
        && !vm.set_integrity_level(object, level)?
    {
        return Err(vm.type_error(format!("Cannot {verb}")));
    }
    Ok(value)
}

/// Object.freeze ( O ) (sec-object.freeze)
fn freeze(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    integrity(vm, args.get(0), IntegrityLevel::Frozen, "freeze")
}

/// Object.seal ( O ) (sec-object.seal)
fn seal(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    integrity(vm, args.get(0), IntegrityLevel::Sealed, "seal")
}

/// Object.preventExtensions ( O ) (sec-object.preventextensions)
fn prevent_extensions(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if let Some(object) = args.get(0).to_cell::<Object>()
        && !vm.prevent_extensions(object)?
    {
        return Err(vm.type_error("Cannot prevent extensions"));
    }
    Ok(args.get(0))
}

fn test_integrity(vm: &mut Vm, value: Value, level: IntegrityLevel) -> JsResult<Value> {
    Ok(Value::bool(match value.to_cell() {
        Some(object) => vm.test_integrity_level(object, level)?,
        None => true,
    }))
}

/// Object.isFrozen ( O ) (sec-object.isfrozen)
fn is_frozen(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    test_integrity(vm, args.get(0), IntegrityLevel::Frozen)
}

/// Object.isSealed ( O ) (sec-object.issealed)
fn is_sealed(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    test_integrity(vm, args.get(0), IntegrityLevel::Sealed)
}

/// Object.isExtensible ( O ) (sec-object.isextensible)
fn is_extensible(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(Value::bool(match args.get(0).to_cell() {
        Some(object) => vm.is_extensible(object)?,
        None => false,
    }))
}

/// Object.fromEntries ( iterable ) (sec-object.fromentries)
fn from_entries(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if args.get(0).is_nullish() {
        let shown = vm.to_display(args.get(0));
        return Err(vm.type_error(format!("{shown} is not iterable")));
    }
    let object = vm.new_object();
    // AddEntriesFromIterable (sec-add-entries-from-iterable)
    vm.for_each_of(args.get(0), |vm, item| {
        let Some(entry) = item.to_cell::<Object>() else {
            let shown = vm.to_display(item);
            return Err(vm.type_error(format!("Iterator value {shown} is not an entry object")));
        };
        let key = vm.get_index(entry, 0)?;
        let value = vm.get_index(entry, 1)?;
        let key = vm.to_property_key(key)?;
        vm.create_data_property_or_throw(object, key, value)
    })?;
    Ok(object.value())
}

/// Object.groupBy ( items, callback ) (sec-object.groupby)
fn group_by(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (items, callback) = (args.get(0), args.get(1));
    if items.is_nullish() {
        let shown = vm.to_display(items);
        return Err(vm.type_error(format!("{shown} is not iterable")));
    }
    if !is_callable(callback) {
        let shown = vm.to_display(callback);
        return Err(vm.not_a_function_error(&shown));
    }
    let object = vm.new_object_with_proto(Value::NULL);
    let mut index = 0u32;
    vm.for_each_of(items, |vm, item| {
        let key = vm.call(callback, Value::UNDEFINED, &[item, Value::from(index)])?;
        let key = vm.to_property_key(key)?;
        index += 1;
        match vm.own_property_no_proxy(object, key).and_then(|p| p.value.to_cell()) {
            Some(group) => vm.array_push(group, item),
            None => {
                let group = vm.new_array(&[item]);
                vm.create_data_property_or_throw(object, key, group.value())
            }
        }
    })?;
    Ok(object.value())
}

/// Object.getOwnPropertyDescriptor ( O, P ) (sec-object.getownpropertydescriptor)
fn get_own_property_descriptor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.get(0))?;
    let key = vm.to_property_key(args.get(1))?;
    Ok(match vm.get_own_property(object, key)? {
        Some(desc) => vm.from_property_descriptor(&desc).value(),
        None => Value::UNDEFINED,
    })
}

/// Object.getOwnPropertyDescriptors ( O ) (sec-object.getownpropertydescriptors)
fn get_own_property_descriptors(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.get(0))?;
    let keys = vm.own_property_keys(object)?;
    let result = vm.new_object();
    for key in keys.iter() {
        vm.poll()?;
        if let Some(desc) = vm.get_own_property(object, *key)? {
            let desc = vm.from_property_descriptor(&desc);
            vm.create_data_property_or_throw(result, *key, desc.value())?;
        }
    }
    Ok(result.value())
}

fn own_keys(vm: &mut Vm, value: Value, symbols: bool) -> JsResult<Value> {
    let object = vm.to_object(value)?;
    let keys = vm.own_property_keys(object)?;
    let mut list = RootedVec::with_capacity(vm, keys.len());
    for key in keys.iter().filter(|k| k.is_symbol() == symbols) {
        vm.poll()?;
        let value = vm.key_to_value(*key);
        list.push(value);
    }
    Ok(vm.create_array_from_list(&list)?.value())
}

/// Object.getOwnPropertyNames ( O ) (sec-object.getownpropertynames)
fn get_own_property_names(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    own_keys(vm, args.get(0), false)
}

/// Object.getOwnPropertySymbols ( O ) (sec-object.getownpropertysymbols)
fn get_own_property_symbols(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    own_keys(vm, args.get(0), true)
}

/// Object.getPrototypeOf ( O ) (sec-object.getprototypeof)
fn get_prototype_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.get(0))?;
    vm.get_prototype_of(object)
}

/// Object.setPrototypeOf ( O, proto ) (sec-object.setprototypeof)
fn set_prototype_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let value = vm.require_object_coercible(args.get(0), "Object.setPrototypeOf")?;
    let proto = args.get(1);
    if !proto.is_object() && !proto.is_null() {
        let shown = vm.to_display(proto);
        return Err(vm.type_error(format!("Object prototype may only be an Object or null: {shown}")));
    }
    if let Some(object) = value.to_cell() {
        set_prototype_or_throw(vm, object, proto)?;
    }
    Ok(value)
}

fn set_prototype_or_throw(vm: &mut Vm, object: Gc<Object>, proto: Value) -> JsResult<()> {
    if vm.set_prototype_of(object, proto)? {
        return Ok(());
    }
    if object.kind() == Kind::Proxy {
        return Err(vm.type_error("'setPrototypeOf' on proxy: trap returned falsish for property 'undefined'"));
    }
    if object == vm.intrinsic(Intrinsic::ObjectPrototype) {
        return Err(vm.type_error("Immutable prototype object 'Object.prototype' cannot have their prototype set"));
    }
    if !vm.is_extensible(object)? {
        let shown = vm.to_display(object.value());
        return Err(vm.type_error(format!("{shown} is not extensible")));
    }
    Err(vm.type_error("Cyclic __proto__ value"))
}

/// Object.hasOwn ( O, P ) (sec-object.hasown)
fn has_own(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.get(0))?;
    let key = vm.to_property_key(args.get(1))?;
    Ok(Value::bool(vm.has_own_property(object, key)?))
}

/// Object.is ( value1, value2 ) (sec-object.is)
fn is(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(Value::bool(vm.same_value(args.get(0), args.get(1))))
}

// ---- Object.prototype

/// Object.prototype.hasOwnProperty ( V ) (sec-object.prototype.hasownproperty)
fn has_own_property(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let key = vm.to_property_key(args.get(0))?;
    let object = vm.to_object(args.this)?;
    Ok(Value::bool(vm.has_own_property(object, key)?))
}

/// Object.prototype.isPrototypeOf ( V ) (sec-object.prototype.isprototypeof)
fn is_prototype_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(mut at) = args.get(0).to_cell::<Object>() else { return Ok(Value::FALSE) };
    let object = vm.to_object(args.this)?;
    let mut proxies = 0;
    while let Some(next) = vm.next_prototype(at, &mut proxies)? {
        if next == object {
            return Ok(Value::TRUE);
        }
        at = next;
    }
    Ok(Value::FALSE)
}

/// Object.prototype.propertyIsEnumerable ( V ) (sec-object.prototype.propertyisenumerable)
fn property_is_enumerable(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let key = vm.to_property_key(args.get(0))?;
    let object = vm.to_object(args.this)?;
    Ok(Value::bool(vm.own_property(object, key)?.is_some_and(|p| p.attributes.enumerable())))
}

/// Object.prototype.toLocaleString ( ) (sec-object.prototype.tolocalestring)
fn to_locale_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    vm.invoke(args.this, vm.names.toString, &[])
}

/// Object.prototype.valueOf ( ) (sec-object.prototype.valueof)
fn value_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(vm.to_object(args.this)?.value())
}

/// Object.prototype.toString ( ) (sec-object.prototype.tostring)
fn to_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    // 1.-2.
    if args.this.is_undefined() {
        return Ok(vm.intern("[object Undefined]").value());
    }
    if args.this.is_null() {
        return Ok(vm.intern("[object Null]").value());
    }
    // 3.-14.
    let object = vm.to_object(args.this)?;
    let builtin = if vm.is_array(object.value())? {
        "Array"
    } else if is_callable(object.value()) {
        "Function"
    } else {
        match object.kind() {
            Kind::Arguments => "Arguments",
            _ if object.has_flag(flags::ARGUMENTS) => "Arguments",
            Kind::Error => "Error",
            Kind::Date => "Date",
            Kind::RegExp => "RegExp",
            Kind::StringObject => "String",
            Kind::Primitive => match primitive_value(object) {
                Some(value) if value.is_bool() => "Boolean",
                Some(value) if value.is_number() => "Number",
                _ => "Object",
            },
            _ => "Object",
        }
    };
    // 15.-17.
    let tag = vm.get(object, vm.symbols.to_string_tag)?;
    let Some(tag) = tag.as_string() else { return Ok(vm.intern(&format!("[object {builtin}]")).value()) };
    let (open, close) = (vm.new_string("[object "), vm.single_char(b']' as u16));
    let text = vm.concat(open, tag)?;
    Ok(vm.concat(text, close)?.value())
}

/// get Object.prototype.__proto__ (sec-get-object.prototype.__proto__)
fn get_proto(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    vm.get_prototype_of(object)
}

/// The prototype of an object of which a shape says it.
pub(crate) fn quick_proto(vm: &Vm, this: Value) -> Option<Value> {
    let object = this.to_cell::<Object>().filter(|object| matches!(object.kind(), Kind::Object | Kind::Array | Kind::Function))?;
    Some(vm.shapes.get(object.shape()).prototype)
}

/// set Object.prototype.__proto__ (sec-set-object.prototype.__proto__)
fn set_proto(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let value = vm.require_object_coercible(args.this, "Object.prototype.__proto__")?;
    let proto = args.get(0);
    if let Some(object) = value.to_cell()
        && (proto.is_object() || proto.is_null())
    {
        set_prototype_or_throw(vm, object, proto)?;
    }
    Ok(Value::UNDEFINED)
}

fn define_accessor(vm: &mut Vm, args: &Args, setter: bool) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    let function = args.get(1);
    if !is_callable(function) {
        let name = if setter { "__defineSetter__" } else { "__defineGetter__" };
        return Err(vm.type_error(format!("Object.prototype.{name}: Expecting function")));
    }
    let key = vm.to_property_key(args.get(0))?;
    let mut desc = PropertyDescriptor { enumerable: Some(true), configurable: Some(true), ..Default::default() };
    *(if setter { &mut desc.set } else { &mut desc.get }) = Some(function);
    vm.define_property_or_throw(object, key, &desc)?;
    Ok(Value::UNDEFINED)
}

/// Object.prototype.__defineGetter__ ( P, getter ) (sec-object.prototype.__defineGetter__)
fn define_getter(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    define_accessor(vm, args, false)
}

/// Object.prototype.__defineSetter__ ( P, setter ) (sec-object.prototype.__defineSetter__)
fn define_setter(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    define_accessor(vm, args, true)
}

fn lookup_accessor(vm: &mut Vm, args: &Args, setter: bool) -> JsResult<Value> {
    let mut at = Some(vm.to_object(args.this)?);
    let key = vm.to_property_key(args.get(0))?;
    while let Some(object) = at {
        if let Some(property) = vm.own_property(object, key)? {
            return Ok(match property.accessor() {
                Some(accessor) if setter => accessor.set.get(),
                Some(accessor) => accessor.get.get(),
                None => Value::UNDEFINED,
            });
        }
        at = vm.get_prototype_of(object)?.to_cell();
    }
    Ok(Value::UNDEFINED)
}

/// Object.prototype.__lookupGetter__ ( P ) (sec-object.prototype.__lookupGetter__)
fn lookup_getter(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    lookup_accessor(vm, args, false)
}

/// Object.prototype.__lookupSetter__ ( P ) (sec-object.prototype.__lookupSetter__)
fn lookup_setter(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    lookup_accessor(vm, args, true)
}

impl Vm {
    /// CopyDataProperties (sec-copydataproperties).
    pub fn copy_data_properties(&mut self, target: Gc<Object>, source: Value, excluded: &[PropertyKey]) -> JsResult<()> {
        if source.is_nullish() {
            return Ok(());
        }
        let from = self.to_object(source)?;
        if excluded.is_empty() && self.copy_plain_properties(target, from)? {
            return Ok(());
        }
        let keys = self.own_property_keys(from)?;
        for key in keys.iter().filter(|k| !excluded.contains(k)) {
            self.poll()?;
            if let Some(property) = self.own_property(from, *key)?
                && property.attributes.enumerable()
            {
                let value = property_of(self, from, *key, &property)?;
                self.create_data_property_or_throw(target, *key, value)?;
            }
        }
        Ok(())
    }

    /// CopyDataProperties from an ordinary object with plain properties only to an
    /// ordinary one without any. False if they are not such.
    fn copy_plain_properties(&mut self, target: Gc<Object>, from: Gc<Object>) -> JsResult<bool> {
        if target.kind() != Kind::Object || from.kind() != Kind::Object || target.has_flag(flags::PROTOTYPE) {
            return Ok(false);
        }
        let (to, shape) = (self.shapes.get(target.shape()), self.shapes.get(from.shape()));
        let empty = self.empty_elements();
        if to.slot_count() != 0 || !to.extensible || target.elements() != empty || from.elements() != empty {
            return Ok(false);
        }
        let count = shape.slot_count();
        let plain = |slot| shape.property_at(slot).is_some_and(|(key, a)| a == Attributes::DEFAULT && !key.is_private());
        if !(0..count).all(plain) {
            return Ok(false);
        }
        let (capacity, id) = (shape.inline_capacity as usize, from.shape());
        // The same shape will do if all that it implies is the same.
        let same = to.prototype == shape.prototype
            && to.inline_capacity == shape.inline_capacity
            && shape.extensible
            && !shape.unique
            && !to.unique;
        if same {
            self.ensure_slots(target, count.saturating_sub(capacity))?;
            for slot in 0..count {
                let value = from.slot(slot, capacity);
                target.set_slot(&mut self.heap, slot, capacity, value);
            }
            target.set_shape(id);
            return Ok(true);
        }
        for slot in 0..count {
            let value = from.slot(slot, capacity);
            if let Some((key, attributes)) = self.shapes.get(id).property_at(slot) {
                self.add_named(target, key, value, attributes)?;
            }
        }
        Ok(true)
    }
}
