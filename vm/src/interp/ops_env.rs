//! Ops on environments and on global names.
//!
//! Lexical globals (`let`, `const`, `class` at the top level of scripts) are
//! properties of an object of their own, without a prototype: not writable for
//! constants, EMPTY before initialisation. Global name sites cache a slot of it or of
//! the global object: `entry.target` is the holder, `entry.shape` its shape. A new
//! lexical binding changes the prototype epoch, since it may shadow a global property.

use super::activation::Activation;
use super::ops_value::tdz_error;
use crate::feedback::{IcEntry, IcKind, Site};
use crate::heap::Gc;
use crate::object::key::PropertyKey;
use crate::object::shape::{Change, Property};
use crate::object::{Attributes, Object};
use crate::runtime::completion::{JsResult, Throw};
use crate::value::Value;
use crate::vm::Vm;

pub(crate) fn new_env(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let fill = if insn.d != 0 { Value::EMPTY } else { Value::UNDEFINED };
    let env = vm.new_env(at.env(insn.b), insn.c as usize, fill);
    at.set(insn.a, env);
    Ok(())
}

pub(crate) fn copy_env(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let old = at.env(insn.b).expect("CopyEnv copies an environment");
    let env = vm.copy_env(old);
    at.set(insn.a, env);
    Ok(())
}

impl Vm {
    /// A copy of an environment: a fresh binding set per iteration.
    pub fn copy_env(&mut self, old: Gc<crate::object::Env>) -> Gc<crate::object::Env> {
        let env = self.new_env(old.parent.get(), old.len as usize, Value::UNDEFINED);
        for slot in 0..old.len as usize {
            env.set(&mut self.heap, slot, old.get(slot));
        }
        env
    }
    fn global_slot(&self, holder: Gc<Object>, property: Property) -> Value {
        holder.slot(property.slot.0 as usize, self.shapes.get(holder.shape()).inline_capacity as usize)
    }
    /// The property of the lexical globals, or an ordinary data property of the global object.
    fn find_global(&self, key: PropertyKey) -> Option<(Gc<Object>, Property)> {
        for holder in [self.realm().lexicals(), self.global()] {
            if let Some(property) = self.shapes.get(holder.shape()).lookup(key) {
                return (!property.attributes.is_accessor()).then_some((holder, property));
            }
        }
        None
    }
    fn is_lexical(&self, holder: Gc<Object>) -> bool {
        self.realm().lexicals() == holder
    }
    /// Remembers where a global name is.
    fn cache_global(&mut self, site: *mut Site, holder: Gc<Object>, property: Property, kind: IcKind) {
        let inline = self.shapes.get(holder.shape()).inline_capacity as usize;
        let Some(slot) = (property.slot.0 as usize).checked_sub(inline).and_then(|s| u16::try_from(s).ok()) else { return };
        // SAFETY: the site of the instruction being executed; nothing else refers to it.
        let site = unsafe { &mut *site };
        site.clear();
        site.epoch = self.cx.proto_epoch;
        site.add(IcEntry { shape: holder.shape().0, kind, depth: 0, slot, target: holder.address() as u64 });
    }

    /// GetValue of a global name; `None` if there is no such binding.
    pub fn get_global_name(&mut self, key: PropertyKey, site: Option<*mut Site>) -> JsResult<Option<Value>> {
        if let Some((holder, property)) = self.find_global(key) {
            let value = self.global_slot(holder, property);
            if value.is_empty() {
                return Err(tdz_error(self, key.raw()));
            }
            if let Some(site) = site {
                self.cache_global(site, holder, property, IcKind::OwnSlots);
            }
            return Ok(Some(value));
        }
        let global = self.global();
        if !self.has_property(global, key)? {
            return Ok(None);
        }
        self.get(global, key).map(Some)
    }

    /// PutValue to a global name.
    pub fn set_global_name(&mut self, key: PropertyKey, value: Value, strict: bool, site: Option<*mut Site>) -> JsResult<()> {
        if let Some((holder, property)) = self.find_global(key) {
            let lexical = self.is_lexical(holder);
            if lexical && self.global_slot(holder, property).is_empty() {
                return Err(tdz_error(self, key.raw()));
            }
            if lexical && !property.attributes.writable() {
                return Err(self.type_error("Assignment to constant variable."));
            }
            if property.attributes.writable() {
                if let Some(site) = site {
                    self.cache_global(site, holder, property, IcKind::SetSlots);
                }
                let inline = self.shapes.get(holder.shape()).inline_capacity as usize;
                holder.set_slot(&mut self.heap, property.slot.0 as usize, inline, value);
                return Ok(());
            }
        }
        let global = self.global();
        if strict && !self.has_property(global, key)? {
            return Err(not_defined(self, key));
        }
        self.set(global, key, value, strict)
    }

