//! `Error`: what went wrong in a script, as data that outlives it.

use super::context::Context;
use super::failure::Failure;
use super::{Object, Value};
use crate::bytecode::Source;
use crate::heap::Kind;
use std::fmt;

/// Why a call of a script gave an error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// It threw, and did not catch.
    Exception,
    /// It took longer than [`Builder::time_limit`](super::Builder::time_limit).
    TimeLimit,
    /// By an [`Interrupter`](super::Interrupter).
    Interrupted,
    /// It used up the units of [`Builder::fuel`](super::Builder::fuel).
    OutOfFuel,
    /// A function of Rust that it called panicked, with this message.
    Panic(String),
}

/// An activation of a function in a stack trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Empty for the top level, and for functions without a name.
    pub function: String,
    /// What the script was called when it was run.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1, in UTF-16 code units.
    pub column: u32,
}

/// A line of source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1, in UTF-16 code units.
    pub column: u32,
    pub text: String,
}

/// A script has failed. `Display` gives what was thrown, with its stack.
#[derive(Clone, Debug)]
pub struct Error(Box<Details>);

#[derive(Clone, Debug)]
struct Details {
    reason: Reason,
    name: String,
    message: String,
    text: String,
    stack: Vec<Frame>,
    excerpt: Option<Excerpt>,
}

impl From<Details> for Error {
    fn from(details: Details) -> Error {
        Error(Box::new(details))
    }
}

impl Error {
    pub fn reason(&self) -> &Reason {
        &self.0.reason
    }
    /// `name` of what was thrown: `TypeError`, say. Empty if it was no object, or nothing was thrown.
    pub fn name(&self) -> &str {
        &self.0.name
    }
    /// `message` of what was thrown; what was no error, as text.
    pub fn message(&self) -> &str {
        &self.0.message
    }
    /// Where the error was made, innermost first.
    pub fn stack(&self) -> &[Frame] {
        &self.0.stack
    }
    /// The line that it is about, or at which it was made.
    pub fn excerpt(&self) -> Option<&Excerpt> {
        self.0.excerpt.as_ref()
    }

    fn ended(reason: Reason) -> Error {
        let text = match &reason {
            Reason::TimeLimit => "the script took longer than it may".to_owned(),
            Reason::OutOfFuel => "the script has used up its fuel".to_owned(),
            Reason::Panic(message) => format!("a function of the host panicked: {message}"),
            Reason::Interrupted | Reason::Exception => "the script was interrupted".to_owned(),
        };
        Details { reason, name: String::new(), message: text.clone(), text, stack: Vec::new(), excerpt: None }.into()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}
impl std::error::Error for Error {}

pub(super) fn describe<'js>(cx: &mut Context<'js>, failure: Failure<'js>) -> Error {
    if failure.is_end() {
        let told = cx.vm.embedding.line.as_ref().and_then(|line| line.take_reason());
        let reason = cx.vm.embedding.ending.clone().or(told).unwrap_or(Reason::Interrupted);
        return Error::ended(reason);
    }
    let thrown = failure.thrown(cx).unwrap_or(Value::UNDEFINED);
    // Getters are scripts: they may run forever, and throw.
    let error = match thrown.as_object() {
        Some(object) => of_object(cx, object),
        None => {
            let text = match thrown.as_string() {
                Some(text) => text.to_rust(),
                None => crate::interp::describe::value_text(cx.vm, thrown.raw),
            };
            Ok(Details {
                reason: Reason::Exception,
                name: String::new(),
                text: format!("Uncaught {text}"),
                message: text,
                stack: Vec::new(),
                excerpt: None,
            }
            .into())
        }
    };
    match error {
        Ok(error) => error,
        Err(failure) if failure.is_end() => describe(cx, failure),
        Err(_) => Error::ended(Reason::Exception).saying("an object that cannot be described"),
    }
}

impl Error {
    fn saying(mut self, text: &str) -> Error {
        text.clone_into(&mut self.0.text);
        text.clone_into(&mut self.0.message);
        self
    }
}

fn of_object<'js>(cx: &mut Context<'js>, object: Object<'js>) -> Result<Error, Failure<'js>> {
    let text_of = |cx: &mut Context<'js>, key: &str| -> Result<String, Failure<'js>> {
        // Without running script, which may have no memory left to run in.
        let name = cx.vm.without_memory_limit(|vm| vm.key(key));
        if let Some(text) = cx.vm.data_value_in_chain(object.cell(), name).and_then(|value| value.as_string()) {
            return Ok(text.to_rust());
        }
        let value: Value<'js> = object.get(cx, key)?;
        if value.is_undefined() { Ok(String::new()) } else { cx.to_text(value) }
    };
    let name = text_of(cx, "name")?;
    let message = text_of(cx, "message")?;
    let header = if name.is_empty() || message.is_empty() { format!("{name}{message}") } else { format!("{name}: {message}") };
    let cell = object.cell();
    let frames: Vec<Frame> = cx.vm.error_frames(cell).iter().map(Frame::of).collect();
    let syntax = cx.vm.interp.syntax_error.clone().filter(|place| place.error == cell.address());
    let excerpt = match syntax {
        Some(place) => Some(excerpt(&place.source, place.source.line_column(place.position))),
        None => cx.vm.error_frames(cell).first().map(|frame| excerpt(&frame.template.source, frame.line_column())),
    };
    let mut text = header;
    if cell.kind() == Kind::Error {
        for frame in &frames {
            text.push_str(&format!("\n    at {frame}"));
        }
    } else if text.is_empty() {
        text = cx.to_text(object)?;
    }
    Ok(Details { reason: Reason::Exception, name, message, text, stack: frames, excerpt }.into())
}

impl Frame {
    fn of(frame: &crate::interp::backtrace::StackFrame) -> Frame {
        let (line, column) = frame.line_column();
        let function = frame.template.info.name.to_rust();
        Frame { function, file: frame.template.source.name.to_string(), line, column }
    }
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Frame { function, file, line, column } = self;
        if function.is_empty() { write!(f, "{file}:{line}:{column}") } else { write!(f, "{function} ({file}:{line}:{column})") }
    }
}

fn excerpt(source: &Source, (line, column): (u32, u32)) -> Excerpt {
    Excerpt { file: source.name.to_string(), line, column, text: source.line(line).to_owned() }
}
