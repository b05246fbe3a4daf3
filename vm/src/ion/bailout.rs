//! Bailouts: from the raw words that an exit stored to interpreter frames.

use super::bailout_reason::BailoutReason;
use super::graph::NEW_TARGET;
use super::jit_code::JitCode;
use super::link::LinkTable;
use super::metadata::{BAILOUT_BUFFER_WORDS, BailoutRecord, FrameRecord, RegisterRecord, Source};
use super::snapshot::EntryPoint;
use crate::bytecode::BytecodeOffset;
use crate::heap::roots::RootedVec;
use crate::heap::{Gc, Kind};
use crate::interp::entry::{ResumeFrame, resume_frames, resume_throwing};
use crate::interp::frame::{CALL_CONSTRUCT, Frame, frame_flags};
use crate::interp::leave::{self, Left};
use crate::object::Function;
use crate::object::shape::ShapeId;
use crate::rules::{Rule, holds};
use crate::runtime::completion::Throw;
use crate::script::Script;
use crate::trace::{Category, Line};
use crate::value::{Value, tag};
use crate::vm::Vm;

/// Bailouts of one code, for one reason at one place, after which it is compiled again.
pub const TOO_MANY: u32 = 4;
/// Caught exceptions in loop code after which the loop stays interpreted.
const MANY_EXCEPTIONS: u32 = 64;

/// Activations of compiled code, one within the other, from which on a function that catches
/// an exception stays interpreted: each handler that runs there nests the native stack, and
/// a recursion through handlers would end sooner than in the interpreter.
const DEEP: usize = 256;

/// Words of a bailout that are copied to a small frame.
const FEW_WORDS: usize = 64;

/// Calls `body` with a copy of `words` that lies on the native stack, where the collector
/// looks for references: they may be the only ones to their cells.
pub(super) fn with_words_on_stack<R>(words: &[u64], body: impl FnOnce(&[u64]) -> R) -> R {
    #[inline(never)]
    fn copied<const N: usize, R>(words: &[u64], body: impl FnOnce(&[u64]) -> R) -> R {
        let mut copy = [0u64; N];
        copy[..words.len()].copy_from_slice(words);
        let result = body(core::hint::black_box(&copy[..words.len()]));
        core::hint::black_box(&copy);
        result
    }
    if !holds(Rule::BailoutWords) {
        let elsewhere: Box<[u64]> = words.into();
        return body(&elsewhere);
    }
    if words.len() <= FEW_WORDS { copied::<FEW_WORDS, R>(words, body) } else { copied::<BAILOUT_BUFFER_WORDS, R>(words, body) }
}

/// Rebuilds the frames of bailout `id` and interprets until the function returns. Its
/// result as a word, `EXCEPTION` on a throw.
///
/// # Safety
/// Called by compiled code whose link table is at `links`, whose frame is at `fp`, right
/// after it filled the bailout buffer.
pub unsafe fn bailout(vm: &mut Vm, links: Gc<LinkTable>, id: usize, fp: *mut Value, call_info: u64) -> u64 {
    // SAFETY: slot 0 of a link table is its JitCode.
    let code = unsafe { links.code() };
    let data = code.data();
    let record = data.metadata.bailouts[id];
    let reason = BailoutReason::from_u8(record.reason as u8).unwrap_or(BailoutReason::Unreached);
    // Nothing goes on when the call or the program is to end; a handler that has never run is left for, too.
    if vm.is_ending() {
        vm.cx.exception = Value::UNDEFINED;
        return Value::EXCEPTION.0;
    }
    let frames = &data.metadata.frames[record.first_frame as usize..][..record.frames as usize];
    // SAFETY: the exit stored `words` words; they are copied before anything else can bail out.
    let words = unsafe { core::slice::from_raw_parts(vm.cx.bailout_buffer, record.words as usize) };
    // The copy is gone before anything is interpreted: frames take its place as roots.
    // SAFETY: by contract.
    let resumed = with_words_on_stack(words, |words| unsafe { rebuild(vm, code, &record, words, fp, call_info) });
    let provoked = vm.was_provoked();
    note(vm, code, reason, frames, resumed[resumed.len() - 1].script, provoked);
    if data.osr_loop.is_some() {
        // SAFETY: loop code was entered from the frame on top, whose registers these are.
        return unsafe { resume_in_place(vm, &resumed, reason) };
    }
    // SAFETY: registers are filled, scripts materialised (they have run), pcs in code.
    let result = unsafe {
        if reason == BailoutReason::Exception {
            let throw = Throw(vm.cx.exception);
            resume_throwing(vm, &resumed, throw)
        } else {
            resume_frames(vm, &resumed)
        }
    };
    match result {
        Ok(value) => value.0,
        Err(throw) => {
            vm.cx.exception = throw.0;
            Value::EXCEPTION.0
        }
    }
}

