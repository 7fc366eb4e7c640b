//! The link to this run, and by what two people can tell that they see the same.

use super::browser;
use super::icon::{Icon, icon};
use crate::ui::press;
use tierscope::app::format;
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use tierscope::engine::time::SimTime;
use tierscope::scenario::wire::MODEL_VERSION;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Id of the link's field.
const LINK_FIELD: &str = "share-link";

/// What sharing needs.
#[derive(Properties, PartialEq)]
pub struct ShareProps {
    /// The language.
    pub texts: &'static Texts,
    /// Whether it is open.
    pub open: bool,
    /// The link, whole.
    pub link: String,
    /// Whether the link opens at the present instant.
    pub with_instant: bool,
    /// Whether the last attempt to copy worked.
    pub copied: Option<bool>,
    /// The run's seed.
    pub seed: u64,
    /// The instant of the run.
    pub now: SimTime,
    /// Hash of the run so far.
    pub digest: u64,
    /// Events so far.
    pub events: u64,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// Selects the link, so that a person can copy it by hand.
pub fn select_link() {
    let field = browser::document().get_element_by_id(LINK_FIELD);
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
        drop(field.focus());
        field.select();
    }
}

/// The sheet.
#[component]
pub fn Share(props: &ShareProps) -> Html {
    let texts = &props.texts.shell.sharing;
    html! {
        <section id="share" class="sheet" aria-labelledby="share-title" hidden={!props.open}>
            { sheet_head(props.texts, "share-title", texts.title(), &props.dispatch) }
            <p>{ texts.sentence() }</p>
            { link(props) }
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

fn link(props: &ShareProps) -> Html {
    let texts = &props.texts.shell;
    let onclick = press(&props.dispatch, Msg::Copy);
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            dispatch.emit(Msg::ShareInstant(input.checked()));
        }
    });
    let instant = format::instant(props.now.as_seconds(), 3).to_string();
    html! {
        <>
            <label class="check">
                <input type="checkbox" checked={props.with_instant} {onchange} />
                <span>{ texts.sharing.with_instant(&instant) }</span>
            </label>
            <div class="copy">
                <input id={LINK_FIELD} type="text" readonly=true value={props.link.clone()} aria-label={texts.sharing.link()} />
                <button type="button" class="button primary" {onclick}>
                    { icon(if props.copied == Some(true) { Icon::Done } else { Icon::Copy }) }
                    <span>{ texts.sharing.copy() }</span>
                </button>
            </div>
            <p class="copy-said">
                { match props.copied {
                    Some(true) => texts.copied(),
                    Some(false) => texts.press_copy(),
                    None => "",
                } }
            </p>
        </>
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
