//! Proxy object internal methods (sec-proxy-object-internal-methods-and-internal-slots).

use crate::heap::{Gc, Payload, RootedKeys, RootedVec};
use crate::object::key::PropertyKey;
use crate::object::layout::{Object, trace_value};
use crate::object::property::{OwnProperty, Place};
use crate::runtime::completion::JsResult;
use crate::runtime::equality::same_value;
use crate::runtime::operations::to_boolean;
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::value::Value;
use crate::vm::Vm;
use core::cell::Cell;
use hearth_gc::Tracer;

/// `[[ProxyTarget]]` and `[[ProxyHandler]]`; both null once revoked.
pub struct ProxyData {
    pub target: Cell<Value>,
    pub handler: Cell<Value>,
    /// Has `[[Call]]`.
    pub callable: bool,
    /// Has `[[Construct]]`.
    pub constructor: bool,
    /// What its traps say holds, whatever the target has: the global object of a context of node:vm.
    pub trusted: bool,
}

impl Payload for ProxyData {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.target.get(), tracer);
        trace_value(self.handler.get(), tracer);
    }
}

/// Target, handler and trap of a proxy; no trap if the handler has none.
pub struct ProxyTrap {
    pub target: Gc<Object>,
    pub handler: Gc<Object>,
    pub trap: Option<Value>,
    pub trusted: bool,
}

impl Vm {
    /// Target, handler and the trap called `name`; TypeError if the proxy is revoked.
    pub fn proxy_trap(&mut self, proxy: Gc<Object>, name: &str) -> JsResult<ProxyTrap> {
        // Proxies of proxies recurse without running script.
        if !self.has_native_stack() {
            return Err(self.stack_overflow_error());
        }
        let data = proxy.payload::<ProxyData>().expect("the kind has this payload");
        let (Some(target), Some(handler)) = (data.target.get().to_cell(), data.handler.get().to_cell::<Object>()) else {
            return Err(self.type_error(format!("Cannot perform '{name}' on a proxy that has been revoked")));
        };
        let key = self.key(name);
        let trap = self.get_method(handler.value(), key)?;
        Ok(ProxyTrap { target, handler, trap, trusted: proxy.payload::<ProxyData>().is_some_and(|data| data.trusted) })
    }

    fn trap_error(&mut self, trap: &str, key: PropertyKey, what: &str) -> crate::runtime::completion::Throw {
        let key = self.key_to_display(key);
        self.type_error(format!("'{trap}' on proxy: {what} '{key}'"))
    }

    /// sec-proxy-object-internal-methods-and-internal-slots-getprototypeof
    pub(super) fn proxy_get_prototype_of(&mut self, proxy: Gc<Object>) -> JsResult<Value> {
        let t = self.proxy_trap(proxy, "getPrototypeOf")?;
        let Some(trap) = t.trap else { return self.get_prototype_of(t.target) };
        let result = self.call(trap, t.handler.value(), &[t.target.value()])?;
        if !result.is_object() && !result.is_null() {
            return Err(self.type_error("'getPrototypeOf' on proxy: trap returned neither object nor null"));
        }
        if self.is_extensible(t.target)? {
            return Ok(result);
        }
        if self.get_prototype_of(t.target)? != result {
            return Err(self
                .type_error("'getPrototypeOf' on proxy: proxy target is non-extensible but the trap did not return its actual prototype"));
        }
        Ok(result)
    }

    /// sec-proxy-object-internal-methods-and-internal-slots-setprototypeof-v
    pub(super) fn proxy_set_prototype_of(&mut self, proxy: Gc<Object>, prototype: Value) -> JsResult<bool> {
        let t = self.proxy_trap(proxy, "setPrototypeOf")?;
        let Some(trap) = t.trap else { return self.set_prototype_of(t.target, prototype) };
        let result = self.call(trap, t.handler.value(), &[t.target.value(), prototype])?;
        if !to_boolean(result) {
            return Ok(false);
        }
        if !self.is_extensible(t.target)? && self.get_prototype_of(t.target)? != prototype {
            return Err(self.type_error(
                "'setPrototypeOf' on proxy: trap returned truish for setting a new prototype on the non-extensible proxy target",
            ));
        }
        Ok(true)
    }

