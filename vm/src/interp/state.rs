//! `Interp`: what the interpreter keeps in the `Vm`, apart from the hot `Context`.

use super::frame::Frame;
use super::stack::Stacks;
use crate::feedback::megamorphic::MegamorphicCache;
use crate::object::ShapeId;
use crate::rules::{Rule, holds};
use crate::runtime::eval::{EvalCache, SyntaxErrorPlace};
use crate::runtime::jobs::JobQueue;
use crate::runtime::modules::ModuleTable;
use crate::runtime::suspended::SuspendedFrames;
use crate::stats::Format;
use crate::value::Value;
use crate::vm::Context;
use hearth_gc::Tracer;
use std::io;

pub struct Interp {
    pub stacks: Stacks,
    pub jobs: JobQueue,
    pub suspended: SuspendedFrames,
    pub modules: ModuleTable,
    pub megamorphic: MegamorphicCache,
    /// A prototype with nothing on its chain that a for-in loop visits, and the prototype epoch
    /// at which that was found.
    pub nothing_inherited: (Value, u32),
    /// Shape of sloppy arguments without a mapped parameter, by realm; none if not known yet.
    pub arguments_shape: (u32, ShapeId),
    /// Shape of plain arrays, and that of results of RegExp matches, which adds `index`, `input`
    /// and `groups`; none if not known yet.
    pub match_shape: (ShapeId, ShapeId),
    /// Shape of a RegExp before and after it gets `lastIndex`.
    pub regexp_shape: (ShapeId, ShapeId),
    pub evals: EvalCache,
    /// Print the statistics when the process ends.
    pub print_stats: Option<Format>,
    /// Where the last SyntaxError was found.
    pub syntax_error: Option<SyntaxErrorPlace>,
}

impl Interp {
    pub fn new() -> io::Result<Interp> {
        Ok(Interp {
            stacks: Stacks::new()?,
            jobs: JobQueue::default(),
            suspended: SuspendedFrames::default(),
            modules: ModuleTable::default(),
            megamorphic: MegamorphicCache::default(),
            nothing_inherited: (Value::UNDEFINED, 0),
            arguments_shape: (0, ShapeId::NONE),
            match_shape: (ShapeId::NONE, ShapeId::NONE),
            regexp_shape: (ShapeId::NONE, ShapeId::NONE),
            evals: EvalCache::default(),
            print_stats: None,
            syntax_error: None,
        })
    }
    /// Points the context at the empty stacks.
    pub fn init_context(&self, cx: &mut Context) {
        cx.sp = self.stacks.value_base();
        cx.value_limit = self.stacks.value_limit();
        cx.interrupt.set_value_limit(cx.value_limit);
        cx.frame_top = self.stacks.frame_base();
        cx.frame_limit = self.stacks.frame_limit();
    }
    /// The precise roots.
    pub fn trace(&self, tracer: &mut Tracer) {
        self.jobs.trace(tracer);
        self.modules.trace(tracer);
    }
    /// The stacks in use, to be scanned conservatively.
    pub fn ambiguous_ranges(&self, cx: &Context, scan: &mut dyn FnMut(*const u64, *const u64)) {
        if holds(Rule::ValueStack) {
            scan(self.stacks.value_base() as *const u64, cx.sp as *const u64);
        }
        scan(self.stacks.frame_base() as *const u64, cx.frame_top as *const u64);
        self.suspended.ambiguous_ranges(scan);
    }
    /// Forgets what is neither traced nor valid after a collection.
    pub fn forget_caches(&mut self) {
        self.megamorphic.clear();
        self.forget_inherited();
    }
    /// Forgets from which prototype no enumerable keys are inherited.
    pub fn forget_inherited(&mut self) {
        self.nothing_inherited = (Value::UNDEFINED, 0);
    }
    /// Shapes that objects get which are made while nobody else may have one: they live on.
    /// Their prototypes are intrinsics, their keys names.
    pub fn remembered_shapes(&self) -> [ShapeId; 5] {
        [self.arguments_shape.1, self.match_shape.0, self.match_shape.1, self.regexp_shape.0, self.regexp_shape.1]
    }
    pub fn frames(&self, cx: &Context) -> &[Frame] {
        let base = self.stacks.frame_base();
        // SAFETY: frames below `frame_top` are initialised, and `frame_top` is in the same mapping.
        unsafe { core::slice::from_raw_parts(base, cx.frame_top.offset_from(base) as usize) }
    }
    pub fn is_on_value_stack(&self, at: *const Value) -> bool {
        (self.stacks.value_base() as *const Value..self.stacks.value_limit() as *const Value).contains(&at)
    }
}
