//! %AbstractModuleSource% (sec-%abstractmodulesource%), from which module sources inherit.

use super::table::*;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

/// %AbstractModuleSource% ( ): abstract.
fn constructor(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    Err(vm.type_error("Abstract class AbstractModuleSource not directly constructable"))
}

/// `get %AbstractModuleSource.prototype% [ @@toStringTag ]`: of what is no module source, undefined.
fn get_tag(_: &mut Vm, _: &Args) -> JsResult<Value> {
    Ok(Value::UNDEFINED)
}

pub static ABSTRACT_MODULE_SOURCE: ClassSpec = ClassSpec {
    global: false,
    getters: &[getter("@@toStringTag", get_tag)],
    ..ClassSpec::new("AbstractModuleSource", 0, constructor, Intrinsic::AbstractModuleSource, Intrinsic::AbstractModuleSourcePrototype)
};
