//! Walks through bytecode by chance, with the environments that its registers have on the way: on no
//! path may verified code access one that is not there.

use hearth::bytecode::environment::Environment;
use hearth::bytecode::{Code, Constant, FunctionInfo, Op, Operand};
use std::collections::BTreeMap;
use std::rc::Rc;

const STEPS: usize = 300;

/// Takes one path through the code of a function with these environments around it. `chance` gives
/// numbers below its argument. Accesses on the way.
pub fn walk(code: &Code, info: &FunctionInfo, around: Option<&Rc<Environment>>, mut chance: impl FnMut(usize) -> usize) -> usize {
    let around = match &code.module {
        Some(module) if info.kind.is_module() => Environment::of_module(module),
        _ => around.cloned(),
    };
    let mut registers: BTreeMap<u16, Rc<Environment>> = BTreeMap::new();
    let (mut at, mut accesses) = (0, 0);
    for _ in 0..STEPS {
        let insn = code.insns[at];
        let op = insn.op();
        let accessed = match op {
            Op::GetEnv | Op::GetCell => Some((insn.b, insn.c)),
            Op::SetEnv | Op::SetCell => Some((insn.a, insn.b)),
            _ => None,
        };
        if let Some((register, slot)) = accessed {
            let innermost = registers.get(&register).unwrap_or_else(|| panic!("{at}: {op:?} of no environment"));
            let environment = innermost.ancestor(insn.d).unwrap_or_else(|| panic!("{at}: {op:?} beyond the outermost environment"));
            assert!(environment.has(slot), "{at}: {op:?} of slot {slot}");
            assert_eq!(environment.is_cell(slot), matches!(op, Op::GetCell | Op::SetCell), "{at}: {op:?} of slot {slot}");
            accesses += 1;
        }
        if op == Op::MappedArguments
            && let Some(Constant::SlotMap(slots)) = code.constants.get(insn.c as usize)
        {
            for slot in slots.iter().filter(|slot| **slot != u16::MAX) {
                assert!(registers.get(&insn.b).is_some_and(|environment| environment.has(*slot)), "{at}: mapped slot {slot}");
            }
        }
        let made = match op {
            Op::GetCalleeEnv => around.clone(),
            Op::NewEnv => Some(Environment::new(insn.c as u32, registers.get(&insn.b).cloned())),
            Op::CopyEnv => Some(registers[&insn.b].clone()),
            Op::Move => registers.get(&insn.b).cloned(),
            _ => None,
        };
        // The frame of a callee is where the operands of the call are.
        if matches!(
            op,
            Op::Call | Op::CallSpread | Op::New | Op::NewSpread | Op::SuperCall | Op::SuperCallSpread | Op::CallEval | Op::CallEvalSpread
        ) {
            registers.split_off(&insn.b);
        }
        let offset = hearth::bytecode::BytecodeOffset(at as u32);
        if let Some(handler) = code.handler_for(offset).filter(|_| chance(12) == 0) {
            at = handler.target.0 as usize;
            continue;
        }
        for (operand, field) in op.info().operands.iter().zip([insn.a, insn.b, insn.c, insn.d as u16]) {
            if matches!(operand, Operand::W | Operand::RW | Operand::W2 | Operand::RW2) {
                registers.remove(&field);
            }
            if matches!(operand, Operand::W2 | Operand::RW2) {
                registers.remove(&(field + 1));
            }
        }
        if let Some(made) = made {
            registers.insert(insn.a, made);
        }
        match op.jump_offset(insn) {
            Some(jump) if op == Op::Jump || chance(2) == 0 => at = (at as i64 + jump as i64) as usize,
            _ if op.is_terminal() => break,
            _ => at += op.words(),
        }
    }
    accesses
}