    /// sec-proxy-object-internal-methods-and-internal-slots-isextensible
    pub(super) fn proxy_is_extensible(&mut self, proxy: Gc<Object>) -> JsResult<bool> {
        let t = self.proxy_trap(proxy, "isExtensible")?;
        let Some(trap) = t.trap else { return self.is_extensible(t.target) };
        let result = to_boolean(self.call(trap, t.handler.value(), &[t.target.value()])?);
        let expected = self.is_extensible(t.target)?;
        if result != expected {
            return Err(self.type_error(format!(
                "'isExtensible' on proxy: trap result does not reflect extensibility of proxy target (which is '{expected}')"
            )));
        }
        Ok(result)
    }

    /// sec-proxy-object-internal-methods-and-internal-slots-preventextensions
    pub(super) fn proxy_prevent_extensions(&mut self, proxy: Gc<Object>) -> JsResult<bool> {
        let t = self.proxy_trap(proxy, "preventExtensions")?;
        let Some(trap) = t.trap else { return self.prevent_extensions(t.target) };
        let result = to_boolean(self.call(trap, t.handler.value(), &[t.target.value()])?);
        if result && self.is_extensible(t.target)? {
            return Err(self.type_error("'preventExtensions' on proxy: the proxy target is extensible"));
        }
        Ok(result)
    }

    /// sec-proxy-object-internal-methods-and-internal-slots-getownproperty-p
    pub(super) fn proxy_own_property(&mut self, proxy: Gc<Object>, key: PropertyKey) -> JsResult<Option<OwnProperty>> {
        if key.is_private() {
            return Ok(self.own_named(proxy, key));
        }
        const NAME: &str = "getOwnPropertyDescriptor";
        let t = self.proxy_trap(proxy, NAME)?;
        let Some(trap) = t.trap else {
            return Ok(self.own_property(t.target, key)?.map(|p| OwnProperty { place: Place::Exotic, ..p }));
        };
        // 7.-8.
        let key_value = self.key_to_value(key);
        let result = self.call(trap, t.handler.value(), &[t.target.value(), key_value])?;
        if !result.is_object() && !result.is_undefined() {
            return Err(self.trap_error(NAME, key, "trap returned neither object nor undefined for property"));
        }
        if t.trusted {
            if result.is_undefined() {
                return Ok(None);
            }
            let desc = self.to_property_descriptor(result)?;
            let (value, attributes) = self.merge_descriptor(&desc.complete(), None);
            return Ok(Some(OwnProperty { value, attributes, place: Place::Exotic }));
        }
        // 9.-10.
        let target_property = self.own_property(t.target, key)?;
        if result.is_undefined() {
            let Some(target_property) = target_property else { return Ok(None) };
            if !target_property.attributes.configurable() {
                return Err(self.trap_error(
                    NAME,
                    key,
                    "trap returned undefined for property which is non-configurable in the proxy target:",
                ));
            }
            if !self.is_extensible(t.target)? {
                return Err(self.trap_error(
                    NAME,
                    key,
                    "trap returned undefined for property which exists in the non-extensible proxy target:",
                ));
            }
            return Ok(None);
        }
        // 11.-17.
        let extensible = self.is_extensible(t.target)?;
        let desc = self.to_property_descriptor(result)?;
        let complete = desc.complete();
        if !self.is_compatible_property_descriptor(extensible, &complete, target_property.as_ref()) {
            return Err(self.trap_error(
                NAME,
                key,
                "trap returned descriptor for property that is incompatible with the existing property in the proxy target:",
            ));
        }
        let (value, attributes) = self.merge_descriptor(&complete, None);
        if !attributes.configurable() {
            let fixed = target_property.is_some_and(|p| !p.attributes.configurable());
            let narrowed = !attributes.is_accessor() && !attributes.writable() && target_property.is_some_and(|p| p.attributes.writable());
            if !fixed || narrowed {
                return Err(self.trap_error(
                    NAME,
                    key,
                    "trap reported non-configurability for property which is either non-existent or configurable in the proxy target:",
                ));
            }
        }
        Ok(Some(OwnProperty { value, attributes, place: Place::Exotic }))
    }

