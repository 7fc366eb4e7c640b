//! What the page listens to beside its own elements: keys, the window's size, whether it can be seen, wishes for motion
//! and colours.

use super::browser;
use super::keyboard;
use super::root::Heard;
use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::Callback;

/// Media queries whose change means that the page must look again.
const WISHES: [&str; 4] = [
    "(prefers-reduced-motion: reduce)",
    "(prefers-color-scheme: dark)",
    "(prefers-contrast: more)",
    "(forced-colors: active)",
];

/// Listens for as long as it lives.
pub struct Watch {
    _listeners: Vec<EventListener>,
}

/// Begins to listen.
pub fn begin(hear: &Callback<Heard>) -> Watch {
    let (window, document) = (browser::window(), browser::document());
    let mut listeners = vec![
        on(&window, "resize", hear, || Heard::Looked),
        on(&window, "popstate", hear, || Heard::Returned),
        on(&document, "visibilitychange", hear, || Heard::Seen),
        keys(&document, hear),
        touch(&document, "pointerdown"),
        touch(&document, "keydown"),
    ];
    for wish in WISHES {
        if let Ok(Some(list)) = window.match_media(wish) {
            listeners.push(on(&list, "change", hear, || Heard::Looked));
        }
    }
    Watch { _listeners: listeners }
}

fn on(
    target: &web_sys::EventTarget,
    event: &'static str,
    hear: &Callback<Heard>,
    heard: fn() -> Heard,
) -> EventListener {
    let hear = hear.clone();
    EventListener::new(target, event, move |_| hear.emit(heard()))
}

/// Notes that a person touches the page, before anything else hears of it.
fn touch(document: &web_sys::Document, event: &'static str) -> EventListener {
    let options = EventListenerOptions::run_in_capture_phase();
    EventListener::new_with_options(document, event, options, |_| browser::touch())
}

fn keys(document: &web_sys::Document, hear: &Callback<Heard>) -> EventListener {
    let hear = hear.clone();
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(document, "keydown", options, move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        if let Some(msg) = keyboard::message(event) {
            event.prevent_default();
            hear.emit(Heard::App(msg));
        }
    })
}