/// Fills the registers of the frames of a bailout, outermost first, and says where each
/// goes on. Nothing may allocate between this and the resumption: what the frames' own
/// fields refer to is not rooted in between.
///
/// # Safety
/// As for `bailout`; `words` are what the exit stored, and lie on the native stack.
unsafe fn rebuild(
    vm: &mut Vm,
    code: Gc<JitCode>,
    record: &BailoutRecord,
    words: &[u64],
    fp: *mut Value,
    call_info: u64,
) -> Vec<ResumeFrame> {
    let data = code.data();
    let links = data.links.get().expect("code that runs is linked");
    let frames = &data.metadata.frames[record.first_frame as usize..][..record.frames as usize];
    if frames.len() > 1 {
        materialize_scripts(vm, code, frames, words, links);
    }
    let mut resumed: Vec<ResumeFrame> = Vec::with_capacity(frames.len());
    let mut frame_fp = fp;
    for (depth, frame) in frames.iter().enumerate() {
        let registers = &data.metadata.registers[frame.first_register as usize..][..frame.registers as usize];
        if depth > 0 {
            let caller = &resumed[depth - 1];
            // SAFETY: the caller's pc is the op that called; the window lies within its registers, or
            // right behind them.
            frame_fp = unsafe { caller.fp.add((*caller.pc).window(caller.script.registers.get()) as usize) };
        }
        let callee = registers.iter().find(|r| r.register == 0).map(|r| register_value(r, words, links));
        let script = frame_script(vm, code, frame, callee);
        // SAFETY: the prologue checked that all frames fit; registers are plain words.
        unsafe { fill_registers(frame_fp, script, registers, depth == 0, words, links) };
        // Makes the registers roots before the next step allocates.
        // SAFETY: one past this frame's registers is on the value stack.
        vm.cx.sp = vm.cx.sp.max(unsafe { frame_fp.add(script.registers.get() as usize) });
        let constructing = if depth == 0 { call_info & CALL_CONSTRUCT != 0 && data.osr_loop.is_none() } else { frame.construct != 0 };
        // SAFETY: as above.
        let callee_word = unsafe { *frame_fp };
        let listed = registers.iter().find(|r| r.register == NEW_TARGET).map(|r| register_value(r, words, links));
        // SAFETY: as above.
        let is_discarded = depth > 0 && unsafe { (*resumed[depth - 1].pc).discards_result() };
        let new_target = if constructing { listed.unwrap_or(callee_word) } else { Value::UNDEFINED };
        resumed.push(ResumeFrame {
            fp: frame_fp,
            // SAFETY: the offset is inside the script's code, which bytecode and metadata agree on by hash.
            pc: unsafe { script.insns.get().add(frame.offset as usize + skipped(depth + 1 == frames.len(), record)) },
            script,
            argc: if depth == 0 && data.osr_loop.is_none() { call_info as u32 } else { frame.argc },
            flags: if constructing { frame_flags::CONSTRUCT } else { 0 } | if is_discarded { frame_flags::DISCARD } else { 0 },
            new_target,
        });
    }
    if record.objects > 0 {
        make_objects(vm, code, record, frames, &resumed, words, links);
    }
    resumed
}

/// Words that the innermost frame goes on behind the op that was left: none, but in a mutant.
fn skipped(is_innermost: bool, record: &BailoutRecord) -> usize {
    let reason = BailoutReason::from_u8(record.reason as u8);
    usize::from(!holds(Rule::ExitAtOp) && is_innermost && reason == Some(BailoutReason::NotInt32))
}

/// Goes on in the interpreter's frame from which loop code was entered, and in frames for
/// what was inlined: an empty word tells the interpreter so. Nothing is nested, however
/// often a loop leaves its code.
///
/// # Safety
/// The frame on top is the one whose loop code is bailing out; `resumed` starts with it.
unsafe fn resume_in_place(vm: &mut Vm, resumed: &[ResumeFrame], reason: BailoutReason) -> u64 {
    // SAFETY: by contract; room on the frame stack is checked.
    unsafe {
        let top = vm.cx.frame_top.sub(1);
        assert!((*top).fp == resumed[0].fp && (*top).script == resumed[0].script);
        (*top).flags &= !frame_flags::OSR;
        (*top).pc = resumed[0].pc;
        vm.interp.stacks.assert_room_for_bailout(vm.cx.frame_top, resumed.len());
        for frame in &resumed[1..] {
            let ResumeFrame { fp, pc, script, argc, flags, new_target } = *frame;
            *vm.cx.frame_top = Frame { fp, pc, script, argc, flags, new_target };
            vm.cx.frame_top = vm.cx.frame_top.add(1);
        }
        let innermost = resumed[resumed.len() - 1];
        vm.cx.sp = innermost.fp.add(innermost.script.registers.get() as usize);
        if reason == BailoutReason::Exception {
            let throw = Throw(vm.cx.exception);
            let left = leave::leave_to_handler(vm, throw);
            assert!(matches!(left, Left::Resume), "one of the frames has a handler, or the exception would not have come here");
        }
        Value::EMPTY.0
    }
}

