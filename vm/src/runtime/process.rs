//! The end of the process: output, statistics, exit code.

use crate::object::Attributes;
use crate::stats::Format;
use crate::vm::Vm;
use std::io::Write as _;

impl Vm {
    /// Writes out what is buffered of standard output.
    pub fn flush_output(&mut self) {
        self.builtins.output.flush();
    }

    /// Ends the process: output is flushed and statistics are printed as the last line of
    /// standard error. The heap is left to the system.
    pub fn exit_process(&mut self, code: i32) -> ! {
        self.flush_output();
        self.finish_cache();
        if let Some(format) = self.interp.print_stats {
            self.collect_statistics();
            let text = match format {
                Format::Text => self.stats.to_text(),
                Format::Json => format!("{}\n", self.stats.to_json()),
            };
            let _ = std::io::stderr().write_all(text.as_bytes());
        }
        std::process::exit(code)
    }

    /// Copies the collector's figures into the statistics.
    pub fn collect_statistics(&mut self) {
        let heap = self.heap.stats();
        self.stats.gc.collections = heap.young_collections + heap.full_collections;
        self.stats.gc.max_pause_ms = heap.max_pause.as_secs_f64() * 1e3;
        self.stats.gc.peak_heap_bytes = heap.peak_heap_bytes as u64;
    }

    /// `require`, `module` and `exports` as globals, for source text that is no file.
    pub fn define_global_require(&mut self) {
        let folder = std::env::current_dir().unwrap_or_default();
        let folder = self.new_string(&folder.to_string_lossy()).value();
        let module = self.new_object();
        let exports = self.new_object().value();
        let key = self.names.exports;
        self.define_new(module, key, exports, Attributes::DEFAULT);
        let require = self.new_require(module, folder).value();
        let global = self.global();
        for (name, value) in [("require", require), ("module", module.value()), ("exports", exports)] {
            let key = self.key(name);
            self.define_new(global, key, value, Attributes::METHOD);
        }
    }
}
