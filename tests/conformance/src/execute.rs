//! Runs one scenario of one test in a fresh virtual machine.

use crate::cpu_clock;
use crate::host;
use crate::loader::SuiteLoader;
use crate::metadata::{Metadata, Negative, Phase};
use crate::mode::{Mode, Parameters};
use crate::outcome::{Outcome, Verdict};
use crate::suite::{Scenario, Suite};
use hearth::Vm;
use hearth::builtins::promise;
use hearth::bytecode::{FunctionTemplate, Source};
use hearth::machine::Handle;
use hearth::object::Object;
use hearth::runtime::completion::Throw;
use hearth::runtime::report;
use hearth::syntax::parse::Goal;
use hearth::value::Value;
use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

pub struct Executor {
    suite: Suite,
    mode: Mode,
    /// Folder of the store of mode warm.
    scratch: PathBuf,
    /// How often a test is run; the last run counts.
    runs: usize,
    parameters: Parameters,
    /// Compiled harness files: they know nothing of a machine.
    harness: HashMap<String, Rc<FunctionTemplate>>,
}

/// An error with the phase in which it came.
struct Failure {
    phase: Phase,
    thrown: Value,
}

impl Executor {
    pub fn new(suite: Suite, mode: Mode, scratch: PathBuf, runs: usize, parameters: Parameters) -> Executor {
        Executor { suite, mode, scratch, runs, parameters, harness: HashMap::new() }
    }

    /// Runs `test` to its end.
    pub fn run(&mut self, test: &str, scenario: Scenario) -> Outcome {
        let text = match self.suite.read(test) {
            Ok(text) => text,
            Err(error) => return Outcome::fail(format!("cannot be read: {error}")),
        };
        let metadata = match crate::metadata::parse(&text) {
            Ok(metadata) => metadata,
            Err(error) => return Outcome::fail(error),
        };
        if metadata.can_block_is_false {
            return Outcome::new(Verdict::Skip, "for agents that cannot block");
        }
        let text = if scenario == Scenario::Strict { format!("\"use strict\";\n{text}") } else { text };
        let mut outcome = Outcome::pass();
        let mut cpu = [Duration::ZERO; 2];
        for taken in cpu.iter_mut().take(self.runs) {
            let start = cpu_clock::of_this_process();
            let mut vm = match Vm::new(self.mode.options(&self.scratch, self.parameters)) {
                Ok(vm) => vm,
                Err(error) => return Outcome::new(Verdict::Crash, error.to_string()),
            };
            outcome = self.run_in(&mut vm, test, &text, &metadata);
            vm.finish_cache();
            drop(vm);
            *taken = cpu_clock::of_this_process() - start;
            if outcome.verdict != Verdict::Pass {
                break;
            }
        }
        Outcome { cpu, ..outcome }
    }

    fn run_in(&mut self, vm: &mut Vm, test: &str, text: &str, metadata: &Metadata) -> Outcome {
        host::take_printed();
        crate::agents::set_mode(self.mode);
        host::install(vm);
        let mut files: Vec<&str> = Vec::new();
        if !metadata.raw {
            files.extend(["assert.js", "sta.js"]);
            if metadata.is_async {
                files.push("doneprintHandle.js");
            }
            files.extend(metadata.includes.iter().map(String::as_str));
        }
        for file in files {
            let result = self.harness(vm, file).and_then(|template| {
                vm.run_template(template).map_err(|Throw(thrown)| format!("harness {file}: {}", report::error_text(vm, thrown)))
            });
            if let Err(message) = result {
                return Outcome::fail(message);
            }
        }
        let path = self.suite.root.join(test);
        let name = path.to_string_lossy();
        vm.interp.modules.set_loader(Box::new(SuiteLoader::new()));
        let result = if metadata.module { run_module(vm, &name, text).map(Some) } else { run_script(vm, &name, text).map(|()| None) };
        let result = result.and_then(|evaluation| {
            finish(vm, metadata).map_err(|Throw(thrown)| Failure { phase: Phase::Runtime, thrown })?;
            evaluation.as_ref().and_then(rejection).map_or(Ok(()), Err)
        });
        match (&metadata.negative, result) {
            (Some(negative), result) => judge_negative(vm, negative, result.err()),
            (None, Err(failure)) => Outcome::fail(report::error_text(vm, failure.thrown)),
            (None, Ok(())) if metadata.is_async => judge_async(),
            (None, Ok(())) => Outcome::pass(),
        }
    }

