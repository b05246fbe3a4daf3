//! %AbstractModuleSource% (sec-%abstractmodulesource%), from which module sources inherit, and
//! the module sources of hosts.

use super::table::*;
use crate::heap::{Gc, Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

/// %AbstractModuleSource% ( ): abstract.
fn constructor(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    Err(vm.type_error("Abstract class AbstractModuleSource not directly constructable"))
}

/// Module Source Object.
struct ModuleSource {
    /// `[[ModuleSourceClassName]]`
    class: &'static str,
}

impl Payload for ModuleSource {
    fn trace(&self, _: &mut Tracer) {}
}

/// The source of a module, of a class of its own.
pub fn new_module_source(vm: &mut Vm, class: &'static str) -> Gc<Object> {
    let parent = vm.intrinsic(Intrinsic::AbstractModuleSourcePrototype).value();
    let proto = vm.new_object_with_proto(parent);
    vm.new_payload_object(Kind::Host, proto, Box::new(ModuleSource { class }))
}

/// `get %AbstractModuleSource.prototype% [ @@toStringTag ]`: of what is no module source, undefined.
fn get_tag(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(match args.this.payload::<ModuleSource>() {
        Some(source) => vm.intern(source.class).value(),
        None => Value::UNDEFINED,
    })
}

pub static ABSTRACT_MODULE_SOURCE: ClassSpec = ClassSpec {
    global: false,
    getters: &[getter("@@toStringTag", get_tag)],
    ..ClassSpec::new("AbstractModuleSource", 0, constructor, Intrinsic::AbstractModuleSource, Intrinsic::AbstractModuleSourcePrototype)
};
