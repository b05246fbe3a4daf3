//! What the linker says of the executable, or shared library, that this code is in: its build ID.
//!
//! It is a digest of all that was linked: of this engine, its dependencies, and how they were compiled.

/// The build ID; none if the linker was not asked for one, or the format is not ELF.
pub(crate) fn build_note() -> Option<Vec<u8>> {
    #[cfg(target_os = "linux")]
    return elf::build_note(build_note as *const () as usize);
    #[cfg(not(target_os = "linux"))]
    None
}

#[cfg(target_os = "linux")]
mod elf {
    use core::ffi::{c_int, c_void};
    use core::slice;

    struct Search {
        address: usize,
        found: Option<Vec<u8>>,
    }

    /// The build ID of the object that has `address` in it.
    pub(super) fn build_note(address: usize) -> Option<Vec<u8>> {
        let mut search = Search { address, found: None };
        // SAFETY: the callback gets the pointer that it expects, and nothing else has it meanwhile.
        unsafe { libc::dl_iterate_phdr(Some(look_at), (&raw mut search).cast()) };
        search.found
    }

    unsafe extern "C" fn look_at(info: *mut libc::dl_phdr_info, _: usize, search: *mut c_void) -> c_int {
        // SAFETY: the loader gives an object that stays loaded during the call; `search` is as `build_note` gave it.
        let (info, search) = unsafe { (&*info, &mut *search.cast::<Search>()) };
        // SAFETY: the table of the object's segments.
        let segments = unsafe { slice::from_raw_parts(info.dlpi_phdr, usize::from(info.dlpi_phnum)) };
        let start = |segment: &libc::Elf64_Phdr| (info.dlpi_addr as usize).wrapping_add(segment.p_vaddr as usize);
        let is_here = |segment: &libc::Elf64_Phdr| {
            segment.p_type == libc::PT_LOAD && search.address.wrapping_sub(start(segment)) < segment.p_memsz as usize
        };
        if !segments.iter().any(is_here) {
            return 0;
        }
        for segment in segments.iter().filter(|segment| segment.p_type == libc::PT_NOTE) {
            // SAFETY: notes are in a segment that is loaded, and read-only.
            let notes = unsafe { slice::from_raw_parts(start(segment) as *const u8, segment.p_filesz as usize) };
            search.found = search.found.take().or_else(|| super::gnu_build_id(notes));
        }
        1
    }
}

/// Type of a note that holds a build ID (NT_GNU_BUILD_ID).
const BUILD_ID: u32 = 3;

/// The build ID among the notes of a segment: each is three words (lengths of name and content, type), the name, and the
/// content, both padded to four bytes.
#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
fn gnu_build_id(mut notes: &[u8]) -> Option<Vec<u8>> {
    let word = |bytes: &[u8], at: usize| Some(u32::from_ne_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let padded = |length: u32| (length as usize).next_multiple_of(4);
    loop {
        let (name_length, length, kind) = (word(notes, 0)?, word(notes, 4)?, word(notes, 8)?);
        let name = notes.get(12..)?.get(..name_length as usize)?;
        let content = notes.get(12 + padded(name_length)..)?;
        let id = content.get(..length as usize)?;
        if kind == BUILD_ID && name == b"GNU\0" && !id.is_empty() {
            return Some(id.to_vec());
        }
        notes = content.get(padded(length)..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(name: &[u8], content: &[u8], kind: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        for word in [name.len() as u32, content.len() as u32, kind] {
            bytes.extend(word.to_ne_bytes());
        }
        for part in [name, content] {
            bytes.extend(part);
            bytes.resize(bytes.len().next_multiple_of(4), 0);
        }
        bytes
    }

    #[test]
    fn the_build_id_is_found_among_notes() {
        let others = [note(b"GNU\0", b"abi", 1), note(b"Other\0", b"12345", BUILD_ID)].concat();
        assert_eq!(gnu_build_id(&others), None);
        let all = [others, note(b"GNU\0", b"digest", BUILD_ID)].concat();
        assert_eq!(gnu_build_id(&all).unwrap(), b"digest");
        for end in 0..all.len() - 2 {
            assert_eq!(gnu_build_id(&all[..end]), None);
        }
        assert_eq!(gnu_build_id(&[0xff; 64]), None);
    }

    /// As the linker of this machine is set up; where it is not, there are no stores for other workspaces.
    #[test]
    #[cfg(target_os = "linux")]
    fn this_executable_has_a_build_id() {
        assert!(build_note().is_some_and(|id| id.len() >= 8));
    }
}