    /// Makes a lexical global, uninitialised.
    fn add_lexical_global(&mut self, key: PropertyKey, constant: bool) {
        let holder = self.realm().lexicals();
        self.define_new(holder, key, Value::EMPTY, if constant { Attributes::NONE } else { Attributes::WRITABLE });
        // What is known of the name, by the global object's shape or by the absence of
        // the property, no longer holds.
        let global = self.global();
        if let Some(shadowed) = self.own_named(global, key) {
            let shape = self.shapes.changed(global.shape(), Change::Reconfigure(key, shadowed.attributes));
            global.set_shape(shape);
        }
        self.announce_prototypes(global);
    }
}

#[cold]
pub fn not_defined(vm: &mut Vm, key: PropertyKey) -> Throw {
    let name = key.as_atom().map(|s| s.to_rust()).unwrap_or_default();
    vm.reference_error(format!("{name} is not defined"))
}

#[inline(never)]
pub(crate) fn get_global(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let key = at.site_key(insn.c as usize);
    let value = match vm.get_global_name(key, Some(at.site(insn.c as usize)))? {
        Some(value) => value,
        None if insn.d != 0 => Value::UNDEFINED,
        None => return Err(not_defined(vm, key)),
    };
    at.set(insn.a, value);
    Ok(())
}

#[inline(never)]
pub(crate) fn set_global(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let key = at.site_key(insn.c as usize);
    vm.set_global_name(key, at.reg(insn.a), insn.d != 0, Some(at.site(insn.c as usize)))
}

pub(crate) fn init_global_lexical(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let key = at.site_key(insn.c as usize);
    let holder = vm.realm().lexicals();
    let shape = vm.shapes.get(holder.shape());
    let property = shape.lookup(key).expect("declared");
    let inline = shape.inline_capacity as usize;
    holder.set_slot(&mut vm.heap, property.slot.0 as usize, inline, at.reg(insn.a));
    Ok(())
}

/// GlobalDeclarationInstantiation (sec-globaldeclarationinstantiation), or what
/// EvalDeclarationInstantiation (sec-evaldeclarationinstantiation) does in the global scope.
pub(crate) fn declare_globals(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let script = at.script();
    let eval = at.insn().d != 0;
    let attributes = Attributes::WRITABLE.with(Attributes::ENUMERABLE);
    // What eval code declares can be deleted.
    let attributes = if eval { attributes.with(Attributes::CONFIGURABLE) } else { attributes };
    let code = script.code().clone();
    let globals = &code.globals;
    let global = vm.global();
    let is_lexical = |vm: &Vm, key: PropertyKey| vm.shapes.get(vm.realm().lexicals().shape()).lookup(key).is_some();
    for name in globals.lets.iter().chain(&globals.consts) {
        let key = vm.key_from_js_str(name);
        let restricted = vm.get_own_property(global, key)?.is_some_and(|d| d.configurable == Some(false));
        if is_lexical(vm, key) || restricted {
            return Err(vm.syntax_error(format!("Identifier '{}' has already been declared", name.to_rust())));
        }
    }
    let functions = globals.functions.iter().map(|(name, _)| name);
    for name in globals.vars.iter().chain(functions) {
        let key = vm.key_from_js_str(name);
        if is_lexical(vm, key) {
            return Err(vm.syntax_error(format!("Identifier '{}' has already been declared", name.to_rust())));
        }
    }
    for (name, _) in &globals.functions {
        let key = vm.key_from_js_str(name);
        // CanDeclareGlobalFunction
        let allowed = match vm.get_own_property(global, key)? {
            None => vm.is_extensible(global)?,
            Some(d) => d.configurable == Some(true) || (d.is_data() && d.writable == Some(true) && d.enumerable == Some(true)),
        };
        if !allowed {
            return Err(vm.type_error(format!("Identifier '{}' has already been declared", name.to_rust())));
        }
    }
    for name in &globals.vars {
        let key = vm.key_from_js_str(name);
        // CanDeclareGlobalVar
        if !vm.has_own_property(global, key)? && !vm.is_extensible(global)? {
            return Err(vm.type_error(format!("Cannot define global variable '{}', object is not extensible", name.to_rust())));
        }
    }
    for name in &globals.lets {
        let key = vm.key_from_js_str(name);
        vm.add_lexical_global(key, false);
    }
    for name in &globals.consts {
        let key = vm.key_from_js_str(name);
        vm.add_lexical_global(key, true);
    }
    for (name, child) in &globals.functions {
        let key = vm.key_from_js_str(name);
        // Eval code makes its closures itself, in its environment, and assigns them next.
        let function = if eval { Value::UNDEFINED } else { super::ops_define::make_closure(vm, script, *child as usize, None)?.value() };
        // CreateGlobalFunctionBinding
        let descriptor = match vm.get_own_property(global, key)? {
            Some(d) if d.configurable != Some(true) => {
                crate::runtime::property_descriptor::PropertyDescriptor { value: Some(function), ..Default::default() }
            }
            _ => crate::runtime::property_descriptor::PropertyDescriptor::data(function, attributes),
        };
        vm.define_property_or_throw(global, key, &descriptor)?;
        if !eval {
            vm.set(global, key, function, true)?;
        }
    }
    for name in &globals.vars {
        let key = vm.key_from_js_str(name);
        // CreateGlobalVarBinding
        if !vm.has_own_property(global, key)? {
            let descriptor = crate::runtime::property_descriptor::PropertyDescriptor::data(Value::UNDEFINED, attributes);
            vm.define_property_or_throw(global, key, &descriptor)?;
        }
    }
    Ok(())
}

