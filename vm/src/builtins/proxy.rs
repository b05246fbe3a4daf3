//! Proxy objects (sec-proxy-objects): the constructor. The behaviour is in
//! `object::internal_methods::proxy`.

use super::table::method;
use crate::heap::{Gc, Kind};
use crate::object::function::Args;
use crate::object::internal_methods::ProxyData;
use crate::object::layout::Object;
use crate::object::shape::Attributes;
use crate::runtime::completion::JsResult;
use crate::runtime::operations::{is_callable, is_constructor};
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use core::cell::Cell;

static METHODS: &[super::table::Method] = &[method("revocable", 2, revocable)];

/// %Proxy% has no `prototype` (sec-properties-of-the-proxy-constructor).
pub(super) fn install(vm: &mut Vm) {
    let constructor = vm.new_native("Proxy", 2, constructor);
    constructor.is_constructor.set(true);
    vm.realm_mut().set_intrinsic(Intrinsic::Proxy, constructor.as_object());
    vm.define_methods(constructor.as_object(), METHODS);
    vm.define_global("Proxy", constructor.value());
}

/// Proxy ( target, handler ) (sec-proxy-target-handler)
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !args.is_construct() {
        return Err(vm.type_error("Constructor Proxy requires 'new'"));
    }
    Ok(vm.proxy_create(args.get(0), args.get(1))?.value())
}

/// Proxy.revocable ( target, handler ) (sec-proxy.revocable)
fn revocable(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let proxy = vm.proxy_create(args.get(0), args.get(1))?;
    let revoke = vm.new_native_with("", 0, revoke, proxy.value(), Value::UNDEFINED);
    let result = vm.new_object();
    let (proxy_key, revoke_key) = (vm.names.proxy, vm.names.revoke);
    vm.define_new(result, proxy_key, proxy.value(), Attributes::DEFAULT);
    vm.define_new(result, revoke_key, revoke.value(), Attributes::DEFAULT);
    Ok(result.value())
}

fn revoke(_vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if let Some(data) = args.callee.data[0].get().payload::<ProxyData>() {
        data.target.set(Value::NULL);
        data.handler.set(Value::NULL);
    }
    args.callee.data[0].set(Value::NULL);
    Ok(Value::UNDEFINED)
}

impl Vm {
    /// ProxyCreate (sec-proxycreate).
    pub fn proxy_create(&mut self, target: Value, handler: Value) -> JsResult<Gc<Object>> {
        if !target.is_object() || !handler.is_object() {
            return Err(self.type_error("Cannot create proxy with a non-object as target or handler"));
        }
        let data = ProxyData {
            target: Cell::new(target),
            handler: Cell::new(handler),
            callable: is_callable(target),
            constructor: is_constructor(target),
            trusted: false,
        };
        // The shape's prototype is never looked at.
        let proto = self.intrinsic(Intrinsic::ObjectPrototype);
        Ok(self.new_payload_object(Kind::Proxy, proto, Box::new(data)))
    }

    /// As `proxy_create`, of a handler that is the host's: its answers are taken as they are.
    pub fn trusted_proxy(&mut self, target: Gc<Object>, handler: Gc<Object>) -> Gc<Object> {
        let data = ProxyData {
            target: Cell::new(target.value()),
            handler: Cell::new(handler.value()),
            callable: false,
            constructor: false,
            trusted: true,
        };
        let proto = self.intrinsic(Intrinsic::ObjectPrototype);
        self.new_payload_object(Kind::Proxy, proto, Box::new(data))
    }
}
