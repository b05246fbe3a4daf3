//! The asynchronous context: a value that belongs to what is being executed (the mapping of the
//! AsyncContext proposal), and the numbers by which node:async_hooks knows what is executed.
//!
//! Whatever runs later runs in the context in which it was asked for: jobs and timers capture it
//! when they are made, reactions of promises when `then` or `await` is called. It is undefined
//! until somebody sets it, so that to capture it is to copy a word.

use crate::object::layout::trace_value;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use hearth_gc::Tracer;

/// A resource of node:async_hooks: its number, and that of what it was made by.
#[derive(Clone, Copy, Debug)]
pub struct AsyncIds {
    pub id: f64,
    pub trigger: f64,
}

impl AsyncIds {
    /// Of what has no number: jobs of promises.
    pub const NONE: AsyncIds = AsyncIds { id: 0.0, trigger: 0.0 };
    /// Of the program itself.
    const PROGRAM: AsyncIds = AsyncIds { id: 1.0, trigger: 0.0 };
}

/// What the function that listens for async hooks is told first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i32)]
pub enum HookEvent {
    /// The type, the number, the trigger's number and the resource follow.
    Init = 0,
    /// The number follows.
    Before,
    After,
    Destroy,
    /// The promise follows, and of `PromiseInit` the one that it derives from.
    PromiseInit,
    PromiseBefore,
    PromiseAfter,
    PromiseSettled,
}

/// What is being executed.
pub struct AsyncContext {
    context: Value,
    ids: AsyncIds,
    last_id: f64,
    /// A function that is told of each step, or undefined.
    hooks: Value,
    /// Set while a promise is made that derives from this one.
    parent: Value,
    /// The context that the last exception left.
    thrown_in: Value,
}

impl Default for AsyncContext {
    fn default() -> Self {
        let none = Value::UNDEFINED;
        AsyncContext { context: none, ids: AsyncIds::PROGRAM, last_id: 1.0, hooks: none, parent: none, thrown_in: none }
    }
}

impl AsyncContext {
    pub fn trace(&self, tracer: &mut Tracer) {
        for value in [self.context, self.hooks, self.parent, self.thrown_in] {
            trace_value(value, tracer);
        }
    }
}

impl Vm {
    #[inline]
    pub fn async_context(&self) -> Value {
        self.interp.jobs.context.context
    }

    /// Sets the context; what it was.
    #[inline]
    pub fn set_async_context(&mut self, context: Value) -> Value {
        core::mem::replace(&mut self.interp.jobs.context.context, context)
    }

    /// Runs `f` in a context, as the resource with these numbers.
    pub fn in_async_context<T>(&mut self, context: Value, ids: AsyncIds, f: impl FnOnce(&mut Vm) -> JsResult<T>) -> JsResult<T> {
        let before = self.set_async_context(context);
        let ids_before = core::mem::replace(&mut self.interp.jobs.context.ids, ids);
        let hooked = ids.id != 0.0 && self.has_async_hooks();
        if hooked {
            self.tell_async_hooks(HookEvent::Before, Value::number(ids.id));
        }
        let result = f(self);
        // What it throws ends the program, unless somebody catches it there: then it is over.
        if hooked {
            self.tell_async_hooks(HookEvent::After, Value::number(ids.id));
        }
        self.interp.jobs.context.ids = ids_before;
        let after = self.set_async_context(before);
        if result.is_err() {
            self.interp.jobs.context.thrown_in = after;
        }
        result
    }

    /// The context in which the exception was thrown that nobody has caught; it is taken.
    pub fn take_thrown_context(&mut self) -> Value {
        core::mem::replace(&mut self.interp.jobs.context.thrown_in, Value::UNDEFINED)
    }

    pub fn async_ids(&self) -> AsyncIds {
        self.interp.jobs.context.ids
    }

    pub fn set_async_ids(&mut self, ids: AsyncIds) {
        self.interp.jobs.context.ids = ids;
    }

    /// The numbers of a new resource that what is being executed makes.
    pub fn new_async_ids(&mut self) -> AsyncIds {
        let state = &mut self.interp.jobs.context;
        state.last_id += 1.0;
        AsyncIds { id: state.last_id, trigger: state.ids.id }
    }

    #[inline]
    pub fn has_async_hooks(&self) -> bool {
        !self.interp.jobs.context.hooks.is_undefined()
    }

    pub fn set_async_hooks(&mut self, hooks: Value) {
        self.interp.jobs.context.hooks = hooks;
    }

    pub fn set_hooked_parent(&mut self, parent: Value) {
        self.interp.jobs.context.parent = parent;
    }

    /// Tells of one step; the function that listens throws nothing.
    #[cold]
    pub fn tell_async_hooks(&mut self, event: HookEvent, subject: Value) {
        let state = &self.interp.jobs.context;
        let (hooks, parent) = (state.hooks, state.parent);
        let _ = self.call(hooks, Value::UNDEFINED, &[Value::int(event as i32), subject, parent]);
    }

    /// Tells of a new resource.
    #[cold]
    pub fn tell_async_init(&mut self, kind: &str, ids: AsyncIds, resource: Value) {
        let hooks = self.interp.jobs.context.hooks;
        let kind = self.new_string(kind).value();
        let args = [Value::int(HookEvent::Init as i32), kind, Value::number(ids.id), Value::number(ids.trigger), resource];
        let _ = self.call(hooks, Value::UNDEFINED, &args);
    }
}
