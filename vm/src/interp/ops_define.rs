//! Ops that make objects, functions and classes, and define their properties.

use super::activation::Activation;
use crate::bytecode::Constant;
use crate::feedback::{IcEntry, IcKind};
use crate::heap::{Gc, Kind};
use crate::object::key::PropertyKey;
use crate::object::layout::flags;
use crate::object::{Array, Attributes, Env, Function, Object, ShapeId};
use crate::runtime::completion::JsResult;
use crate::runtime::operations::MAX_LIST;
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::runtime::realm::Intrinsic;
use crate::script::Script;
use crate::value::Value;
use crate::vm::Vm;

fn object(value: Value) -> Gc<Object> {
    value.to_cell().expect("a definition's target is an object")
}

pub(crate) fn new_object(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let site = at.site(insn.c as usize);
    // SAFETY: the site of the instruction being executed.
    let entry = unsafe { &mut (*site).entries[0] };
    if entry.shape == 0 {
        let shape = vm.object_shape_for(insn.b as usize);
        // SAFETY: as above.
        unsafe { (*site).add(IcEntry { shape: shape.0, ..IcEntry::EMPTY }) };
    }
    // SAFETY: as above.
    let shape = ShapeId(unsafe { (*site).entries[0].shape });
    let object = vm.alloc_object(shape);
    at.set(insn.a, object);
    Ok(())
}

pub(crate) fn new_array(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let array = vm.new_array_with_capacity(insn.imm32().max(0) as u32)?;
    at.set(insn.a, array);
    Ok(())
}

pub(crate) fn new_array_from(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let array = vm.new_array(at.range(insn.b, insn.c as usize));
    at.set(insn.a, array);
    Ok(())
}

pub(crate) fn array_push(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let array: Gc<Array> = at.reg(insn.a).to_cell().expect("an array literal");
    vm.array_push(array, at.reg(insn.b))
}

pub(crate) fn array_spread(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    spread_into(vm, at.reg(insn.a), at.reg(insn.b))
}

/// Appends the values of `iterable` to the array literal `array`.
pub fn spread_into(vm: &mut Vm, array: Value, iterable: Value) -> JsResult<()> {
    let array: Gc<Array> = array.to_cell().expect("an array literal");
    // Compiled code may pass the values of lists on without a loop, so for as many as a call may have that costs no fuel.
    let is_list =
        iterable.to_cell::<Object>().is_some_and(|o| matches!(o.kind(), Kind::Array | Kind::Arguments) || o.has_flag(flags::ARGUMENTS));
    let mut free = if is_list { MAX_LIST } else { 0 };
    let mut record = vm.get_iterator(iterable)?;
    while let Some(value) = vm.iterator_step_value(&mut record)? {
        vm.array_push(array, value)?;
        if free == 0 {
            vm.poll()?;
        } else if vm.cx.interrupt.is_pending() {
            free -= 1;
            vm.handle_interrupts()?;
        }
    }
    Ok(())
}

pub(crate) fn new_regexp(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let regexp = crate::builtins::regexp::regexp_literal(vm, at.script(), insn.index32())?;
    at.set(insn.a, regexp);
    Ok(())
}

pub(crate) fn new_function(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let function = make_closure(vm, at.script(), insn.wide_child(), at.env(insn.b))?;
    at.set(insn.a, function);
    Ok(())
}

/// A closure of child function number `child` of `script`.
pub fn make_closure(vm: &mut Vm, script: Gc<Script>, child: usize, env: Option<Gc<Env>>) -> JsResult<Gc<Function>> {
    let child = child_script(vm, script, child);
    Ok(vm.new_function(child, env))
}

/// The script of a child function, shared by all its closures.
pub fn child_script(vm: &mut Vm, script: Gc<Script>, child: usize) -> Gc<Script> {
    let known = script.data().children[child].get();
    if let Some(child) = known.to_cell() {
        return child;
    }
    let data = script.data();
    let template = script.code().children[child].clone();
    let made = vm.new_script(template, data.realm, data.unit);
    script.data().children[child].set(made.value());
    vm.write_barrier(script.header());
    made
}

