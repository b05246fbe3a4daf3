//! Where the machine calls its caches: a source file is loaded, the process ends.

use super::open;
use super::report;
use super::save::FINISH_WITHIN;
use crate::bytecode::code::FunctionTemplate;
use crate::bytecode::image::ImageModule;
use crate::bytecode::{CompileError, Source};
use crate::ion::at_end::When;
use crate::ion::chaos::Provoked;
use crate::options::{CacheLevel, Finish};
use crate::runtime::modules::loader::file_url;
#[cfg(feature = "node")]
use crate::runtime::threads::worker;
use crate::syntax::{self, parse::Goal};
use crate::vm::Vm;
use hearth_codecache::StoreSpec;
use std::rc::Rc;

impl Vm {
    /// The outermost function of a source file: from the store if that has it, which
    /// parses nothing, else compiled.
    ///
    /// # Errors
    /// As the front end's. What comes from the store has none: it was compiled once.
    pub fn compile_source(&mut self, source: &Rc<Source>, goal: Goal) -> Result<Rc<FunctionTemplate>, CompileError> {
        if let Some(detected) = self.interp.modules.detected.take_if(|detected| detected.is_of(source, goal)) {
            return Ok(detected.root);
        }
        if let Some(root) = self.stored_source(source, goal) {
            return Ok(root);
        }
        let root = syntax::compile(source.clone(), goal, self.compile_options())?;
        if let Some(cache) = self.cache.as_mut() {
            let id = cache.open_unit(source, goal as u8, &mut self.stats);
            cache.note_root(id, &root);
        }
        Ok(root)
    }

    /// The outermost function of a built-in module, whose functions are bytecode in the executable.
    ///
    /// # Errors
    /// As the front end's, if they are not there.
    pub fn builtin_source(
        &mut self,
        source: &Rc<Source>,
        module: Option<ImageModule<'static>>,
    ) -> Result<Rc<FunctionTemplate>, CompileError> {
        let goal = Goal::CommonJs;
        let root = module.and_then(|module| syntax::from_records(source.clone(), goal, Rc::new(module)));
        let (Some(root), Some(module)) = (root, module) else { return self.compile_source(source, goal) };
        if let Some(cache) = self.cache.as_mut() {
            let id = cache.open_builtin(source, goal as u8, module, &mut self.stats);
            cache.note_root(id, &root);
        }
        Ok(root)
    }

    /// The outermost function of a source file, if a store has it.
    pub(crate) fn stored_source(&mut self, source: &Rc<Source>, goal: Goal) -> Option<Rc<FunctionTemplate>> {
        let cache = self.cache.as_mut()?;
        let id = cache.open_unit(source, goal as u8, &mut self.stats);
        let records = cache.function_records(id, &mut self.stats)?;
        let root = syntax::from_records(source.clone(), goal, records)?;
        cache.note_root(id, &root);
        Some(root)
    }

    /// As [`Self::compile_source`], of the first of two goals under which the text parses,
    /// and is stored: so a warm run finds which without parsing.
    ///
    /// # Errors
    /// The error of the goal under which parsing got farther, with the source that it is in.
    pub fn compile_detecting(
        &mut self,
        name: &str,
        text: String,
        goals: [Goal; 2],
    ) -> Result<(Rc<Source>, Rc<FunctionTemplate>, Goal), (Rc<Source>, CompileError)> {
        let text: Rc<str> = text.into();
        // A text without these words can only be the first.
        let may_be_second = ["import", "export", "await"].iter().any(|word| text.contains(word));
        // A unit is of one source and goal.
        let sources = goals.map(|goal| {
            let is_module = matches!(goal, Goal::Module | Goal::TypeScriptModule);
            let name = if is_module { file_url(name) } else { name.to_owned() };
            (Source::new(name, text.clone()), goal)
        });
        if may_be_second && let Some(cache) = self.cache.as_mut() {
            for (source, goal) in &sources {
                let id = cache.open_unit(source, *goal as u8, &mut self.stats);
                let records = cache.function_records(id, &mut self.stats);
                if let Some(root) = records.and_then(|records| syntax::from_records(source.clone(), *goal, records)) {
                    cache.note_root(id, &root);
                    return Ok((source.clone(), root, *goal));
                }
            }
        }
        for (source, goal) in &sources {
            if let Some(detected) = self.interp.modules.detected.take_if(|detected| detected.is_of(source, *goal)) {
                return Ok((detected.source, detected.root, *goal));
            }
        }
        let [(first, goal), (second, other)] = sources;
        let error = match self.compile_source(&first, goal) {
            Ok(root) => return Ok((first, root, goal)),
            Err(error) => error,
        };
        if !may_be_second && !syntax::early_errors::redeclares_parameter(&error) {
            return Err((first, error));
        }
        match self.compile_source(&second, other) {
            Ok(root) => Ok((second, root, other)),
            Err(later) if later.position >= error.position => Err((second, later)),
            Err(_) => Err((first, error)),
        }
    }

    /// The end of the process: what was learnt is stored, within a bounded time, and the
    /// statistics are completed. Then it is finished, if that is to happen here.
    pub fn finish_cache(&mut self) {
        self.finish_session();
        self.write_metrics();
    }

    fn finish_session(&mut self) {
        let Some(level) = self.cache.as_ref().map(|cache| cache.level()) else { return };
        let is_provoked = self.options.provoked != Provoked::default();
        let learnt = if level >= CacheLevel::Profile && !is_provoked { self.learnt(When::AtEnd) } else { None };
        if level == CacheLevel::Code {
            self.measure_savings();
        }
        let Some(mut cache) = self.cache.take() else { return };
        let spec = open::spec(&self.options).ok();
        // Whoever comes for the queue of a server may be on another machine.
        let reads_texts = match self.options.finish {
            Finish::Off | Finish::Wait | Finish::Worker => false,
            Finish::Queue => spec.as_ref().is_some_and(StoreSpec::is_local),
            Finish::Detach(_) => true,
        };
        // Who was told to end is not to take long.
        #[cfg(feature = "node")]
        let until = crate::runtime::end_signals::ended_by().map(|_| std::time::Instant::now() + FINISH_WITHIN);
        #[cfg(not(feature = "node"))]
        let until = None;
        let is_queued = cache.queue(learnt, reads_texts && !is_provoked);
        cache.finish(&mut self.stats, FINISH_WITHIN);
        #[cfg(feature = "node")]
        let is_queued = {
            if is_queued && self.is_worker() {
                worker::note_queued();
            }
            is_queued || worker::has_queued()
        };
        if is_queued {
            match self.options.finish {
                Finish::Off | Finish::Queue | Finish::Worker => {}
                Finish::Wait => cache.finish_queue(spec.as_ref(), until, &mut self.stats),
                Finish::Detach(start) => start(&self.options),
            }
        }
        if let Some(path) = &self.options.stats_file {
            report::add(path, &self.stats, &cache);
        }
        self.note_statistics(&mut cache);
    }
}
