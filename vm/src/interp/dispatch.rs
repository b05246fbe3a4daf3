//! The dispatch loop.
//!
//! One function, so that frame pointer, program counter and feedback base stay in
//! registers; a JavaScript call pushes a frame and goes on in the loop. What is
//! short and frequent is here or inlined from `inline_property` and `inline_call`;
//! everything else is a function of an `ops_*` module.
//!
//! Invariants on which every `unsafe` block of this module rests:
//! 1. `frame` is the innermost frame of `cx.frame_top`, its script materialised;
//!    `fp`, `sites`, `constants` and `types` are that script's and frame's.
//! 2. The code has passed the verifier: `pc` stays inside it, and operands name
//!    registers, constants, sites and slots that exist.
//! 3. All registers of the frame lie below `cx.sp`, hence are seen by the collector.
//! 4. Cells reached from registers are live, and their kind byte tells their layout.
//! 5. An IC entry whose shape is that of an object describes that object (see
//!    `object::shape`); entries about prototypes hold while `site.epoch` is the VM's.

use super::activation::Activation;
use super::frame::{Frame, Recipient, frame_flags};
use super::inline_value::{barrier, cell_of, kind_of, number_bits, type_bits};
use super::leave::{self, Completion, Left};
use super::tier::{self, AtLoop};
use super::{
    call, inline_call, inline_property, ops_call, ops_define, ops_dispose, ops_env, ops_iterate, ops_property, ops_suspend, ops_value,
};
use crate::bytecode::{Insn, Op};
use crate::feedback::{Site, branch, types};
use crate::heap::Kind;
use crate::object::array::{Array, Elements};
use crate::object::env::{ENV_PARENT, ENV_SLOTS};
use crate::object::function::Function;
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::{operators, operators::to_boolean};
use crate::value::{Value, tag};
use crate::vm::{Vm, interrupt};

