//! Instructions of x86-64.
//!
//! Calls are named where they can be recognised: compiled code loads the table of
//! runtime calls from the VM context and calls an entry of it.

use super::Line;
use crate::ion::helpers::HELPERS;
use crate::ion::layout;
use crate::ion::metadata::Metadata;
use crate::ion::quick_rows::Quick;
use crate::ion::runtime_calls::RUNTIME_CALLS;
use iced_x86::{Decoder, DecoderOptions, Formatter, GasFormatter, Instruction, Mnemonic, OpKind, Register};
use rustc_hash::FxHashMap;
use std::fmt::Write as _;

/// The instructions of position-independent code, with notes where `metadata` helps.
/// Bytes that are none are shown as `(bad)`.
pub fn lines(code: &[u8], metadata: Option<&Metadata>) -> Vec<Line> {
    let mut decoder = Decoder::with_ip(64, code, 0, DecoderOptions::NONE);
    let mut formatter = GasFormatter::new();
    let options = formatter.options_mut();
    options.set_branch_leading_zeros(false);
    options.set_uppercase_hex(false);
    options.set_rip_relative_addresses(true);
    let mut notes = Notes::default();
    let mut lines = Vec::new();
    let mut instruction = Instruction::default();
    while decoder.can_decode() {
        decoder.decode_out(&mut instruction);
        let mut text = String::new();
        formatter.format(&instruction, &mut text);
        let mut note = notes.of(&instruction, code);
        let end = instruction.next_ip() as u32;
        if let Some(site) = metadata.and_then(|m| site(m, end)) {
            let _ = write!(note, "{}at {site}", if note.is_empty() { "" } else { ", " });
        }
        lines.push(Line { offset: instruction.ip() as u32, len: instruction.len() as u32, text, note });
    }
    lines
}

/// The position of the call that returns to `offset`.
fn site(m: &Metadata, offset: u32) -> Option<String> {
    let call = m.call_sites.binary_search_by_key(&offset, |c| c.return_offset).ok()?;
    let site = m.sites.get(m.call_sites[call].site as usize)?;
    Some(format!("script {} offset {}", site.script, site.offset))
}

/// Follows what registers and spill slots hold, as far as calls through the context's
/// table need it. It reads the code from top to bottom, which is right for what is
/// assigned once, as the context and the table are.
#[derive(Default)]
struct Notes {
    registers: FxHashMap<Register, Held>,
    /// By offset from the stack pointer.
    slots: FxHashMap<u64, Held>,
}

#[derive(Clone, Copy)]
enum Held {
    /// The VM context.
    Context,
    /// The table of runtime calls.
    Table,
    /// An entry of it.
    Entry(usize),
}

/// What survives a call besides the stack.
const CALLEE_SAVED: [Register; 5] = [Register::RBX, Register::RBP, Register::R12, Register::R13, Register::R14];

impl Notes {
    fn of(&mut self, i: &Instruction, code: &[u8]) -> String {
        if i.mnemonic() == Mnemonic::Call {
            let target = match i.op0_kind() {
                OpKind::Register => self.held(i.op0_register()),
                OpKind::Memory => self.loaded(i),
                _ => None,
            };
            self.registers.retain(|register, _| CALLEE_SAVED.contains(register));
            return if let Some(Held::Entry(index)) = target { call_name(index) } else { String::new() };
        }
        if i.op_count() == 0 || i.op0_kind() == OpKind::NearBranch64 {
            return String::new();
        }
        let is_move = i.mnemonic() == Mnemonic::Mov;
        let held = match i.op1_kind() {
            OpKind::Register if is_move => self.held(i.op1_register()),
            OpKind::Memory if is_move => self.loaded(i),
            _ => None,
        };
        match i.op0_kind() {
            OpKind::Register => set(&mut self.registers, whole(i.op0_register()), held),
            OpKind::Memory if is_move && on_stack(i) => set(&mut self.slots, i.memory_displacement64(), held),
            _ => {}
        }
        match held {
            Some(Held::Table) if !on_stack(i) => "runtime calls".into(),
            Some(Held::Entry(index)) => call_name(index),
            _ => constant(i, code),
        }
    }

