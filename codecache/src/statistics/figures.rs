//! The table of what is counted of a program.
//!
//! Every consumer derives from a row: stored records, `--json`, the names of metrics. Rows are only added, at the end: their
//! numbers are stored.

/// What a figure is counted in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Things.
    Count,
    /// Bytes.
    Bytes,
    /// Microseconds, which metrics have as seconds.
    Microseconds,
}

macro_rules! figures {
    ($($variant:ident, $name:literal, $family:literal, $label:expr, $unit:ident, $help:expr;)*) => {
        /// What is counted.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Figure {
            $(#[doc = concat!("`", $name, "`: see [`Figure::help`].")] $variant,)*
        }

        impl Figure {
            /// All, in the order of the table.
            pub const ALL: &'static [Figure] = &[$(Figure::$variant,)*];

            /// The stable `snake_case` name.
            pub const fn name(self) -> &'static str {
                match self { $(Figure::$variant => $name,)* }
            }

            /// The family of metrics that it belongs to, without `_total`.
            pub const fn family(self) -> &'static str {
                match self { $(Figure::$variant => $family,)* }
            }

            /// What tells it from the others of its family.
            pub const fn label(self) -> Option<(&'static str, &'static str)> {
                match self { $(Figure::$variant => $label,)* }
            }

            /// What it is counted in.
            pub const fn unit(self) -> Unit {
                match self { $(Figure::$variant => Unit::$unit,)* }
            }

            /// What the family is, for a person.
            pub const fn help(self) -> &'static str {
                match self { $(Figure::$variant => $help,)* }
            }
        }
    };
}

const FUNCTIONS: &str =
    "Functions and loops of which there was optimised code, by where it came from; the finisher's is for later processes.";
const PATTERNS: &str = "Regular expressions as machine code, by where it came from.";
const PACKS: &str = "Source files that were loaded, by whether a store had a pack of them.";
const COMPILING: &str = "Processor time that was spent compiling functions and loops.";

figures! {
    Runs,               "runs",                "hearth_runs",             None,                        Count,        "Processes that have run the program.";
    FunctionsRetrieved, "functions_retrieved", "hearth_functions",        Some(("from", "store")),     Count,        FUNCTIONS;
    FunctionsCompiled,  "functions_compiled",  "hearth_functions",        Some(("from", "process")),   Count,        FUNCTIONS;
    FunctionsFinished,  "functions_finished",  "hearth_functions",        Some(("from", "finisher")),  Count,        FUNCTIONS;
    PatternsRetrieved,  "patterns_retrieved",  "hearth_patterns",         Some(("from", "store")),     Count,        PATTERNS;
    PatternsCompiled,   "patterns_compiled",   "hearth_patterns",         Some(("from", "process")),   Count,        PATTERNS;
    PatternsFinished,   "patterns_finished",   "hearth_patterns",         Some(("from", "finisher")),  Count,        PATTERNS;
    PacksFound,         "packs_found",         "hearth_packs",            Some(("result", "found")),   Count,        PACKS;
    PacksMissed,        "packs_missed",        "hearth_packs",            Some(("result", "missed")),  Count,        PACKS;
    BytesRead,          "bytes_read",          "hearth_read_bytes",       None,                        Bytes,        "Bytes of packs that were read from the stores.";
    BytesWritten,       "bytes_written",       "hearth_written_bytes",    None,                        Bytes,        "Bytes that were written to the stores, by processes and the finisher.";
    CompileTime,        "compile_us",          "hearth_compile_seconds",  Some(("by", "process")),     Microseconds, COMPILING;
    FinishTime,         "finish_us",           "hearth_compile_seconds",  Some(("by", "finisher")),    Microseconds, COMPILING;
    RestoreTime,        "restore_us",          "hearth_restore_seconds",  None,                        Microseconds, "Time that was spent bringing stored code to life.";
    ReplacedTime,       "replaced_us",         "hearth_replaced_seconds", None,                        Microseconds, "Processor time for which the code was compiled that came from the stores.";
}

/// A number for each row of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Figures([u64; Figure::ALL.len()]);

impl Figures {
    /// In the order of the table; those that are not there are 0.
    pub fn from_numbers(numbers: impl IntoIterator<Item = u64>) -> Figures {
        let mut figures = Figures::default();
        figures.0.iter_mut().zip(numbers).for_each(|(place, number)| *place = number);
        figures
    }

    /// In the order of the table.
    pub fn numbers(&self) -> &[u64] {
        &self.0
    }

    /// The number in a row.
    pub fn get(&self, figure: Figure) -> u64 {
        self.0[figure as usize]
    }

    /// Adds to a row; what is too much stays the most that there is.
    pub fn add(&mut self, figure: Figure, number: u64) {
        let place = &mut self.0[figure as usize];
        *place = place.saturating_add(number);
    }

    /// Adds all rows.
    pub fn add_all(&mut self, other: &Figures) {
        Figure::ALL.iter().for_each(|figure| self.add(*figure, other.get(*figure)));
    }

    /// What is new since these were `earlier`.
    pub fn since(&self, earlier: &Figures) -> Figures {
        Figures::from_numbers(self.0.iter().zip(earlier.0).map(|(now, then)| now.saturating_sub(then)))
    }

    /// Compile time that stored code has saved, in microseconds.
    pub fn saved_time(&self) -> u64 {
        self.get(Figure::ReplacedTime).saturating_sub(self.get(Figure::RestoreTime))
    }

    /// Of what there was optimised code of, the share that came from the stores; none if there was nothing.
    pub fn hit_rate(&self) -> Option<f64> {
        let retrieved = self.get(Figure::FunctionsRetrieved) + self.get(Figure::PatternsRetrieved);
        let all = retrieved + self.get(Figure::FunctionsCompiled) + self.get(Figure::PatternsCompiled);
        (all > 0).then(|| retrieved as f64 / all as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_units_are_in_the_names_of_families() {
        let mut names: Vec<_> = Figure::ALL.iter().map(|figure| figure.name()).collect();
        let mut series: Vec<_> = Figure::ALL.iter().map(|figure| (figure.family(), figure.label())).collect();
        for figure in Figure::ALL {
            let unit = match figure.unit() {
                Unit::Count => "",
                Unit::Bytes => "_bytes",
                Unit::Microseconds => "_seconds",
            };
            assert!(figure.family().ends_with(unit), "{figure:?}");
            let same = Figure::ALL.iter().filter(|other| other.family() == figure.family());
            assert!(same.clone().all(|other| other.unit() == figure.unit() && other.help() == figure.help()), "{figure:?}");
            assert_eq!(same.count() > 1, figure.label().is_some(), "{figure:?}");
        }
        names.sort_unstable();
        series.sort_unstable();
        names.dedup();
        series.dedup();
        assert_eq!((names.len(), series.len()), (Figure::ALL.len(), Figure::ALL.len()));
    }

    #[test]
    fn sums_stay_within_what_there_is_and_differences_above_nothing() {
        let mut figures = Figures::from_numbers([u64::MAX, 3, 1]);
        figures.add(Figure::Runs, 1);
        assert_eq!(figures.get(Figure::Runs), u64::MAX);
        assert_eq!(figures.hit_rate(), Some(0.75));
        assert_eq!(Figures::default().hit_rate(), None);
        assert_eq!(Figures::default().since(&figures), Figures::default());
        // Rows that another build has added are passed over.
        assert_eq!(Figures::from_numbers([7; 100]).numbers().len(), Figure::ALL.len());
    }
}
