//! Every word on the screen, by room of the page. What texts there are is declared in Rust, one `room!` after the other;
//! what they say is in a file for each language, held against the declarations when Tierscope is compiled. Which text fits
//! is chosen here, once for all languages. Knows no screen.
//!
//! A text is a method: without places it gives a `&'static str`, with places it takes what stands there, in their order.

mod aloud;
mod cause;
mod chart;
mod diagram;
mod diary;
mod export;
pub mod file;
pub mod guide;
pub mod inspector;
mod knob;
mod language;
mod log;
pub mod page;
mod panel;
mod place;
mod reason;
mod schema;
mod shell;
mod statistics;
mod table;
pub mod vitals;
mod waterfall;

pub use aloud::Aloud;
pub use chart::Charts;
pub use diagram::Diagram;
pub use diary::Diary;
pub use export::Export;
pub use guide::Guide;
pub use inspector::Inspector;
pub use language::Language;
pub use log::Log;
pub use page::Page;
pub use panel::Panel;
pub use reason::Reasons;
pub use shell::Shell;
pub use statistics::Statistics;
pub use vitals::Vitals;
pub use waterfall::Waterfall;

use crate::app::format;
use crate::scenario::knob::Knob;
use log::{Balancer, Deploys, Faults, Happened};
use schema::Room;
#[cfg(not(feature = "web"))]
use std::sync::LazyLock;
use table::Table;

/// What stands before the first room.
struct Nothing;

impl Nothing {
    const END: usize = 0;
}

/// How many lines a language has.
const LINES: usize = Reasons::END;

/// How many lines a language has behind them, if it is not that of the knobs' rows.
const KNOB_LINES: usize = {
    let (mut lines, mut i) = (0, 0);
    while i < Knob::ALL.len() {
        lines += knob::lines(Knob::ALL[i]);
        i += 1;
    }
    lines
};

/// Every room, as they follow each other in the files.
const ROOMS: &[&Room] = &[
    &Shell::ROOM,
    &shell::Knobs::ROOM,
    &shell::Notices::ROOM,
    &shell::Sharing::ROOM,
    &shell::Forms::ROOM,
    &shell::Keys::ROOM,
    &shell::Broken::ROOM,
    &Diagram::ROOM,
    &diagram::State::ROOM,
    &diagram::Acts::ROOM,
    &diagram::Labels::ROOM,
    &diagram::Marks::ROOM,
    &Inspector::ROOM,
    &inspector::Clients::ROOM,
    &inspector::Machine::ROOM,
    &inspector::Haproxy::ROOM,
    &inspector::Nginx::ROOM,
    &inspector::App::ROOM,
    &inspector::Mysql::ROOM,
    &inspector::Manager::ROOM,
    &Waterfall::ROOM,
    &Panel::ROOM,
    &cause::Causes::ROOM,
    &place::Places::ROOM,
    &Charts::ROOM,
    &Log::ROOM,
    &Happened::ROOM,
    &Faults::ROOM,
    &Balancer::ROOM,
    &Deploys::ROOM,
    &Statistics::ROOM,
    &Aloud::ROOM,
    &Page::ROOM,
    &page::Scenario::ROOM,
    &Guide::ROOM,
    &guide::Tour::ROOM,
    &vitals::Vitals::ROOM,
    &Export::ROOM,
    &Diary::ROOM,
    &Reasons::ROOM,
];

/// English, as its file is written.
const ENGLISH: &[u8] = include_bytes!("en.txt");

/// Its texts alone, without the file's keys and comments.
#[cfg(not(feature = "web"))]
const ENGLISH_TEXTS: &str = {
    const READ: ([u8; ENGLISH.len()], usize) = file::texts(ENGLISH);
    const TEXTS: &[u8; READ.1] = READ.0.first_chunk().expect("the buffer is as long as the file");
    static BYTES: [u8; READ.1] = *TEXTS;
    match core::str::from_utf8(&BYTES) {
        Ok(texts) => texts,
        Err(_) => panic!("en.txt is not UTF-8"),
    }
};

