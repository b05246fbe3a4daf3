//! structuredClone (<https://html.spec.whatwg.org/#structured-cloning>), with transfer of array
//! buffers. What else can be transferred is of `internal/clone`, as are options.

use crate::builtins::collections::ordered_table::Position;
use crate::builtins::collections::set::{self, SetData};
use crate::builtins::collections::{self, map::MapData};
use crate::builtins::date::{self, DateData};
use crate::builtins::regexp::{self, RegExp};
use crate::builtins::table::{Method, visible};
use crate::builtins::typed::{self, buffer};
use crate::heap::roots::RootedList;
use crate::heap::{Gc, Kind};
use crate::object::array::Array;
use crate::object::function::Args;
use crate::object::layout::{Object, flags};
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

/// A DOMException of the name DataCloneError.
fn data_clone_error(vm: &mut Vm, message: &str) -> Throw {
    let made = (|| {
        let exports = vm.require_builtin("internal/event_target")?.to_cell::<Object>().expect("it exports an object");
        let class = vm.get_str(exports, "DOMException")?;
        let (message, name) = (vm.new_string(message).value(), vm.new_string("DataCloneError").value());
        vm.construct(class, &[message, name], class)
    })();
    match made {
        Ok(error) => Throw(error),
        Err(thrown) => thrown,
    }
}

fn cannot_clone(vm: &mut Vm, value: Value) -> Throw {
    let shown = vm.to_display(value);
    data_clone_error(vm, &format!("{shown} could not be cloned."))
}

/// structuredClone ( value [ , options ] ).
fn structured_clone(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !args.args.is_empty() && args.get(1).is_undefined() && !vm.builtins.clones_in_module {
        return clone_and_transfer(vm, args.get(0), &[]);
    }
    let exports = vm.require_builtin("internal/clone")?.to_cell::<Object>().expect("it exports an object");
    let function = vm.get_str(exports, "structuredClone")?;
    vm.call(function, Value::UNDEFINED, args.args)
}

/// A clone of `value`, into which the bytes of these buffers are moved. They are no shared ones, each is there once,
/// and none is detached. Nothing is moved if something cannot be cloned.
pub fn clone_and_transfer(vm: &mut Vm, value: Value, transfer: &[Gc<Object>]) -> JsResult<Value> {
    let mut memory = Memory { originals: RootedList::new(vm), clones: RootedList::new(vm), numbers: FxHashMap::default() };
    for original in transfer {
        let data = original.payload::<buffer::ArrayBufferData>().expect("a buffer");
        if data.is_immutable() || data.has_detach_key() {
            return Err(cannot_clone(vm, original.value()));
        }
        // Views want to know how long it will be.
        let stand_in = empty_like(vm, data)?;
        memory.remember(*original, stand_in);
    }
    let clone = clone_value(vm, &mut memory, value)?;
    for (i, original) in transfer.iter().enumerate() {
        // A getter may have detached it.
        let data = original.payload::<buffer::ArrayBufferData>().expect("a buffer");
        if data.is_detached() {
            return Err(data_clone_error(vm, "An ArrayBuffer is detached and could not be cloned."));
        }
        let bytes = data.detach();
        memory.clones[i].payload::<buffer::ArrayBufferData>().expect("a buffer").replace(bytes);
    }
    Ok(clone)
}

