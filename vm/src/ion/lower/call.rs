//! Calls: of closures, of anything, of the runtime.
//!
//! A callee's window (callee, this, arguments) is stored above the frame's registers,
//! where the callee's own frame then begins.

use super::Lowering;
use super::memory::MUTABLE;
use crate::heap::Kind;
use crate::interp::frame::CALL_CONSTRUCT;
use crate::ion::graph::{NodeId, NodeOp};
use crate::ion::helpers::Helper;
use crate::ion::layout;
use crate::ion::runtime_calls::{Passing, RuntimeCall};
use crate::object::function::{FUNCTION_FIELDS, FUNCTION_SCRIPT};
use crate::rules::{Rule, holds};
use crate::script::{SCRIPT_ENTRY, SCRIPT_LINKS};
use crate::value::{Value as Js, tag};
use crate::vm::interrupt;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{BlockArg, InstBuilder, Value};

impl Lowering<'_> {
    pub(super) fn call(&mut self, id: NodeId) -> Option<Option<Value>> {
        use NodeOp::*;
        let graph = self.graph;
        let node = graph.node(id);
        Some(match node.op {
            Call => Some(self.call_any(id)),
            CallScript => {
                let args = self.inputs(id);
                let window = self.store_window(&args);
                let result = self.enter_closure(args[0], window, args.len() as u64 - 2, id);
                self.check_result(result, id);
                Some(result)
            }
            Construct => {
                let mut args = self.inputs(id);
                self.store_context(args[1], layout::NEW_TARGET);
                args[1] = self.b.ins().iconst(I64, Js::EMPTY.0 as i64);
                let window = self.store_window(&args);
                let argc = self.b.ins().iconst(I64, args.len() as i64 - 2);
                let result = self.call_helper(Helper::ConstructWindow, &[window, argc], node.state);
                self.check_result(result, id);
                Some(result)
            }
            ConstructScript => {
                let mut args = self.inputs(id);
                let (this, new_target) = (args[1], args.remove(2));
                self.store_context(new_target, layout::NEW_TARGET);
                let window = self.store_window(&args);
                let info = (args.len() as u64 - 2) | CALL_CONSTRUCT;
                let result = self.enter_closure(args[0], window, info, id);
                self.check_result(result, id);
                let is_object = self.has_tag(result, tag::OBJECT);
                let other = if node.is_caught() {
                    let thrown = self.is_exception(result);
                    self.b.ins().select(thrown, result, this)
                } else {
                    this
                };
                Some(self.b.ins().select(is_object, result, other))
            }
            Runtime => Some(self.runtime(id)),
            IsException => {
                let result = self.input(id, 0);
                Some(self.is_exception(result))
            }
            TakeException => {
                // The end of a call or of the program is for no handler.
                let interrupts = self.load_context(I32, layout::INTERRUPT);
                let ending = self.b.ins().band_imm_u(interrupts, (interrupt::TERMINATE | interrupt::EXIT) as i64);
                let caught = self.b.create_block();
                self.b.ins().brif(ending, self.thrown, &[], caught, &[]);
                self.b.switch_to_block(caught);
                let exception = self.load_context(I64, layout::EXCEPTION);
                let undefined = self.b.ins().iconst(I64, Js::UNDEFINED.0 as i64);
                self.store_context(undefined, layout::EXCEPTION);
                Some(exception)
            }
            SetException => {
                let exception = self.input(id, 0);
                self.store_context(exception, layout::EXCEPTION);
                None
            }
            WindowWord => Some(self.b.ins().load(I64, MUTABLE, self.fp, self.window + 8 * node.imm as i32)),
            LoopCheck if !holds(Rule::Interrupts) => None,
            LoopCheck => {
                let pending = self.load_context(I32, layout::INTERRUPT);
                let (interrupted, fine) = (self.cold_block(), self.b.create_block());
                self.b.ins().brif(pending, interrupted, &[], fine, &[]);
                self.b.switch_to_block(interrupted);
                let zero = self.b.ins().iconst(I64, 0);
                self.mark_site(node.state);
                let result = self.call_keeping_all(layout::KEEP_ALL, RuntimeCall::Interrupt as usize, &[I64], &[zero]);
                self.check_exception(result, node.state);
                self.b.ins().jump(fine, &[]);
                self.b.switch_to_block(fine);
                None
            }
            _ => return None,
        })
    }

    fn inputs(&self, id: NodeId) -> Vec<Value> {
        self.graph.node(id).inputs.iter().map(|i| self.value(*i)).collect()
    }

    /// Stores values contiguously above the frame; their address.
    pub(super) fn store_window(&mut self, values: &[Value]) -> Value {
        for (i, value) in values.iter().enumerate() {
            self.b.ins().store(MUTABLE, *value, self.fp, self.window + 8 * i as i32);
        }
        self.b.ins().iadd_imm_s(self.fp, self.window as i64)
    }

    /// Calls the entry of a closure, given as a tagged value.
    fn enter_closure(&mut self, callee: Value, window: Value, info: u64, id: NodeId) -> Value {
        let function = self.payload(callee);
        let script = self.load64(function, FUNCTION_SCRIPT);
        // The two are of one another: nothing comes in between.
        let entry = self.load64(script, SCRIPT_ENTRY);
        let links = self.load64(script, SCRIPT_LINKS);
        let info = self.b.ins().iconst(I64, info as i64);
        let signature = self.signature(&[I64; 3], I64);
        let state = self.graph.node(id).state;
        let site = self.exits.site(self.graph, state);
        self.b.set_srcloc(cranelift_codegen::ir::SourceLoc::new(site));
        let call = self.b.ins().call_indirect(signature, entry, &[window, info, links]);
        self.b.inst_results(call)[0]
    }

    fn call_any(&mut self, id: NodeId) -> Value {
        let args = self.inputs(id);
        let state = self.graph.node(id).state;
        if self.graph.node(id).imm & 1 != 0 {
            return self.call_builtin(id, &args);
        }
        let argc = args.len() as u64 - 2;
        let window = self.store_window(&args);
        let (object, closure, other, done) = (self.b.create_block(), self.b.create_block(), self.b.create_block(), self.b.create_block());
        let (not_closure, native) = (self.b.create_block(), self.b.create_block());
        self.b.append_block_param(done, I64);
        let is_object = self.has_tag(args[0], tag::OBJECT);
        self.b.ins().brif(is_object, object, &[], other, &[]);
        self.b.switch_to_block(object);
        let address = self.payload(args[0]);
        let kind = self.load8(address, layout::HEADER_KIND);
        let is_closure = self.b.ins().icmp_imm_u(IntCC::Equal, kind, Kind::Function as i64);
        self.b.ins().brif(is_closure, closure, &[], not_closure, &[]);
        self.b.switch_to_block(not_closure);
        let is_native = self.b.ins().icmp_imm_u(IntCC::Equal, kind, Kind::Native as i64);
        self.b.ins().brif(is_native, native, &[], other, &[]);
        self.b.switch_to_block(native);
        let count = self.b.ins().iconst(I64, argc as i64);
        let result = self.call_helper(Helper::CallNative, &[window, count], state);
        self.b.ins().jump(done, &[BlockArg::Value(result)]);
        self.b.switch_to_block(closure);
        let result = self.enter_closure(args[0], window, argc, id);
        self.b.ins().jump(done, &[BlockArg::Value(result)]);
        self.b.switch_to_block(other);
        let info = self.b.ins().iconst(I64, argc as i64);
        let result = self.call_helper(Helper::CallWindow, &[window, info], state);
        self.b.ins().jump(done, &[BlockArg::Value(result)]);
        self.b.switch_to_block(done);
        let result = self.b.block_params(done)[0];
        self.check_result(result, id);
        result
    }

    /// A runtime call from the table.
    fn runtime(&mut self, id: NodeId) -> Value {
        let node = self.graph.node(id);
        let call = RuntimeCall::from_imm(node.imm);
        let args = self.inputs(id);
        match call {
            RuntimeCall::RestArray => return self.frame_call(id, Helper::RestArray, &[], true),
            RuntimeCall::UnmappedArguments => return self.frame_call(id, Helper::UnmappedArguments, &[], false),
            RuntimeCall::MappedArguments => return self.frame_call(id, Helper::MappedArguments, &args[1..2], true),
            RuntimeCall::CallActual => return self.frame_call(id, Helper::CallActual, &args, true),
            RuntimeCall::ConstructActual => return self.frame_call(id, Helper::ConstructActual, &args, true),
            RuntimeCall::InitFields => return self.init_fields(id, args[0], args[1]),
            _ => {}
        }
        let imm = self.b.ins().iconst(I64, node.imm2 as i64);
        let (mut types, mut all) = (vec![I64], vec![self.vm()]);
        match call.info().passing {
            Passing::Fixed(count) => {
                debug_assert_eq!(count as usize, args.len(), "{}", call.info().name);
                types.extend(args.iter().map(|_| I64));
                all.extend_from_slice(&args);
            }
            Passing::Window => {
                let window = self.store_window(&args);
                self.claim_windows();
                let count = self.b.ins().iconst(I64, args.len() as i64);
                types.extend([I64, I64]);
                all.extend([window, count]);
            }
        }
        types.push(I64);
        all.push(imm);
        let bridge = match call {
            RuntimeCall::GetNamed => Some(layout::GET_NAMED),
            RuntimeCall::SetNamed => Some(layout::SET_NAMED),
            _ => None,
        };
        let result = match bridge {
            Some(bridge) => {
                self.mark_site(node.state);
                self.call_keeping_all(bridge, call as usize, &types[1..], &all[1..])
            }
            None => self.call_table(call as usize, &types, I64, &all, node.state),
        };
        if call.effects() & crate::ion::graph::effect::THROWS != 0 {
            self.check_result(result, id);
        }
        result
    }

    /// Calls the field initialiser of a constructor, if it has one.
    fn init_fields(&mut self, id: NodeId, this: Value, constructor: Value) -> Value {
        let (closure, call, done) = (self.b.create_block(), self.b.create_block(), self.b.create_block());
        self.b.append_block_param(done, I64);
        let undefined = self.b.ins().iconst(I64, Js::UNDEFINED.0 as i64);
        let nothing = [BlockArg::Value(undefined)];
        let address = self.payload(constructor);
        let kind = self.load8(address, layout::HEADER_KIND);
        let is_closure = self.b.ins().icmp_imm_u(IntCC::Equal, kind, Kind::Function as i64);
        self.b.ins().brif(is_closure, closure, &[], done, &nothing);
        self.b.switch_to_block(closure);
        let fields = self.load64(address, FUNCTION_FIELDS);
        let has_fields = self.has_tag(fields, tag::OBJECT);
        self.b.ins().brif(has_fields, call, &[], done, &nothing);
        self.b.switch_to_block(call);
        let window = self.store_window(&[fields, this]);
        let result = self.enter_closure(fields, window, 0, id);
        self.check_result(result, id);
        self.b.ins().jump(done, &[BlockArg::Value(result)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// Calls that look at the actual arguments of the frame.
    fn frame_call(&mut self, id: NodeId, helper: Helper, operands: &[Value], with_imm: bool) -> Value {
        let node = self.graph.node(id);
        let argc = self.b.ins().band_imm_u(self.call_info, u32::MAX as i64);
        let mut args = vec![self.fp, argc];
        args.extend_from_slice(operands);
        if with_imm {
            args.push(self.b.ins().iconst(I64, node.imm2 as i64));
        }
        let result = self.call_helper(helper, &args, node.state);
        self.check_result(result, id);
        result
    }
}
