//! The end of the process: statistics, exit code.

use crate::builtins::process;
use crate::object::Attributes;
use crate::runtime::async_context::AsyncIds;
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::end_signals;
use crate::runtime::report;
use crate::stats::Format;
use crate::value::Value;
use crate::vm::Vm;
use std::io::Write as _;

/// Exit codes, as Node.js has them.
const UNCAUGHT: i32 = 1;
const HANDLER_THREW: i32 = 7;
const UNSETTLED_AWAIT: i32 = 13;

impl Vm {
    /// Runs jobs and timers to the end of the program whose main script gave `result`;
    /// listeners of process get what is not caught. The exit code.
    pub fn run_to_end(&mut self, result: JsResult<Value>) -> i32 {
        let mut result = result.map(|_| ());
        // An ECMAScript module runs in a job of its own, so microtasks come before ticks.
        if result.is_ok() && self.interp.modules.main_promise.is_object() {
            result = self.run_microtasks();
        }
        loop {
            result = result.and_then(|()| self.run_event_loop());
            if self.is_ending() {
                return 0;
            }
            match self.settled(result) {
                Err(Throw(error)) => {
                    match self.handle_uncaught(error) {
                        Ok(true) => {}
                        Ok(false) => return self.end_with_report(error, UNCAUGHT),
                        Err(Throw(error)) => return self.end_with_report(error, HANDLER_THREW),
                    }
                    result = Ok(());
                }
                Ok(()) => {
                    let code = Value::int(process::exit_code(self));
                    // Jobs that its listeners leave are run, but are no reason to tell them again.
                    let more = process::emit(self, "beforeExit", &[code]).and_then(|_| self.settle_jobs());
                    if self.is_ending() {
                        return 0;
                    }
                    match more {
                        Ok(false) => break,
                        Ok(true) => result = Ok(()),
                        Err(error) => result = Err(error),
                    }
                }
            }
        }
        let mut code = process::exit_code(self);
        if !self.main_module_is_settled() {
            let _ = writeln!(std::io::stderr(), "Warning: Detected unsettled top-level await");
            if !process::has_exit_code(self) {
                code = UNSETTLED_AWAIT;
            }
        }
        match process::run_exit_handlers(self, code) {
            Ok(code) => {
                // Reactions that listeners of the end have made still run; ticks and events do not.
                let _ = self.run_microtasks();
                code
            }
            Err(Throw(error)) => self.end_with_report(error, UNCAUGHT),
        }
    }

    /// Gives an exception to those who have asked for it, in the context in which it was thrown: whether anybody has.
    fn handle_uncaught(&mut self, error: Value) -> JsResult<bool> {
        let context = self.take_thrown_context();
        self.in_async_context(context, AsyncIds::NONE, |vm| vm.tell_uncaught(error))
    }

    fn tell_uncaught(&mut self, error: Value) -> JsResult<bool> {
        let rejected = std::mem::take(&mut self.interp.jobs.threw_rejection);
        let origin = if rejected { "unhandledRejection" } else { "uncaughtException" };
        let origin = self.new_string(origin).value();
        process::emit(self, "uncaughtExceptionMonitor", &[error, origin])?;
        if let Some(capture) = self.interp.jobs.exception_capture {
            // False: those who have asked do not take it.
            if self.call(capture, Value::UNDEFINED, &[error])? != Value::FALSE {
                return Ok(true);
            }
        }
        process::emit(self, "uncaughtException", &[error, origin])
    }

    /// Reports an exception that ends the program.
    fn end_with_report(&mut self, error: Value, code: i32) -> i32 {
        if self.is_ending() {
            return code;
        }
        if self.is_worker() {
            self.tell_of_fatal_error(error);
            return process::run_exit_handlers(self, code).unwrap_or(code);
        }
        // The program has ended: what is told of it needs no room within the limit.
        let report = self.without_memory_limit(|vm| report::uncaught(vm, error));
        let _ = writeln!(std::io::stderr(), "{report}");
        process::run_exit_handlers(self, code).unwrap_or(code)
    }