    /// sec-proxy-object-internal-methods-and-internal-slots-defineownproperty-p-desc
    pub(super) fn proxy_define_own_property(&mut self, proxy: Gc<Object>, key: PropertyKey, desc: &PropertyDescriptor) -> JsResult<bool> {
        if key.is_private() {
            return self.ordinary_define_own_property_of_proxy(proxy, key, desc);
        }
        const NAME: &str = "defineProperty";
        let t = self.proxy_trap(proxy, NAME)?;
        let Some(trap) = t.trap else { return self.define_own_property(t.target, key, desc) };
        let desc_object = self.from_property_descriptor(desc).value();
        let key_value = self.key_to_value(key);
        let result = self.call(trap, t.handler.value(), &[t.target.value(), key_value, desc_object])?;
        if !to_boolean(result) {
            return Ok(false);
        }
        if t.trusted {
            return Ok(true);
        }
        let target_property = self.own_property(t.target, key)?;
        let extensible = self.is_extensible(t.target)?;
        let fixes = desc.configurable == Some(false);
        match target_property {
            None => {
                if !extensible {
                    return Err(self.trap_error(NAME, key, "trap returned truish for adding property to the non-extensible proxy target:"));
                }
                if fixes {
                    return Err(self.trap_error(
                        NAME,
                        key,
                        "trap returned truish for defining non-configurable property which is non-existent in the proxy target:",
                    ));
                }
            }
            Some(property) => {
                if !self.is_compatible_property_descriptor(extensible, desc, Some(&property)) {
                    return Err(self.trap_error(
                        NAME,
                        key,
                        "trap returned truish for adding property that is incompatible with the existing property in the proxy target:",
                    ));
                }
                if fixes && property.attributes.configurable() {
                    return Err(self.trap_error(
                        NAME,
                        key,
                        "trap returned truish for defining non-configurable property which is configurable in the proxy target:",
                    ));
                }
                let fixed_writable =
                    !property.attributes.is_accessor() && !property.attributes.configurable() && property.attributes.writable();
                if fixed_writable && desc.writable == Some(false) {
                    return Err(self.trap_error(
                        NAME,
                        key,
                        "trap returned truish for defining non-configurable property which cannot be non-writable:",
                    ));
                }
            }
        }
        Ok(true)
    }

    /// Private elements of a proxy are its own, not its target's.
    fn ordinary_define_own_property_of_proxy(&mut self, proxy: Gc<Object>, key: PropertyKey, desc: &PropertyDescriptor) -> JsResult<bool> {
        let current = self.own_named(proxy, key);
        if !self.is_compatible_property_descriptor(true, desc, current.as_ref()) {
            return Ok(false);
        }
        self.apply_property_descriptor(proxy, key, desc, current)?;
        Ok(true)
    }

    /// sec-proxy-object-internal-methods-and-internal-slots-hasproperty-p
    pub(super) fn proxy_has(&mut self, proxy: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
        let t = self.proxy_trap(proxy, "has")?;
        let Some(trap) = t.trap else { return self.has_property(t.target, key) };
        let key_value = self.key_to_value(key);
        let result = to_boolean(self.call(trap, t.handler.value(), &[t.target.value(), key_value])?);
        if !result
            && !t.trusted
            && let Some(property) = self.own_property(t.target, key)?
        {
            if !property.attributes.configurable() {
                return Err(self.trap_error(
                    "has",
                    key,
                    "trap returned falsish for property which exists in the proxy target as non-configurable:",
                ));
            }
            if !self.is_extensible(t.target)? {
                return Err(self.trap_error("has", key, "trap returned falsish for property but the proxy target is not extensible:"));
            }
        }
        Ok(result)
    }

    /// sec-proxy-object-internal-methods-and-internal-slots-get-p-receiver
    pub(super) fn proxy_get(&mut self, proxy: Gc<Object>, key: PropertyKey, receiver: Value) -> JsResult<Value> {
        let t = self.proxy_trap(proxy, "get")?;
        let Some(trap) = t.trap else { return self.get_with_receiver(t.target, key, receiver) };
        let key_value = self.key_to_value(key);
        let result = self.call(trap, t.handler.value(), &[t.target.value(), key_value, receiver])?;
        if !t.trusted
            && let Some(property) = self.own_property(t.target, key)?
            && !property.attributes.configurable()
        {
            match property.accessor() {
                None => {
                    if !property.attributes.writable() && !same_value(self, result, property.value) {
                        return Err(self.trap_error("get", key, "property is a read-only and non-configurable data property on the proxy target but the proxy did not return its actual value:"));
                    }
                }
                Some(accessor) => {
                    if accessor.get.get().is_undefined() && !result.is_undefined() {
                        return Err(self.trap_error("get", key, "property is a non-configurable accessor property on the proxy target and does not have a getter function, but the trap did not return 'undefined':"));
                    }
                }
            }
        }
        Ok(result)
    }

