//! The interactive prompt: `hearth` alone on a terminal.
//!
//! A line that is incomplete goes on below; the history is kept in a file; tabulator
//! completes names of globals and of properties. `await` works in expressions. What is pending
//! runs when the prompt is back.

use hearth::Vm;
use hearth::builtins::console::format;
use hearth::builtins::console::options::Options;
use hearth::object::Object;
use hearth::runtime::completion::{JsResult, Throw};
use hearth::runtime::report;
use hearth::syntax::parse::Goal;
use hearth::value::Value;
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{CompletionType, Config, Context, Editor, Helper};
use std::cell::RefCell;
use std::io::Write;
use std::path::PathBuf;
use std::rc::Rc;

const PROMPT: &str = "> ";
/// Lines that the history keeps.
const HISTORY: usize = 1000;

const HELP: &str = "\
.exit     Leave (also Ctrl+D)
.help     Show this
.load F   Run a file here
_         The last result";

/// What the line editor asks.
struct Prompt {
    vm: Rc<RefCell<Box<Vm>>>,
}

impl Helper for Prompt {}
impl Highlighter for Prompt {}
impl Hinter for Prompt {
    type Hint = String;
}

impl Validator for Prompt {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let text = context.input();
        let incomplete = !text.trim_start().starts_with('.') && hearth::syntax::is_incomplete(text);
        Ok(if incomplete { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

impl Completer for Prompt {
    type Candidate = String;

    fn complete(&self, line: &str, position: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let before = &line[..position];
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.');
        let start = before.rfind(|c| !is_part(c)).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let path = &before[start..];
        let (object, prefix) = match path.rfind('.') {
            Some(dot) => (Some(&path[..dot]), &path[dot + 1..]),
            None => (None, path),
        };
        let mut names = names_of(&mut self.vm.borrow_mut(), object);
        names.retain(|name| name.starts_with(prefix));
        names.sort();
        names.dedup();
        Ok((position - prefix.len(), names))
    }
}

/// The names of the properties of what a path of names leads to, or of globals. Getters
/// are not called.
fn names_of(vm: &mut Vm, path: Option<&str>) -> Vec<String> {
    let mut names = Vec::new();
    let mut object = Some(vm.global());
    for (i, part) in path.into_iter().flat_map(|path| path.split('.')).enumerate() {
        let key = vm.key(part);
        let lexical = if i == 0 { vm.get_global_name(key, None).ok().flatten() } else { None };
        let value = lexical.or_else(|| {
            let mut at = object;
            while let Some(holder) = at {
                if let Ok(Some(property)) = vm.own_property(holder, key) {
                    return (!property.attributes.is_accessor()).then_some(property.value);
                }
                at = vm.get_prototype_of(holder).ok().and_then(Value::to_cell);
            }
            None
        });
        object = value.and_then(|value| match value.to_cell::<Object>() {
            Some(object) => Some(object),
            None if value.is_undefined() || value.is_null() => None,
            None => vm.to_object(value).ok(),
        });
    }
    if path.is_none() {
        let lexicals = vm.realm().lexicals();
        add_names(vm, lexicals, &mut names);
    }
    while let Some(holder) = object {
        add_names(vm, holder, &mut names);
        object = vm.get_prototype_of(holder).ok().and_then(Value::to_cell);
    }
    names
}

fn add_names(vm: &mut Vm, object: hearth::heap::Gc<Object>, names: &mut Vec<String>) {
    let Ok(keys) = vm.own_property_keys(object) else { return };
    for i in 0..keys.len() {
        if !keys[i].is_symbol() && keys[i].as_index().is_none() {
            names.push(vm.key_to_display(keys[i]));
        }
    }
}

fn history_file() -> Option<PathBuf> {
    std::env::home_dir().map(|home| home.join(".hearth_history"))
}

/// Reads and runs lines until the end of the input; the exit code.
pub fn run(vm: Box<Vm>) -> i32 {
    let vm = Rc::new(RefCell::new(vm));
    let config =
        Config::builder().completion_type(CompletionType::List).max_history_size(HISTORY).map(|c| c.auto_add_history(true).build());
    let editor = config.and_then(Editor::<Prompt, FileHistory>::with_config);
    let mut editor = match editor {
        Ok(editor) => editor,
        Err(error) => {
            hearth::trace::tell(format_args!("hearth: {error}"));
            return 1;
        }
    };
    editor.set_helper(Some(Prompt { vm: vm.clone() }));
    let file = history_file();
    if let Some(file) = &file {
        // There is none at first.
        let _ = editor.load_history(file);
    }
    show(format_args!("Hearth {}. \".help\" tells more.", env!("CARGO_PKG_VERSION")));
    vm.borrow_mut().define_global_require("<repl>");
    let mut interrupted = false;
    loop {
        match editor.readline(PROMPT) {
            Ok(line) => {
                interrupted = false;
                match line.trim() {
                    "" => {}
                    ".exit" => break,
                    ".help" => show(format_args!("{HELP}")),
                    command if command.starts_with(".load ") => match std::fs::read_to_string(command[".load ".len()..].trim()) {
                        Ok(text) => evaluate(&mut vm.borrow_mut(), &text),
                        Err(error) => show(format_args!("{error}")),
                    },
                    command if command.starts_with('.') && command[1..].starts_with(char::is_alphabetic) => {
                        show(format_args!("Invalid REPL keyword"));
                    }
                    _ => evaluate(&mut vm.borrow_mut(), &line),
                }
            }
            Err(ReadlineError::Interrupted) if !interrupted => {
                interrupted = true;
                show(format_args!("(To exit, press Ctrl+C again or Ctrl+D or type .exit)"));
            }
            Err(_) => break,
        }
    }
    if let Some(file) = &file {
        let _ = editor.save_history(file);
    }
    drop(editor);
    let code = vm.borrow_mut().run_to_end(Ok(Value::UNDEFINED));
    vm.borrow_mut().exit_process(code)
}

/// Runs a text and prints its value, or what it throws.
fn evaluate(vm: &mut Vm, text: &str) {
    match value_of(vm, text).and_then(|value| settled(vm, value)) {
        Ok(value) => {
            vm.define_global("_", value);
            match format::inspect(vm, value, Options::USUAL) {
                Ok(shown) => {
                    show(format_args!("{shown}"));
                }
                Err(Throw(error)) => report_error(vm, error),
            }
        }
        Err(Throw(error)) => report_error(vm, error),
    }
    if let Err(Throw(error)) = vm.run_jobs() {
        report_error(vm, error);
    }
}

/// Prints a line. Whoever does not read it has not asked for it.
fn show(text: std::fmt::Arguments) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

fn report_error(vm: &mut Vm, error: Value) {
    let text = report::error_text(vm, error);
    show(format_args!("Uncaught {text}"));
}

fn is_well_formed(text: &str) -> bool {
    hearth::syntax::is_well_formed(text, Goal::Script)
}

fn value_of(vm: &mut Vm, text: &str) -> JsResult<Value> {
    const NAME: &str = "REPL";
    let trimmed = text.trim();
    // A line in braces is an object, if it can be one.
    if trimmed.starts_with('{') && !trimmed.ends_with(';') {
        let object = format!("({trimmed})");
        if is_well_formed(&object) {
            return vm.run_script(NAME, &object);
        }
    }
    if text.contains("await") && !is_well_formed(text) {
        for wrapped in [format!("(async () => ({trimmed}\n))()"), format!("(async () => {{ {trimmed}\n }})()")] {
            if is_well_formed(&wrapped) {
                let promise = vm.run_script(NAME, &wrapped)?;
                return awaited(vm, promise);
            }
        }
    }
    vm.run_script(NAME, text)
}

/// Runs the event loop until a promise is settled.
fn awaited(vm: &mut Vm, promise: Value) -> JsResult<Value> {
    let Some(object) = hearth::builtins::promise::is_promise(promise) else { return Ok(promise) };
    hearth::builtins::promise::mark_handled(vm, object);
    loop {
        vm.run_jobs()?;
        match hearth::builtins::promise::state_of(object) {
            Some((true, value)) => return Ok(value),
            Some((false, error)) => return Err(Throw(error)),
            None if vm.run_next_event()? => {}
            None => return Ok(promise),
        }
    }
}

/// Runs the jobs that an evaluation has left, so that its promise shows what became of it.
fn settled(vm: &mut Vm, value: Value) -> JsResult<Value> {
    vm.run_jobs()?;
    Ok(value)
}
