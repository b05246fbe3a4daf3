//! Running source text: scripts, indirect eval, functions made from strings.
//!
//! Indirect eval runs in the global scope; direct eval in that of its call, which the
//! calling code describes.

use crate::bytecode::code::CompileError;
use crate::bytecode::{FunctionTemplate, Source};
use crate::heap::Gc;
use crate::interp::activation::Activation;
use crate::object::{Attributes, Object};
use crate::runtime::completion::{ErrorKind, JsResult, Throw};
use crate::runtime::realm::Intrinsic;
use crate::script::Script;
use crate::syntax::erase;
use crate::syntax::parse::Goal;
use crate::syntax::{self, CompileOptions};
use crate::value::Value;
use crate::vm::Vm;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// What stack traces call the text of an eval.
const EVAL_NAME: &str = "evalmachine.<anonymous>";
/// What they call the text of a function that `new Function` has made.
const DYNAMIC_NAME: &str = "anonymous";
/// The description of the scopes of an indirect eval: the top level of a script.
const GLOBAL_SCOPE: &str = "sloppy\n0 0 0 0";

/// Where the last SyntaxError of the front end was, for whoever prints it.
#[derive(Clone)]
pub struct SyntaxErrorPlace {
    /// Address of the error object.
    pub error: usize,
    pub source: Rc<Source>,
    /// Byte position in the source.
    pub position: u32,
}

/// Compiled texts of evals: one that is run again in the same scopes is not parsed again.
#[derive(Default)]
pub struct EvalCache {
    /// By text and description of the scopes.
    templates: FxHashMap<(Box<str>, Box<str>), Rc<FunctionTemplate>>,
    /// Bytes of these texts.
    bytes: usize,
    /// Texts of `new Function` that are units of the cache.
    units: Vec<Rc<FunctionTemplate>>,
}

impl EvalCache {
    /// The unit with this text.
    fn unit(&self, text: &str, origin: Option<&Rc<Source>>) -> Option<Rc<FunctionTemplate>> {
        self.units.iter().find(|unit| *unit.source.text == *text && is_within(&unit.source, origin)).cloned()
    }
}

/// Texts kept, and their bytes; beyond, the table starts anew.
const EVALS: usize = 256;
const EVAL_BYTES: usize = 1 << 22;
/// What `new Function` makes of a body of this many bytes or more is kept in the stores as a
/// file is: it is a program or a generated parser, in all likelihood the same in the next run
/// (uglify-js has all its code in one such text). Shorter texts would only fill the stores.
const SHORTEST_UNIT: usize = 1 << 12;
/// Texts of `new Function` that one process keeps in the stores.
const UNITS: usize = 16;

