//! `Script`: a function's bytecode in a realm: its constants as values, its feedback,
//! its compiled code. All closures of one function literal share it.
//!
//! Invariants:
//! 1. `entry` is always callable: compiled code of this script, or the stub that
//!    enters the interpreter.
//! 2. While `insns` is null the function has not been materialised (no constants, no
//!    feedback); `Vm::materialize` does it at the first call.
//! 3. `insns`, `constants`, `sites` and `types` point into `data`, which lives as long
//!    as the cell.

use crate::bytecode::{Code, Constant, FunctionTemplate, Insn};
use crate::feedback::Site;
use crate::heap::cell::GcField;
use crate::heap::roots::RootedVec;
use crate::heap::{CellType, Gc, Kind};
use crate::ion::jit_code::IonState;
use crate::ion::link::LinkTable;
use crate::ion::tier::MAX_COMPILED_WORDS;
use crate::object::layout::trace_value;
use crate::runtime::completion::JsResult;
use crate::value::{Value, tag};
use crate::vm::Vm;
use core::cell::{Cell, RefCell, UnsafeCell};
use core::ptr::NonNull;
use hearth_gc::{Header, Tracer};
use std::rc::Rc;

#[repr(C)]
pub struct Script {
    pub header: UnsafeCell<Header>,
    /// Machine code of the function entry: `extern "C" fn(fp, call_info) -> Value` with the VM context pinned.
    pub entry: Cell<*const u8>,
    /// Link table of the installed function-entry code, or null.
    pub links: GcField<LinkTable>,
    pub insns: Cell<*const Insn>,
    pub constants: Cell<*const Value>,
    pub sites: Cell<*mut Site>,
    /// The type vector: one byte per instruction word.
    pub types: Cell<*mut u8>,
    /// Scripts of child functions; empty where there is none yet.
    pub children: Cell<*const Cell<Value>>,
    /// Calls and loop iterations seen by the interpreter since the last tier decision.
    pub warmup: Cell<u32>,
    /// Count at which the tier is asked again; 0 until materialised, so that calls take the slow path.
    pub warmup_limit: Cell<u32>,
    pub registers: Cell<u16>,
    pub params: Cell<u16>,
    /// Bits of `script_flags`.
    pub flags: Cell<u32>,
    pub data: *mut ScriptData,
}

pub mod script_flags {
    pub const NEEDS_ARGUMENTS: u32 = 1;
    pub const NEEDS_NEW_TARGET: u32 = 2;
    pub const STRICT: u32 = 4;
    pub const CLASS_CONSTRUCTOR: u32 = 8;
    pub const DERIVED_CONSTRUCTOR: u32 = 16;
    pub const CONSTRUCTOR: u32 = 32;
    pub const RESUMABLE: u32 = 64;
    pub const ARROW: u32 = 128;
    /// The optimiser gave up on it for good.
    pub const NEVER_COMPILE: u32 = 256;
    /// `entry` is compiled code.
    pub const HAS_JIT: u32 = 1024;
    /// Of the realm that a machine starts with. Scripts of other realms are interpreted:
    /// compiled code calls compiled code without asking for realms.
    pub const MAIN_REALM: u32 = 2048;
    pub const OTHER_REALM: u32 = 4096;
    /// It ran stored code, and so has learnt less than it has run.
    pub const WAS_RESTORED: u32 = 8192;
}

// SAFETY: repr(C), header first, sole layout of its kind.
unsafe impl CellType for Script {
    const TAG: u16 = tag::CELL;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::Script
    }
}

pub const SCRIPT_ENTRY: usize = core::mem::offset_of!(Script, entry);
pub const SCRIPT_LINKS: usize = core::mem::offset_of!(Script, links);
pub const SCRIPT_INSNS: usize = core::mem::offset_of!(Script, insns);
pub const SCRIPT_CHILDREN: usize = core::mem::offset_of!(Script, children);
pub const SCRIPT_FLAGS: usize = core::mem::offset_of!(Script, flags);

/// The part of a script that compiled code does not read.
pub struct ScriptData {
    pub template: Rc<FunctionTemplate>,
    /// Set once materialised.
    pub code: Option<Rc<Code>>,
    pub constants: Box<[Value]>,
    /// Site names as property keys (empty value: none).
    pub site_keys: Box<[Value]>,
    pub sites: Box<[Site]>,
    pub types: Box<[u8]>,
    /// Scripts of child functions, made when the first closure is.
    pub children: Box<[Cell<Value>]>,
    /// Template objects by constant index.
    pub templates: RefCell<Vec<(u32, Value)>>,
    pub realm: u32,
    /// Identity in the unit (source file) that it was loaded from.
    pub unit: u32,
    pub ion: IonState,
}

impl ScriptData {
    /// Bytes of what is made of the bytecode for one script. What scripts share is not counted, but about what
    /// a function takes in the front end.
    pub(crate) fn external_size(&self) -> usize {
        const SHARE: usize = 512;
        let keys = size_of_val(&*self.constants) + size_of_val(&*self.site_keys) + size_of_val(&*self.children);
        size_of::<ScriptData>() + SHARE + keys + size_of_val(&*self.sites) + size_of_val(&*self.types)
    }
}

