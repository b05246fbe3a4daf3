//! The built-in modules as bytecode.

#[path = "src/builtins/node/sources.rs"]
mod sources;

use hearth_frontend::bytecode::code::Source;
use hearth_frontend::bytecode::image::ImageBuilder;
use hearth_frontend::bytecode::serialize;
use hearth_frontend::syntax::parse::Goal;
use hearth_frontend::syntax::{self, CompileOptions};

/// All functions of all built-in modules.
pub fn compile() -> Vec<u8> {
    let mut image = ImageBuilder::default();
    for (name, text) in sources::MODULES {
        let root = syntax::compile(Source::new(format!("node:{name}"), *text), Goal::CommonJs, CompileOptions { eager: true });
        let root = root.unwrap_or_else(|error| panic!("node:{name}, at {}: {}", error.position, error.message));
        let records = serialize::functions(&root).into_iter();
        image.add(name, records.map(|(span, record)| (span, blake3::hash(&record).into(), record)).collect());
    }
    image.build()
}
