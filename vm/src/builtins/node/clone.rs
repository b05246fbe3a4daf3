//! What internal/clone has of structuredClone.

use super::native_table;
use crate::builtins::array;
use crate::builtins::structured_clone::clone_and_transfer;
use crate::heap::roots::RootedList;
use crate::object::Object;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

native_table! {
    "clone" => clone,
    "cloneHere" => clone_here,
}

/// clone ( value, buffers ): a clone, into which the bytes of the buffers are moved. The module has checked the list.
fn clone(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let mut buffers = RootedList::new(vm);
    if let Some(list) = args.get(1).to_cell::<Object>() {
        for i in 0..array::length_of(vm, list)? {
            buffers.push(array::get_at(vm, list, i)?.to_cell::<Object>().expect("a buffer"));
        }
    }
    clone_and_transfer(vm, args.get(0), &buffers)
}

/// cloneHere ( ): from now on structuredClone asks the module, which knows of objects that must not be cloned.
fn clone_here(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    vm.builtins.clones_in_module = true;
    Ok(Value::UNDEFINED)
}
