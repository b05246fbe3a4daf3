//! Machine code as text, for `--dump=asm`, `hearth cache show` and comparisons: with the feature
//! `disassembler`, and on processors that it knows, as instructions, otherwise as bytes.

#[cfg(all(feature = "disassembler", target_arch = "x86_64"))]
mod x86;

use crate::ion::metadata::Metadata;
#[cfg(all(feature = "disassembler", target_arch = "x86_64"))]
pub use x86::lines;

/// One instruction as text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Of its first byte in the code.
    pub offset: u32,
    pub len: u32,
    pub text: String,
    /// What it means, where that is easy to see.
    pub note: String,
}

/// Sixteen bytes to a line.
#[cfg(not(all(feature = "disassembler", target_arch = "x86_64")))]
pub fn lines(code: &[u8], _: Option<&Metadata>) -> Vec<Line> {
    let line = |offset: u32, bytes: &[u8]| {
        let text: Vec<String> = bytes.iter().map(|b| format!("{b:02x}")).collect();
        Line { offset, len: bytes.len() as u32, text: text.join(" "), note: String::new() }
    };
    code.chunks(16).enumerate().map(|(i, bytes)| line(i as u32 * 16, bytes)).collect()
}

/// One line of a listing.
pub fn show(line: &Line, code: &[u8]) -> String {
    let bytes = code.get(line.offset as usize..(line.offset + line.len) as usize).unwrap_or(&[]);
    let mut hex: String = bytes.iter().take(10).map(|b| format!("{b:02x}")).collect();
    if bytes.len() > 10 {
        hex.push('…');
    }
    let text = format!("{:6x}  {hex:<21} {}", line.offset, line.text);
    if line.note.is_empty() { text } else { format!("{text:<72} # {}", line.note) }
}

/// A listing of the whole code.
pub fn disassemble(code: &[u8], metadata: Option<&Metadata>) -> String {
    lines(code, metadata).iter().map(|line| show(line, code) + "\n").collect()
}
