//! What V8's Error.prepareStackTrace gets: call sites, made by `node/call_site.js` of a row of
//! plain values of each frame.

use crate::bytecode::FunctionKind;
use crate::heap::{Gc, Payload, Tracer};
use crate::interp::backtrace::StackFrame;
use crate::object::array::Array;
use crate::object::function::Args;
use crate::object::layout::{InternalCell, Object};
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::syntax::enclosing::{Holder, holder_at};
use crate::value::Value;
use crate::vm::Vm;

const CONSTRUCT: i32 = 1;
const EVAL: i32 = 2;
const TOP_LEVEL: i32 = 4;
const METHOD: i32 = 8;

/// A frame that a function looks at later.
struct FrameData(StackFrame);
impl Payload for FrameData {
    fn trace(&self, _: &mut Tracer) {}
}

fn frame_of(args: &Args<'_>) -> Option<StackFrame> {
    let cell = args.callee.data[0].get().to_cell::<InternalCell>()?;
    cell.payload::<FrameData>().map(|data| data.0.clone())
}

/// The text that the frame's script was made of.
fn text_of(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let text = frame_of(args).map_or_else(String::new, |frame| frame.template.source.text.to_string());
    Ok(vm.new_string(&text).value())
}

/// The class that the frame's method is of, or null.
fn type_of(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let holder = frame_of(args).and_then(|frame| holder_at(&frame.template.source.text, frame.template.info.start));
    Ok(match holder {
        Some(Holder::Class(_, true)) => vm.new_string("Function").value(),
        Some(Holder::Class(name, false)) if !name.is_empty() => vm.new_string(&name).value(),
        _ => vm.new_string("Object").value(),
    })
}

fn is_method(kind: FunctionKind) -> bool {
    use FunctionKind as K;
    matches!(kind, K::Method | K::Getter | K::Setter | K::GeneratorMethod | K::AsyncMethod | K::AsyncGeneratorMethod | K::FieldInitializer)
}

fn row(vm: &mut Vm, frame: &StackFrame) -> JsResult<Value> {
    let (line, column) = frame.line_column();
    let template = &frame.template;
    let (source, info) = (&template.source, &template.info);
    let is_eval = source.origin.is_some() || source.dynamic;
    let module_body = info.kind == FunctionKind::CommonJs;
    let mut flags = 0;
    for (holds, flag) in [
        (frame.construct, CONSTRUCT),
        (is_eval, EVAL),
        (!frame.construct && !module_body && !is_method(info.kind), TOP_LEVEL),
        (is_method(info.kind), METHOD),
    ] {
        flags |= if holds { flag } else { 0 };
    }
    let file = vm.new_string(&source.name).value();
    let name = info.name.to_rust();
    // The text of an eval is a function of that name.
    let name = if is_eval && (info.end == 0 || source.dynamic && name == "anonymous") { "eval".to_owned() } else { name };
    let name = if name.is_empty() { Value::NULL } else { vm.new_string(&name).value() };
    let origin = match &source.origin {
        Some(origin) => vm.new_string(&format!("eval at <anonymous> ({})", origin.name)).value(),
        None if is_eval => vm.new_string("eval at <anonymous>").value(),
        None => Value::UNDEFINED,
    };
    let position = template.compiled().map_or(0, |code| code.source_position(frame.offset));
    let (own_line, own_column) = source.line_column(info.start);
    let cell = vm.new_internal(Box::new(FrameData(frame.clone()))).value();
    let text = vm.new_native_with("", 0, text_of, cell, Value::UNDEFINED).value();
    let kind = if is_method(info.kind) {
        vm.new_native_with("", 0, type_of, cell, Value::UNDEFINED).value()
    } else if module_body {
        vm.new_string("Object").value()
    } else {
        Value::NULL
    };
    let numbers = [line, column, position, own_line, own_column].map(Value::from);
    let values = [file, numbers[0], numbers[1], name, Value::int(flags), origin, numbers[2], numbers[3], numbers[4], text, kind];
    Ok(vm.new_array(&values).value())
}

/// The array of call sites of these frames.
///
/// # Errors
/// What the module that makes them throws.
fn call_sites(vm: &mut Vm, frames: &[StackFrame]) -> JsResult<Value> {
    let rows: Gc<Array> = vm.new_array(&[]);
    for frame in frames {
        let row = row(vm, frame)?;
        vm.array_push(rows, row)?;
    }
    let make = vm.require_builtin("internal/call_site")?;
    vm.call(make, Value::UNDEFINED, &[rows.value()])
}

impl Vm {
    /// V8's Error.prepareStackTrace, if a program has set it; none while it runs.
    pub fn stack_preparer(&mut self) -> Option<Value> {
        if self.builtins.preparing_stack {
            return None;
        }
        let error = self.intrinsic(Intrinsic::Error);
        let key = self.key("prepareStackTrace");
        let function = self.own_data_value(error, key)?;
        (self.is_callable(function) && !super::checks::is_native(function, super::error::prepare_stack_trace)).then_some(function)
    }

    /// What Error.prepareStackTrace makes of the stack of an object.
    ///
    /// # Errors
    /// What it throws.
    pub fn prepare_stack(&mut self, prepare: Value, object: Gc<Object>, frames: &[StackFrame]) -> JsResult<Value> {
        let sites = call_sites(self, frames)?;
        let error = self.intrinsic(Intrinsic::Error).value();
        self.builtins.preparing_stack = true;
        let result = self.call(prepare, error, &[object.value(), sites]);
        self.builtins.preparing_stack = false;
        result
    }
}
