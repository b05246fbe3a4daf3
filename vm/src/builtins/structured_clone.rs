//! structuredClone (<https://html.spec.whatwg.org/#structured-cloning>), without transfer of
//! anything but array buffers.

use crate::builtins::array;
use crate::builtins::collections::ordered_table::Position;
use crate::builtins::collections::set::{self, SetData};
use crate::builtins::collections::{self, map::MapData};
use crate::builtins::date::{self, DateData};
use crate::builtins::regexp::{self, RegExpData};
use crate::builtins::table::{Method, visible};
use crate::builtins::typed::{self, buffer};
use crate::heap::roots::RootedList;
use crate::heap::{Gc, Kind};
use crate::object::array::Array;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::object::primitive::primitive_value;
use crate::object::shape::Attributes;
use crate::object::typed_array::TypedArray;
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use rustc_hash::FxHashMap;

/// Originals and their clones, so that identity and circles survive.
struct Memory {
    originals: RootedList<Gc<Object>>,
    clones: RootedList<Gc<Object>>,
    /// By the address of an original, which is kept alive and does not move: its number.
    numbers: FxHashMap<usize, usize>,
}

impl Memory {
    fn remember(&mut self, original: Gc<Object>, clone: Gc<Object>) -> Gc<Object> {
        self.numbers.insert(original.value().address(), self.clones.len());
        self.originals.push(original);
        self.clones.push(clone);
        clone
    }
    fn clone_of(&self, original: Gc<Object>) -> Option<Gc<Object>> {
        self.numbers.get(&original.value().address()).map(|number| self.clones[*number])
    }
}

/// A DataCloneError.
fn cannot_clone(vm: &mut Vm, value: Value) -> Throw {
    let shown = vm.to_display(value);
    let proto = vm.intrinsic(Intrinsic::ErrorPrototype);
    let message = vm.new_string(&format!("{shown} could not be cloned.")).value();
    let error = vm.new_error_object(proto, message);
    let name = vm.new_string("DataCloneError").value();
    let key = vm.names.name;
    vm.define_new(error, key, name, Attributes::METHOD);
    Throw(error.value())
}

/// structuredClone ( value [ , options ] ).
fn structured_clone(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let mut memory = Memory { originals: RootedList::new(vm), clones: RootedList::new(vm), numbers: FxHashMap::default() };
    let clone = clone_value(vm, &mut memory, args.get(0))?;
    if let Some(options) = args.get(1).to_cell::<Object>() {
        let transfer = vm.get_str(options, "transfer")?;
        if let Some(list) = transfer.to_cell::<Object>() {
            let len = array::length_of(vm, list)?;
            for i in 0..len {
                let item = array::get_at(vm, list, i)?;
                // The clone has a copy of the bytes already.
                if let Some(data) = item.payload::<buffer::ArrayBufferData>() {
                    if data.is_immutable() || data.has_detach_key() {
                        return Err(cannot_clone(vm, item));
                    }
                    data.detach();
                }
            }
        }
    }
    Ok(clone)
}

