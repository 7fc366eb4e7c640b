//! What a person sends along with a question or a fault: which run it is, up to when, and what played it.

use crate::app::format;
use crate::app::state::State;
use crate::engine::time::SimTime;
use crate::scenario::wire::MODEL_VERSION;

/// Where the page is, and which one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Published {
    /// Its address, without query and fragment.
    pub address: String,
    /// The name of its build; empty where it has none.
    pub build: String,
}

/// A line for each fact; `link` opens the run at the instant.
#[inline(never)]
pub(super) fn report(state: &State, link: &str, at: SimTime, digest: Option<u64>) -> String {
    let words = &state.texts.shell.sharing;
    let instant = format::instant(at.as_seconds(), 3).to_string();
    let digest = digest.map_or_else(|| format::NONE.to_owned(), |digest| format!("{digest:016x}"));
    let program = ["Tierscope ", env!("CARGO_PKG_VERSION"), " ", &state.published.build].concat();
    let line = |name: &str, value: &str| [name, ": ", value].concat();
    [
        state.title(),
        link.to_owned(),
        line(words.model(), &MODEL_VERSION.to_string()),
        line(&words.digest(instant), &digest),
        line(state.texts.shell.forms.build(), program.trim_end()),
    ]
    .join("\n")
}
