//! The command line: `hearth [run] [options] script.js [args…]`, `hearth explain …` to hear
//! what was compiled, `hearth cache …`, and `hearth` alone on a terminal for a prompt.
//!
//! Exit codes: 0 the program ended, 1 an exception was not caught, 2 a usage error or a
//! script that is not there, 13 a top-level await that nothing will settle; otherwise what the program gave to `process.exit`.

mod allocator;
mod cache;
mod configuration;
mod explain;
mod finish;
mod node_options;
mod options;
mod quantities;
mod repl;
mod signals;
mod store_options;
mod text;

use clap::Parser;
use explain::ExplainArguments;
use hearth::Vm;
use hearth::ion::explain::Recorder;
use hearth::options::{CacheLevel, Options};
use node_options::{NodeOptions, OF_V8};
use options::Arguments;
use std::io::{IsTerminal, Read};
use std::path::PathBuf;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: allocator::Allocator = allocator::Allocator;

/// Address space of the native stack beyond what `--stack-size` gives to scripts, in bytes.
const STACK_MARGIN: usize = 2 << 20;

const USAGE_ERROR: u8 = 2;

enum Program {
    File(PathBuf),
    /// Source text with the name that stack traces give it.
    Text(&'static str, String),
    /// What is typed at a prompt.
    Prompt,
}

/// What is run, and what is to be told about the run at its end.
struct Task {
    program: Program,
    arguments: Vec<String>,
    node: NodeOptions,
    stats: Option<hearth::stats::Format>,
    explain: Option<fn(&Recorder)>,
}

fn main() -> ExitCode {
    signals::take_file_limit_as_error();
    let mut words: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let mut subcommand = None;
    match words.get(1).and_then(|w| w.to_str()) {
        Some("cache") => return cache::run(&words[2..]),
        Some("run" | "explain") => subcommand = Some(words.remove(1)),
        _ => {}
    }
    let node = node_options::take(&mut words);
    let parsed = match subcommand {
        Some(word) if word == "explain" => {
            words[0] = "hearth explain".into();
            ExplainArguments::try_parse_from(words).map(|a| (Some(a.printer()), a.run))
        }
        _ => Arguments::try_parse_from(words).map(|arguments| (None, arguments)),
    };
    let (explain, arguments) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            let code = if error.use_stderr() { USAGE_ERROR } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let options = match configuration::load().and_then(|()| arguments.choose_target()).and_then(|()| arguments.options()) {
        Ok(options) => options,
        Err(message) => return usage_error(&message),
    };
    // An address that means nothing is a mistake; a store that cannot be reached is not.
    if !(options.stores.is_empty() && options.stores_otherwise.is_empty())
        && let Err(error) = hearth::cache::open::spec(&options)
    {
        return usage_error(&error.to_string());
    }
    if node.value("--v8-options").is_some() {
        println!("Options:");
        OF_V8.iter().for_each(|option| println!("  {option}"));
        return ExitCode::SUCCESS;
    }
    let program = match find_program(&arguments, &node) {
        Ok(program) => program,
        Err(message) => return usage_error(&message),
    };
    // No word of these is a file that is run.
    let is_text = ["--test", "--print"].iter().any(|option| node.value(option).is_some());
    let script_arguments = if is_text { arguments.words() } else { arguments.script_arguments() };
    let task = Task { program, arguments: script_arguments, node, stats: arguments.stats(), explain };
    let restores_code = options.jit && options.cache == CacheLevel::Code;
    let client = restores_code.then(hearth::ion::ahead::Client::new);
    // Scripts recurse deeply: they run on a thread whose stack is large, and is
    // committed by the system only as far as it is used.
    let thread =
        std::thread::Builder::new().name("main".to_owned()).stack_size(options.stack_size.saturating_add(STACK_MARGIN)).spawn(move || {
            let _served_until_the_end = client;
            run(options, task)
        });
    // Meanwhile this one is free.
    if restores_code {
        hearth::ion::ahead::serve();
    }
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => ExitCode::from(code),
        // The panic has printed its message.
        Ok(Err(_)) => ExitCode::from(134),
        Err(error) => usage_error(&format!("cannot make a stack of that size: {error}")),
    }
}

fn usage_error(message: &str) -> ExitCode {
    hearth::trace::tell(format_args!("hearth: {message}"));
    ExitCode::from(USAGE_ERROR)
}

