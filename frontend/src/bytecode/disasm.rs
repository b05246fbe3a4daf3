//! Disassembly, for people and for data tests.
//!
//! One line per instruction: offset, op, operands. Jumps show their target, constants
//! and sites what they stand for. Tables that are not empty follow.

use super::code::{Code, Constant, FunctionInfo, FunctionTemplate, JsStr};
use super::insn::Insn;
use super::ops::{Op, Operand};
use std::fmt::{self, Write};
use std::rc::Rc;

/// A function and, indented below it, those within it that have been compiled.
pub fn template(template: &Rc<FunctionTemplate>) -> String {
    let mut out = String::new();
    let mut queue = vec![template.clone()];
    while let Some(template) = queue.pop() {
        if let Some(code) = template.compiled() {
            let _ = function(&mut out, &template.info, code);
            out.push('\n');
            queue.extend(code.children.iter().rev().cloned());
        }
    }
    out
}

/// One function.
///
/// # Errors
/// Those of `out`.
pub fn function(out: &mut impl Write, info: &FunctionInfo, code: &Code) -> fmt::Result {
    let name = info.name.to_rust();
    let name = if name.is_empty() { "(anonymous)" } else { &name };
    write!(out, "{:?} {name}: {} parameters, {} registers", info.kind, code.params, code.registers)?;
    for (flag, what) in [
        (info.strict, "strict"),
        (code.needs_arguments, "needs arguments"),
        (code.needs_new_target, "needs new.target"),
        (code.passes_arguments_on, "passes arguments on"),
    ] {
        if flag {
            write!(out, ", {what}")?;
        }
    }
    if code.this_properties > 0 {
        write!(out, ", {} properties of this", code.this_properties)?;
    }
    writeln!(out)?;
    let mut offset = 0;
    while offset < code.insns.len() {
        let insn = code.insns[offset];
        write!(out, "{offset:5}  ")?;
        match Op::from_u8(insn.op) {
            Some(op) => {
                instruction(out, code, offset, op, insn)?;
                offset += op.words();
            }
            None => {
                write!(out, "?{insn:?}")?;
                offset += 1;
            }
        }
        writeln!(out)?;
    }
    for handler in &code.handlers {
        writeln!(out, "  handler {}..{} -> {}", handler.start.0, handler.end.0, handler.target.0)?;
    }
    let globals = &code.globals;
    let list = |names: &[JsStr]| names.iter().map(JsStr::to_rust).collect::<Vec<_>>().join(", ");
    for (what, names) in [("var", &globals.vars), ("let", &globals.lets), ("const", &globals.consts)] {
        if !names.is_empty() {
            writeln!(out, "  global {what} {}", list(names))?;
        }
    }
    for (name, child) in &globals.functions {
        writeln!(out, "  global function {} = child {child}", name.to_rust())?;
    }
    Ok(())
}

fn register(register: u16, params: u16) -> String {
    match register {
        0 => "callee".to_owned(),
        1 => "this".to_owned(),
        r if r - 2 < params => format!("p{}", r - 2),
        r => format!("r{r}"),
    }
}

fn instruction(out: &mut impl Write, code: &Code, offset: usize, op: Op, insn: Insn) -> fmt::Result {
    write!(out, "{:<18} ", op.info().name)?;
    let fields = [insn.a, insn.b, insn.c, insn.d as u16];
    let mut first = true;
    for (operand, field) in op.info().operands.iter().zip(fields) {
        let text = match operand {
            Operand::None | Operand::Cont => continue,
            Operand::W | Operand::R | Operand::RW => register(field, code.params),
            Operand::W2 | Operand::RW2 => format!("{}+1", register(field, code.params)),
            Operand::Base => format!("{}+{}", register(field, code.params), op.base_count(insn)),
            Operand::Site => site(code, field),
            Operand::K16 => constant(code, field as usize),
            Operand::K32 => constant(code, insn.index32()),
            Operand::Child => {
                let index = if insn.op() == Op::NewFunction { insn.wide_child() } else { field as usize };
                match code.children.get(index) {
                    Some(child) => format!("child {index} {:?}", child.info.name.to_rust()),
                    None => format!("child {index}?"),
                }
            }
            Operand::I16 => (field as i16).to_string(),
            Operand::I32 => insn.imm32().to_string(),
            Operand::N => format!("#{field}"),
            Operand::J32 | Operand::J24 => {
                format!("-> {}", offset as i64 + op.jump_offset(insn).unwrap_or(0) as i64)
            }
        };
        write!(out, "{}{text}", if first { "" } else { ", " })?;
        first = false;
    }
    Ok(())
}

fn site(code: &Code, index: u16) -> String {
    match code.sites.get(index as usize).map(|key| key.constant()) {
        Some(Some(k)) => match code.constants.get(k) {
            Some(Constant::String(name)) => format!(".{}", name.to_rust()),
            _ => format!("site {index}?"),
        },
        Some(None) => format!("site {index}"),
        None => format!("site {index}?"),
    }
}

fn constant(code: &Code, index: usize) -> String {
    match code.constants.get(index) {
        Some(Constant::Number(number)) => format!("{number:?}"),
        Some(Constant::String(string)) => format!("{:?}", string.to_rust()),
        Some(Constant::BigInt(digits)) => format!("{digits}n"),
        Some(Constant::RegExp { source, flags }) => format!("/{}/{}", source.to_rust(), flags.to_rust()),
        Some(Constant::Template { raw, .. }) => {
            format!("`{}`", raw.iter().map(JsStr::to_rust).collect::<Vec<_>>().join("${}"))
        }
        Some(Constant::SlotMap(slots)) => format!("{slots:?}"),
        None => format!("constant {index}?"),
    }
}
