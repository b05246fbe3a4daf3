//! `[[OwnPropertyKeys]]` (sec-ordinaryownpropertykeys).

use crate::heap::{Gc, Kind, RootedKeys};
use crate::object::key::PropertyKey;
use crate::object::layout::Object;
use crate::object::typed_array::TypedArray;
use crate::runtime::completion::JsResult;
use crate::vm::Vm;

impl Vm {
    /// `[[OwnPropertyKeys]]`: indices ascending, then strings, then symbols, in the order
    /// of their creation. Private names are left out.
    pub fn own_property_keys(&mut self, object: Gc<Object>) -> JsResult<RootedKeys> {
        if object.kind() == Kind::Proxy {
            return self.proxy_own_property_keys(object);
        }
        if object.kind() == Kind::Namespace {
            self.evaluate_namespace(object, None)?;
        }
        let indices = match object.kind() {
            Kind::TypedArray => object.cast::<TypedArray>().map_or(0, |typed| typed.length.get()),
            Kind::StringObject => self.string_data(object).map_or(0, |string| string.len()),
            _ => 0,
        };
        self.room_for(indices * size_of::<PropertyKey>())?;
        Ok(self.own_property_keys_no_proxy(object))
    }

    pub(crate) fn own_property_keys_no_proxy(&mut self, object: Gc<Object>) -> RootedKeys {
        self.reify_if_lazy(object);
        let mut keys = RootedKeys::new(self);
        match object.kind() {
            Kind::TypedArray => {
                let typed: Gc<TypedArray> = object.cast().expect("the kind was checked");
                keys.extend((0..typed.length.get() as u32).map(PropertyKey::index));
            }
            Kind::StringObject => {
                let len = self.string_data(object).map_or(0, |s| s.len() as u32);
                keys.extend((0..len).map(PropertyKey::index));
            }
            Kind::Namespace => keys.extend(self.namespace_keys(object)),
            _ => {}
        }
        let mut indices = self.element_indices(object);
        if object.kind() == Kind::Arguments {
            indices.extend(self.arguments_mapped_indices(object));
            indices.sort_unstable();
        }
        keys.extend(indices.into_iter().map(PropertyKey::index));
        if matches!(object.kind(), Kind::Array | Kind::StringObject) {
            keys.push(self.names.length);
        }
        let shape = self.shapes.get(object.shape());
        let named = (0..shape.slot_count()).filter_map(|slot| shape.property_at(slot)).map(|(key, _)| key);
        let mut symbols = Vec::new();
        for key in named {
            if !key.is_symbol() {
                keys.push(key);
            } else if !key.is_private() {
                symbols.push(key);
            }
        }
        keys.extend(symbols);
        keys
    }
}
