//! The bar on top: the name, the transport, the preset, what opens over the page.

use super::browser;
use super::icon::{Icon, icon};
use super::transport::transport;
use crate::ui::press;
use tierscope::app::page::{Page, Part};
use tierscope::app::same::Same;
use tierscope::app::state::Sheet;
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use tierscope::engine::time::SimTime;
use tierscope::model::config::Preset;
use yew::prelude::*;

/// What the bar needs.
#[derive(Properties, PartialEq)]
pub struct HeaderProps {
    /// The language.
    pub texts: &'static Texts,
    /// Whether the run plays.
    pub playing: bool,
    /// Index of the speed.
    pub speed: usize,
    /// The speed that can be had, where it is lower.
    pub limit: Option<f64>,
    /// The instant that is shown.
    pub instant: SimTime,
    /// Whether the run is on its way there.
    pub seeking: bool,
    /// The run's preset.
    pub preset: Preset,
    /// What lies over the page.
    pub sheet: Option<Sheet>,
    /// How the page presents itself.
    pub page: Same<Page>,
    /// Address of a page of its own, where this one is a frame.
    pub out: Option<String>,
    /// That link is followed: the address of the present instant is wanted.
    pub on_out: Callback<MouseEvent>,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// The bar.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let texts = &props.texts.shell;
    if let Some(out) = &props.out {
        return bar(props, out);
    }
    html! {
        <header class="top">
            <a class="skip" href="#diagram" onclick={skip()}>{ texts.skip() }</a>
            <h1 class="brand">{ logo() }<span>{ "Tierscope" }</span></h1>
            { transport(props) }
            <div class="top-end">
                { scenario(props) }
                if props.page.shows(Part::Share) {
                    { opener(props, Sheet::Share, "share-button", Icon::Link, texts.share()) }
                }
                { opener(props, Sheet::Help, "help-button", Icon::Keys, texts.help()) }
            </div>
        </header>
    }
}

/// The bar of a frame: the transport, a description, and the way out.
fn bar(props: &HeaderProps, out: &str) -> Html {
    let texts = props.texts;
    let preset = texts.shell.preset(props.preset);
    html! {
        <header class="top">
            <h1 class="unseen">{ texts.shell.title(preset) }</h1>
            { transport(props) }
            <div class="top-end">
                { opener(props, Sheet::Description, "description-button", Icon::Words, texts.page.description()) }
                <a class="button opener opener-out" href={out.to_owned()} target="_blank" rel="noopener"
                    title={texts.page.pop_out_why()} onclick={props.on_out.clone()}>
                    { icon(Icon::Out) }<span>{ texts.page.pop_out() }</span>
                </a>
            </div>
        </header>
    }
}

/// Skips to the diagram without changing the address, whose fragment may be a link.
fn skip() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| {
        event.prevent_default();
        browser::focus("diagram");
    })
}

/// Three tiers, the middle one shifted.
fn logo() -> Html {
    html! {
        <svg class="logo" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
            <rect x="2" y="2" width="11" height="4" rx="1.5" class="logo-a" />
            <rect x="7" y="8" width="11" height="4" rx="1.5" class="logo-b" />
            <rect x="2" y="14" width="11" height="4" rx="1.5" class="logo-c" />
        </svg>
    }
}

/// The button that opens the catalogue.
fn scenario(props: &HeaderProps) -> Html {
    let locked = props.page.locks("preset");
    let open = props.sheet == Some(Sheet::Catalogue);
    let onclick = press(&props.dispatch, Msg::Toggle(Sheet::Catalogue));
    html! {
        <button type="button" id="catalogue-button" class="button opener opener-catalogue" {onclick} disabled={locked}
            title={locked.then_some(props.texts.page.locked_why())} aria-expanded={open.to_string()}>
            { icon(Icon::Cards) }
            <span>{ props.texts.guide.open() }</span>
        </button>
    }
}

fn opener(props: &HeaderProps, sheet: Sheet, id: &'static str, sign: Icon, name: &'static str) -> Html {
    let open = props.sheet == Some(sheet);
    let onclick = press(&props.dispatch, Msg::Toggle(sheet));
    let class = classes!("button", "opener", format!("opener-{}", id.strip_suffix("-button").unwrap_or(id)));
    html! {
        <button type="button" {id} {class} {onclick} aria-expanded={open.to_string()}>
            { icon(sign) }<span>{ name }</span>
        </button>
    }
}