    /// Ends the process: what was asked for about the run is printed, statistics
    /// as the last line of standard error. The heap is left to the system.
    pub fn exit_process(&mut self, code: i32) -> ! {
        crate::runtime::threads::worker::wait_until_stored();
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
        if let Some(signal) = end_signals::ended_by() {
            end_signals::end_by(signal);
        }
        std::process::exit(code)
    }

    /// Whether a rejection that nobody handles ends the program, as it does unless told otherwise.
    pub fn set_rejections_end_program(&mut self, end: bool) {
        self.interp.jobs.keeps_on_rejection = !end;
    }

    /// Does what options of Node.js ask for before the program: pairs of names and values, and
    /// the words of process.execArgv.
    ///
    /// # Errors
    /// What modules throw that are loaded first.
    pub fn start_with(&mut self, options: &[(&str, String)], words: &[String]) -> JsResult<()> {
        let list = self.new_array(&[]);
        for word in words {
            let word = self.new_string(word).value();
            self.array_push(list, word)?;
        }
        let process = self.intrinsic(crate::runtime::realm::Intrinsic::Process);
        let key = self.key("execArgv");
        self.set(process, key, list.value(), true)?;
        if options.is_empty() {
            return Ok(());
        }
        let pairs = self.new_array(&[]);
        for (name, value) in options {
            let (name, value) = (self.new_string(name).value(), self.new_string(value).value());
            let pair = self.new_array(&[name, value]).value();
            self.array_push(pairs, pair)?;
        }
        let start = self.require_builtin("internal/startup")?;
        let waiting = self.call(start, Value::UNDEFINED, &[pairs.value()])?;
        self.run_jobs()?;
        while let Some(promise) = crate::builtins::promise::is_promise(waiting) {
            match crate::builtins::promise::state_of(promise) {
                Some((true, _)) => break,
                Some((false, error)) => {
                    crate::builtins::promise::mark_handled(self, promise);
                    return Err(Throw(error));
                }
                None if !self.run_next_event()? => break,
                None => self.run_jobs()?,
            }
        }
        Ok(())
    }

    /// Prints a value as console.log does.
    ///
    /// # Errors
    /// What inspecting it throws.
    pub fn print_value(&mut self, value: Value) -> JsResult<Value> {
        let global = self.global();
        let console = self.get_str(global, "console")?;
        let key = self.key("log");
        self.invoke(console, key, &[value])
    }

    /// Parses a program without running it.
    ///
    /// # Errors
    /// The report of a SyntaxError.
    pub fn check_syntax(&mut self, name: &str, text: &str) -> Result<(), String> {
        use crate::syntax::{is_well_formed, parse::Goal};
        if is_well_formed(text, Goal::CommonJs) || is_well_formed(text, Goal::Module) {
            return Ok(());
        }
        let source = crate::bytecode::Source::new(name, text);
        match self.compile_source(&source, Goal::CommonJs) {
            Ok(_) => Ok(()),
            Err(error) => {
                let Throw(thrown) = self.compile_error(&source, &error);
                Err(report::uncaught(self, thrown).to_string())
            }
        }
    }

    /// `require`, `module` and the like as globals, for source text that is no file.
    pub fn define_global_require(&mut self, file: &str) {
        let folder = std::env::current_dir().unwrap_or_default();
        let folder = self.new_string(&folder.to_string_lossy()).value();
        let module = self.new_object();
        let exports = self.new_object().value();
        let require = self.new_require(module, folder).value();
        let global = self.global();
        let path = std::env::current_dir().unwrap_or_default().join(file);
        let path = self.new_string(&path.to_string_lossy()).value();
        let file = self.new_string(file).value();
        let here = self.new_string(".").value();
        let children = self.new_array(&[]).value();
        let of_module =
            [("id", file), ("path", here), ("exports", exports), ("filename", path), ("loaded", Value::FALSE), ("children", children)];
        for (name, value) in of_module {
            let key = self.key(name);
            self.define_new(module, key, value, Attributes::DEFAULT);
        }
        let all = [("require", require), ("module", module.value()), ("exports", exports), ("__filename", file), ("__dirname", here)];
        for (name, value) in all {
            let key = self.key(name);
            self.define_new(global, key, value, Attributes::METHOD);
        }
    }
}
