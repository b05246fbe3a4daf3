//! Stack traces: what was being executed, as plain data without heap references.

use crate::bytecode::{BytecodeOffset, FunctionKind, FunctionTemplate};
use crate::heap::Gc;
use crate::object::function::Function;
use crate::runtime::realm::Intrinsic;
use crate::script::Script;
use crate::vm::Vm;
use std::fmt;
use std::ops::Range;
use std::rc::Rc;

/// Frames that a captured stack holds at most until a script says otherwise, as in V8.
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
    /// Error.stackTraceLimit was no number: errors have no `stack`, as in V8.
    pub suppressed: bool,
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
        (!is_implicit_constructor(template) && !template.source.builtin).then(|| Self {
            template: template.clone(),
            offset: BytecodeOffset(offset),
            construct,
        })
    }
}

impl Vm {
    /// The innermost activation: its script, and the instruction that is being executed.
    pub(crate) fn executing(&self) -> Option<(Gc<Script>, BytecodeOffset)> {
        let frames = self.interp.frames(&self.cx);
        let compiled = self.ion.as_ref().and_then(|ion| ion.activations.last());
        if compiled.is_some_and(|activation| activation.interpreter_frames >= frames.len()) {
            return self.executing_compiled();
        }
        let frame = frames.last()?;
        // SAFETY: `pc` points into the instructions of the frame's script.
        let offset = unsafe { frame.pc.offset_from(frame.script.insns.get()) };
        Some((frame.script, BytecodeOffset(offset as u32)))
    }

    /// The innermost activations now, as many as Error.stackTraceLimit says.
    pub fn capture_stack(&mut self) -> CapturedStack {
        let Some(limit) = self.stack_trace_limit() else { return CapturedStack { suppressed: true, ..CapturedStack::default() } };
        CapturedStack { frames: self.innermost_frames(limit).into(), suppressed: false }
    }

    /// The activations around the innermost one of `function`. None at all if it is not active, as in V8.
    pub fn capture_stack_above(&mut self, function: Gc<Function>) -> CapturedStack {
        let Some(limit) = self.stack_trace_limit() else { return CapturedStack { suppressed: true, ..CapturedStack::default() } };
        let template = function.script().template().clone();
        // It is nearly always one of the innermost.
        for reach in [limit.saturating_add(STACK_TRACE_LIMIT), usize::MAX] {
            let mut frames = self.innermost_frames(reach);
            let all = frames.len() < reach;
            let inner = if is_implicit_constructor(&template) {
                // It has no frame of its own. What it leads to are constructors.
                Some(frames.iter().take_while(|f| f.construct && f.template.info.kind == FunctionKind::DerivedConstructor).count())
            } else {
                frames.iter().position(|frame| Rc::ptr_eq(&frame.template, &template)).map(|at| at + 1)
            };
            if let Some(inner) = inner {
                frames.drain(..inner);
                frames.truncate(limit);
                return CapturedStack { frames: frames.into(), suppressed: false };
            }
            if all {
                break;
            }
        }
        CapturedStack::default()
    }

    /// Error.stackTraceLimit; None if it is no number.
    fn stack_trace_limit(&mut self) -> Option<usize> {
        let error = self.intrinsic(Intrinsic::Error);
        match self.own_data_value(error, self.names.stackTraceLimit) {
            Some(limit) if limit.is_number() => Some(limit.as_number() as usize),
            _ => None,
        }
    }

    /// Interpreted and compiled frames, merged: so many of the innermost.
    pub(crate) fn innermost_frames(&self, limit: usize) -> Vec<StackFrame> {
        let interpreted = self.interp.frames(&self.cx);
        let shown = |range: Range<usize>| interpreted[range].iter().rev().filter_map(stack_frame).take(limit);
        let mut frames: Vec<StackFrame> = Vec::new();
        let mut end = interpreted.len();
        for activation in self.compiled_frames(limit) {
            // What compiled code called in the interpreter is inside of it.
            let start = activation.interpreter_frames.min(end);
            frames.extend(shown(start..end));
            frames.extend(activation.frames);
            end = start;
            if frames.len() >= limit {
                break;
            }
        }
        frames.extend(shown(0..end));
        frames.truncate(limit);
        frames
    }
}

/// A derived class's constructor that passes its arguments on and is all implied.
fn is_implicit_constructor(template: &FunctionTemplate) -> bool {
    template.info.kind == FunctionKind::DerivedConstructor && template.compiled().is_some_and(|code| code.passes_arguments_on)
}

fn stack_frame(frame: &super::frame::Frame) -> Option<StackFrame> {
    if frame.flags & super::frame::frame_flags::OSR != 0 {
        return None;
    }
    // SAFETY: `pc` points into the instructions of the frame's script.
    let offset = unsafe { frame.pc.offset_from(frame.script.insns.get()) };
    StackFrame::of(frame.script, offset as u32, frame.flags & super::frame::frame_flags::CONSTRUCT != 0)
}
