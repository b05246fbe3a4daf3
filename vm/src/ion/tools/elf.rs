//! An object file in memory for debuggers: the code's place, a symbol, its lines, and how its frame is left.

use super::{Described, Line};
use gimli::write::{
    Address, AttributeValue, CallFrameInstruction, CommonInformationEntry, DwarfUnit, EndianVec, FrameDescriptionEntry, FrameTable,
    LineProgram, LineString, Sections,
};
use gimli::{Encoding, Format, LineEncoding, Register, SectionId};
use object::elf;
use object::write::elf::{FileHeader, SectionHeader, Sym, Writer};
use std::collections::HashMap;

type Dwarf = Sections<EndianVec<gimli::NativeEndian>>;

const ENCODING: Encoding = Encoding { format: Format::Dwarf32, version: 4, address_size: 8 };

/// How frames are made on this machine, which compiled code does before anything else, and always alike.
struct Frames {
    machine: u16,
    stack_pointer: Register,
    frame_pointer: Register,
    return_address: Register,
    /// Bytes below the caller's frame that hold the return address when the first instruction runs.
    at_entry: i32,
    /// Where in the code frame pointer (and return address) were saved, and where the frame pointer was set.
    saved: u32,
    set: u32,
}

const FRAMES: Frames = if cfg!(target_arch = "aarch64") {
    Frames {
        machine: elf::EM_AARCH64,
        stack_pointer: Register(31),
        frame_pointer: Register(29),
        return_address: Register(30),
        at_entry: 0,
        saved: 4,
        set: 8,
    }
} else {
    Frames {
        machine: elf::EM_X86_64,
        stack_pointer: Register(7),
        frame_pointer: Register(6),
        return_address: Register(16),
        at_entry: 8,
        saved: 1,
        set: 4,
    }
};

/// The file; none where something of it cannot be said in this format.
pub fn image(what: &Described<'_>) -> Option<Vec<u8>> {
    let mut dwarf = Dwarf::new(EndianVec::new(gimli::NativeEndian));
    write_lines(what, &mut dwarf).ok()?;
    write_frames(what, &mut dwarf).ok()?;
    object(what, &dwarf)
}

fn start(what: &Described<'_>) -> Address {
    Address::Constant(what.code.as_ptr().addr() as u64)
}

fn write_lines(what: &Described<'_>, dwarf: &mut Dwarf) -> gimli::write::Result<()> {
    let mut unit = DwarfUnit::new(ENCODING);
    let first = what.lines.first().map_or("(unknown)", |line| &line.file);
    let text = |text: &str| LineString::String(text.bytes().filter(|byte| *byte != 0).collect());
    let mut program = LineProgram::new(ENCODING, LineEncoding::default(), text("/"), None, text(first), None);
    let directory = program.default_directory();
    let mut files = HashMap::new();
    program.begin_sequence(Some(start(what)));
    for Line { offset, file, line } in what.lines {
        // No name of a file may be empty.
        let name = if file.is_empty() { "(unknown)" } else { file };
        let id = *files.entry(name).or_insert_with(|| program.add_file(text(name), directory, None));
        let row = program.row();
        row.address_offset = u64::from(*offset);
        row.file = id;
        row.line = u64::from(*line);
        program.generate_row();
    }
    program.end_sequence(what.code.len() as u64);
    unit.unit.line_program = program;
    let root = unit.unit.root();
    let function = unit.unit.add(root, gimli::DW_TAG_subprogram);
    let names = [(root, first), (function, what.name)];
    for (entry, name) in names {
        let name = AttributeValue::String(name.bytes().filter(|byte| *byte != 0).collect());
        let entry = unit.unit.get_mut(entry);
        entry.set(gimli::DW_AT_name, name);
        entry.set(gimli::DW_AT_low_pc, AttributeValue::Address(start(what)));
        entry.set(gimli::DW_AT_high_pc, AttributeValue::Udata(what.code.len() as u64));
    }
    unit.write(dwarf)
}