/// A buffer of as many bytes, which can become as long.
fn empty_like(vm: &mut Vm, data: &buffer::ArrayBufferData) -> JsResult<Gc<Object>> {
    let proto = vm.intrinsic(Intrinsic::ArrayBufferPrototype);
    buffer::allocate_with_proto(vm, proto, data.len() as u64, data.max_length.get().map(|max| max as u64))
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
        Kind::Object if !object.has_flag(flags::ARGUMENTS) => {
            if let Some(clone) = host_clone(vm, object)? {
                return Ok(remember(memory, clone).value());
            }
            let plain = vm.new_object();
            remember(memory, plain)
        }
        Kind::Map => {
            // What getters do to the map meanwhile is not seen.
            let mut entries = RootedList::new(vm);
            let data = object.payload::<MapData>().expect("a Map");
            let mut position = Position::default();
            while let Some((key, value)) = { data.table.borrow().next(&mut position) } {
                entries.push(key);
                entries.push(value);
            }
            let proto = vm.intrinsic(Intrinsic::MapPrototype);
            let map = vm.new_payload_object(Kind::Map, proto, Box::new(MapData::default()));
            remember(memory, map);
            for i in (0..entries.len()).step_by(2) {
                let key = clone_value(vm, memory, entries[i])?;
                let value = clone_value(vm, memory, entries[i + 1])?;
                collections::put(vm, &map.payload::<MapData>().expect("a Map").table, key, value)?;
                vm.write_barrier(map.header());
            }
            return Ok(map.value());
        }
        Kind::Set => {
            let mut items = RootedList::new(vm);
            let data = object.payload::<SetData>().expect("a Set");
            let mut position = Position::default();
            while let Some((item, _)) = { data.table.borrow().next(&mut position) } {
                items.push(item);
            }
            let clone = set::new_set(vm);
            remember(memory, clone);
            for i in 0..items.len() {
                let item = clone_value(vm, memory, items[i])?;
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
            let data = RegExp::of(object).expect("a RegExp");
            let source = data.source();
            let flags = regexp::flags_text(data.flags());
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
            let data = object.payload::<buffer::ArrayBufferData>().expect("a buffer");
            if data.is_detached() {
                return Err(data_clone_error(vm, "An ArrayBuffer is detached and could not be cloned."));
            }
            let clone = if data.is_immutable() {
                vm.room_for(data.len())?;
                buffer::of_immutable_bytes(vm, data.copy(0, data.len()))
            } else {
                let clone = empty_like(vm, data)?;
                clone.payload::<buffer::ArrayBufferData>().expect("a buffer").write(0, &data.copy(0, data.len()));
                clone
            };
            return Ok(remember(memory, clone).value());
        }
        Kind::TypedArray => {
            let view = object.cast::<TypedArray>().expect("a typed array");
            let inner = clone_value(vm, memory, view.buffer.get())?;
            if typed::is_out_of_bounds(view) {
                return Err(cannot_clone(vm, value));
            }
            let constructor = vm.intrinsic(typed::constructor_of(view.element_type)).value();
            let length = match view.array_length.get() {
                // It follows the length of its buffer.
                usize::MAX => Value::UNDEFINED,
                length => Value::from(length),
            };
            let clone = vm.construct(constructor, &[inner, Value::from(view.byte_offset.get()), length], constructor)?;
            return Ok(remember(memory, clone.to_cell().expect("an object")).value());
        }
        Kind::DataView => {
            let inner = clone_value(vm, memory, typed::data_view::buffer_of(value).expect("a DataView"))?;
            let Some((offset, length)) = typed::data_view::range_of(value) else { return Err(cannot_clone(vm, value)) };
            let constructor = vm.intrinsic(Intrinsic::DataView).value();
            let length = length.map_or(Value::UNDEFINED, Value::from);
            let clone = vm.construct(constructor, &[inner, Value::from(offset), length], constructor)?;
            return Ok(remember(memory, clone.to_cell().expect("an object")).value());
        }
        Kind::Error => {
            if let Some(clone) = host_clone(vm, object)? {
                return Ok(remember(memory, clone).value());
            }
            return clone_error(vm, memory, object);
        }
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
    // What a getter would say is not asked for.
    let message = match vm.get_own_property(object, vm.names.message)?.and_then(|message| message.value) {
        Some(message) => vm.to_string(message)?.value(),
        None => Value::UNDEFINED,
    };
    let proto = vm.intrinsic(proto);
    let clone = vm.new_error_object(proto, message);
    memory.remember(object, clone);
    if vm.has_own_property(object, vm.names.stack)?
        && let Some(stack) = vm.get(object, vm.names.stack)?.as_string()
    {
        vm.set_error_stack(clone, stack);
    }
    if vm.has_own_property(object, vm.names.cause)? {
        let value = vm.get(object, vm.names.cause)?;
        let value = clone_value(vm, memory, value)?;
        let descriptor = crate::runtime::property_descriptor::PropertyDescriptor::data(value, Attributes::METHOD);
        vm.define_own_property(clone, vm.names.cause, &descriptor)?;
    }
    Ok(clone.value())
}

static FUNCTIONS: &[Method] = &[visible("structuredClone", 2, structured_clone)];

/// Defines the function of the global object.
pub fn install(vm: &mut Vm) {
    let global = vm.global();
    vm.define_methods(global, FUNCTIONS);
}