/// Runs the innermost frame, which is an entry frame, until it returns or throws.
///
/// # Safety
/// The frame was laid out by `call` or `suspend` (invariant 1).
pub(crate) unsafe fn run(vm: &mut Vm) -> JsResult<Value> {
    // SAFETY: the whole loop rests on invariants 1 to 5, numbered where they are not plain.
    unsafe {
        let mut frame: *mut Frame = vm.cx.frame_top.sub(1);
        let mut fp: *mut Value;
        let mut pc: *const Insn;
        let mut sites: *mut Site;
        let mut constants: *const Value;
        // Address of the type byte of an instruction at `pc`, less `pc / 8`.
        let mut types_bias: usize;

        macro_rules! enter_frame {
            () => {{
                fp = (*frame).fp;
                pc = (*frame).pc;
                let script = (*frame).script;
                sites = script.sites.get();
                constants = script.constants.get();
                types_bias = (script.types.get() as usize).wrapping_sub(script.insns.get() as usize >> 3);
            }};
        }
        enter_frame!();

        loop {
            let throw: Throw = 'throw: {
                loop {
                    let word = *(pc as *const u64);
                    macro_rules! a {
                        () => {
                            (word >> 16) as u16 as usize
                        };
                    }
                    macro_rules! b {
                        () => {
                            (word >> 32) as u16 as usize
                        };
                    }
                    macro_rules! c {
                        () => {
                            (word >> 48) as usize
                        };
                    }
                    macro_rules! d {
                        () => {
                            (word >> 8) as u8
                        };
                    }
                    macro_rules! reg {
                        ($i:expr) => {
                            *fp.add($i)
                        };
                    }
                    macro_rules! set {
                        ($v:expr) => {{
                            let value: Value = $v;
                            *fp.add(a!()) = value;
                        }};
                    }
                    // The op's result, and that is all.
                    macro_rules! result {
                        ($v:expr) => {{
                            set!($v);
                            next!()
                        }};
                    }
                    macro_rules! imm32 {
                        () => {
                            (word >> 32) as u32 as i32
                        };
                    }
                    macro_rules! imm16 {
                        () => {
                            (word >> 48) as u16 as i16 as i32
                        };
                    }
                    macro_rules! jump24 {
                        () => {
                            (word >> 48) as i32 | ((word >> 8) as u8 as i8 as i32) << 16
                        };
                    }
                    macro_rules! note {
                        ($bits:expr) => {
                            *(types_bias.wrapping_add(pc as usize >> 3) as *mut u8) |= $bits
                        };
                    }
                    macro_rules! next {
                        () => {{
                            pc = pc.add(1);
                            continue;
                        }};
                        (2) => {{
                            pc = pc.add(2);
                            continue;
                        }};
                    }
                    macro_rules! jump {
                        ($offset:expr) => {{
                            pc = pc.offset($offset as isize);
                            continue;
                        }};
                    }
                    // Evaluates something that may throw, take a stack trace, or run script.
                    macro_rules! check {
                        ($e:expr) => {{
                            (*frame).pc = pc;
                            match $e {
                                Ok(value) if !vm.cx.interrupt.has(interrupt::LOST) => value,
                                // Of what there was no memory for, nothing is seen (`heap::limit`).
                                Ok(_) => match vm.poll_memory() {
                                    Err(throw) => break 'throw throw,
                                    Ok(()) => unreachable!("what is lost is thrown"),
                                },
                                Err(throw) => break 'throw throw,
                            }
                        }};
                    }
                    // An op that is a function of the activation and writes its own results.
                    macro_rules! op {
                        ($f:path) => {{
                            check!($f(vm, Activation(frame)));
                            next!()
                        }};
                        ($f:path, 2) => {{
                            check!($f(vm, Activation(frame)));
                            next!(2)
                        }};
                    }
                    // The frame on top is another one.
                    macro_rules! resume {
                        () => {{
                            frame = vm.cx.frame_top.sub(1);
                            enter_frame!();
                            continue;
                        }};
                    }
                    // Goes on with what a call gave: a value, or (empty) a frame that was pushed.
                    macro_rules! called {
                        ($result:expr) => {{
                            let value: Value = $result;
                            if value.is_empty() {
                                resume!()
                            }
                            set!(value);
                            next!()
                        }};
                    }
                    // Leaves the frame.
                    macro_rules! leave {
                        ($completion:expr) => {
                            match leave::leave(vm, $completion) {
                                Left::Resume => resume!(),
                                Left::Entry(result) => return result,
                            }
                        };
                    }
                    // Suspends the frame. It is arranged by then that it is resumed, so it cannot throw any
                    // more: what was lost is thrown by whoever goes on.
                    macro_rules! suspend {
                        ($e:expr) => {{
                            (*frame).pc = pc;
                            match $e {
                                // As `leave` would: most frames that suspend were resumed.
                                Ok(value) if (*frame).recipient() == Recipient::Rust => {
                                    vm.cx.frame_top = frame;
                                    return Ok(value);
                                }
                                Ok(value) => leave!(Completion::Suspend(value)),
                                Err(throw) => break 'throw throw,
                            }
                        }};
                    }
                    // int32 and double arithmetic, the rest out of line.
                    macro_rules! arithmetic {
                        ($x:expr, $y:expr, $int:ident, $double:tt, $slow:path) => {{
                            let (x, y): (Value, Value) = ($x, $y);
                            if x.is_int() && y.is_int() {
                                if let Some(result) = x.as_int().$int(y.as_int()) {
                                    note!(types::INT32);
                                    set!(Value::int(result));
                                } else {
                                    note!(types::INT32 | types::OVERFLOW);
                                    set!(Value::double(x.as_int() as f64 $double y.as_int() as f64));
                                }
                                next!()
                            }
                            if x.is_number() && y.is_number() {
                                note!(number_bits(x, y));
                                set!(Value::double(x.as_number() $double y.as_number()));
                                next!()
                            }
                            note!(type_bits(x) | type_bits(y));
                            set!(check!($slow(vm, x, y)));
                            next!()
                        }};
                    }
                    macro_rules! multiply {
                        ($x:expr, $y:expr) => {{
                            let (x, y): (Value, Value) = ($x, $y);
                            if x.is_int() && y.is_int() {
                                let product = x.as_int() as i64 * y.as_int() as i64;
                                // A zero product may be -0.
                                if product == product as i32 as i64 && product != 0 {
                                    note!(types::INT32);
                                    set!(Value::int(product as i32));
                                    next!()
                                }
                                let value = Value::number(x.as_int() as f64 * y.as_int() as f64);
                                note!(if value.is_int() { types::INT32 } else { types::INT32 | types::OVERFLOW });
                                set!(value);
                                next!()
                            }
                            if x.is_number() && y.is_number() {
                                note!(number_bits(x, y));
                                set!(Value::double(x.as_number() * y.as_number()));
                                next!()
                            }
                            note!(type_bits(x) | type_bits(y));
                            set!(check!(operators::js_mul(vm, x, y)));
                            next!()
                        }};
                    }
                    macro_rules! divide {
                        ($x:expr, $y:expr) => {{
                            let (x, y): (Value, Value) = ($x, $y);
                            if x.is_number() && y.is_number() {
                                let quotient = x.as_number() / y.as_number();
                                if x.is_int() && y.is_int() {
                                    let value = Value::number(quotient);
                                    note!(if value.is_int() { types::INT32 } else { types::INT32 | types::OVERFLOW });
                                    set!(value);
                                } else {
                                    note!(number_bits(x, y));
                                    set!(Value::double(quotient));
                                }
                                next!()
                            }
                            note!(type_bits(x) | type_bits(y));
                            set!(check!(operators::js_div(vm, x, y)));
                            next!()
                        }};
                    }
                    macro_rules! remainder {
                        ($x:expr, $y:expr) => {{
                            let (x, y): (Value, Value) = ($x, $y);
                            if x.is_int() && y.is_int() && x.as_int() >= 0 && y.as_int() > 0 {
                                note!(types::INT32);
                                set!(Value::int((x.as_int() as u32 % y.as_int() as u32) as i32));
                                next!()
                            }
                            if x.is_number() && y.is_number() {
                                let value = operators::number_remainder(x, y);
                                note!(if x.is_int() && y.is_int() {
                                    if value.is_int() { types::INT32 } else { types::INT32 | types::OVERFLOW }
                                } else {
                                    number_bits(x, y)
                                });
                                set!(value);
                                next!()
                            }
                            note!(type_bits(x) | type_bits(y));
                            set!(check!(operators::js_mod(vm, x, y)));
                            next!()
                        }};
                    }
                    // Operators on int32s (doubles are converted without a call).
                    macro_rules! bitwise {
                        ($x:expr, $y:expr, |$l:ident, $r:ident| $int:expr, $slow:path) => {{
                            let (x, y): (Value, Value) = ($x, $y);
                            if x.is_int() && y.is_int() {
                                note!(types::INT32);
                                let ($l, $r) = (x.as_int(), y.as_int());
                                set!(Value::int($int));
                                next!()
                            }
                            note!(type_bits(x) | type_bits(y));
                            if x.is_number() && y.is_number() {
                                let ($l, $r) = (operators::number_to_int32(x), operators::number_to_int32(y));
                                set!(Value::int($int));
                                next!()
                            }
                            set!(check!($slow(vm, x, y)));
                            next!()
                        }};
                    }
                    macro_rules! unsigned_shift {
                        ($x:expr, $y:expr) => {{
                            let (x, y): (Value, Value) = ($x, $y);
                            if x.is_number() && y.is_number() {
                                let shift = operators::number_to_int32(y) as u32 & 31;
                                let result = operators::number_to_int32(x) as u32 >> shift;
                                if result as i32 >= 0 {
                                    note!(type_bits(x) | type_bits(y));
                                    set!(Value::int(result as i32));
                                } else {
                                    note!(type_bits(x) | type_bits(y) | types::OVERFLOW);
                                    set!(Value::double(result as f64));
                                }
                                next!()
                            }
                            note!(type_bits(x) | type_bits(y));
                            set!(check!(operators::js_ushr(vm, x, y)));
                            next!()
                        }};
                    }
                    macro_rules! compare {
                        ($op:tt, $slow:path) => {{
                            let (x, y) = (reg!(b!()), reg!(c!()));
                            if x.is_int() && y.is_int() {
                                note!(types::INT32);
                                set!(Value::bool(x.as_int() $op y.as_int()));
                                next!()
                            }
                            note!(type_bits(x) | type_bits(y));
                            if x.is_number() && y.is_number() {
                                set!(Value::bool(x.as_number() $op y.as_number()));
                                next!()
                            }
                            let result = check!($slow(vm, x, y));
                            set!(Value::bool(result));
                            next!()
                        }};
                    }
                    macro_rules! jump_if {
                        ($taken:expr, $bits:expr) => {{
                            if $taken {
                                note!(branch::TAKEN | $bits);
                                jump!(imm32!())
                            }
                            note!(branch::FALLTHROUGH | $bits);
                            next!()
                        }};
                    }
                    macro_rules! branch_on {
                        ($bits:expr, $taken:expr) => {{
                            if $taken {
                                note!($bits | types::TAKEN);
                                jump!(jump24!())
                            }
                            note!($bits);
                            next!()
                        }};
                    }
                    macro_rules! compare_jump {
                        ($op:tt, $slow:path, $want:literal) => {{
                            let (x, y) = (reg!(a!()), reg!(b!()));
                            if x.is_int() && y.is_int() {
                                branch_on!(types::INT32, (x.as_int() $op y.as_int()) == $want)
                            }
                            if x.is_number() && y.is_number() {
                                branch_on!(number_bits(x, y), (x.as_number() $op y.as_number()) == $want)
                            }
                            let result = check!($slow(vm, x, y));
                            branch_on!(type_bits(x) | type_bits(y), result == $want)
                        }};
                    }
                    macro_rules! strict_equal {
                        ($x:expr, $y:expr) => {{
                            let (x, y): (Value, Value) = ($x, $y);
                            if x.is_int() && y.is_int() { x.0 == y.0 } else { operators::strict_equal(vm, x, y) }
                        }};
                    }

                    // SAFETY: invariant 2: the byte names an op.
                    match core::mem::transmute::<u8, Op>(word as u8) {
                        // ---- loads and moves
                        Op::Nop | Op::Debugger | Op::Ext => next!(),
                        Op::LoadConst => result!(*constants.add(imm32!() as u32 as usize)),
                        Op::LoadInt => result!(Value::int(imm32!())),
                        Op::LoadUndefined => result!(Value::UNDEFINED),
                        Op::LoadNull => result!(Value::NULL),
                        Op::LoadTrue => result!(Value::TRUE),
                        Op::LoadFalse => result!(Value::FALSE),
                        Op::LoadEmpty => result!(Value::EMPTY),
                        Op::Move => result!(reg!(b!())),
                        Op::CheckTdz => {
                            if reg!(a!()).is_empty() {
                                check!(ops_value::throw_tdz(vm, Activation(frame)));
                            }
                            next!()
                        }
                        Op::CheckThis => {
                            if reg!(a!()).is_empty() {
                                check!(ops_value::throw_no_this(vm));
                            }
                            next!()
                        }
                        Op::CheckThisEmpty => {
                            if !reg!(a!()).is_empty() {
                                check!(ops_value::throw_super_twice(vm));
                            }
                            next!()
                        }
                        Op::ThrowError => op!(ops_value::throw_error),

                        // ---- environments
                        Op::GetCalleeEnv => {
                            let callee = reg!(0).address() as *const Function;
                            set!((*callee).env.get().map_or(Value::UNDEFINED, |env| env.value()));
                            next!()
                        }
                        Op::NewEnv => op!(ops_env::new_env),
                        Op::CopyEnv => op!(ops_env::copy_env),
                        Op::GetEnv => {
                            let mut env = reg!(b!()).address();
                            for _ in 0..d!() {
                                env = *((env + ENV_PARENT) as *const usize);
                            }
                            set!(*((env + ENV_SLOTS) as *const Value).add(c!()));
                            next!()
                        }
                        Op::SetEnv => {
                            let mut env = reg!(a!()).address();
                            for _ in 0..d!() {
                                env = *((env + ENV_PARENT) as *const usize);
                            }
                            *((env + ENV_SLOTS) as *mut Value).add(b!()) = reg!(c!());
                            barrier(vm, env);
                            next!()
                        }

                        // ---- cells
                        Op::GetCell => {
                            let cell = cell_of(reg!(b!()), d!(), c!());
                            result!(*((cell + ENV_SLOTS) as *const Value))
                        }
                        Op::SetCell => {
                            let cell = cell_of(reg!(a!()), d!(), b!());
                            *((cell + ENV_SLOTS) as *mut Value) = reg!(c!());
                            barrier(vm, cell);
                            next!()
                        }

                        // ---- global names
                        Op::GetGlobal => {
                            if let Some(value) = inline_property::get_global(vm, sites.add(c!())) {
                                set!(value);
                                next!()
                            }
                            op!(ops_env::get_global)
                        }
                        Op::SetGlobal => {
                            if inline_property::set_global(vm, sites.add(c!()), reg!(a!())) {
                                next!()
                            }
                            op!(ops_env::set_global)
                        }
                        Op::InitGlobalLexical => op!(ops_env::init_global_lexical),
                        Op::DeclareGlobals => op!(ops_env::declare_globals),

                        // ---- dynamic scope
                        Op::GetName => op!(ops_env::get_name),
                        Op::SetName => op!(ops_env::set_name),
                        Op::DeleteName => op!(ops_env::delete_name),
                        Op::HasBinding => op!(ops_env::has_binding),
                        Op::ToObject => op!(ops_value::to_object),
                        Op::CallEval => {
                            let value = check!(ops_call::call_eval(vm, Activation(frame)));
                            called!(value)
                        }

                        Op::CallEvalSpread => {
                            let value = check!(ops_call::call_eval_spread(vm, Activation(frame)));
                            called!(value)
                        }

                        // ---- arithmetic
                        Op::Add => arithmetic!(reg!(b!()), reg!(c!()), checked_add, +, operators::js_add),
                        Op::Sub => arithmetic!(reg!(b!()), reg!(c!()), checked_sub, -, operators::js_sub),
                        Op::AddI => arithmetic!(reg!(b!()), Value::int(imm16!()), checked_add, +, operators::js_add),
                        Op::SubI => arithmetic!(reg!(b!()), Value::int(imm16!()), checked_sub, -, operators::js_sub),
                        Op::Mul => multiply!(reg!(b!()), reg!(c!())),
                        Op::MulI => multiply!(reg!(b!()), Value::int(imm16!())),
                        Op::Div => divide!(reg!(b!()), reg!(c!())),
                        Op::DivI => divide!(reg!(b!()), Value::int(imm16!())),
                        Op::Mod => remainder!(reg!(b!()), reg!(c!())),
                        Op::ModI => remainder!(reg!(b!()), Value::int(imm16!())),
                        Op::Exp => op!(ops_value::exp),
                        Op::BitAnd => bitwise!(reg!(b!()), reg!(c!()), |l, r| l & r, operators::js_bit_and),
                        Op::BitOr => bitwise!(reg!(b!()), reg!(c!()), |l, r| l | r, operators::js_bit_or),
                        Op::BitXor => bitwise!(reg!(b!()), reg!(c!()), |l, r| l ^ r, operators::js_bit_xor),
                        Op::Shl => bitwise!(reg!(b!()), reg!(c!()), |l, r| l.wrapping_shl(r as u32), operators::js_shl),
                        Op::Shr => bitwise!(reg!(b!()), reg!(c!()), |l, r| l.wrapping_shr(r as u32), operators::js_shr),
                        Op::UShr => unsigned_shift!(reg!(b!()), reg!(c!())),
                        Op::BitAndI => bitwise!(reg!(b!()), Value::int(imm16!()), |l, r| l & r, operators::js_bit_and),
                        Op::BitOrI => bitwise!(reg!(b!()), Value::int(imm16!()), |l, r| l | r, operators::js_bit_or),
                        Op::BitXorI => bitwise!(reg!(b!()), Value::int(imm16!()), |l, r| l ^ r, operators::js_bit_xor),
                        Op::ShlI => {
                            bitwise!(reg!(b!()), Value::int(imm16!()), |l, r| l.wrapping_shl(r as u32), operators::js_shl)
                        }
                        Op::ShrI => {
                            bitwise!(reg!(b!()), Value::int(imm16!()), |l, r| l.wrapping_shr(r as u32), operators::js_shr)
                        }
                        Op::UShrI => unsigned_shift!(reg!(b!()), Value::int(imm16!())),
                        Op::Neg => {
                            let x = reg!(b!());
                            if x.is_int() && x.as_int() != 0 && x.as_int() != i32::MIN {
                                note!(types::INT32);
                                set!(Value::int(-x.as_int()));
                                next!()
                            }
                            if x.is_number() {
                                note!(if x.is_int() { types::INT32 | types::OVERFLOW } else { types::DOUBLE });
                                set!(Value::double(-x.as_number()));
                                next!()
                            }
                            op!(ops_value::neg)
                        }
                        Op::BitNot => {
                            let x = reg!(b!());
                            if x.is_int() {
                                note!(types::INT32);
                                set!(Value::int(!x.as_int()));
                                next!()
                            }
                            op!(ops_value::bit_not)
                        }
                        Op::Inc => {
                            let x = reg!(b!());
                            if x.is_int() && x.as_int() != i32::MAX {
                                note!(types::INT32);
                                set!(Value::int(x.as_int() + 1));
                                next!()
                            }
                            op!(ops_value::inc)
                        }
                        Op::Dec => {
                            let x = reg!(b!());
                            if x.is_int() && x.as_int() != i32::MIN {
                                note!(types::INT32);
                                set!(Value::int(x.as_int() - 1));
                                next!()
                            }
                            op!(ops_value::dec)
                        }
                        Op::ToNumber => {
                            let x = reg!(b!());
                            if x.is_number() {
                                note!(type_bits(x));
                                set!(x);
                                next!()
                            }
                            op!(ops_value::to_number)
                        }
                        Op::ToNumeric => {
                            let x = reg!(b!());
                            if x.is_number() {
                                note!(type_bits(x));
                                set!(x);
                                next!()
                            }
                            op!(ops_value::to_numeric)
                        }
                        Op::Not => {
                            let x = reg!(b!());
                            set!(Value::bool(!to_boolean(x)));
                            next!()
                        }
                        Op::TypeOf => op!(ops_value::type_of),
                        Op::ToStringOp => {
                            let x = reg!(b!());
                            if x.is_string() {
                                set!(x);
                                next!()
                            }
                            op!(ops_value::to_string)
                        }
                        Op::Concat => op!(ops_value::concat),

                        // ---- comparison
                        Op::Lt => compare!(<, operators::js_less),
                        Op::Le => compare!(<=, operators::js_less_equal),
                        Op::Gt => compare!(>, operators::js_greater),
                        Op::Ge => compare!(>=, operators::js_greater_equal),
                        Op::Eq => compare!(==, operators::js_equal),
                        Op::Ne => compare!(!=, operators::js_not_equal),
                        Op::StrictEq => {
                            let (x, y) = (reg!(b!()), reg!(c!()));
                            note!(type_bits(x) | type_bits(y));
                            set!(Value::bool(strict_equal!(x, y)));
                            next!()
                        }
                        Op::StrictNe => {
                            let (x, y) = (reg!(b!()), reg!(c!()));
                            note!(type_bits(x) | type_bits(y));
                            set!(Value::bool(!strict_equal!(x, y)));
                            next!()
                        }
                        Op::InstanceOf => op!(ops_property::instance_of, 2),
                        Op::In => op!(ops_property::has),

                        // ---- jumps
                        Op::Jump => jump!(imm32!()),
                        Op::JumpIfTrue => {
                            let x = reg!(a!());
                            let (truth, odd) = if x.is_bool() { (x.as_bool(), 0) } else { (to_boolean(x), branch::NOT_BOOLEAN) };
                            jump_if!(truth, odd)
                        }
                        Op::JumpIfFalse => {
                            let x = reg!(a!());
                            let (truth, odd) = if x.is_bool() { (x.as_bool(), 0) } else { (to_boolean(x), branch::NOT_BOOLEAN) };
                            jump_if!(!truth, odd)
                        }
                        Op::JumpIfNullish => jump_if!(reg!(a!()).is_nullish(), 0),
                        Op::JumpIfNotNullish => jump_if!(!reg!(a!()).is_nullish(), 0),
                        Op::JumpIfUndefined => jump_if!(reg!(a!()).is_undefined(), 0),
                        Op::JumpIfNotUndefined => jump_if!(!reg!(a!()).is_undefined(), 0),
                        Op::JumpIfEmpty => {
                            if reg!(a!()).is_empty() {
                                jump!(imm32!())
                            }
                            next!()
                        }
                        Op::JLt => compare_jump!(<, operators::js_less, true),
                        Op::JLe => compare_jump!(<=, operators::js_less_equal, true),
                        Op::JGt => compare_jump!(>, operators::js_greater, true),
                        Op::JGe => compare_jump!(>=, operators::js_greater_equal, true),
                        Op::JNLt => compare_jump!(<, operators::js_less, false),
                        Op::JNLe => compare_jump!(<=, operators::js_less_equal, false),
                        Op::JNGt => compare_jump!(>, operators::js_greater, false),
                        Op::JNGe => compare_jump!(>=, operators::js_greater_equal, false),
                        Op::JEq => compare_jump!(==, operators::js_equal, true),
                        Op::JNe => compare_jump!(!=, operators::js_not_equal, true),
                        Op::JStrictEq => {
                            let (x, y) = (reg!(a!()), reg!(b!()));
                            branch_on!(type_bits(x) | type_bits(y), strict_equal!(x, y))
                        }
                        Op::JStrictNe => {
                            let (x, y) = (reg!(a!()), reg!(b!()));
                            branch_on!(type_bits(x) | type_bits(y), !strict_equal!(x, y))
                        }
                        Op::LoopHead => {
                            let script = (*frame).script;
                            let warmup = script.warmup.get() + 1;
                            script.warmup.set(warmup);
                            if warmup >= script.warmup_limit.get() || vm.cx.interrupt.is_pending() {
                                match check!(tier::loop_head(vm, Activation(frame))) {
                                    AtLoop::GoOn => {}
                                    AtLoop::Resume => resume!(),
                                    AtLoop::Returned(value) => leave!(Completion::Return(value)),
                                }
                            }
                            next!()
                        }

                        // ---- properties
                        Op::GetProp => {
                            let object = reg!(b!());
                            let site = sites.add(c!());
                            if let Some(value) = inline_property::get(vm, object, site) {
                                set!(value);
                                next!()
                            }
                            (*frame).pc = pc;
                            match ops_property::get_prop(vm, Activation(frame), object, site) {
                                Ok(value) => called!(value),
                                Err(throw) => break 'throw throw,
                            }
                        }
                        Op::SetProp => {
                            let object = reg!(a!());
                            let site = sites.add(c!());
                            if inline_property::set(vm, object, site, reg!(b!())) {
                                next!()
                            }
                            (*frame).pc = pc;
                            match ops_property::set_prop(vm, Activation(frame), object, site) {
                                // A setter's frame was pushed.
                                Ok(true) => resume!(),
                                Ok(false) => next!(),
                                Err(throw) => break 'throw throw,
                            }
                        }
                        Op::GetElem => {
                            let (object, key) = (reg!(b!()), reg!(c!()));
                            let site = sites.add((*pc.add(1)).a as usize);
                            if let Some(value) = inline_property::get_element(object, key, site) {
                                set!(value);
                                next!(2)
                            }
                            let value = if d!() == 0 {
                                check!(ops_property::get_elem(vm, object, key, site))
                            } else {
                                check!(ops_property::get_elem_if_present(vm, object, key, site))
                            };
                            set!(value);
                            next!(2)
                        }
                        Op::SetElem => {
                            let (object, key) = (reg!(a!()), reg!(b!()));
                            let site = sites.add((*pc.add(1)).a as usize);
                            if inline_property::set_element(vm, object, key, site, reg!(c!())) {
                                next!(2)
                            }
                            check!(ops_property::set_elem(vm, object, key, reg!(c!()), site, d!() & 1 != 0));
                            next!(2)
                        }
                        Op::GetSuper => op!(ops_property::get_super),
                        Op::SetSuper => op!(ops_property::set_super),
                        Op::DeleteProp => op!(ops_property::delete),
                        Op::ToPropertyKey => op!(ops_property::to_property_key),
                        Op::ToElementKey => op!(ops_property::to_element_key),
                        Op::NewPrivateName => op!(ops_property::new_private_name),
                        Op::GetPrivate => op!(ops_property::get_private, 2),
                        Op::SetPrivate => op!(ops_property::set_private, 2),
                        Op::DefinePrivate => op!(ops_property::define_private, 2),
                        Op::HasPrivate => op!(ops_property::has_private),

                        // ---- literals and definitions
                        Op::NewObject => op!(ops_define::new_object),
                        Op::NewArray => op!(ops_define::new_array),
                        Op::NewArrayFrom => op!(ops_define::new_array_from),
                        Op::ArrayPush => op!(ops_define::array_push),
                        Op::ArraySpread => op!(ops_define::array_spread),
                        Op::NewRegExp => op!(ops_define::new_regexp),
                        Op::NewFunction => op!(ops_define::new_function),
                        Op::NewClass => op!(ops_define::new_class),
                        Op::SetHome => op!(ops_define::set_home),
                        Op::GetHome => op!(ops_define::get_home),
                        Op::SetFields => op!(ops_define::set_fields),
                        Op::NewResources => op!(ops_dispose::new_resources),
                        Op::AddResource => op!(ops_dispose::add_resource),
                        Op::NoteThrow => op!(ops_dispose::note_throw),
                        Op::DisposeNext => op!(ops_dispose::dispose_next),
                        Op::InitFields => {
                            // True: the initialiser's frame was pushed.
                            if check!(ops_call::init_fields(vm, Activation(frame))) {
                                resume!()
                            }
                            next!()
                        }
                        Op::SetFunctionName => op!(ops_define::set_function_name),
                        Op::DefineField => {
                            if inline_property::define(vm, reg!(a!()), sites.add(c!()), reg!(b!())) {
                                next!()
                            }
                            op!(ops_define::define_field)
                        }
                        Op::DefineElem => op!(ops_define::define_elem),
                        Op::DefineAccessor => op!(ops_define::define_accessor),
                        Op::SetProto => op!(ops_define::set_proto),
                        Op::CopyDataProperties => op!(ops_define::copy_data_properties),
                        Op::GetTemplate => op!(ops_define::get_template),

                        // ---- calls
                        Op::Call => {
                            let base = fp.add(b!());
                            let argc = d!() as usize;
                            let callee = *base;
                            let site = sites.add(c!());
                            if callee.is_object() {
                                let kind = kind_of(callee.address());
                                if kind == Kind::Function as u8 {
                                    let script = inline_call::note_script(vm, frame, site, callee);
                                    if let Some(first) = inline_call::push_frame(vm, frame, pc, script, base, argc) {
                                        frame = frame.add(1);
                                        fp = base;
                                        pc = first;
                                        sites = (*script).sites.get();
                                        constants = (*script).constants.get();
                                        types_bias = ((*script).types.get() as usize).wrapping_sub(pc as usize >> 3);
                                        continue;
                                    }
                                } else if kind == Kind::Native as u8 {
                                    (*frame).pc = pc;
                                    if let Some(result) = inline_call::call_native(vm, frame, site, callee, base, argc) {
                                        set!(check!(result));
                                        next!()
                                    }
                                } else {
                                    call::note_odd(&mut *site);
                                }
                            }
                            let value = check!(call::enter_call(vm, base, argc));
                            called!(value)
                        }
                        Op::CallSpread => {
                            let value = check!(ops_call::call_spread(vm, Activation(frame)));
                            called!(value)
                        }
                        Op::New => {
                            let base = fp.add(b!());
                            let value = check!(ops_call::new(vm, Activation(frame), base, d!() as usize));
                            called!(value)
                        }
                        Op::NewSpread => {
                            let value = check!(ops_call::new_spread(vm, Activation(frame)));
                            called!(value)
                        }
                        Op::GetSuperConstructor => {
                            set!(ops_call::super_constructor(vm, reg!(b!())));
                            next!()
                        }
                        Op::CheckSuperConstructor => op!(ops_call::check_super_constructor),
                        Op::SuperCall => {
                            let value = check!(ops_call::super_call(vm, Activation(frame)));
                            called!(value)
                        }
                        Op::SuperCallSpread => {
                            let value = check!(ops_call::super_call_spread(vm, Activation(frame)));
                            called!(value)
                        }
                        Op::Return => {
                            let value = reg!(a!());
                            if (*frame).flags != 0 {
                                (*frame).pc = pc;
                                leave!(Completion::Return(value))
                            }
                            // A plain frame, which this loop has called: what `leave` would do.
                            frame = frame.sub(1);
                            vm.cx.frame_top = frame.add(1);
                            enter_frame!();
                            let script = (*frame).script;
                            vm.cx.sp = fp.add(script.registers.get() as usize);
                            *fp.add((*pc).a as usize) = value;
                            next!()
                        }
                        Op::CheckConstructorReturn => {
                            let value = reg!(b!());
                            if value.is_object() {
                                set!(value);
                                next!()
                            }
                            op!(ops_call::check_constructor_return)
                        }
                        Op::Throw => {
                            (*frame).pc = pc;
                            break 'throw Throw(reg!(a!()));
                        }
                        Op::Catch => {
                            note!(crate::feedback::EXECUTED);
                            set!(vm.cx.exception);
                            vm.cx.exception = Value::UNDEFINED;
                            next!()
                        }

                        // ---- function entry
                        Op::ArgumentCount => {
                            set!(Value::int((*frame).argc as i32));
                            next!()
                        }
                        Op::GetNewTarget => {
                            let resumed = (*frame).flags & frame_flags::RESUMED != 0;
                            set!(if resumed { Value::UNDEFINED } else { (*frame).new_target });
                            next!()
                        }
                        Op::CheckConstruct => {
                            if (*frame).flags & frame_flags::CONSTRUCT == 0 {
                                check!(ops_call::throw_class_call(vm, Activation(frame)));
                            }
                            next!()
                        }
                        Op::CoerceThis => {
                            if !reg!(1).is_object() {
                                check!(ops_call::coerce_this(vm, Activation(frame)));
                            }
                            next!()
                        }
                        Op::RestArray => op!(ops_call::rest_array),
                        Op::UnmappedArguments => op!(ops_call::unmapped_arguments),
                        Op::MappedArguments => op!(ops_call::mapped_arguments),

                        // ---- iteration
                        Op::GetIterator => op!(ops_iterate::get_iterator),
                        Op::IterNext => {
                            // A pristine array: the record is (array as a cell, int32 index).
                            let (object, index) = (reg!(b!()), reg!(b!() + 1));
                            if object.tag() == tag::CELL {
                                let array = object.address() as *const Array;
                                let elements = (*array).object.elements.header().unwrap_unchecked().as_ptr() as *const Elements;
                                let at = index.as_int() as u32;
                                if at < (*elements).len.get() && at < (*array).length.get() {
                                    let value = *(*elements).data().add(at as usize);
                                    if !value.is_empty() {
                                        reg!(b!() + 1) = Value::int(at as i32 + 1);
                                        set!(value);
                                        next!()
                                    }
                                }
                            }
                            if check!(ops_iterate::iter_next(vm, Activation(frame))) {
                                next!()
                            }
                            jump!(jump24!())
                        }
                        Op::IterClose => op!(ops_iterate::iter_close),
                        Op::ForInStart => op!(ops_iterate::for_in_start),
                        Op::ForInNext => {
                            if check!(ops_iterate::for_in_next(vm, Activation(frame))) {
                                next!()
                            }
                            jump!(jump24!())
                        }

                        // ---- suspension
                        Op::CreateGenerator => {
                            // Empty: goes on in this frame (async functions).
                            let value = check!(ops_suspend::create_generator(vm, Activation(frame)));
                            if value.is_empty() {
                                next!()
                            }
                            leave!(Completion::Suspend(value))
                        }
                        Op::Yield => suspend!(ops_suspend::yield_value(vm, Activation(frame))),
                        Op::Await => suspend!(ops_suspend::await_value(vm, Activation(frame))),
                        Op::IterCallNext => op!(ops_iterate::iter_call_next),
                        Op::IterCallMethod => op!(ops_iterate::iter_call_method),
                        Op::IterResult => op!(ops_iterate::iter_result),
                        Op::CheckIterResult => {
                            if !reg!(a!()).is_object() {
                                check!(ops_iterate::throw_not_a_result(vm, Activation(frame)));
                            }
                            next!()
                        }
                        Op::NewIterResult => op!(ops_iterate::new_iter_result),

                        // ---- modules
                        Op::ImportCall => op!(ops_call::import_call),
                        Op::ImportMeta => op!(ops_call::import_meta),
                    }
                }
            };
            match leave::leave(vm, Completion::Throw(throw)) {
                Left::Resume => {
                    frame = vm.cx.frame_top.sub(1);
                    enter_frame!();
                }
                Left::Entry(result) => return result,
            }
        }
    }
}
