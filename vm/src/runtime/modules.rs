//! CommonJS modules: resolution, loading, the cache of loaded modules.

use hearth_gc::Tracer;

#[derive(Default)]
pub struct ModuleTable {}

impl ModuleTable {
    pub fn trace(&self, _tracer: &mut Tracer) {}
}