    /// A harness file, compiled once per worker where the code is not stored.
    fn harness(&mut self, vm: &mut Vm, file: &str) -> Result<Rc<FunctionTemplate>, String> {
        if let Some(template) = self.harness.get(file) {
            return Ok(template.clone());
        }
        let text = self.suite.read(&format!("harness/{file}")).map_err(|e| format!("harness {file}: {e}"))?;
        let source = Source::new(file, text);
        let template = vm.compile_source(&source, Goal::Script).map_err(|e| format!("harness {file}: {}", e.message))?;
        if !self.mode.stores() {
            self.harness.insert(file.to_owned(), template.clone());
        }
        Ok(template)
    }
}

fn run_script(vm: &mut Vm, name: &str, text: &str) -> Result<(), Failure> {
    let source = Source::new(name, text);
    let template = match vm.compile_source(&source, Goal::Script) {
        Ok(template) => template,
        Err(error) => return Err(Failure { phase: Phase::Parse, thrown: vm.compile_error(&source, &error).0 }),
    };
    match vm.run_template(template) {
        Ok(_) => Ok(()),
        Err(Throw(thrown)) => Err(Failure { phase: Phase::Runtime, thrown }),
    }
}

/// Gives the promise of the module's evaluation.
fn run_module(vm: &mut Vm, name: &str, text: &str) -> Result<Handle, Failure> {
    let failure = |phase| move |Throw(thrown)| Failure { phase, thrown };
    let module = vm.parse_module_text(name, text).map_err(failure(Phase::Parse))?;
    vm.load_requested_modules(module).map_err(failure(Phase::Resolution))?;
    vm.link_module(module).map_err(failure(Phase::Resolution))?;
    let promise = vm.evaluate_module(module).value();
    Ok(Handle::new(vm, promise))
}

/// What a module's evaluation has thrown.
fn rejection(promise: &Handle) -> Option<Failure> {
    let promise = promise.value().to_cell::<Object>()?;
    match promise::state_of(promise) {
        Some((false, thrown)) => Some(Failure { phase: Phase::Runtime, thrown }),
        _ => None,
    }
}

/// Runs jobs and timers until the test says that it is done, or nothing is left to do.
/// Rejections that nobody handles are no failures.
fn finish(vm: &mut Vm, metadata: &Metadata) -> Result<(), Throw> {
    loop {
        vm.run_jobs()?;
        if metadata.is_async && host::has_completed() {
            return Ok(());
        }
        if !vm.run_next_event()? {
            return Ok(());
        }
    }
}

fn judge_async() -> Outcome {
    let printed = host::take_printed();
    match printed.iter().find(|line| line.starts_with("Test262:")) {
        Some(line) if line == "Test262:AsyncTestComplete" => Outcome::pass(),
        Some(line) => Outcome::fail(line.clone()),
        None => Outcome::fail("the test has not called $DONE"),
    }
}

fn judge_negative(vm: &mut Vm, expected: &Negative, failure: Option<Failure>) -> Outcome {
    let Some(failure) = failure else {
        return Outcome::fail(format!("expected {} in phase {:?}, but nothing was thrown", expected.constructor, expected.phase));
    };
    let name = constructor_name(vm, failure.thrown);
    if name == expected.constructor && failure.phase == expected.phase {
        return Outcome::pass();
    }
    let text = report::error_text(vm, failure.thrown);
    Outcome::fail(format!(
        "expected {} in phase {:?}, got {name} in phase {:?}: {text}",
        expected.constructor, expected.phase, failure.phase
    ))
}

/// The name of the constructor of what was thrown.
fn constructor_name(vm: &mut Vm, thrown: Value) -> String {
    let Some(object) = thrown.to_cell::<Object>() else { return "no object".to_owned() };
    let name = vm.get_str(object, "constructor").ok().and_then(|c| c.to_cell::<Object>()).and_then(|c| vm.get_str(c, "name").ok());
    name.and_then(Value::as_string).map_or("no name".to_owned(), |name| name.to_rust())
}