impl Script {
    #[inline(always)]
    pub fn data(&self) -> &ScriptData {
        // SAFETY: set from a leaked box at allocation, dropped only by the finaliser;
        // mutation goes through `data_mut`, between uses of this reference.
        unsafe { &*self.data }
    }
    /// # Safety
    /// No reference from `data` is alive.
    #[allow(clippy::mut_from_ref, reason = "the data is behind a raw pointer owned by the cell")]
    pub unsafe fn data_mut(&self) -> &mut ScriptData {
        // SAFETY: as in `data`, and by contract.
        unsafe { &mut *self.data }
    }
    #[inline(always)]
    pub fn has_flag(&self, flag: u32) -> bool {
        self.flags.get() & flag != 0
    }
    pub fn set_flag(&self, flag: u32, on: bool) {
        self.flags.set(if on { self.flags.get() | flag } else { self.flags.get() & !flag });
    }
    pub fn template(&self) -> &Rc<FunctionTemplate> {
        &self.data().template
    }
    /// The bytecode; the script must be materialised.
    pub fn code(&self) -> &Rc<Code> {
        self.data().code.as_ref().expect("materialised script")
    }
    pub fn is_materialized(&self) -> bool {
        !self.insns.get().is_null()
    }
    pub fn site(&self, index: usize) -> &Site {
        &self.data().sites[index]
    }

    /// # Safety
    /// `cell` is a live script.
    pub unsafe fn trace(cell: NonNull<Header>, tracer: &mut Tracer) {
        // SAFETY: by contract.
        let script = unsafe { cell.cast::<Script>().as_ref() };
        if let Some(links) = script.links.header() {
            tracer.mark(links);
        }
        let data = script.data();
        for value in data.constants.iter().chain(&data.site_keys) {
            trace_value(*value, tracer);
        }
        for child in &data.children {
            trace_value(child.get(), tracer);
        }
        for (_, value) in data.templates.borrow().iter() {
            trace_value(*value, tracer);
        }
        crate::feedback::trace::trace_sites(&data.sites, tracer);
        data.ion.trace(tracer);
    }
}

/// # Safety
/// `cell` is a dead script, finalised once.
pub unsafe fn finalize(cell: NonNull<Header>) {
    // SAFETY: the box was leaked at allocation and is taken back once.
    let data = unsafe { Box::from_raw(cell.cast::<Script>().as_ref().data) };
    hearth_gc::release_external(data.external_size());
}

impl Vm {
    /// Gives a script its bytecode, constants and feedback, compiling it if need be.
    ///
    /// # Errors
    /// SyntaxError where compiling fails.
    pub fn materialize(&mut self, script: Gc<Script>) -> JsResult<()> {
        if script.is_materialized() {
            return Ok(());
        }
        let template = script.template().clone();
        let code = match template.code() {
            Ok(code) => code.clone(),
            Err(error) => return Err(self.compile_error(&template.source, &error)),
        };
        let mut constants = RootedVec::with_capacity(self, code.constants.len());
        for constant in &code.constants {
            let value = self.constant_value(constant);
            constants.push(value);
        }
        let mut keys = RootedVec::with_capacity(self, code.sites.len());
        for site in &code.sites {
            let key = match site.constant().map(|i| &code.constants[i]) {
                Some(Constant::String(name)) => self.key_from_js_str(name).raw(),
                _ => Value::EMPTY,
            };
            keys.push(key);
        }
        // What stands in for a constant must not stay (`heap::limit`).
        self.settled(Ok(()))?;
        // SAFETY: no other reference to the data is alive.
        let data = unsafe { script.data_mut() };
        let before = data.external_size();
        data.constants = constants.as_slice().into();
        data.site_keys = keys.as_slice().into();
        data.sites = vec![Site::EMPTY; code.sites.len()].into();
        data.types = vec![0; code.insns.len()].into();
        data.children = vec![Cell::new(Value::EMPTY); code.children.len()].into();
        script.constants.set(data.constants.as_ptr());
        script.sites.set(data.sites.as_mut_ptr());
        script.types.set(data.types.as_mut_ptr());
        script.children.set(data.children.as_ptr());
        script.registers.set(code.registers);
        script.params.set(code.params);
        script.set_flag(script_flags::NEEDS_ARGUMENTS, code.needs_arguments);
        script.set_flag(script_flags::NEEDS_NEW_TARGET, code.needs_new_target);
        script.warmup_limit.set(self.initial_warmup_limit(script.template()));
        if code.insns.len() > MAX_COMPILED_WORDS {
            script.set_flag(script_flags::NEVER_COMPILE, true);
        }
        script.insns.set(code.insns.as_ptr());
        data.code = Some(code);
        let grown = data.external_size() - before;
        self.heap.external(grown as isize);
        self.write_barrier(script.header());
        Ok(())
    }

    fn constant_value(&mut self, constant: &Constant) -> Value {
        match constant {
            Constant::Number(number) => Value::number(*number),
            Constant::String(text) => self.intern_js_str(text).value(),
            Constant::BigInt(digits) => {
                let number = digits.parse().expect("a BigInt constant is decimal digits");
                self.new_bigint(number).value()
            }
            Constant::RegExp { .. } | Constant::Template { .. } | Constant::SlotMap(_) => Value::UNDEFINED,
        }
    }
}