fn find_program(arguments: &Arguments, node: &NodeOptions) -> Result<Program, String> {
    // The runner of the files begins with the options.
    if node.value("--test").is_some() {
        return Ok(Program::Text("[test]", String::new()));
    }
    if let Some(text) = node.value("--print") {
        return Ok(Program::Text("[eval]", text.to_owned()));
    }
    if let Some(text) = &arguments.eval {
        return Ok(Program::Text("[eval]", text.clone()));
    }
    match arguments.script() {
        Some(option) if option.starts_with('-') && option != "-" => Err(format!("there is no option '{option}'")),
        Some(script) if script != "-" => {
            let path = PathBuf::from(script);
            if path.is_file() {
                return Ok(Program::File(path));
            }
            hearth::runtime::modules::resolve::script(&path).map(Program::File).ok_or_else(|| format!("cannot find the script '{script}'"))
        }
        None if std::io::stdin().is_terminal() => Ok(Program::Prompt),
        _ => {
            let mut text = String::new();
            match std::io::stdin().read_to_string(&mut text) {
                Ok(_) => Ok(Program::Text("[stdin]", text)),
                Err(error) => Err(format!("cannot read the script from standard input: {error}")),
            }
        }
    }
}

/// Runs the program to its end; the exit code, unless the process ends here.
fn run(options: Options, task: Task) -> u8 {
    let Task { program, arguments, node, stats, explain } = task;
    let mut vm = match Vm::new(options) {
        Ok(vm) => vm,
        Err(error) => {
            hearth::trace::tell(format_args!("hearth: {error}"));
            return USAGE_ERROR;
        }
    };
    vm.interp.print_stats = stats;
    vm.explain = explain.map(Recorder::new);
    let script = match &program {
        Program::File(path) => Some(path.canonicalize().unwrap_or_else(|_| path.clone()).to_string_lossy().into_owned()),
        Program::Text("[stdin]", _) => Some("-".to_owned()),
        Program::Text(..) => None,
        Program::Prompt => Some(String::new()),
    };
    vm.options.program = Some(match &program {
        Program::File(_) => script.clone().unwrap_or_default(),
        Program::Text(name, _) => (*name).to_owned(),
        Program::Prompt => "[prompt]".to_owned(),
    });
    let print = node.value("--print").is_some();
    // What follows `-p CODE` is all arguments.
    vm.interp.modules.arguments = script.into_iter().chain(arguments).collect();
    if node.value("--check").is_some() {
        return check(&mut vm, program);
    }
    if matches!(program, Program::Prompt) {
        return repl::run(vm) as u8;
    }
    // Without a store there is nothing to be saved. The machine is left to the system at the end.
    let mut vm: &'static mut Vm = Box::leak(vm);
    if vm.cache.is_some() {
        // Without a pipe for them, signals end the process as they do by themselves.
        vm = hearth::runtime::end_signals::listen(vm).0;
    }
    let result = start(vm, &node).and_then(|()| match program {
        Program::Prompt => unreachable!("it has been served"),
        Program::File(path) => vm.run_main(&path),
        Program::Text(name, text) if node.value("--input-type").is_some_and(|kind| kind.starts_with("module")) => {
            vm.run_module_text(name, &text)
        }
        Program::Text(name, text) => vm.run_text(name, &text).and_then(|value| if print { vm.print_value(value) } else { Ok(value) }),
    });
    let code = vm.run_to_end(result);
    vm.exit_process(code)
}

/// Does what options of Node.js ask for before the program.
fn start(vm: &mut Vm, node: &NodeOptions) -> Result<(), hearth::runtime::completion::Throw> {
    if node.given.is_empty() && node.words.is_empty() {
        return Ok(());
    }
    let warn = node.value("--unhandled-rejections").filter(|mode| matches!(*mode, "warn" | "none" | "warn-with-error-code"));
    vm.set_rejections_end_program(warn.is_none());
    vm.start_with(&node.given, &node.words)
}

/// Only parses the program.
fn check(vm: &mut Vm, program: Program) -> u8 {
    let (name, text) = match program {
        Program::File(path) => (path.to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap_or_default()),
        Program::Text(name, text) => (name.to_owned(), text),
        Program::Prompt => return 0,
    };
    match vm.check_syntax(&name, &text) {
        Ok(()) => 0,
        Err(report) => {
            hearth::trace::tell(format_args!("{report}"));
            1
        }
    }
}
