//! Every word on the screen, by place, in one table for each language. A text that a language lacks, or a sentence whose
//! parts do not fit, does not compile. Knows no screen.
//!
//! A fixed text is a field; a text with parts is a field that holds a function. Numbers come into sentences as text,
//! written by `app::format`, because their digits are the same in every language.

mod chart;
mod diagram;
mod en;
pub mod inspector;
mod log;
pub mod page;
mod panel;
mod shell;
mod statistics;
mod waterfall;

pub use chart::Charts;
pub use diagram::Diagram;
pub use inspector::Inspector;
pub use log::Log;
pub use page::Page;
pub use panel::Panel;
pub use shell::Shell;
pub use statistics::Statistics;
pub use waterfall::Waterfall;

/// The texts of one language.
#[derive(Debug)]
pub struct Texts {
    /// Its code, as in `lang=`.
    pub code: &'static str,
    /// Frame of the page, controls, transport, notices, sharing.
    pub shell: Shell,
    /// The diagram and its marks.
    pub diagram: Diagram,
    /// What components tell of themselves.
    pub inspector: Inspector,
    /// One request's way.
    pub waterfall: Waterfall,
    /// Figures, ledger, errors, bottleneck, writes.
    pub panel: Panel,
    /// The charts and their tables.
    pub charts: Charts,
    /// The event log.
    pub log: Log,
    /// HAProxy's own statistics.
    pub statistics: Statistics,
    /// A page within another one.
    pub page: Page,
}

impl Texts {
    /// English.
    pub const ENGLISH: &'static Texts = &en::TEXTS;

    /// Every language.
    pub const ALL: &'static [&'static Texts] = &[Texts::ENGLISH];

    /// The language with this code, or whose code begins like it (`en-GB`).
    pub fn of(code: &str) -> Option<&'static Texts> {
        let code = code.split('-').next().unwrap_or(code);
        Texts::ALL.iter().copied().find(|texts| texts.code.eq_ignore_ascii_case(code))
    }
}

/// There is one table for each code.
impl PartialEq for Texts {
    fn eq(&self, other: &Texts) -> bool {
        self.code == other.code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_found_by_its_code_with_or_without_a_region() {
        assert_eq!(Texts::of("en-GB"), Some(Texts::ENGLISH));
        assert_eq!(Texts::of("EN"), Some(Texts::ENGLISH));
        assert_eq!(Texts::of("english"), None);
    }
}
