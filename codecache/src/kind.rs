//! Kinds by number: some that this crate has names for, and those of the virtual machine.

/// Stored numbers below this are the crate's, with a name or without a meaning.
pub(crate) const FIRST_CUSTOM: u32 = 16;

macro_rules! kinds {
    ($(#[$doc:meta])* $type:ident { $($variant:ident = $number:literal, $name:literal, $description:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $type(u32);

        #[allow(non_upper_case_globals, reason = "they are used like the variants of an enum")]
        impl $type {
            $(#[doc = $description] pub const $variant: $type = $type($number);)*

            /// Those with a name, by ascending number.
            pub const ALL: &'static [$type] = &[$($type::$variant,)*];

            /// A kind of the virtual machine's own. It is for those who agree on what its numbers
            /// mean: a schema in the [`crate::TargetFingerprint`] says so.
            pub const fn custom(number: u16) -> $type {
                $type(crate::kind::FIRST_CUSTOM + number as u32)
            }

            /// The number that [`Self::custom`] was given.
            pub const fn custom_number(self) -> Option<u16> {
                if self.0 < crate::kind::FIRST_CUSTOM { None } else { Some((self.0 - crate::kind::FIRST_CUSTOM) as u16) }
            }

            /// Lower-case name, for listings; those of the virtual machine's own are all `custom`.
            pub const fn name(self) -> &'static str {
                match self { $($type::$variant => $name,)* _ => "custom" }
            }

            /// As it is stored.
            pub(crate) const fn number(self) -> u32 {
                self.0
            }

            pub(crate) const fn from_number(number: u32) -> Option<$type> {
                match number {
                    $($number => Some($type::$variant),)*
                    crate::kind::FIRST_CUSTOM.. if number - crate::kind::FIRST_CUSTOM <= u16::MAX as u32 => Some($type(number)),
                    _ => None,
                }
            }
        }

        /// The name, and the number if it is the virtual machine's own.
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self.custom_number() {
                    Some(number) => f.pad(&format!("custom-{number}")),
                    None => f.pad(self.name()),
                }
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match *self {
                    $($type::$variant => f.write_str(stringify!($variant)),)*
                    _ => write!(f, "Custom({})", self.0 - crate::kind::FIRST_CUSTOM),
                }
            }
        }
    };
}
pub(crate) use kinds;
