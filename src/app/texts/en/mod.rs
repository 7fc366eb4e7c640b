//! English.

mod cause;
mod chart;
mod diagram;
mod inspector;
mod log;
mod page;
mod panel;
mod shell;
mod statistics;
mod waterfall;

use super::Texts;

/// The table.
pub(super) const TEXTS: Texts = Texts {
    code: "en",
    shell: shell::TEXTS,
    diagram: diagram::TEXTS,
    inspector: inspector::TEXTS,
    waterfall: waterfall::TEXTS,
    panel: panel::TEXTS,
    charts: chart::TEXTS,
    log: log::TEXTS,
    statistics: statistics::TEXTS,
    page: page::TEXTS,
};

/// `1 write`, `3 writes`; the number is written as elsewhere on the screen.
fn counted(n: u64, one: &str, more: &str) -> String {
    format!("{} {}", crate::app::format::count(n), if n == 1 { one } else { more })
}