/// ClassDefinitionEvaluation (sec-runtime-semantics-classdefinitionevaluation), steps 6 to 16.
pub(crate) fn new_class(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let heritage = at.reg(insn.b);
    let object_prototype = vm.intrinsic(Intrinsic::ObjectPrototype).value();
    let function_prototype = vm.intrinsic(Intrinsic::FunctionPrototype).value();
    let (proto_parent, constructor_parent) = if heritage.is_empty() {
        (object_prototype, function_prototype)
    } else if heritage.is_null() {
        (Value::NULL, function_prototype)
    } else {
        if !vm.is_constructor(heritage) {
            let text = super::describe::value_text(vm, heritage);
            return Err(vm.type_error(format!("Class extends value {text} is not a constructor or null")));
        }
        let proto_parent = vm.get_v(heritage, vm.names.prototype)?;
        if !proto_parent.is_object() && !proto_parent.is_null() {
            let text = super::describe::value_text(vm, proto_parent);
            return Err(vm.type_error(format!("Class extends value does not have valid prototype property {text}")));
        }
        (proto_parent, heritage)
    };
    let prototype = vm.new_object_with_proto(proto_parent);
    let constructor = make_closure(vm, at.script(), insn.c as usize, at.env(insn.d as u16))?;
    let function = constructor.as_object();
    if constructor_parent != function_prototype {
        vm.set_prototype_of(function, constructor_parent)?;
    }
    constructor.home.set(prototype.value());
    vm.write_barrier(constructor.header());
    vm.set_class_prototype(constructor, prototype);
    at.set(insn.a, function);
    at.set(insn.a + 1, prototype);
    Ok(())
}

pub(crate) fn set_home(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    if let Some(function) = at.reg(insn.a).to_cell::<Function>() {
        function.home.set(at.reg(insn.b));
        vm.write_barrier(function.header());
    }
    Ok(())
}

pub(crate) fn get_home(_vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    at.set(insn.a, home_of(at.reg(insn.b)));
    Ok(())
}

/// `[[HomeObject]]` of a function, undefined if it has none.
pub fn home_of(function: Value) -> Value {
    function.to_cell::<Function>().map_or(Value::UNDEFINED, |f| f.home.get())
}

pub(crate) fn set_fields(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let constructor: Gc<Function> = at.reg(insn.a).to_cell().expect("a class constructor");
    constructor.fields.set(at.reg(insn.b));
    vm.write_barrier(constructor.header());
    Ok(())
}

pub(crate) fn set_function_name(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    name_function(vm, at.reg(insn.a), at.reg(insn.b), insn.d)
}

/// SetFunctionName (sec-setfunctionname); `prefix`: 0 none, 1 get, 2 set.
pub fn name_function(vm: &mut Vm, function: Value, key: Value, prefix: u8) -> JsResult<()> {
    let function = object(function);
    let name = if let Some(symbol) = key.to_cell::<crate::symbol::Symbol>() {
        match symbol.description.get().as_string() {
            None => String::new(),
            // The description of a private name has its number sign.
            Some(text) if symbol.is_private() => text.to_rust(),
            Some(text) => format!("[{}]", text.to_rust()),
        }
    } else {
        vm.to_string(key)?.to_rust()
    };
    let name = match prefix {
        1 => format!("get {name}"),
        2 => format!("set {name}"),
        _ => name,
    };
    let name = vm.new_string(&name).value();
    vm.define_property_or_throw(function, vm.names.name, &PropertyDescriptor::data(name, Attributes::CONFIGURABLE))
}

pub(crate) fn define_field(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let target = object(at.reg(insn.a));
    let key = at.site_key(insn.c as usize);
    let old = target.shape();
    vm.create_data_property_or_throw(target, key, at.reg(insn.b))?;
    if let Some(entry) = crate::feedback::ic::added_entry(vm, target, old, key) {
        // SAFETY: the site of the instruction being executed.
        let site = unsafe { &mut *at.site(insn.c as usize) };
        if entry.kind == IcKind::AddInline && !site.used().iter().any(|e| e.shape == entry.shape) {
            site.add(entry);
        }
    }
    Ok(())
}

pub(crate) fn define_elem(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    define_element(vm, at.reg(insn.a), at.reg(insn.b), at.reg(insn.c), insn.d)
}

