//! Ops of `using` declarations (sec-disposablestack-objects): a list of resources per
//! block, in a cell that no script can reach.

use super::activation::Activation;
use crate::builtins::disposable::Resources;
use crate::heap::Gc;
use crate::object::layout::InternalCell;
use crate::runtime::completion::{JsResult, Throw};
use crate::value::Value;
use crate::vm::Vm;

/// The list in a register. The reference is good as long as the register holds the cell.
fn resources<'a>(list: Value) -> &'a Resources {
    let cell: Gc<InternalCell> = list.to_cell().expect("a list of resources");
    // SAFETY: the payload lives as long as its cell, which the frame's register keeps alive
    // while the op runs.
    unsafe { &*(cell.payload::<Resources>().expect("a list of resources") as *const Resources) }
}

pub(crate) fn new_resources(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let list = vm.new_internal(Box::new(Resources::new(insn.d != 0)));
    at.set(insn.a, list.value());
    Ok(())
}

pub(crate) fn add_resource(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let list = at.reg(insn.a);
    resources(list).add(vm, list, at.reg(insn.b), insn.d != 0)
}

pub(crate) fn note_throw(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let list = at.reg(insn.a);
    resources(list).note(vm, list, Throw(at.reg(insn.b)));
    Ok(())
}

pub(crate) fn dispose_next(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let list = at.reg(insn.b);
    let resources = resources(list);
    let value = match resources.step(vm, list) {
        Some(value) => value,
        None => {
            resources.outcome()?;
            Value::EMPTY
        }
    };
    at.set(insn.a, value);
    Ok(())
}
