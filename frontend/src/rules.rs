//! The rules that running stored bytecode rests on, by name; and how rules are written.
//!
//! With the feature `mutants` the variable `HEARTH_MUTANT` takes one out, to show that a test
//! notices. In every other build all hold, and asking costs nothing.

/// Rows of identifier, name and text: an enum, the list of names and texts, and `holds`, which is
/// the constant `true` without the feature.
#[macro_export]
macro_rules! rules {
    ($($rule:ident $name:literal $text:literal;)*) => {
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(crate) enum Rule { $(#[doc = $text] $rule),* }

        /// Name and text of every rule, in the order of the rows.
        pub const RULES: &[(&str, &str)] = &[$(($name, $text)),*];

        /// Whether a rule is followed. Only a build with the feature `mutants` can be told not to.
        #[inline(always)]
        pub(crate) fn holds(rule: Rule) -> bool {
            $crate::rules::is_kept(RULES[rule as usize].0)
        }
    };
}
pub use rules;

/// Whether this process follows the rule of that name.
#[inline(always)]
pub fn is_kept(name: &str) -> bool {
    #[cfg(feature = "mutants")]
    {
        removed() != Some(name)
    }
    #[cfg(not(feature = "mutants"))]
    {
        let _ = name;
        true
    }
}

/// The rule that this process does without.
#[cfg(feature = "mutants")]
fn removed() -> Option<&'static str> {
    static REMOVED: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
    REMOVED.get_or_init(|| std::env::var("HEARTH_MUTANT").ok()).as_deref()
}

rules! {
    Bytecode "restore-bytecode" "Stored bytecode is verified before it runs.";
    Environments "restore-environments" "Accesses to environments are to slots that are there.";
}
