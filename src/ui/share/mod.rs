//! The link to this run and its other forms, and by what two people can tell that they see the same.

mod file;
mod forms;
mod piece;

pub use piece::select;

use super::icon::{Icon, icon};
use crate::ui::press;
use tierscope::app::format;
use tierscope::app::share::{Piece, Sharing};
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use tierscope::engine::time::SimTime;
use tierscope::scenario::wire::MODEL_VERSION;
use yew::prelude::*;

/// What sharing needs.
#[derive(Properties, PartialEq)]
pub struct ShareProps {
    /// The language.
    pub texts: &'static Texts,
    /// Whether it is open.
    pub open: bool,
    /// What is chosen.
    pub sharing: Sharing,
    /// The texts of the form that is chosen; none where the run is more than a link can hold, and while it is closed.
    pub pieces: Option<Vec<(Piece, String)>>,
    /// Title of the page.
    pub title: String,
    /// The instant that sharing is about.
    pub at: SimTime,
    /// The run's seed.
    pub seed: u64,
    /// The instant of the run.
    pub now: SimTime,
    /// Hash of the run so far.
    pub digest: u64,
    /// Events so far.
    pub events: u64,
    /// Whether another run cannot be opened here.
    pub locked: bool,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// The sheet. What it has beside the link comes when it is opened.
#[component]
pub fn Share(props: &ShareProps) -> Html {
    let texts = &props.texts.shell.sharing;
    html! {
        <section id="share" class="sheet" aria-labelledby="share-title" hidden={!props.open}>
            { sheet_head(props.texts, "share-title", texts.title(), &props.dispatch) }
            <p>{ texts.sentence() }</p>
            if props.open {
                { forms::forms(props) }
            }
            { facts(props) }
        </section>
    }
}

/// Title of a sheet and the button that closes it.
pub fn sheet_head(texts: &'static Texts, id: &'static str, title: &'static str, dispatch: &Callback<Msg>) -> Html {
    let onclick = press(dispatch, Msg::Close);
    html! {
        <div class="sheet-head">
            <h2 {id} tabindex="-1">{ title }</h2>
            <button type="button" class="button sign quiet" aria-label={texts.shell.close()} title={texts.shell.close()} {onclick}>
                { icon(Icon::Close) }
            </button>
        </div>
    }
}

fn facts(props: &ShareProps) -> Html {
    let texts = &props.texts.shell.sharing;
    let instant = format::instant(props.now.as_seconds(), 3).to_string();
    let digest = format!("{:016x}", props.digest);
    let at = props.now.as_nanos().to_string();
    html! {
        <>
            <dl class="facts">
                <div><dt>{ texts.seed() }</dt><dd data-seed={props.seed.to_string()}>{ props.seed }</dd></div>
                <div><dt>{ texts.model() }</dt><dd>{ MODEL_VERSION }</dd></div>
                <div><dt>{ texts.events() }</dt><dd>{ format::count(props.events) }</dd></div>
                <div class="wide">
                    <dt>{ texts.digest(&instant) }</dt>
                    <dd><output data-digest={digest.clone()} data-at-ns={at} aria-live="off">{ digest }</output></dd>
                </div>
            </dl>
            <p class="small">{ texts.digest_why() }</p>
        </>
    }
}