fn clone_value(vm: &mut Vm, memory: &mut Memory, value: Value) -> JsResult<Value> {
    if value.is_symbol() {
        return Err(cannot_clone(vm, value));
    }
    let Some(object) = value.to_cell::<Object>() else { return Ok(value) };
    if let Some(clone) = memory.clone_of(object) {
        return Ok(clone.value());
    }
    vm.check_native_stack()?;
    if vm.is_callable(value) {
        return Err(cannot_clone(vm, value));
    }
    let remember = |memory: &mut Memory, clone: Gc<Object>| memory.remember(object, clone);
    let clone = match object.kind() {
        Kind::Array => {
            let length = object.cast::<Array>().expect("an Array").length.get();
            let array = vm.array_create(length)?.as_object();
            remember(memory, array)
        }
        Kind::Object | Kind::Arguments => {
            if let Some(clone) = host_clone(vm, object)? {
                return Ok(remember(memory, clone).value());
            }
            let plain = vm.new_object();
            remember(memory, plain)
        }
        Kind::Map => {
            let data = object.payload::<MapData>().expect("a Map");
            let proto = vm.intrinsic(Intrinsic::MapPrototype);
            let map = vm.new_payload_object(Kind::Map, proto, Box::new(MapData::default()));
            remember(memory, map);
            let mut position = Position::default();
            while let Some((key, value)) = { data.table.borrow().next(&mut position) } {
                let key = clone_value(vm, memory, key)?;
                let value = clone_value(vm, memory, value)?;
                collections::put(vm, &map.payload::<MapData>().expect("a Map").table, key, value)?;
                vm.write_barrier(map.header());
            }
            return Ok(map.value());
        }
        Kind::Set => {
            let data = object.payload::<SetData>().expect("a Set");
            let clone = set::new_set(vm);
            remember(memory, clone);
            let mut position = Position::default();
            while let Some((item, _)) = { data.table.borrow().next(&mut position) } {
                let item = clone_value(vm, memory, item)?;
                set::insert(vm, clone, item)?;
            }
            return Ok(clone.value());
        }
        Kind::Date => {
            let t = object.payload::<DateData>().expect("a Date").0.get();
            let date = date::new_date(vm, t);
            return Ok(remember(memory, date).value());
        }
        Kind::RegExp => {
            let data = object.payload::<RegExpData>().expect("a RegExp");
            let source = data.source.get().as_string().expect("a string");
            let flags = regexp::flags_text(data.flags.get());
            let clone = regexp::regexp_create(vm, source, &flags)?;
            return Ok(remember(memory, clone).value());
        }
        Kind::Primitive | Kind::StringObject => {
            let inner = primitive_value(object).unwrap_or(Value::UNDEFINED);
            if inner.is_symbol() {
                return Err(cannot_clone(vm, value));
            }
            let clone = vm.to_object(inner)?;
            return Ok(remember(memory, clone).value());
        }
        Kind::ArrayBuffer => {
            if let Some(shared) = vm.shared_buffer(value) {
                let clone = vm.new_shared_array_buffer(&shared);
                return Ok(remember(memory, clone).value());
            }
            vm.room_for(object.payload::<buffer::ArrayBufferData>().map_or(0, |data| data.len()))?;
            let bytes = typed::bytes_of(value).unwrap_or_default();
            let immutable = object.payload::<buffer::ArrayBufferData>().is_some_and(|data| data.is_immutable());
            let clone = if immutable { buffer::of_immutable_bytes(vm, bytes) } else { buffer::of_bytes(vm, bytes) };
            return Ok(remember(memory, clone).value());
        }
        Kind::TypedArray => {
            let view = object.cast::<TypedArray>().expect("a typed array");
            let inner = clone_value(vm, memory, view.buffer.get())?;
            let constructor = vm.intrinsic(typed::constructor_of(view.element_type)).value();
            let (offset, length) = (Value::from(view.byte_offset.get()), Value::from(view.length.get()));
            let clone = vm.construct(constructor, &[inner, offset, length], constructor)?;
            return Ok(remember(memory, clone.to_cell().expect("an object")).value());
        }
        Kind::Error => return clone_error(vm, memory, object),
        _ => return Err(cannot_clone(vm, value)),
    };
    let keys = vm.own_property_keys(object)?;
    for i in 0..keys.len() {
        let key = keys[i];
        if key.is_symbol() {
            continue;
        }
        if vm.own_property(object, key)?.is_some_and(|p| p.attributes.enumerable()) {
            let value = vm.get(object, key)?;
            let value = clone_value(vm, memory, value)?;
            vm.create_data_property(clone, key, value)?;
        }
    }
    Ok(clone.value())
}

/// What an object of the host makes of itself, if it is of a class that can be cloned.
fn host_clone(vm: &mut Vm, object: Gc<Object>) -> JsResult<Option<Gc<Object>>> {
    // There is no such symbol until a class with that method is loaded.
    let Some(symbol) = vm.find_registered_symbol("nodejs.structuredClone") else { return Ok(None) };
    let method = vm.get(object, symbol)?;
    if !vm.is_callable(method) {
        return Ok(None);
    }
    Ok(vm.call(method, object.value(), &[])?.to_cell())
}

fn clone_error(vm: &mut Vm, memory: &mut Memory, object: Gc<Object>) -> JsResult<Value> {
    let name = vm.get(object, vm.names.name)?;
    let name = if name.is_undefined() { "Error".to_owned() } else { vm.to_string(name)?.to_rust() };
    let proto = match name.as_str() {
        "TypeError" => Intrinsic::TypeErrorPrototype,
        "RangeError" => Intrinsic::RangeErrorPrototype,
        "ReferenceError" => Intrinsic::ReferenceErrorPrototype,
        "SyntaxError" => Intrinsic::SyntaxErrorPrototype,
        "EvalError" => Intrinsic::EvalErrorPrototype,
        "URIError" => Intrinsic::UriErrorPrototype,
        _ => Intrinsic::ErrorPrototype,
    };
    let message = vm.get(object, vm.names.message)?;
    let proto = vm.intrinsic(proto);
    let clone = vm.new_error_object(proto, message);
    memory.remember(object, clone);
    if let Some(stack) = vm.error_stack(object) {
        vm.set_error_stack(clone, stack);
    }
    for key in [vm.names.stack, vm.names.cause] {
        if vm.has_own_property(object, key)? {
            let value = vm.get(object, key)?;
            let value = clone_value(vm, memory, value)?;
            let descriptor = crate::runtime::property_descriptor::PropertyDescriptor::data(value, Attributes::METHOD);
            vm.define_own_property(clone, key, &descriptor)?;
        }
    }
    Ok(clone.value())
}

static FUNCTIONS: &[Method] = &[visible("structuredClone", 1, structured_clone)];

/// Defines the function of the global object.
pub fn install(vm: &mut Vm) {
    let global = vm.global();
    vm.define_methods(global, FUNCTIONS);
}
