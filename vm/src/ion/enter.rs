//! Crossing between Rust and compiled code: the trampolines, which live as long as the
//! process, and the record of what is active.
//!
//! `enter` pins the VM and calls an entry; `interpreter_stub` is the entry of scripts
//! that have no compiled code. Both are made once per VM by Cranelift's JIT module:
//! they hold addresses and are never stored.

use super::isa;
use super::layout;
use crate::value::Value;
use crate::vm::Vm;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{AbiParam, InstBuilder, MemFlagsData, Signature};
use cranelift_codegen::isa::CallConv;
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use cranelift_jit::{JITBuilder, JITModule};
use cranelift_module::{Linkage, Module};

type EnterFn = unsafe extern "C" fn(vm: *mut Vm, fp: *mut Value, info: u64, entry: *const u8) -> u64;

/// The trampolines of a VM.
pub struct Trampolines {
    enter: EnterFn,
    /// Entry of scripts without compiled code.
    pub interpreter_stub: *const u8,
    /// Owns the memory of both.
    module: Option<JITModule>,
}

impl Trampolines {
    /// # Errors
    /// If the machine has no code generator, or no executable memory can be had.
    pub fn new(interpret: unsafe extern "C" fn(*mut Vm, *mut Value, u64, u64, u64) -> u64) -> Result<Trampolines, String> {
        let isa = isa::host()?;
        let mut module = JITModule::new(JITBuilder::with_isa(isa, cranelift_module::default_libcall_names()));
        let mut context = module.make_context();
        let mut frontend = FunctionBuilderContext::new();
        let signature = |params: usize| {
            let mut signature = Signature::new(CallConv::SystemV);
            signature.params = vec![AbiParam::new(I64); params];
            signature.returns = vec![AbiParam::new(I64)];
            signature
        };
        let config = module.isa().frontend_config();

        context.func.signature = signature(4);
        let enter = module.declare_anonymous_function(&context.func.signature).map_err(|e| e.to_string())?;
        {
            let mut b = FunctionBuilder::new(&mut context.func, &mut frontend);
            let block = b.create_block();
            b.append_block_params_for_function_params(block);
            b.switch_to_block(block);
            let params = b.block_params(block).to_vec();
            let entry_signature = b.import_signature(signature(2));
            // The pinned register is the caller's too, by the platform's convention.
            let callers = b.ins().get_pinned_reg(I64);
            b.ins().set_pinned_reg(params[0]);
            let call = b.ins().call_indirect(entry_signature, params[3], &[params[1], params[2]]);
            let result = b.inst_results(call)[0];
            b.ins().set_pinned_reg(callers);
            b.ins().return_(&[result]);
            b.seal_all_blocks();
            b.finalize(config);
        }
        module.define_function(enter, &mut context).map_err(|e| e.to_string())?;
        module.clear_context(&mut context);

        context.func.signature = signature(2);
        let stub = module.declare_function("interpreter_stub", Linkage::Local, &context.func.signature).map_err(|e| e.to_string())?;
        {
            let mut b = FunctionBuilder::new(&mut context.func, &mut frontend);
            let block = b.create_block();
            b.append_block_params_for_function_params(block);
            b.switch_to_block(block);
            let params = b.block_params(block).to_vec();
            let vm = b.ins().get_pinned_reg(I64);
            // The compiled caller: its frame pointer and return address lie at ours.
            let frame = b.ins().get_frame_pointer(I64);
            let caller_fp = b.ins().load(I64, MemFlagsData::trusted(), frame, 0);
            let caller_pc = b.ins().load(I64, MemFlagsData::trusted(), frame, 8);
            let target = b.ins().iconst(I64, interpret as usize as i64);
            let interpret_signature = b.import_signature(signature(5));
            let call = b.ins().call_indirect(interpret_signature, target, &[vm, params[0], params[1], caller_fp, caller_pc]);
            let result = b.inst_results(call)[0];
            b.ins().return_(&[result]);
            b.seal_all_blocks();
            b.finalize(config);
        }
        module.define_function(stub, &mut context).map_err(|e| e.to_string())?;
        module.finalize_definitions().map_err(|e| e.to_string())?;
        // SAFETY: the function has this signature, in the platform's C convention.
        let enter = unsafe { core::mem::transmute::<*const u8, EnterFn>(module.get_finalized_function(enter)) };
        let interpreter_stub = module.get_finalized_function(stub);
        Ok(Trampolines { enter, interpreter_stub, module: Some(module) })
    }
}

impl Drop for Trampolines {
    fn drop(&mut self) {
        if let Some(module) = self.module.take() {
            // SAFETY: the VM is going: nothing runs in the trampolines, and no script is called any more.
            unsafe { module.free_memory() }
        }
    }
}

/// What the context said of the compiled frame that called into the runtime last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exit {
    /// Native frame pointer of the compiled frame.
    pub fp: usize,
    /// Call site number; the return address if `links` is 0.
    pub site: u64,
    /// Address of the frame's link table.
    pub links: usize,
}

/// One entry into compiled code that has not returned.
#[derive(Clone, Copy, Debug)]
pub struct Activation {
    /// Interpreter frames that were active before.
    pub interpreter_frames: usize,
    /// How the activation before this one had left compiled code.
    pub outer_exit: Exit,
}

impl Vm {
    fn exit(&self) -> Exit {
        Exit { fp: self.cx.exit_fp, site: self.cx.exit_site, links: self.cx.exit_links }
    }
    fn set_exit(&mut self, exit: Exit) {
        self.cx.exit_fp = exit.fp;
        self.cx.exit_site = exit.site;
        self.cx.exit_links = exit.links;
    }
    /// Where compiled code was left last, in the running activation.
    pub(crate) fn current_exit(&self) -> Exit {
        self.exit()
    }

    /// Runs compiled code. `info` is the call information of a function entry, or the
    /// address of the link table of an OSR entry.
    ///
    /// # Safety
    /// `entry` is published code (or the stub) of the callee whose window is at `fp`, and the
    /// value stack above the window is free.
    pub(crate) unsafe fn enter_jit(&mut self, entry: *const u8, fp: *mut Value, info: u64) -> u64 {
        let outer_exit = self.exit();
        let interpreter_frames = self.interp.frames(&self.cx).len();
        let ion = self.ion.as_mut().expect("compiled code belongs to a tier");
        ion.activations.push(Activation { interpreter_frames, outer_exit });
        let enter = ion.trampolines.enter;
        self.set_exit(Exit { fp: 0, site: 0, links: 0 });
        // SAFETY: by contract; `self` is the VM that the code is to run in.
        let result = unsafe { enter(self, fp, info, entry) };
        if let Some(ion) = self.ion.as_mut() {
            ion.activations.pop();
        }
        self.set_exit(outer_exit);
        result
    }

    /// Notes that the runtime was entered from a compiled caller through the stub.
    pub(crate) fn note_stub_exit(&mut self, fp: u64, pc: u64) {
        self.set_exit(Exit { fp: fp as usize, site: pc, links: 0 });
    }
}

const _: () = assert!(layout::BUMP == 0);