/// Defines data property `key` of `target`; bit 0 of `flags`: not enumerable.
pub fn define_element(vm: &mut Vm, target: Value, key: Value, value: Value, flags: u8) -> JsResult<()> {
    let target = object(target);
    let key = vm.to_property_key(key)?;
    let attributes = if flags & 1 != 0 { Attributes::METHOD } else { Attributes::DEFAULT };
    vm.define_property_or_throw(target, key, &PropertyDescriptor::data(value, attributes))
}

pub(crate) fn define_accessor(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    define_accessor_element(vm, at.reg(insn.a), at.reg(insn.b), at.reg(insn.c), insn.d)
}

/// Defines `function` as accessor `key` of `target`; `flags`: bit 0 not enumerable, bit 1 setter.
pub fn define_accessor_element(vm: &mut Vm, target: Value, key: Value, function: Value, flags: u8) -> JsResult<()> {
    let target = object(target);
    let key: PropertyKey = vm.to_property_key(key)?;
    let mut descriptor = PropertyDescriptor { enumerable: Some(flags & 1 == 0), configurable: Some(true), ..PropertyDescriptor::default() };
    if flags & 2 != 0 {
        descriptor.set = Some(function);
    } else {
        descriptor.get = Some(function);
    }
    vm.define_property_or_throw(target, key, &descriptor)
}

pub(crate) fn set_proto(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    set_literal_proto(vm, at.reg(insn.a), at.reg(insn.b))
}

/// `__proto__: value` in an object literal.
pub fn set_literal_proto(vm: &mut Vm, target: Value, proto: Value) -> JsResult<()> {
    if proto.is_object() || proto.is_null() {
        vm.set_prototype_of(object(target), proto)?;
    }
    Ok(())
}

pub(crate) fn copy_data_properties(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    copy_properties(vm, at.reg(insn.a), at.reg(insn.b), at.range(insn.c, insn.d as usize))
}

/// CopyDataProperties (sec-copydataproperties); `excluded` are property keys as values.
pub fn copy_properties(vm: &mut Vm, target: Value, source: Value, excluded: &[Value]) -> JsResult<()> {
    if source.is_nullish() {
        return Ok(());
    }
    let target = object(target);
    let from = vm.to_object(source)?;
    let mut skip = Vec::with_capacity(excluded.len());
    for key in excluded {
        // Atoms are kept alive by the registers; symbols too.
        skip.push(vm.to_property_key(*key)?);
    }
    let keys = vm.own_property_keys(from)?;
    for i in 0..keys.len() {
        let key = keys[i];
        if skip.contains(&key) {
            continue;
        }
        if vm.get_own_property(from, key)?.is_some_and(|d| d.enumerable == Some(true)) {
            let value = vm.get(from, key)?;
            vm.create_data_property_or_throw(target, key, value)?;
        }
    }
    Ok(())
}

pub(crate) fn get_template(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let template = template_object(vm, at.script(), insn.index32())?;
    at.set(insn.a, template);
    Ok(())
}

/// GetTemplateObject (sec-gettemplateobject).
pub fn template_object(vm: &mut Vm, script: Gc<Script>, constant: usize) -> JsResult<Value> {
    if let Some((_, known)) = script.data().templates.borrow().iter().find(|(k, _)| *k as usize == constant) {
        return Ok(*known);
    }
    let code = script.code().clone();
    let Constant::Template { cooked, raw } = &code.constants[constant] else { unreachable!("the verifier checks the kind of constants") };
    let template = vm.new_array(&[]);
    let raw_array = vm.new_array(&[]);
    for (cooked, raw) in cooked.iter().zip(raw) {
        let cooked = cooked.as_ref().map_or(Value::UNDEFINED, |text| vm.from_js_str(text).value());
        vm.array_push(template, cooked)?;
        let raw = vm.from_js_str(raw).value();
        vm.array_push(raw_array, raw)?;
    }
    vm.set_integrity_level(raw_array.as_object(), crate::runtime::operations::IntegrityLevel::Frozen)?;
    let raw_key = vm.key("raw");
    let descriptor = PropertyDescriptor::data(raw_array.value(), Attributes::NONE);
    vm.define_property_or_throw(template.as_object(), raw_key, &descriptor)?;
    vm.set_integrity_level(template.as_object(), crate::runtime::operations::IntegrityLevel::Frozen)?;
    vm.settled(Ok(()))?;
    script.data().templates.borrow_mut().push((constant as u32, template.value()));
    vm.write_barrier(script.header());
    Ok(template.value())
}
