//! The patterns' side of the stores: what is asked of them, and what is left to them.

use super::compile;
use super::tier::Pattern;
use crate::cache::UnitId;
use crate::options::JitVerify;
use crate::vm::Vm;

/// What one process leaves to the finisher: so many patterns, of so many code units.
const MAX_PATTERNS: usize = 512;
const MAX_SOURCE: usize = 16 << 10;

impl Vm {
    /// What the stores have for a pattern.
    pub(super) fn stored_code_of(&mut self, pattern: Pattern<'_>, wide: bool) -> Option<Vec<u8>> {
        let cache = self.cache.as_ref().filter(|cache| cache.has_patterns() && self.options.jit)?;
        let code = cache.lookup_pattern(&pattern.request(wide), &mut self.stats).ok()?;
        if self.options.jit_verify == JitVerify::Fresh && compile(pattern.program, wide).unwrap_or_default() != code {
            self.stats.reject("differs_from_fresh");
            let source = String::from_utf16_lossy(pattern.source);
            crate::trace::tell(format_args!("hearth: stored code of /{source}/ differs from fresh code"));
        }
        Some(code)
    }

    /// Notes that later processes are to have code of a pattern, if somebody finishes what this one leaves.
    pub(super) fn leave_for_later(&mut self, pattern: Pattern<'_>, wide: bool) {
        let is_noted = self.leaves_what_it_learns() && pattern.source.len() <= MAX_SOURCE;
        let Some(unit) = self.running_unit().filter(|_| is_noted) else { return };
        let noted = &mut self.builtins.regexps.for_later;
        if noted.len() < MAX_PATTERNS {
            noted.push((unit, pattern.request(wide)));
        }
    }

    /// Hands the code of a pattern to the stores, if nobody finishes what this process leaves.
    pub(super) fn store_code_of(&mut self, pattern: Pattern<'_>, wide: bool, code: &[u8]) {
        if !self.stores_what_it_compiles() {
            return;
        }
        let Some(unit) = self.running_unit() else { return };
        if let Some(cache) = &mut self.cache {
            cache.store_pattern(unit, &pattern.request(wide), code);
        }
    }

    /// The file whose code is running.
    fn running_unit(&self) -> Option<UnitId> {
        let (script, _) = self.executing()?;
        self.cache.as_ref()?.unit_of(&script.template().source)
    }
}