/// Restored code may have inlined functions that have never run in this process.
fn materialize_scripts(vm: &mut Vm, code: Gc<JitCode>, frames: &[FrameRecord], words: &[u64], links: Gc<LinkTable>) {
    for frame in frames {
        let registers = &code.data().metadata.registers[frame.first_register as usize..][..frame.registers as usize];
        let callee = registers.iter().find(|r| r.register == 0).map(|r| register_value(r, words, links));
        let script = frame_script(vm, code, frame, callee);
        if !script.is_materialized() {
            vm.materialize(script).unwrap_or_else(|_| panic!("bytecode that was inlined can be had"));
        }
    }
}

/// The script of a frame: that of its callee, if the state has it, else by the link or
/// by hash.
fn frame_script(vm: &mut Vm, code: Gc<JitCode>, frame: &FrameRecord, callee: Option<Value>) -> Gc<Script> {
    let data = code.data();
    if frame.script == 0 {
        return data.script.get().expect("a live JitCode has its script");
    }
    if let Some(function) = callee.and_then(|c| c.to_cell::<Function>()) {
        return function.script();
    }
    let record = data.metadata.scripts[frame.script as usize];
    let linked = data.links.get().filter(|_| record.link != u32::MAX).and_then(|l| l.get(record.link as usize).to_cell::<Script>());
    linked.or_else(|| vm.script_by_hash(&record.hash)).expect("an inlined script has been met")
}

/// Writes all registers of a frame: the live ones from their records, others undefined.
/// The outermost frame's callee and `this` are in place if no record says otherwise.
///
/// # Safety
/// `fp` has room for the script's registers.
unsafe fn fill_registers(
    fp: *mut Value,
    script: Gc<Script>,
    records: &[RegisterRecord],
    outermost: bool,
    words: &[u64],
    links: Gc<LinkTable>,
) {
    let first = if outermost { 2 } else { 0 };
    // SAFETY: by contract.
    unsafe {
        for register in first..script.registers.get() as usize {
            *fp.add(register) = Value::UNDEFINED;
        }
        for record in records.iter().filter(|r| r.register != NEW_TARGET) {
            *fp.add(record.register as usize) = register_value(record, words, links);
        }
    }
}

/// Makes the objects that the code had not allocated and puts them into the registers of
/// the rebuilt frames, which are roots by now.
fn make_objects(
    vm: &mut Vm,
    code: Gc<JitCode>,
    record: &BailoutRecord,
    frames: &[FrameRecord],
    resumed: &[ResumeFrame],
    words: &[u64],
    links: Gc<LinkTable>,
) {
    let metadata = &code.data().metadata;
    let records = &metadata.objects[record.first_object as usize..][..record.objects as usize];
    let fields = |i: usize| &metadata.registers[records[i].first_field as usize..][..records[i].fields as usize];
    // All that they hold is rooted before the first is allocated.
    let mut values = RootedVec::new(vm);
    for (i, record) in records.iter().enumerate() {
        // The shape of an object is no value.
        for field in &fields(i)[record.list().is_none() as usize..] {
            values.push(register_value(field, words, links));
        }
    }
    let mut objects = RootedVec::with_capacity(vm, records.len());
    let mut next = 0;
    for (i, record) in records.iter().enumerate() {
        let fields = fields(i);
        if let Some(kind) = record.list() {
            let mut held = RootedVec::with_capacity(vm, fields.len());
            for field in fields {
                held.push(if field.source == Source::Virtual as u8 { objects[field.index as usize] } else { values[next] });
                next += 1;
            }
            let list = super::lists::make(vm, kind, record.first_argument as usize, &held, &resumed[0]);
            objects.push(list);
            continue;
        }
        let shape = ShapeId(words[fields[0].index as usize] as u32);
        let known = vm.shapes.get(shape);
        let capacity = known.inline_capacity as usize;
        assert!(known.kind == Kind::Object && capacity >= fields.len() - 1, "a virtual object of another shape");
        let object = vm.alloc_object(shape);
        for (slot, field) in fields[1..].iter().enumerate() {
            let value = if field.source == Source::Virtual as u8 { objects[field.index as usize] } else { values[next] };
            object.set_slot(&mut vm.heap, slot, capacity, value);
            next += 1;
        }
        objects.push(object.value());
    }
    for (frame, rebuilt) in frames.iter().zip(resumed) {
        for register in &metadata.registers[frame.first_register as usize..][..frame.registers as usize] {
            if register.source == Source::Virtual as u8 && holds(Rule::LiveInExits) {
                // SAFETY: within the frame's registers.
                unsafe { *rebuilt.fp.add(register.register as usize) = objects[register.index as usize] };
            }
        }
    }
}

