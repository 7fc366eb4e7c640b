//! The page: the only code that knows Yew and the browser. Every decision is `app`'s.

mod address;
mod browser;
mod catalogue;
mod charts;
mod choice;
mod clipboard;
mod controls;
mod crash;
mod describe;
mod diagram;
mod export;
mod field;
mod frame;
mod frames;
mod guide;
mod header;
mod help;
mod icon;
mod inspector;
mod keyboard;
mod knob;
mod language;
mod later;
mod locked;
mod notices;
mod painter;
mod panel;
mod root;
mod rota;
mod share;
mod sight;
mod slider;
mod sound;
mod statistics;
mod tabs;
mod timeline;
mod tour;
mod transport;
mod watch;
mod workload;

use tierscope::app::fold::{Fold, Unfolded};
use tierscope::app::update::Msg;
use yew::prelude::*;

/// A share as a length within an SVG or a style.
fn percent(share: f64) -> String {
    format!("{}%", tierscope::engine::digits::Fixed(share * 100.0, 3))
}

/// What a button does that sends this when it is pressed.
fn press(dispatch: &Callback<Msg>, msg: Msg) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |_| dispatch.emit(msg.clone()))
}

/// What the summary of a part does that can be unfolded: the state says whether it is, and not the browser.
fn unfold(dispatch: &Callback<Msg>, unfolded: Unfolded, fold: Fold) -> Callback<MouseEvent> {
    let (dispatch, msg) = (dispatch.clone(), Msg::Unfold(fold, !unfolded.has(fold)));
    Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        dispatch.emit(msg.clone());
    })
}

/// Starts the page.
pub fn start() {
    if !language::begin() {
        // boot.js says so where the page would be.
        wasm_bindgen::throw_str("the English texts are not those of this page");
    }
    crash::watch();
    match browser::document().get_element_by_id("app") {
        Some(place) => yew::Renderer::<root::Root>::with_root(place).render(),
        None => yew::Renderer::<root::Root>::new().render(),
    };
}