    fn held(&self, register: Register) -> Option<Held> {
        if register == PINNED { Some(Held::Context) } else { self.registers.get(&register).copied() }
    }

    /// What the memory operand holds.
    fn loaded(&self, i: &Instruction) -> Option<Held> {
        if i.memory_index() != Register::None {
            return None;
        }
        let displacement = i.memory_displacement64();
        if on_stack(i) {
            return self.slots.get(&displacement).copied();
        }
        match self.held(i.memory_base())? {
            Held::Context if displacement as i32 == layout::RUNTIME_CALLS => Some(Held::Table),
            Held::Table if displacement.is_multiple_of(8) => Some(Held::Entry(displacement as usize / 8)),
            _ => None,
        }
    }
}

fn set<K: std::hash::Hash + Eq>(map: &mut FxHashMap<K, Held>, key: K, held: Option<Held>) {
    match held {
        Some(held) => map.insert(key, held),
        None => map.remove(&key),
    };
}

fn on_stack(i: &Instruction) -> bool {
    i.memory_base() == Register::RSP && i.memory_index() == Register::None
}

/// The constant behind the code that an instruction reads.
fn constant(i: &Instruction, code: &[u8]) -> String {
    if !i.is_ip_rel_memory_operand() {
        return String::new();
    }
    let at = i.ip_rel_memory_address() as usize;
    match code.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        Some(bytes) => format!("{:#x}", u64::from_le_bytes(*bytes)),
        None => String::new(),
    }
}

/// The 64-bit register of which a 32-bit one is the lower half.
fn whole(register: Register) -> Register {
    let half = (register as usize).wrapping_sub(Register::EAX as usize);
    let whole = if half < 16 { Register::try_from(Register::RAX as usize + half).ok() } else { None };
    whole.unwrap_or(register)
}

/// The register of the VM context.
const PINNED: Register = Register::R15;

fn call_name(index: usize) -> String {
    match RUNTIME_CALLS.get(index) {
        Some(call) => call.name.into(),
        None => {
            let mut names = HELPERS.iter().map(|h| h.name).chain(Quick::NAMES.iter().copied());
            names.nth(index - RUNTIME_CALLS.len()).map_or_else(|| format!("entry {index}"), Into::into)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::disasm::disassemble;
    use crate::cache::samples;

    #[test]
    fn instructions_and_call_sites_are_shown() {
        let compiled = samples::compiled();
        let lines = lines(&compiled.code, Some(&compiled.metadata));
        assert_eq!(lines[0].text, "push %rbp");
        assert_eq!(lines.iter().map(|l| l.len as usize).sum::<usize>(), compiled.code.len());
        let call = lines.iter().find(|l| l.text.starts_with("call")).unwrap();
        assert_eq!(call.note, "at script 1 offset 3");
    }

    #[test]
    fn runtime_calls_are_named() {
        // mov r10,[r15+RUNTIME_CALLS]; mov r11,[r10+8]; call r11
        let mut code = vec![0x4D, 0x8B, 0x97];
        code.extend_from_slice(&layout::RUNTIME_CALLS.to_le_bytes());
        code.extend_from_slice(&[0x4D, 0x8B, 0x5A, 0x08, 0x41, 0xFF, 0xD3]);
        let lines = lines(&code, None);
        assert_eq!(lines[0].note, "runtime calls");
        assert_eq!(lines[2].note, RUNTIME_CALLS[1].name);
    }

    #[test]
    fn noise_is_shown_too() {
        assert!(disassemble(&[0x06, 0xFF, 0xFF, 0x0F], None).contains("(bad)"));
    }
}
