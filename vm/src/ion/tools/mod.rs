//! What profilers and debuggers are told of compiled code when it is installed: where it is, what it is called, and which lines of
//! the source it is of. It is said of code from stores as of code that was just compiled.

#[cfg(feature = "debuggers")]
mod elf;
#[cfg(feature = "debuggers")]
mod jitdump;
mod perf_map;

use super::jit_code::JitCode;
use crate::bytecode::BytecodeOffset;
use crate::heap::Gc;
use crate::script::Script;
use crate::vm::Vm;
use std::rc::Rc;

/// For whom compiled code is described.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Tools {
    /// A line of `/tmp/perf-PID.map` for each.
    pub perf_map: bool,
    /// Records of `jit-PID.dump`, in the folder in which the process is.
    pub jitdump: bool,
    /// Debuggers with the JIT interface of GDB.
    pub debuggers: bool,
}

/// What code is told to be.
struct Described<'a> {
    /// Where it is executed.
    code: &'a [u8],
    name: &'a str,
    /// By ascending offset, which is that of the first instruction of a line.
    #[cfg_attr(not(feature = "debuggers"), allow(dead_code, reason = "a map has names only"))]
    lines: &'a [Line],
}

/// From here on code is of a line.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(not(feature = "debuggers"), allow(dead_code, reason = "a map has names only"))]
struct Line {
    offset: u32,
    file: Rc<str>,
    /// From 1.
    line: u32,
}

/// As long as this lives, debuggers know the code.
#[derive(Default)]
pub struct Registration {
    #[cfg(feature = "debuggers")]
    _image: Option<wasmtime_internal_jit_debug::gdb_jit_int::GdbJitImageRegistration>,
}

impl Vm {
    /// Tells the tools that the options name of code that was just installed.
    pub(super) fn describe_to_tools(&self, code: Gc<JitCode>) -> Registration {
        let Some(script) = code.data().script.get() else { return Registration::default() };
        let function = script.template().info.name.to_rust();
        let function = if function.is_empty() { "(anonymous)" } else { &function };
        let entry = code.data().osr_loop.map_or(String::new(), |n| format!(" loop {n}"));
        let lines = if self.options.tools.wants_lines() { self.lines_of(code, script) } else { Vec::new() };
        self.options.tools.tell(&Described { code: code.bytes(), name: &format!("ion:{function}{entry}"), lines: &lines })
    }

    /// Lines are known of calls: what precedes one, back to the call before it, is told to be of its line.
    fn lines_of(&self, code: Gc<JitCode>, script: Gc<Script>) -> Vec<Line> {
        let data = code.data();
        let of = |script: Gc<Script>, offset: u32| {
            let template = script.template();
            let position = template.compiled()?.source_position(BytecodeOffset(offset));
            Some((Rc::<str>::from(&*template.source.name), template.source.line_column(position).0))
        };
        let mut lines: Vec<Line> = Vec::new();
        let mut start = 0;
        for call in data.metadata.call_sites.iter() {
            let site = data.metadata.sites.get(call.site as usize);
            let place = site.and_then(|site| of(self.script_of_record(code, site.script)?, site.offset));
            let offset = std::mem::replace(&mut start, call.return_offset);
            if let Some((file, line)) = place
                && lines.last().is_none_or(|last| last.line != line || last.file != file)
            {
                lines.push(Line { offset, file, line });
            }
        }
        if lines.is_empty()
            && let Some((file, line)) = of(script, 0)
        {
            lines.push(Line { offset: 0, file, line });
        }
        lines
    }
}

impl Tools {
    /// Whether anything is to be told.
    pub fn any(self) -> bool {
        self != Tools::default()
    }

    /// Tells of the code of a regular expression.
    pub(crate) fn describe_pattern(self, code: &[u8], source: &[u16]) -> Registration {
        self.tell(&Described { code, name: &format!("regexp:/{}/", String::from_utf16_lossy(source)), lines: &[] })
    }

    fn wants_lines(self) -> bool {
        cfg!(feature = "debuggers") && (self.jitdump || self.debuggers)
    }

    /// Files that cannot be written are no reason to stop.
    fn tell(self, what: &Described<'_>) -> Registration {
        if self.perf_map {
            perf_map::add(what);
        }
        #[cfg(feature = "debuggers")]
        if self.jitdump {
            jitdump::add(what);
        }
        #[cfg(feature = "debuggers")]
        if self.debuggers {
            return Registration {
                _image: elf::image(what).map(wasmtime_internal_jit_debug::gdb_jit_int::GdbJitImageRegistration::register),
            };
        }
        Registration::default()
    }
}
