//! Stack traces: what was being executed, as plain data without heap references.

use crate::bytecode::{BytecodeOffset, FunctionKind, FunctionTemplate};
use crate::heap::Gc;
use crate::script::Script;
use crate::vm::Vm;
use std::fmt;
use std::ops::Range;
use std::rc::Rc;

/// Frames that a captured stack holds at most, as in V8.
pub const STACK_TRACE_LIMIT: usize = 10;

/// One activation of a function.
#[derive(Clone, Debug)]
pub struct StackFrame {
    pub template: Rc<FunctionTemplate>,
    pub offset: BytecodeOffset,
    pub construct: bool,
}

/// The innermost activations, innermost first.
#[derive(Clone, Debug, Default)]
pub struct CapturedStack {
    pub frames: Box<[StackFrame]>,
}

impl StackFrame {
    /// 1-based line and column.
    pub fn line_column(&self) -> (u32, u32) {
        let position = self.template.compiled().map_or(0, |code| code.source_position(self.offset));
        self.template.source.line_column(position)
    }
}

impl fmt::Display for StackFrame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.line_column();
        let file = &self.template.source.name;
        let name = self.template.info.name.to_rust();
        let new = if self.construct { "new " } else { "" };
        if name.is_empty() && self.template.info.kind == FunctionKind::CommonJs {
            write!(f, "    at Object.<anonymous> ({file}:{line}:{column})")
        } else if name.is_empty() {
            write!(f, "    at {file}:{line}:{column}")
        } else {
            write!(f, "    at {new}{name} ({file}:{line}:{column})")
        }
    }
}

impl fmt::Display for CapturedStack {
    /// Each frame on a line of its own, each line *preceded* by a line feed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for frame in &self.frames {
            write!(f, "\n{frame}")?;
        }
        Ok(())
    }
}

impl StackFrame {
    /// A frame of `script`; none if traces leave such frames out: there is no text to
    /// point at in built-in scripts and implicit constructors.
    pub(crate) fn of(script: Gc<Script>, offset: u32, construct: bool) -> Option<Self> {
        let template = script.template();
        let implicit =
            template.info.kind == FunctionKind::DerivedConstructor && template.compiled().is_some_and(|code| code.passes_arguments_on);
        (!implicit && !template.source.builtin).then(|| Self { template: template.clone(), offset: BytecodeOffset(offset), construct })
    }
}

impl Vm {
    /// The innermost activations now: interpreted and compiled frames, merged.
    pub fn capture_stack(&self) -> CapturedStack {
        let interpreted = self.interp.frames(&self.cx);
        let shown = |range: Range<usize>| interpreted[range].iter().rev().filter_map(stack_frame).take(STACK_TRACE_LIMIT);
        let mut frames: Vec<StackFrame> = Vec::new();
        let mut end = interpreted.len();
        for activation in self.compiled_frames() {
            // What compiled code called in the interpreter is inside of it.
            let start = activation.interpreter_frames.min(end);
            frames.extend(shown(start..end));
            frames.extend(activation.frames);
            end = start;
            if frames.len() >= STACK_TRACE_LIMIT {
                break;
            }
        }
        frames.extend(shown(0..end));
        frames.truncate(STACK_TRACE_LIMIT);
        CapturedStack { frames: frames.into() }
    }
}

fn stack_frame(frame: &super::frame::Frame) -> Option<StackFrame> {
    if frame.flags & super::frame::frame_flags::OSR != 0 {
        return None;
    }
    // SAFETY: `pc` points into the instructions of the frame's script.
    let offset = unsafe { frame.pc.offset_from(frame.script.insns.get()) };
    StackFrame::of(frame.script, offset as u32, frame.flags & super::frame::frame_flags::CONSTRUCT != 0)
}