    /// sec-proxy-object-internal-methods-and-internal-slots-set-p-v-receiver
    pub(super) fn proxy_set(&mut self, proxy: Gc<Object>, key: PropertyKey, value: Value, receiver: Value) -> JsResult<bool> {
        let t = self.proxy_trap(proxy, "set")?;
        let Some(trap) = t.trap else { return self.set_with_receiver(t.target, key, value, receiver) };
        let key_value = self.key_to_value(key);
        let result = self.call(trap, t.handler.value(), &[t.target.value(), key_value, value, receiver])?;
        if !to_boolean(result) {
            return Ok(false);
        }
        if !t.trusted
            && let Some(property) = self.own_property(t.target, key)?
            && !property.attributes.configurable()
        {
            let refused = match property.accessor() {
                None => !property.attributes.writable() && !same_value(self, value, property.value),
                Some(accessor) => accessor.set.get().is_undefined(),
            };
            if refused {
                return Err(self.trap_error(
                    "set",
                    key,
                    "trap returned truish for property which exists in the proxy target as a non-configurable and read-only property:",
                ));
            }
        }
        Ok(true)
    }

    /// sec-proxy-object-internal-methods-and-internal-slots-delete-p
    pub(super) fn proxy_delete(&mut self, proxy: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
        let t = self.proxy_trap(proxy, "deleteProperty")?;
        let Some(trap) = t.trap else { return self.delete(t.target, key) };
        let key_value = self.key_to_value(key);
        let result = self.call(trap, t.handler.value(), &[t.target.value(), key_value])?;
        if !to_boolean(result) {
            return Ok(false);
        }
        if !t.trusted
            && let Some(property) = self.own_property(t.target, key)?
        {
            if !property.attributes.configurable() {
                return Err(self.trap_error(
                    "deleteProperty",
                    key,
                    "trap returned truish for property which is non-configurable in the proxy target:",
                ));
            }
            if !self.is_extensible(t.target)? {
                return Err(self.trap_error(
                    "deleteProperty",
                    key,
                    "trap returned truish for property but the proxy target is non-extensible:",
                ));
            }
        }
        Ok(true)
    }

    /// sec-proxy-object-internal-methods-and-internal-slots-ownpropertykeys
    pub(super) fn proxy_own_property_keys(&mut self, proxy: Gc<Object>) -> JsResult<RootedKeys> {
        let t = self.proxy_trap(proxy, "ownKeys")?;
        let Some(trap) = t.trap else { return self.own_property_keys(t.target) };
        let result = self.call(trap, t.handler.value(), &[t.target.value()])?;
        // 7. CreateListFromArrayLike with strings and symbols only, no duplicates.
        let values: RootedVec = self.create_list_from_array_like(result)?;
        let mut keys = RootedKeys::with_capacity(self, values.len());
        let mut seen = rustc_hash::FxHashSet::default();
        for value in values.iter() {
            if !value.is_string() && !value.is_symbol() {
                let shown = self.to_display(*value);
                return Err(self.type_error(format!("{shown} is not a valid property name")));
            }
            let key = self.to_property_key(*value)?;
            if !seen.insert(key) {
                let shown = self.key_to_display(key);
                return Err(self.type_error(format!("'ownKeys' on proxy: trap returned duplicate entries '{shown}'")));
            }
            keys.push(key);
        }
        if t.trusted {
            return Ok(keys);
        }
        // 10.-22.
        let extensible = self.is_extensible(t.target)?;
        let target_keys = self.own_property_keys(t.target)?;
        let mut left = seen;
        for key in target_keys.iter() {
            let fixed = self.own_property(t.target, *key)?.is_some_and(|p| !p.attributes.configurable());
            if (fixed || !extensible) && !left.remove(key) {
                return Err(self.trap_error("ownKeys", *key, "trap result did not include"));
            }
        }
        if !extensible && !left.is_empty() {
            return Err(self.type_error("'ownKeys' on proxy: trap returned extra keys but proxy target is non-extensible"));
        }
        Ok(keys)
    }
}