/// Was the text put together by code of `origin`? What it imports is looked for beside that.
fn is_within(source: &Source, origin: Option<&Rc<Source>>) -> bool {
    match (&source.origin, origin) {
        (Some(a), Some(b)) => Rc::ptr_eq(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// As [`syntax::compile_eval`], from the cache if it has the text. The second is whether it had not.
fn compile_eval(vm: &mut Vm, text: &str, context: &str, origin: Option<Rc<Source>>) -> Result<(Rc<FunctionTemplate>, bool), CompileError> {
    if text.len() > EVAL_BYTES / 2 {
        return Ok((syntax::compile_eval(EVAL_NAME, text, context, origin, vm.compile_options())?, true));
    }
    let key: (Box<str>, Box<str>) = (text.into(), context.into());
    if let Some(known) = vm.interp.evals.templates.get(&key)
        && is_within(&known.source, origin.as_ref())
    {
        return Ok((known.clone(), false));
    }
    let template = syntax::compile_eval(EVAL_NAME, text, context, origin, vm.compile_options())?;
    let evals = &mut vm.interp.evals;
    if evals.templates.len() >= EVALS || evals.bytes + text.len() > EVAL_BYTES {
        evals.templates.clear();
        evals.bytes = 0;
    }
    evals.bytes += text.len();
    evals.templates.insert(key, template.clone());
    Ok((template, true))
}

impl Vm {
    pub fn compile_options(&self) -> CompileOptions {
        CompileOptions { eager: self.options.eager }
    }

    /// The SyntaxError for a failed compilation.
    #[cold]
    pub fn compile_error(&mut self, source: &Rc<Source>, error: &CompileError) -> Throw {
        let throw = self.syntax_error(&error.message);
        self.interp.syntax_error = Some(SyntaxErrorPlace { error: throw.0.address(), source: source.clone(), position: error.position });
        if error.message.ends_with(erase::UNSUPPORTED)
            && let Some(object) = throw.0.to_cell::<Object>()
        {
            let (key, code) = (self.key("code"), self.new_string("ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX").value());
            self.define_new(object, key, code, Attributes::DEFAULT);
        }
        throw
    }

    /// Runs source text as a script (ScriptEvaluation, sec-runtime-semantics-scriptevaluation).
    pub fn run_script(&mut self, name: &str, text: &str) -> JsResult<Value> {
        let source = Source::new(name, text);
        let template = self.compile_source(&source, Goal::Script).map_err(|e| self.compile_error(&source, &e))?;
        self.run_template(template)
    }

    /// Calls the top-level function of a compiled script.
    pub fn run_template(&mut self, template: Rc<FunctionTemplate>) -> JsResult {
        self.dump_bytecode(&template);
        let script = self.new_script(template, self.current_realm, 0);
        self.run_top_level(script)
    }

    /// As `run_template`, for a text that a script has made.
    fn run_evaluated(&mut self, template: Rc<FunctionTemplate>, is_new: bool) -> JsResult {
        self.dump_bytecode(&template);
        let script = self.new_script(template, self.current_realm, 0);
        if is_new {
            self.count_tree(&script.template().source);
        }
        self.run_top_level(script)
    }

    fn run_top_level(&mut self, script: Gc<Script>) -> JsResult {
        let function = self.new_function(script, None);
        let this = self.global().value();
        self.call(function.value(), this, &[])
    }

    /// `--dump=bytecode`: prints the bytecode of a file's functions when it is loaded.
    pub fn dump_bytecode(&self, template: &Rc<FunctionTemplate>) {
        if self.options.dump.bytecode {
            crate::trace::tell(format_args!("{}", crate::bytecode::disasm::template(template).trim_end()));
        }
    }

    /// Room for the tree of a text of so many code units, which a script has made.
    fn room_to_parse(&mut self, units: usize) -> JsResult<()> {
        /// Bytes of the tree for each, where there are many small elements.
        const TREE: usize = 64;
        self.room_for(units * TREE)
    }

    /// PerformEval (sec-performeval) in the global scope: what is not a string is its own value.
    pub fn indirect_eval(&mut self, text: Value) -> JsResult<Value> {
        let Some(string) = text.as_string() else { return Ok(text) };
        self.check_code_from_strings()?;
        self.room_to_parse(string.len())?;
        // Not a unit: texts that are put together at run time would only fill the stores.
        let text = string.to_source();
        let origin = self.active_source();
        match compile_eval(self, &text, GLOBAL_SCOPE, origin) {
            Ok((template, is_new)) => self.run_evaluated(template, is_new),
            Err(error) => Err(self.compile_error(&Source::new(EVAL_NAME, text), &error)),
        }
    }

    /// HostEnsureCanCompileStrings (sec-hostensurecancompilestrings).
    fn check_code_from_strings(&mut self) -> JsResult<()> {
        if self.realm().no_code_from_strings {
            return Err(self.throw_error(ErrorKind::EvalError, "Code generation from strings disallowed for this context"));
        }
        Ok(())
    }

    /// GetActiveScriptOrModule (sec-getactivescriptormodule): the source of the innermost
    /// activation of script code.
    pub fn active_source(&self) -> Option<Rc<Source>> {
        self.innermost_frames(1).first().map(|frame| frame.template.source.clone())
    }

    /// Compiles the text of a script that a program has at hand: a long one is kept in the
    /// stores as a file is.
    ///
    /// # Errors
    /// As the front end's.
    pub fn compile_script_text(&mut self, source: &Rc<Source>) -> Result<Rc<FunctionTemplate>, CompileError> {
        if source.text.len() < SHORTEST_UNIT || self.interp.evals.units.len() >= UNITS {
            return syntax::compile(source.clone(), Goal::Script, self.compile_options());
        }
        let template = self.compile_source(source, Goal::Script)?;
        self.interp.evals.units.push(template.clone());
        Ok(template)
    }

    /// The script whose value is a function of these parts.
    fn compile_dynamic_function(&mut self, prefix: &str, parameters: &str, body: &str) -> Result<Rc<FunctionTemplate>, CompileError> {
        let text = syntax::function_constructor_text(prefix, parameters, body);
        let origin = self.active_source();
        let check = || syntax::check_function_constructor(DYNAMIC_NAME, prefix, parameters, body);
        if body.len() < SHORTEST_UNIT {
            check()?;
            return syntax::compile(Source::dynamic(DYNAMIC_NAME, text, origin), Goal::Script, self.compile_options());
        }
        // What is known, here or in a store, has been checked; but the text alone does not say where
        // parameters end and the body begins, unless they are nothing but names.
        let is_plain = parameters.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b',' | b' '));
        if !is_plain {
            check()?;
        }
        if let Some(known) = self.interp.evals.unit(&text, origin.as_ref()) {
            return Ok(known);
        }
        let source = Source::dynamic(DYNAMIC_NAME, text, origin);
        let is_unit = self.interp.evals.units.len() < UNITS;
        let stored = if is_unit { self.stored_source(&source, Goal::Script) } else { None };
        let template = match stored {
            Some(known) => known,
            None => {
                if is_plain {
                    check()?;
                }
                if !is_unit {
                    return syntax::compile(source, Goal::Script, self.compile_options());
                }
                self.compile_source(&source, Goal::Script)?
            }
        };
        self.interp.evals.units.push(template.clone());
        Ok(template)
    }

    /// CreateDynamicFunction (sec-createdynamicfunction). `prefix` is `function`, `async
    /// function`, `function*` or `async function*`; the last argument is the body. `new_target`
    /// is undefined in a call.
    pub fn create_dynamic_function(&mut self, prefix: &str, args: &[Value], new_target: Value) -> JsResult<Value> {
        self.check_code_from_strings()?;
        let mut strings = Vec::with_capacity(args.len());
        let mut length = 0;
        for arg in args {
            let string = self.to_string(*arg)?;
            length += string.len() + 1;
            if length > crate::string::MAX_LENGTH {
                return Err(self.range_error("Invalid string length"));
            }
            strings.push(string.to_source());
        }
        self.room_to_parse(length)?;
        let body = strings.pop().unwrap_or_default();
        let parameters = strings.join(",");
        let template = match self.compile_dynamic_function(prefix, &parameters, &body) {
            Ok(template) => template,
            Err(error) => return Err(self.compile_error(&Source::new(DYNAMIC_NAME, body), &error)),
        };
        let is_new = Rc::strong_count(&template) == 1;
        let function = self.run_evaluated(template, is_new)?;
        // What it inherits from, if that of `new_target` is another.
        let own = match prefix {
            "function" => Intrinsic::FunctionPrototype,
            "function*" => Intrinsic::GeneratorFunctionPrototype,
            "async function" => Intrinsic::AsyncFunctionPrototype,
            _ => Intrinsic::AsyncGeneratorFunctionPrototype,
        };
        let prototype = self.get_prototype_from_constructor(new_target, own)?;
        let object: Gc<Object> = function.to_cell().expect("a function expression gives a function");
        if prototype != self.intrinsic(own) {
            self.reify_if_lazy(object);
            self.replace_prototype(object, prototype.value());
        }
        Ok(function)
    }
}

/// Compiles the text of an eval in the global scope.
///
/// # Errors
/// As the front end's.
pub(crate) fn compile_global(vm: &Vm, text: &str) -> Result<Rc<FunctionTemplate>, CompileError> {
    syntax::compile_eval(EVAL_NAME, text, GLOBAL_SCOPE, vm.active_source(), vm.compile_options())
}

/// A call of %eval% as `eval(…)` (PerformEval, sec-performeval). `after` is the register with
/// the innermost environment; the one after it has the description of the scopes, within
/// which the text is compiled.
pub(crate) fn direct_eval(vm: &mut Vm, at: Activation, text: Value, after: u16) -> JsResult<Value> {
    let Some(string) = text.as_string() else { return Ok(text) };
    vm.check_code_from_strings()?;
    vm.room_to_parse(string.len())?;
    let text = string.to_source();
    let env = at.env(after);
    let context = at.reg(after + 1).as_string().map(|s| s.to_rust()).unwrap_or_default();
    let origin = Some(at.script().template().source.clone());
    let (template, is_new) = match compile_eval(vm, &text, &context, origin) {
        Ok(evaluated) => evaluated,
        Err(error) => return Err(vm.compile_error(&Source::new(EVAL_NAME, text), &error)),
    };
    vm.dump_bytecode(&template);
    let script = vm.new_script(template, vm.current_realm, 0);
    if is_new {
        vm.count_tree(&script.template().source);
    }
    let function = vm.new_function(script, env);
    // `super` in the text is that of the calling function.
    function.home.set(crate::interp::ops_define::home_of(at.reg(0)));
    vm.write_barrier(function.header());
    vm.call(function.value(), Value::UNDEFINED, &[])
}
