//! Where the machine calls its caches: a source file is loaded, the process ends.

use super::save::FINISH_WITHIN;
use crate::bytecode::code::FunctionTemplate;
use crate::bytecode::{CompileError, Source};
use crate::options::CacheLevel;
use crate::syntax::{self, parse::Goal};
use crate::vm::Vm;
use std::rc::Rc;

impl Vm {
    /// The outermost function of a source file: from the store if that has it, which
    /// parses nothing, else compiled.
    ///
    /// # Errors
    /// As the front end's. What comes from the store has none: it was compiled once.
    pub fn compile_source(&mut self, source: &Rc<Source>, goal: Goal) -> Result<Rc<FunctionTemplate>, CompileError> {
        let mut unit = None;
        if let Some(cache) = self.cache.as_mut() {
            let id = cache.open_unit(source, goal as u8, &mut self.stats);
            unit = Some(id);
            let records = cache.function_records(id, &mut self.stats);
            if let Some(root) = records.and_then(|records| syntax::from_records(source.clone(), goal, records)) {
                cache.note_root(id, &root);
                return Ok(root);
            }
        }
        let options = self.compile_options();
        let root = match goal {
            Goal::Script => syntax::compile_script(source.clone(), options),
            Goal::CommonJs => syntax::compile_commonjs(source.clone(), options),
            Goal::Module => syntax::compile_module(source.clone(), options),
        }?;
        if let (Some(cache), Some(id)) = (self.cache.as_mut(), unit) {
            cache.note_root(id, &root);
        }
        Ok(root)
    }

    /// The end of the process: what was learnt is stored, within a bounded time, and the
    /// statistics are completed.
    pub fn finish_cache(&mut self) {
        let Some(level) = self.cache.as_ref().map(|cache| cache.level()) else { return };
        if level >= CacheLevel::Profile {
            self.finish_compilations();
            self.withdraw_given_up();
        }
        if let Some(mut cache) = self.cache.take() {
            cache.finish(&mut self.stats, FINISH_WITHIN);
        }
    }
}
