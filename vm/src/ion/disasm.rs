//! Disassembly of compiled code.

use iced_x86::{Decoder, DecoderOptions, Formatter, GasFormatter};

/// The instructions of x86-64 code, one a line, with offsets from its start.
pub fn disassemble(code: &[u8]) -> String {
    let mut decoder = Decoder::with_ip(64, code, 0, DecoderOptions::NONE);
    let mut formatter = GasFormatter::new();
    let mut text = String::new();
    while decoder.can_decode() {
        let instruction = decoder.decode();
        text.push_str(&format!("{:6x}: ", instruction.ip()));
        formatter.format(&instruction, &mut text);
        text.push('\n');
    }
    text
}
