//! The languages that Tierscope speaks.

use crate::app::format::Marks;

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// The one that is always there.
    English,
    /// Fetched where it is wanted.
    French,
    /// Fetched where it is wanted.
    Spanish,
}

impl Language {
    /// Every language, as they are listed.
    pub const ALL: &'static [Language] = &[Language::English, Language::Spanish, Language::French];

    /// Its code, as in `lang=`.
    pub const fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::French => "fr",
            Language::Spanish => "es",
        }
    }

    /// How it calls itself.
    pub const fn name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::French => "Français",
            Language::Spanish => "Español",
        }
    }

    /// The language with this code, or whose code begins like it (`en-GB`).
    pub fn of(code: &str) -> Option<Language> {
        let code = code.split('-').next().unwrap_or(code);
        Language::ALL.iter().copied().find(|language| language.code().eq_ignore_ascii_case(code))
    }

    /// How it writes numbers.
    pub(super) const fn marks(self) -> Marks {
        match self {
            Language::English => Marks::ENGLISH,
            Language::French => Marks { point: ',', grouped: 4 },
            Language::Spanish => Marks { point: ',', grouped: 5 },
        }
    }

    /// Whether so many are one: `0 requête`, but `0 requests`.
    pub(super) const fn is_one(self, n: u64) -> bool {
        n == 1 || (n == 0 && matches!(self, Language::French))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_found_by_its_code_with_or_without_a_region() {
        assert_eq!(Language::of("en-GB"), Some(Language::English));
        assert_eq!(Language::of("FR"), Some(Language::French));
        assert_eq!(Language::of("english"), None);
    }
}
