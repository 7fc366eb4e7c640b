//! Choices that speak the field's own words, both ways.

/// Declares an enum whose variants each have one keyword: the word of the daemon's configuration, of the link and of the
/// documentation. Gives it `ALL`, `keyword()` and `from_keyword()`.
macro_rules! choice {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// Every choice, in the order in which it is offered.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The choice's word.
            pub const fn keyword(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }

            /// The choice of this word.
            pub fn from_keyword(word: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|choice| choice.keyword() == word)
            }
        }
    };
}
pub(crate) use choice;
