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
mod statistics;
mod tabs;
mod timeline;
mod tour;
mod transport;
mod watch;
mod workload;

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

/// Starts the page.
pub fn start() {
    crash::watch();
    match browser::document().get_element_by_id("app") {
        Some(place) => yew::Renderer::<root::Root>::with_root(place).render(),
        None => yew::Renderer::<root::Root>::new().render(),
    };
}