fn register_value(record: &RegisterRecord, words: &[u64], links: Gc<LinkTable>) -> Value {
    let word = || words[record.index as usize];
    match Source::ALL[record.source as usize] {
        Source::Tagged => Value(word()),
        Source::Int32 => Value::int(word() as u32 as i32),
        Source::Double => Value::number(f64::from_bits(word())),
        Source::Bool => Value::bool(word() != 0),
        Source::Object => Value::cell(tag::OBJECT, word() as usize),
        Source::String => Value::cell(tag::STRING, word() as usize),
        // A function without an environment has a null one.
        Source::Cell if word() == 0 => Value::UNDEFINED,
        Source::Cell => Value::cell(tag::CELL, word() as usize),
        Source::Constant => Value(record.word),
        Source::Link => links.get(record.index as usize),
        // Made when all frames are there.
        Source::Virtual => Value::UNDEFINED,
    }
}

/// Counts, traces, and gives the code up if it is left again and again. `place` is the
/// script of the innermost frame: it is the one that learns, unless the guard that failed held.
fn note(vm: &mut Vm, code: Gc<JitCode>, reason: BailoutReason, frames: &[FrameRecord], place: Gc<Script>, provoked: bool) {
    let data = code.data();
    if reason == BailoutReason::Interpreted {
        return;
    }
    vm.stats.bailouts += 1;
    data.bailouts.set(data.bailouts.get() + 1);
    let innermost = frames[frames.len() - 1];
    let script = data.script.get().expect("a live JitCode has its script");
    if vm.options.trace.has(Category::Bailout) {
        Line::new(Category::Bailout)
            .field("function", script.template().info.name.to_rust())
            .field("reason", reason.name())
            .field("op", place.code().insns.get(innermost.offset as usize).map_or("", |insn| insn.op().info().name))
            .field("offset", innermost.offset)
            .field("inlined", innermost.script)
            .field("id", format_args!("{:032x}", data.id))
            .emit();
    }
    let offset = BytecodeOffset(innermost.offset);
    if let Some(explain) = &mut vm.explain {
        explain.left(script, place, offset, reason);
    }
    // An exception that is caught is no failed speculation; but a loop that throws all the
    // time is better off where exceptions are handled.
    if reason == BailoutReason::Exception {
        data.exceptions.set(data.exceptions.get() + 1);
        let is_deep = vm.ion.as_ref().is_some_and(|ion| ion.activations.len() >= DEEP);
        let entry = match data.osr_loop {
            Some(n) => (data.exceptions.get() >= MANY_EXCEPTIONS).then_some(EntryPoint::Osr(n)),
            None => is_deep.then_some(EntryPoint::Function),
        };
        if let Some(entry) = entry.filter(|_| !data.retired.get()) {
            script.data().ion.refused.borrow_mut().push(entry);
            vm.give_up_code(code);
        }
        return;
    }
    if provoked {
        return;
    }
    let count = place.data().ion.note_bailout(offset, reason, data.restored);
    if count >= TOO_MANY || data.bailouts.get() >= 8 * TOO_MANY {
        vm.give_up_code(code);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;
    use hearth_gc::Collection;

    /// The addresses of objects that nothing refers to, inverted.
    #[inline(never)]
    fn hidden_objects(vm: &mut Vm, count: usize) -> Vec<u64> {
        (0..count).map(|_| !(vm.new_object().address() as u64)).collect()
    }

    /// Overwrites what calls have left on the native stack, which the next calls leave in the gaps of their frames.
    #[inline(never)]
    fn overwrite_stack() {
        std::hint::black_box([0u64; 2 * BAILOUT_BUFFER_WORDS]);
    }

    #[test]
    fn cells_that_only_the_words_of_a_bailout_refer_to_stay_alive() {
        let mut vm = Vm::new(Options::default()).expect("a machine can be made");
        for count in [FEW_WORDS, BAILOUT_BUFFER_WORDS] {
            let hidden = hidden_objects(&mut vm, count);
            let alive = |vm: &Vm| hidden.iter().filter(|word| vm.heap.contains(!**word as usize).is_some()).count();
            let words: Vec<u64> = hidden.iter().map(|word| !word).collect();
            with_words_on_stack(&words, |copy| {
                assert_eq!(copy, words);
                vm.collect_garbage(Collection::Full);
                assert_eq!(alive(&vm), count);
            });
            overwrite_stack();
            vm.collect_garbage(Collection::Full);
            assert!(alive(&vm) < count, "a heap list keeps nothing alive");
        }
    }
}
