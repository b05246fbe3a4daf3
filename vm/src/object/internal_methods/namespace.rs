//! Module namespace exotic objects (sec-module-namespace-exotic-objects).
//!
//! Exports are no properties in the shape: the only one there is @@toStringTag. The
//! object is made non-extensible, without prototype.

use crate::heap::{Gc, Kind, Payload};
use crate::object::key::PropertyKey;
use crate::object::layout::{Object, trace_value};
use crate::object::property::{OwnProperty, Place};
use crate::object::shape::{Attributes, Change};
use crate::runtime::completion::JsResult;
use crate::runtime::equality::same_value;
use crate::runtime::modules::{Export, ModuleId};
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::value::Value;
use crate::vm::Vm;
use hearth_gc::Tracer;
use rustc_hash::FxHashMap;

/// `[[Exports]]`, in code unit order, with their bindings.
pub struct NamespaceData {
    exports: Vec<(PropertyKey, Export)>,
    index: FxHashMap<PropertyKey, u32>,
    /// `[[Deferred]]`: the module that looking at the exports evaluates.
    deferred: Option<ModuleId>,
}

impl Payload for NamespaceData {
    fn trace(&self, tracer: &mut Tracer) {
        for (key, export) in &self.exports {
            trace_value(key.raw(), tracer);
            if let Export::Cell(cell) = export {
                tracer.mark(cell.header());
            }
        }
    }
}

const EXPORT: Attributes = Attributes::WRITABLE.with(Attributes::ENUMERABLE);

fn find(object: Gc<Object>, key: PropertyKey) -> Option<Export> {
    let data = object.payload::<NamespaceData>()?;
    data.index.get(&key).map(|i| data.exports[*i as usize].1)
}

impl Vm {
    /// ModuleNamespaceCreate (sec-modulenamespacecreate). The caller keeps the cells alive.
    /// `deferred`: the module, if the object is to evaluate it.
    pub(crate) fn new_namespace_object(&mut self, exports: Vec<(PropertyKey, Export)>, deferred: Option<ModuleId>) -> Gc<Object> {
        let index = exports.iter().enumerate().map(|(i, (key, _))| (*key, i as u32)).collect();
        let root = self.root_shape(Kind::Namespace, 0, 0, Value::NULL);
        let object = self.alloc_payload_object(root, Box::new(NamespaceData { exports, index, deferred }));
        let tag = self.new_string(if deferred.is_some() { "Deferred Module" } else { "Module" }).value();
        let key = self.symbols.to_string_tag;
        self.define_new(object, key, tag, Attributes::NONE);
        let shape = self.shapes.changed(object.shape(), Change::PreventExtensions);
        object.set_shape(shape);
        object
    }

    /// GetModuleExportsList: evaluates the module of a deferred namespace, unless all that
    /// is looked at is `key`, a symbol or the `then` that promises look for.
    pub(crate) fn evaluate_namespace(&mut self, object: Gc<Object>, key: Option<PropertyKey>) -> JsResult<()> {
        let Some(module) = object.payload::<NamespaceData>().and_then(|data| data.deferred) else { return Ok(()) };
        if key.is_some_and(|key| key.is_symbol() || key == self.names.then) {
            return Ok(());
        }
        self.evaluate_deferred_module(module)
    }

    /// `[[GetOwnProperty]]` of an export: ReferenceError in its temporal dead zone.
    pub(crate) fn namespace_own_property(&mut self, object: Gc<Object>, key: PropertyKey) -> JsResult<Option<OwnProperty>> {
        self.evaluate_namespace(object, Some(key))?;
        let Some(export) = find(object, key) else { return Ok(if key.is_symbol() { self.own_named(object, key) } else { None }) };
        let value = self.export_value(export)?;
        if value.is_empty() {
            let name = self.key_to_display(key);
            return Err(self.reference_error(format!("Cannot access '{name}' before initialization")));
        }
        Ok(Some(OwnProperty { value, attributes: EXPORT, place: Place::Exotic }))
    }

    /// As [`Self::namespace_own_property`], for who looks without running script or
    /// throwing: a binding in its temporal dead zone looks undefined.
    pub(crate) fn namespace_peek(&mut self, object: Gc<Object>, key: PropertyKey) -> Option<OwnProperty> {
        let Some(export) = find(object, key) else { return if key.is_symbol() { self.own_named(object, key) } else { None } };
        let value = self.export_value(export).unwrap_or(Value::UNDEFINED);
        let value = if value.is_empty() { Value::UNDEFINED } else { value };
        Some(OwnProperty { value, attributes: EXPORT, place: Place::Exotic })
    }

    /// `[[HasProperty]]` (sec-module-namespace-exotic-objects-hasproperty-p).
    pub(crate) fn namespace_has(&mut self, object: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
        self.evaluate_namespace(object, Some(key))?;
        Ok(find(object, key).is_some() || key.is_symbol() && self.own_named(object, key).is_some())
    }

    /// `[[DefineOwnProperty]]` (sec-module-namespace-exotic-objects-defineownproperty-p-desc).
    pub(crate) fn namespace_define_own_property(
        &mut self,
        object: Gc<Object>,
        key: PropertyKey,
        desc: &PropertyDescriptor,
    ) -> JsResult<bool> {
        if key.is_symbol() {
            return self.ordinary_define_own_property(object, key, desc);
        }
        let Some(current) = self.namespace_own_property(object, key)? else { return Ok(false) };
        if desc.configurable == Some(true) || desc.enumerable == Some(false) || desc.is_accessor() || desc.writable == Some(false) {
            return Ok(false);
        }
        Ok(desc.value.is_none_or(|value| same_value(self, value, current.value)))
    }

    /// `[[Delete]]` (sec-module-namespace-exotic-objects-delete-p).
    pub(crate) fn namespace_delete(&mut self, object: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
        self.evaluate_namespace(object, Some(key))?;
        Ok(if key.is_symbol() { self.own_named(object, key).is_none() } else { find(object, key).is_none() })
    }

    /// The names of the exports, in code unit order.
    pub(crate) fn namespace_keys(&self, object: Gc<Object>) -> Vec<PropertyKey> {
        object.payload::<NamespaceData>().map(|data| data.exports.iter().map(|(key, _)| *key).collect()).unwrap_or_default()
    }
}
