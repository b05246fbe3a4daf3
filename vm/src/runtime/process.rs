//! The end of the process: output, statistics, exit code.

use crate::api::report;
use crate::builtins::process;
use crate::object::Attributes;
use crate::runtime::completion::{JsResult, Throw};
use crate::stats::Format;
use crate::value::Value;
use crate::vm::Vm;
use std::io::Write as _;

/// Exit codes, as Node.js has them.
const UNCAUGHT: i32 = 1;
const HANDLER_THREW: i32 = 7;
const UNSETTLED_AWAIT: i32 = 13;

impl Vm {
    /// Writes out what is buffered of standard output.
    pub fn flush_output(&mut self) {
        self.builtins.output.flush();
    }

    /// Runs jobs and timers to the end of the program whose main script gave `result`;
    /// listeners of process get what is not caught. The exit code.
    pub fn run_to_end(&mut self, result: JsResult<Value>) -> i32 {
        let mut result = result.map(|_| ());
        // An ECMAScript module runs in a job of its own, so microtasks come before ticks.
        if result.is_ok() && self.interp.modules.main_promise.is_object() {
            result = self.run_microtasks();
        }
        loop {
            match result.and_then(|()| self.run_event_loop()) {
                Err(Throw(error)) => {
                    let origin = self.new_string("uncaughtException").value();
                    match process::emit(self, "uncaughtException", &[error, origin]) {
                        Ok(true) => {}
                        Ok(false) => return self.end_with_report(error, UNCAUGHT),
                        Err(Throw(error)) => return self.end_with_report(error, HANDLER_THREW),
                    }
                    result = Ok(());
                }
                Ok(()) => {
                    let code = Value::int(process::exit_code(self));
                    result = process::emit(self, "beforeExit", &[code]).map(|_| ());
                    if result.is_ok() && !self.has_work() {
                        break;
                    }
                }
            }
        }
        let mut code = process::exit_code(self);
        if !self.main_module_is_settled() {
            self.flush_output();
            let _ = writeln!(std::io::stderr(), "Warning: Detected unsettled top-level await");
            code = UNSETTLED_AWAIT;
        }
        match process::run_exit_handlers(self, code) {
            Ok(code) => code,
            Err(Throw(error)) => self.end_with_report(error, UNCAUGHT),
        }
    }

    /// Reports an exception that ends the program.
    fn end_with_report(&mut self, error: Value, code: i32) -> i32 {
        self.flush_output();
        let report = report::uncaught(self, error);
        let _ = writeln!(std::io::stderr(), "{report}");
        process::run_exit_handlers(self, code).unwrap_or(code)
    }

    /// Ends the process: output is flushed, and what was asked for about the run is printed, statistics
    /// as the last line of standard error. The heap is left to the system.
    pub fn exit_process(&mut self, code: i32) -> ! {
        self.flush_output();
        self.finish_cache();
        if let Some(explain) = self.explain.take() {
            explain.print();
        }
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

    /// Collections so far.
    pub fn collections(&self) -> u64 {
        let heap = self.heap.stats();
        heap.young_collections + heap.full_collections
    }

    /// Copies the collector's figures into the statistics.
    pub fn collect_statistics(&mut self) {
        let collections = self.collections();
        let heap = self.heap.stats();
        self.stats.gc.collections = collections;
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
