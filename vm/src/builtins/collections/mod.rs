//! Map, Set and their weak relatives (sec-keyed-collections, sec-managing-memory).

pub mod map;
pub mod ordered_table;
pub mod set;
pub mod set_methods;
pub mod weak;

pub use map::{MAP, MAP_ITERATOR, MapData};
pub use set::{SET, SET_ITERATOR, SetData};