fn write_frames(what: &Described<'_>, dwarf: &mut Dwarf) -> gimli::write::Result<()> {
    use CallFrameInstruction::{Cfa, CfaOffset, CfaRegister, Offset};
    let mut cie = CommonInformationEntry::new(ENCODING, 1, -8, FRAMES.return_address);
    cie.add_instruction(Cfa(FRAMES.stack_pointer, FRAMES.at_entry));
    if FRAMES.at_entry != 0 {
        cie.add_instruction(Offset(FRAMES.return_address, -FRAMES.at_entry));
    }
    let mut table = FrameTable::default();
    let cie = table.add_cie(cie);
    let mut frame = FrameDescriptionEntry::new(start(what), what.code.len() as u32);
    frame.add_instruction(FRAMES.saved, CfaOffset(16));
    frame.add_instruction(FRAMES.saved, Offset(FRAMES.frame_pointer, -16));
    frame.add_instruction(FRAMES.saved, Offset(FRAMES.return_address, -8));
    frame.add_instruction(FRAMES.set, CfaRegister(FRAMES.frame_pointer));
    table.add_fde(cie, frame);
    table.write_debug_frame(&mut dwarf.debug_frame)
}

fn object(what: &Described<'_>, dwarf: &Dwarf) -> Option<Vec<u8>> {
    let mut sections: Vec<(SectionId, &[u8])> = Vec::new();
    let collected: Result<(), ()> = dwarf.for_each(|id, data| {
        if !data.slice().is_empty() {
            sections.push((id, data.slice()));
        }
        Ok(())
    });
    collected.ok()?;
    let address = what.code.as_ptr().addr() as u64;
    let size = what.code.len() as u64;
    // A name of the file has no zeros; what follows one is left out.
    let name = what.name.split('\0').next().unwrap_or_default();
    let mut bytes = Vec::new();
    let mut writer = Writer::new(object::Endianness::default(), true, &mut bytes);
    // What has room comes first, in order …
    writer.reserve_file_header();
    writer.reserve_null_section_index();
    let text_name = writer.add_section_name(b".text");
    let text = writer.reserve_section_index();
    let placed: Vec<_> = sections
        .iter()
        .map(|(id, data)| {
            let name = writer.add_section_name(id.name().as_bytes());
            writer.reserve_section_index();
            (name, writer.reserve(data.len(), 1), *data)
        })
        .collect();
    writer.reserve_null_symbol_index();
    let symbol_name = writer.add_string(name.as_bytes());
    writer.reserve_symbol_index(Some(text));
    writer.reserve_symtab_section_index();
    writer.reserve_strtab_section_index();
    writer.reserve_shstrtab_section_index();
    writer.reserve_symtab();
    writer.reserve_strtab();
    writer.reserve_shstrtab();
    writer.reserve_section_headers();
    // … and is written in the same order.
    let header = FileHeader { os_abi: 0, abi_version: 0, e_type: elf::ET_EXEC, e_machine: FRAMES.machine, e_entry: 0, e_flags: 0 };
    writer.write_file_header(&header).ok()?;
    for (_, _, data) in &placed {
        writer.write(data);
    }
    let flags = elf::STT_FUNC | elf::STB_GLOBAL << 4;
    writer.write_null_symbol();
    writer.write_symbol(&Sym {
        name: Some(symbol_name),
        section: Some(text),
        st_info: flags,
        st_other: 0,
        st_shndx: 0,
        st_value: address,
        st_size: size,
    });
    writer.write_strtab();
    writer.write_shstrtab();
    writer.write_null_section_header();
    let section = |name, sh_type, sh_flags: u32, sh_addr, sh_offset: usize, sh_size| SectionHeader {
        name: Some(name),
        sh_type,
        sh_flags: u64::from(sh_flags),
        sh_addr,
        sh_offset: sh_offset as u64,
        sh_size,
        sh_link: 0,
        sh_info: 0,
        sh_addralign: 1,
        sh_entsize: 0,
    };
    // The code itself is not in the file.
    writer.write_section_header(&section(text_name, elf::SHT_NOBITS, elf::SHF_ALLOC | elf::SHF_EXECINSTR, address, 0, size));
    for (name, offset, data) in placed {
        writer.write_section_header(&section(name, elf::SHT_PROGBITS, 0, 0, offset, data.len() as u64));
    }
    writer.write_symtab_section_header(1);
    writer.write_strtab_section_header();
    writer.write_shstrtab_section_header();
    Some(bytes)
}
