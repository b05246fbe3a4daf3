//! The JavaScript interface of WebAssembly, on Wasmtime. The classes are in `namespace.js`; what they
//! work on are handles, objects that scripts never see: a compiled module, or something that lives in
//! the machine's store.
//!
//! What a module is compiled to is kept in the machine's caches, like code of script (`cache::wasm_module`).
//!
//! A store of Wasmtime never gives anything back before it is dropped, so what a program instantiates lives as
//! long as its machine.

mod engine;
mod errors;
mod exception;
mod function;
mod global;
mod handle;
mod import;
mod instance;
#[allow(unsafe_code, reason = "a buffer of script is over the bytes of a memory")]
mod memory;
#[allow(unsafe_code, reason = "stored code is taken for code")]
mod module;
#[allow(unsafe_code, reason = "the store and its machine refer to each other")]
mod store;
mod table;
mod values;

use super::{integer, native_table, text};

pub(crate) use engine::interrupt;
pub(crate) use store::State;

native_table! {
    "wasmErrors" => errors::set_classes,
    "wasmCompile" => module::compile,
    "wasmValidate" => module::validate,
    "wasmShare" => module::share,
    "wasmReceive" => module::receive,
    "wasmImports" => module::imports,
    "wasmExports" => module::exports,
    "wasmCustomSections" => module::custom_sections,
    "wasmInstantiate" => instance::instantiate,
    "wasmMemory" => memory::make,
    "wasmMemoryBuffer" => memory::buffer,
    "wasmMemoryGrow" => memory::grow,
    "wasmTable" => table::make,
    "wasmTableIsExternal" => table::is_external,
    "wasmTableDefault" => table::default_of,
    "wasmIsExported" => function::is_exported,
    "wasmTableLength" => table::length,
    "wasmTableGet" => table::get,
    "wasmTableSet" => table::set,
    "wasmTableGrow" => table::grow,
    "wasmTag" => exception::make_tag,
    "wasmJsTag" => exception::js_tag,
    "wasmException" => exception::make,
    "wasmIsException" => exception::is_exception,
    "wasmExceptionIs" => exception::has_tag,
    "wasmExceptionGet" => exception::get,
    "wasmExceptionLength" => exception::length,
    "wasmGlobal" => global::make,
    "wasmGlobalGet" => global::get,
    "wasmGlobalSet" => global::set,
    "wasmIsMutable" => global::is_mutable,
}
