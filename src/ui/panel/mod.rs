//! The panels beside the diagram: figures, ledger, errors, bottleneck, writes, data at stake, event log, one client's view.

mod bottleneck;
mod diary;
mod errors;
mod event_log;
mod hero;
mod ledger;
mod stake;
mod swatch;
mod waterfall;
mod writes;

pub use bottleneck::pressing;
pub use diary::{Diary, DiaryProps};
pub use event_log::{EventLog, EventLogProps};
pub use waterfall::{Request, RequestProps};

use tierscope::app::same::Same;
use tierscope::app::texts::Texts;
use tierscope::model::config::Config;
use tierscope::snapshot::Snapshot;
use yew::prelude::*;

/// What the figures need.
#[derive(Properties, PartialEq)]
pub struct PanelProps {
    /// The language.
    pub texts: &'static Texts,
    /// The run at this instant; a new one about ten times a second.
    pub snapshot: Same<Snapshot>,
    /// The configuration as it is now.
    pub config: Same<Config>,
}

/// Hero figure, four figures, ledger. On a phone `.shell[data-tab="watch"]` shows its first part above the diagram,
/// `.shell[data-tab="charts"]` all of it.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let texts = props.texts;
    let run = &props.snapshot;
    html! {
        <section class="panel">
            { hero::hero(texts, run) }
            { hero::figures(texts, run) }
            { ledger::ledger(texts, run) }
        </section>
    }
}

/// What limits, why requests went unanswered, what became of writes: below the event log, with the charts on a phone.
#[component]
pub fn Details(props: &PanelProps) -> Html {
    let texts = props.texts;
    let run = &props.snapshot;
    let mut sources = run.each_database().filter_map(|(.., database)| database.source);
    html! {
        <section class="details">
            if !bottleneck::is_pressing(&props.config, run) { { bottleneck::bottleneck(texts, &props.config, run) } }
            { errors::errors(texts, &run.errors) }
            if run.preset.has_manager() {
                { writes::writes(texts, run, sources.any(|source| source.connected)) }
                { stake::stake(texts, run) }
            }
        </section>
    }
}