pub(crate) fn has_binding(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let name = at.constant(insn.c as usize);
    let key = vm.to_property_key(name)?;
    let result = object_has_binding(vm, at.reg(insn.b), key)?;
    at.set(insn.a, result);
    Ok(())
}

/// HasBinding of an object environment (sec-object-environment-records-hasbinding-n).
pub(crate) fn object_has_binding(vm: &mut Vm, object: Value, key: PropertyKey) -> JsResult<bool> {
    let object: Gc<Object> = object.to_cell().expect("the object of a with statement");
    if !vm.has_property(object, key)? {
        return Ok(false);
    }
    let unscopables = vm.get(object, vm.symbols.unscopables)?;
    if unscopables.is_object() {
        let blocked = vm.get_v(unscopables, key)?;
        return Ok(!crate::runtime::operators::to_boolean(blocked));
    }
    Ok(true)
}

fn name_key(vm: &mut Vm, at: Activation) -> JsResult<PropertyKey> {
    let name = at.constant(at.insn().c as usize);
    vm.to_property_key(name)
}

/// GetBindingValue of an object environment (sec-object-environment-records-getbindingvalue-n-s).
pub(crate) fn get_name(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let key = name_key(vm, at)?;
    let insn = at.insn();
    let object: Gc<Object> = at.reg(insn.b).to_cell().expect("the object of a with statement");
    if !vm.has_property(object, key)? {
        if insn.d != 0 {
            return Err(not_defined(vm, key));
        }
        at.set(insn.a, Value::UNDEFINED);
        return Ok(());
    }
    let value = vm.get(object, key)?;
    at.set(insn.a, value);
    Ok(())
}

/// SetMutableBinding of an object environment (sec-object-environment-records-setmutablebinding-n-v-s).
pub(crate) fn set_name(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let key = name_key(vm, at)?;
    let insn = at.insn();
    let object: Gc<Object> = at.reg(insn.b).to_cell().expect("the object of a with statement");
    let exists = vm.has_property(object, key)?;
    if !exists && insn.d != 0 {
        return Err(not_defined(vm, key));
    }
    vm.set(object, key, at.reg(insn.a), insn.d != 0)
}

/// DeleteBinding of the global environment (sec-global-environment-records-deletebinding-n).
pub(crate) fn delete_name(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let key = name_key(vm, at)?;
    let lexicals = vm.realm().lexicals();
    let global = vm.global();
    let deleted = vm.own_named(lexicals, key).is_none() && vm.delete(global, key)?;
    at.set(at.insn().a, deleted);
    Ok(())
}
