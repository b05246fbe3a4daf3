//! Enums whose values are numbered from 0 in the order of their lines, with the list of
//! them all: what is kept as a byte, in memory or in a store, is read back through it.

/// Declares such an enum, its `ALL` and its `from_u8`.
#[macro_export]
macro_rules! numbered {
    ($(#[$attribute:meta])* $visibility:vis enum $name:ident { $($(#[$about:meta])* $value:ident,)* }) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        $visibility enum $name { $($(#[$about])* $value,)* }

        impl $name {
            /// All of them, by number.
            pub const ALL: [$name; [$(stringify!($value)),*].len()] = [$($name::$value),*];
            pub fn from_u8(byte: u8) -> Option<$name> {
                Self::ALL.get(byte as usize).copied()
            }
        }
    };
}
pub use numbered;

#[cfg(test)]
mod tests {
    numbered! {
        enum Metal {
            Iron,
            /// Soft.
            Tin,
        }
    }

    #[test]
    fn a_number_comes_back_as_its_value() {
        assert_eq!(Metal::ALL.map(|metal| metal as u8), [0, 1]);
        assert_eq!([0, 1, 2].map(Metal::from_u8), [Some(Metal::Iron), Some(Metal::Tin), None]);
    }
}
