//! The object that `resolvedOptions` gives.

use super::digits::DigitOptions;
use crate::heap::Gc;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

pub struct ResolvedOptions<'a> {
    vm: &'a mut Vm,
    object: Gc<Object>,
}

impl<'a> ResolvedOptions<'a> {
    pub fn new(vm: &'a mut Vm) -> ResolvedOptions<'a> {
        let object = vm.new_object();
        ResolvedOptions { vm, object }
    }
    pub fn value(&mut self, name: &str, value: Value) -> JsResult<()> {
        let key = self.vm.key(name);
        self.vm.create_data_property_or_throw(self.object, key, value)
    }
    pub fn text(&mut self, name: &str, text: &str) -> JsResult<()> {
        let value = self.vm.new_string(text).value();
        self.value(name, value)
    }
    /// A text, if there is one.
    pub fn some(&mut self, name: &str, text: Option<&str>) -> JsResult<()> {
        text.map_or(Ok(()), |text| self.text(name, text))
    }
    /// The numbers of digits.
    pub fn digits_before(&mut self, digits: &DigitOptions) -> JsResult<()> {
        self.value("minimumIntegerDigits", Value::int(digits.minimum_integer as i32))?;
        for (pair, names) in [
            (digits.fraction, ["minimumFractionDigits", "maximumFractionDigits"]),
            (digits.significant, ["minimumSignificantDigits", "maximumSignificantDigits"]),
        ] {
            if let Some((least, most)) = pair {
                self.value(names[0], Value::int(least as i32))?;
                self.value(names[1], Value::int(most as i32))?;
            }
        }
        Ok(())
    }
    /// How is rounded.
    pub fn digits_after(&mut self, digits: &DigitOptions) -> JsResult<()> {
        self.value("roundingIncrement", Value::int(digits.increment as i32))?;
        self.text("roundingMode", digits.mode)?;
        self.text("roundingPriority", digits.rounding_priority)?;
        self.text("trailingZeroDisplay", digits.trailing_zeros)
    }
    pub fn finish(self) -> Value {
        self.object.value()
    }
}
