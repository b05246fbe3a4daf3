//! Walking compiled frames, for stack traces.
//!
//! Compiled code keeps frame pointers, and notes at each call into the runtime which
//! frame it was and at which site (`Exit`). From there the walk goes up through the
//! frame pointers; the return addresses' call sites say where each caller is. It ends
//! at the trampoline by which the activation was entered.

use super::enter::Exit;
use super::jit_code::JitCode;
use super::link::LinkTable;
use crate::heap::Gc;
use crate::interp::backtrace::{STACK_TRACE_LIMIT, StackFrame};
use crate::script::{Script, script_flags};
use crate::vm::Vm;

/// The compiled frames of one activation.
pub struct CompiledFrames {
    /// How many interpreter frames are outside of it.
    pub interpreter_frames: usize,
    /// Innermost first, and no more than a stack trace shows.
    pub frames: Vec<StackFrame>,
}

impl Vm {
    /// The compiled frames that are active, innermost activation first. An activation is
    /// walked when it is asked for: a deep recursion that catches at every level takes a
    /// stack trace at each.
    pub(crate) fn compiled_frames(&self) -> impl Iterator<Item = CompiledFrames> + '_ {
        let activations = self.ion.iter().flat_map(|ion| ion.activations.iter().rev());
        activations.scan(self.current_exit(), |exit, activation| {
            let frames = self.walk(*exit);
            *exit = activation.outer_exit;
            Some(CompiledFrames { interpreter_frames: activation.interpreter_frames, frames })
        })
    }

    fn walk(&self, exit: Exit) -> Vec<StackFrame> {
        let Some(ion) = self.ion.as_ref() else { return Vec::new() };
        let pc_map = ion.pc_map.borrow();
        let mut frames = Vec::new();
        let mut fp = exit.fp;
        let (mut code, mut site) = if exit.links != 0 {
            // SAFETY: the running code's link table; slot 0 is its code.
            let code = unsafe { Gc::<LinkTable>::from_address(exit.links).code() };
            (Some(code), Some(exit.site as u32))
        } else {
            let code = pc_map.code_at(exit.site as usize);
            (code, code.and_then(|c| c.call_site(exit.site as usize).map(|s| s.site)))
        };
        while let Some(current) = code.filter(|_| fp != 0 && frames.len() < STACK_TRACE_LIMIT) {
            if let Some(site) = site {
                self.push_site(current, site, &mut frames);
            }
            // SAFETY: a compiled frame on this thread's stack: the caller's frame pointer and the return address lie at it.
            let (caller_fp, pc) = unsafe { (*(fp as *const usize), *((fp + 8) as *const usize)) };
            code = pc_map.code_at(pc);
            site = code.and_then(|c| c.call_site(pc).map(|s| s.site));
            fp = caller_fp;
        }
        frames
    }

    /// The frames of a site: the innermost inlined one first.
    fn push_site(&self, code: Gc<JitCode>, site: u32, frames: &mut Vec<StackFrame>) {
        let metadata = &code.data().metadata;
        let mut at = site;
        while let Some(record) = metadata.sites.get(at as usize) {
            if let Some(script) = self.script_of_record(code, record.script) {
                frames.extend(StackFrame::of(script, record.offset, script.has_flag(script_flags::CLASS_CONSTRUCTOR)));
            }
            at = record.parent;
        }
    }

    fn script_of_record(&self, code: Gc<JitCode>, index: u32) -> Option<Gc<Script>> {
        let data = code.data();
        if index == 0 {
            return data.script.get();
        }
        let record = data.metadata.scripts.get(index as usize)?;
        let linked = data.links.get().filter(|_| record.link != u32::MAX).and_then(|l| l.get(record.link as usize).to_cell::<Script>());
        linked.or_else(|| self.script_by_hash(&record.hash))
    }
}
