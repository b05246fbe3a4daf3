//! Walking compiled frames, for stack traces.
//!
//! Compiled code keeps frame pointers, and notes at each call into the runtime which
//! frame it was and at which site (`Exit`). From there the walk goes up through the
//! frame pointers; the return addresses' call sites say where each caller is. It ends
//! at the trampoline by which the activation was entered.

use super::enter::Exit;
use super::jit_code::JitCode;
use super::link::LinkTable;
use crate::bytecode::{BytecodeOffset, Op};
use crate::heap::Gc;
use crate::interp::backtrace::StackFrame;
use crate::script::{Script, script_flags};
use crate::vm::Vm;

/// The compiled frames of one activation.
pub struct CompiledFrames {
    /// How many interpreter frames are outside of it.
    pub interpreter_frames: usize,
    /// Innermost first, and no more than were asked for.
    pub frames: Vec<StackFrame>,
}

impl Vm {
    /// The compiled frames that are active, innermost activation first. An activation is
    /// walked when it is asked for, up to `limit` frames of it: a deep recursion that catches at every
    /// level takes a stack trace at each.
    pub(crate) fn compiled_frames(&self, limit: usize) -> impl Iterator<Item = CompiledFrames> + '_ {
        let activations = self.ion.iter().flat_map(|ion| ion.activations.iter().rev());
        activations.scan(self.current_exit(), move |exit, activation| {
            let frames = self.walk(*exit, limit, activation.construct);
            *exit = activation.outer_exit;
            Some(CompiledFrames { interpreter_frames: activation.interpreter_frames, frames })
        })
    }

    /// What compiled code was executing when it called into the runtime: the innermost function, inlined or not.
    pub(crate) fn executing_compiled(&self) -> Option<(Gc<Script>, BytecodeOffset)> {
        let (code, site) = self.left_at(self.current_exit())?;
        let record = code.data().metadata.sites.get(site? as usize)?;
        Some((self.script_of_record(code, record.script)?, BytecodeOffset(record.offset)))
    }

    /// The code that was left at an exit, and the site there.
    fn left_at(&self, exit: Exit) -> Option<(Gc<JitCode>, Option<u32>)> {
        if exit.links != 0 {
            // SAFETY: the running code's link table; slot 0 is its code.
            let code = unsafe { Gc::<LinkTable>::from_address(exit.links).code() };
            return Some((code, Some(exit.site as u32)));
        }
        let code = self.ion.as_ref()?.pc_map.borrow().code_at(exit.site as usize)?;
        Some((code, code.call_site(exit.site as usize).map(|s| s.site)))
    }

    /// `construct` is of the outermost function.
    fn walk(&self, exit: Exit, limit: usize, construct: bool) -> Vec<StackFrame> {
        let Some(ion) = self.ion.as_ref() else { return Vec::new() };
        let pc_map = ion.pc_map.borrow();
        let mut frames = Vec::new();
        let mut fp = exit.fp;
        let left = self.left_at(exit);
        let mut code = left.map(|(code, _)| code);
        let mut site = left.and_then(|(_, site)| site);
        // The frame that the next one has called.
        let mut called = None;
        while let Some(current) = code.filter(|_| fp != 0 && frames.len() <= limit) {
            if let Some(site) = site {
                self.push_site(current, site, &mut called, &mut frames);
            }
            // SAFETY: a compiled frame on this thread's stack: the caller's frame pointer and the return address lie at it.
            let (caller_fp, pc) = unsafe { (*(fp as *const usize), *((fp + 8) as *const usize)) };
            code = pc_map.code_at(pc);
            site = code.and_then(|c| c.call_site(pc).map(|s| s.site));
            fp = caller_fp;
        }
        if let Some(called) = called {
            note_construct(&mut frames, called, construct);
        }
        frames.truncate(limit);
        frames
    }

    /// The frames of a site: the innermost inlined one first. What a frame was called by says whether
    /// it is constructing, but for a class's constructor, which always is.
    fn push_site(&self, code: Gc<JitCode>, site: u32, called: &mut Option<usize>, frames: &mut Vec<StackFrame>) {
        let metadata = &code.data().metadata;
        let mut at = site;
        while let Some(record) = metadata.sites.get(at as usize) {
            let script = self.script_of_record(code, record.script);
            if let Some(called) = called.take() {
                note_construct(frames, called, script.is_some_and(|script| constructs(script, record.offset)));
            }
            let frame = script.and_then(|s| StackFrame::of(s, record.offset, s.has_flag(script_flags::CLASS_CONSTRUCTOR)));
            *called = frame.as_ref().map(|_| frames.len());
            frames.extend(frame);
            at = record.parent;
        }
    }

    pub(super) fn script_of_record(&self, code: Gc<JitCode>, index: u32) -> Option<Gc<Script>> {
        let data = code.data();
        if index == 0 {
            return data.script.get();
        }
        let record = data.metadata.scripts.get(index as usize)?;
        let linked = data.links.get().filter(|_| record.link != u32::MAX).and_then(|l| l.get(record.link as usize).to_cell::<Script>());
        linked.or_else(|| self.script_by_hash(&record.hash))
    }
}

fn note_construct(frames: &mut [StackFrame], called: usize, construct: bool) {
    if let Some(frame) = frames.get_mut(called) {
        frame.construct |= construct;
    }
}

/// Whether the op at `offset` calls a constructor. Bytecode that has been inlined only is not there to be asked.
fn constructs(script: Gc<Script>, offset: u32) -> bool {
    let op = script.is_materialized().then(|| script.code().insns.get(offset as usize).map(|insn| insn.op())).flatten();
    matches!(op, Some(Op::New | Op::NewSpread | Op::SuperCall | Op::SuperCallSpread))
}