/// English, as the page has it from its file.
#[cfg(feature = "web")]
static ENGLISH_BROUGHT: std::sync::OnceLock<&Texts> = std::sync::OnceLock::new();

const FRENCH: &[u8] = include_bytes!("fr.txt");
const SPANISH: &[u8] = include_bytes!("es.txt");

// What is wrong in a file of texts ends the compilation here.
const _: () = schema::check_end(ENGLISH, schema::check(ENGLISH, ROOMS));
const _: () = schema::check_end(FRENCH, knob::check(FRENCH, schema::check(FRENCH, ROOMS)));
const _: () = schema::check_end(SPANISH, knob::check(SPANISH, schema::check(SPANISH, ROOMS)));

/// The texts of one language.
#[derive(Debug)]
pub struct Texts {
    /// The language.
    pub language: Language,
    table: &'static Table,
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
    /// What is said aloud.
    pub aloud: Aloud,
    /// A page within another one.
    pub page: Page,
    /// The catalogue and the tour.
    pub guide: Guide,
    /// What the figures say of a site in trouble.
    pub vitals: Vitals,
    /// What can be taken out of the page.
    pub export: Export,
    /// One client's view.
    pub diary: Diary,
    /// Why something was not taken as it was written.
    pub reasons: Reasons,
}

impl Texts {
    /// English.
    #[cfg(not(feature = "web"))]
    pub fn english() -> &'static Texts {
        static TEXTS: LazyLock<&'static Texts> = LazyLock::new(|| {
            Texts::read(Language::English, ENGLISH_TEXTS).expect("the file was held against the schema")
        });
        &TEXTS
    }

    /// English. The page has it from its file, which has to be brought before all else.
    #[cfg(feature = "web")]
    pub fn english() -> &'static Texts {
        ENGLISH_BROUGHT.get().expect("the page brings English before it asks for it")
    }

    /// Brings English, from its texts, a line for each; gives whether they are that.
    #[cfg(feature = "web")]
    pub fn bring_english(lines: &'static str) -> bool {
        Texts::read(Language::English, lines).is_some_and(|texts| ENGLISH_BROUGHT.set(texts).is_ok())
    }

    /// A language from its texts, a line for each, as `xtask` writes them. `None` where they are not that. What is read stays
    /// for ever: a page does this once for a language.
    pub fn read(language: Language, lines: &'static str) -> Option<&'static Texts> {
        let table = Box::leak(Box::new(Table::read(language, lines)?));
        Some(Box::leak(Box::new(Texts::over(table))))
    }

    /// A language from its file, for tests.
    #[cfg(test)]
    pub fn test(language: Language) -> &'static Texts {
        let file = match language {
            Language::English => return Texts::english(),
            Language::French => FRENCH,
            Language::Spanish => SPANISH,
        };
        let (texts, len) = file::texts::<{ 1 << 17 }>(file);
        let lines = String::from_utf8(texts[..len].to_vec()).expect("the file is text");
        Texts::read(language, lines.leak()).expect("the file was held against the schema")
    }

    /// Numbers are written from now on as this language writes them.
    pub fn speak(&self) {
        format::set_marks(self.language.marks());
    }

    /// The rooms over a table.
    fn over(table: &'static Table) -> Texts {
        Texts {
            language: table.language,
            table,
            shell: Shell::over(table),
            diagram: Diagram::over(table),
            inspector: Inspector::over(table),
            waterfall: Waterfall::over(table),
            panel: Panel::over(table),
            charts: Charts::over(table),
            log: Log::over(table),
            statistics: Statistics::over(table),
            aloud: Aloud::over(table),
            page: Page::over(table),
            guide: Guide::over(table),
            vitals: Vitals::over(table),
            export: Export::over(table),
            diary: Diary::over(table),
            reasons: Reasons::over(table),
        }
    }
}

/// There is one table for each language.
impl PartialEq for Texts {
    fn eq(&self, other: &Texts) -> bool {
        self.language == other.language
    }
}

#[cfg(test)]
mod tests;
