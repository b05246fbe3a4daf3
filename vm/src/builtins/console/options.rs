//! What may be asked of an inspection: the options of `util.inspect`.

use crate::heap::Gc;
use crate::object::layout::Object;
#[cfg(feature = "node")]
use crate::runtime::completion::JsResult;
#[cfg(feature = "node")]
use crate::value::Value;
#[cfg(feature = "node")]
use crate::vm::Vm;

/// Accessors that are asked for their values.
#[derive(Clone, Copy, PartialEq)]
pub enum Getters {
    None,
    All,
    WithoutSetters,
    WithSetters,
}

/// Innermost levels that are put on one line if they fit.
#[derive(Clone, Copy, PartialEq)]
pub enum Compact {
    /// As many as that; 0: none.
    Levels(usize),
    /// Every object is put on one line if it fits, as `compact: true` has it.
    All,
}

/// The order in which properties are shown.
#[derive(Clone, Copy)]
pub enum Sorted {
    No,
    /// By their texts.
    Yes,
    /// By a function that compares texts.
    By(Gc<Object>),
}

/// The objects in it are on the stack, or in what called.
#[derive(Clone, Copy)]
pub struct Options {
    pub show_hidden: bool,
    /// Objects deeper than this are abbreviated; None: no limit.
    pub depth: Option<i64>,
    pub colors: bool,
    /// Objects may say themselves what is shown of them.
    pub custom: bool,
    /// Proxies are shown with their handlers.
    pub show_proxy: bool,
    /// Elements of a list that are shown.
    pub max_list: usize,
    /// UTF-16 code units of a string that are shown.
    pub max_string: usize,
    /// Columns that a line may have.
    pub break_length: usize,
    pub compact: Compact,
    pub sorted: Sorted,
    pub getters: Getters,
    /// Thousands are told apart.
    pub numeric_separator: bool,
    /// What was asked for, as objects that say themselves what is shown get it.
    pub asked: Option<Gc<Object>>,
}

impl Options {
    pub const USUAL: Options = Options {
        show_hidden: false,
        depth: Some(2),
        colors: false,
        custom: true,
        show_proxy: false,
        max_list: 100,
        max_string: 10_000,
        break_length: 80,
        compact: Compact::Levels(3),
        sorted: Sorted::No,
        getters: Getters::None,
        numeric_separator: false,
        asked: None,
    };

    pub const fn to_depth(depth: i64) -> Options {
        Options { depth: Some(depth), ..Options::USUAL }
    }

    /// Levels that may share a line, as a number.
    pub fn compact_levels(&self) -> usize {
        match self.compact {
            Compact::Levels(levels) => levels,
            Compact::All => 1,
        }
    }

    /// What an object says; what it does not mention is as usual.
    #[cfg(feature = "node")]
    pub fn read(vm: &mut Vm, asked: Value) -> JsResult<Options> {
        let mut options = Options::USUAL;
        let Some(object) = asked.to_cell::<Object>() else { return Ok(options) };
        let is_true = crate::runtime::operations::to_boolean;
        let mut read = |name: &str| -> JsResult<Option<Value>> {
            let value = vm.get_str(object, name)?;
            Ok(if value.is_undefined() { None } else { Some(value) })
        };
        for (name, flag) in [
            ("showHidden", &mut options.show_hidden),
            ("colors", &mut options.colors),
            ("customInspect", &mut options.custom),
            ("showProxy", &mut options.show_proxy),
            ("numericSeparator", &mut options.numeric_separator),
        ] {
            if let Some(value) = read(name)? {
                *flag = is_true(value);
            }
        }
        if let Some(depth) = read("depth")? {
            let limit = depth.is_number().then(|| depth.as_number()).filter(|depth| depth.is_finite());
            options.depth = limit.map(|depth| depth.floor() as i64);
        }
        for (name, limit) in [
            ("maxArrayLength", &mut options.max_list),
            ("maxStringLength", &mut options.max_string),
            ("breakLength", &mut options.break_length),
        ] {
            if let Some(value) = read(name)? {
                *limit = limit_of(value);
            }
        }
        if let Some(compact) = read("compact")? {
            options.compact = match compact {
                Value::TRUE => Compact::All,
                compact if compact.is_number() => Compact::Levels(limit_of(compact)),
                _ => Compact::Levels(0),
            };
        }
        if let Some(sorted) = read("sorted")? {
            options.sorted = match sorted.to_cell::<Object>() {
                Some(compare) => Sorted::By(compare),
                None if is_true(sorted) => Sorted::Yes,
                None => Sorted::No,
            };
        }
        if let Some(getters) = read("getters")? {
            options.getters = match getters.as_string().map(|word| word.to_rust()).as_deref() {
                Some("get") => Getters::WithoutSetters,
                Some("set") => Getters::WithSetters,
                _ if is_true(getters) => Getters::All,
                _ => Getters::None,
            };
        }
        options.asked = Some(object);
        Ok(options)
    }
}

/// What is no number, or is Infinity, is no limit.
#[cfg(feature = "node")]
fn limit_of(value: Value) -> usize {
    if value.is_number() && value.as_number().is_finite() { value.as_number().max(0.0) as usize } else { usize::MAX / 4 }
}
