//! `Machine`: a virtual machine that runs source text, for the engine's own tools, tests and fuzzers.
//!
//! Embedders have [`crate::api`], which is safe.

use crate::api::modules::ModuleLoader;
use crate::builtins::promise;
use crate::heap::roots::RootedVec;
use crate::object::Attributes;
use crate::object::function::NativeFn;
use crate::options::Options;
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::report;
use crate::value::Value;
use crate::vm::{Vm, VmError};
use std::path::Path;

pub struct Machine {
    vm: Box<Vm>,
}

/// A script threw and did not catch.
pub struct ScriptError {
    /// What was thrown.
    pub value: Handle,
    /// What the command line prints: source line, message, stack.
    pub report: String,
}

impl std::fmt::Debug for ScriptError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.report)
    }
}
impl std::fmt::Display for ScriptError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.report)
    }
}
impl std::error::Error for ScriptError {}

impl Machine {
    /// # Errors
    /// If the system refuses address space for heap or stacks.
    pub fn new(options: Options) -> Result<Machine, VmError> {
        Ok(Machine { vm: Vm::new(options)? })
    }
    /// The machine itself.
    pub fn vm(&mut self) -> &mut Vm {
        &mut self.vm
    }
    fn finish(&mut self, result: JsResult<Value>) -> Result<Handle, ScriptError> {
        match result {
            Ok(value) => Ok(Handle::new(&self.vm, value)),
            Err(Throw(value)) => {
                let value = Handle::new(&self.vm, value);
                let report = report::uncaught(&mut self.vm, value.value());
                Err(ScriptError { value, report })
            }
        }
    }
    /// Runs `text` as a script and gives its completion value. `name` is what stack traces call it.
    ///
    /// # Errors
    /// What the script throws, a SyntaxError included.
    pub fn eval(&mut self, name: &str, text: &str) -> Result<Handle, ScriptError> {
        let result = self.vm.run_script(name, text);
        self.finish(result)
    }
    /// Runs `text` as an ECMAScript module and gives its namespace object; `name` is what
    /// its imports are relative to. What it awaits and is not settled when its jobs are done is
    /// left to [`Machine::run_event_loop`].
    ///
    /// # Errors
    /// What parsing, loading, linking or evaluating throws.
    pub fn run_module(&mut self, name: &str, text: &str) -> Result<Handle, ScriptError> {
        let result = self.try_run_module(name, text);
        self.finish(result)
    }

    fn try_run_module(&mut self, name: &str, text: &str) -> JsResult<Value> {
        let vm = &mut self.vm;
        let module = vm.parse_module_text(name, text)?;
        vm.load_requested_modules(module)?;
        vm.link_module(module)?;
        let promise = vm.evaluate_module(module);
        vm.run_jobs()?;
        if let Some((false, error)) = promise::state_of(promise) {
            promise::mark_handled(vm, promise);
            return Err(Throw(error));
        }
        Ok(vm.module_namespace(module)?.value())
    }

    /// Has modules found by `loader` from now on; at first it is files.
    pub fn set_module_loader(&mut self, loader: Box<dyn ModuleLoader>) {
        self.vm.interp.modules.set_loader(loader);
    }

    /// Defines a global variable.
    pub fn set_global(&mut self, name: &str, value: &Handle) {
        self.vm.define_global(name, value.value());
    }

    /// Runs a file as the program: of a CommonJS module the value is its exports, of an
    /// ECMAScript module the promise of its completion.
    ///
    /// # Errors
    /// What the module throws, a SyntaxError included.
    pub fn run_file(&mut self, path: &Path) -> Result<Handle, ScriptError> {
        let result = self.vm.run_main(path);
        self.finish(result)
    }
    /// Runs promise jobs and timers until there is nothing left to do.
    ///
    /// # Errors
    /// What a timer's callback throws.
    pub fn run_event_loop(&mut self) -> Result<(), ScriptError> {
        let result = self.vm.run_event_loop().map(|()| Value::UNDEFINED);
        self.finish(result).map(|_| ())
    }
    /// Calls a function.
    ///
    /// # Errors
    /// What it throws; a TypeError if it is no function.
    pub fn call(&mut self, function: &Handle, this: &Handle, args: &[&Handle]) -> Result<Handle, ScriptError> {
        // unrooted: the handles keep the values alive until they are on the value stack.
        let args: Vec<Value> = args.iter().map(|arg| arg.value()).collect();
        let result = self.vm.call(function.value(), this.value(), &args);
        self.finish(result)
    }
    /// Offers a host function to scripts as a global.
    pub fn register(&mut self, name: &str, length: u32, function: NativeFn) {
        let native = self.vm.new_native(name, length, function).value();
        let global = self.vm.global();
        let key = self.vm.key(name);
        self.vm.define_new(global, key, native, Attributes::METHOD);
    }
    /// The value of a global name, undefined if there is none.
    ///
    /// # Errors
    /// What a getter throws; a ReferenceError before a lexical binding is initialised.
    pub fn global(&mut self, name: &str) -> Result<Handle, ScriptError> {
        let key = self.vm.key(name);
        let result = self.vm.get_global_name(key, None).map(|v| v.unwrap_or(Value::UNDEFINED));
        self.finish(result)
    }
    pub fn number(&mut self, number: f64) -> Handle {
        Handle::new(&self.vm, Value::number(number))
    }
    pub fn string(&mut self, text: &str) -> Handle {
        let value = self.vm.new_string(text).value();
        Handle::new(&self.vm, value)
    }
    pub fn undefined(&self) -> Handle {
        Handle::new(&self.vm, Value::UNDEFINED)
    }
    /// ToString of a value; what cannot be converted gives the error's text.
    pub fn to_display(&mut self, value: &Handle) -> String {
        match self.vm.to_string(value.value()) {
            Ok(string) => string.to_rust(),
            Err(Throw(error)) => report::error_text(&mut self.vm, error),
        }
    }
}

/// A value that is kept alive until the handle is dropped.
pub struct Handle(RootedVec);

impl Handle {
    pub fn new(vm: &Vm, value: Value) -> Handle {
        Handle(RootedVec::from_slice(vm, &[value]))
    }
    pub fn value(&self) -> Value {
        self.0[0]
    }
    pub fn as_number(&self) -> Option<f64> {
        self.value().is_number().then(|| self.value().as_number())
    }
    pub fn as_bool(&self) -> Option<bool> {
        self.value().is_bool().then(|| self.value().as_bool())
    }
    /// The text of a string; lone surrogates become U+FFFD.
    pub fn as_text(&self) -> Option<String> {
        self.value().as_string().map(|s| s.to_rust())
    }
    pub fn is_undefined(&self) -> bool {
        self.value().is_undefined()
    }
}
