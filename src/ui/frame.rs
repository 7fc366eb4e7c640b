//! The page as a frame of another one: who is there, what is heard of it and said to it. What a message means is `app`'s.
//!
//! Only the window that embeds the page is heard, and only of the origin that the link names, if it names one. Nothing that is
//! heard leads anywhere or becomes markup.

use super::browser;
use gloo::events::EventListener;
use js_sys::{JSON, JsString, Object};
use std::cell::RefCell;
use tierscope::app::page::Origin;
use tierscope::app::protocol::{self, LONGEST, Patience};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Window};
use yew::Callback;

thread_local! {
    /// To whom it is told that the page broke.
    static HOST: RefCell<Option<(Window, String)>> = const { RefCell::new(None) };
}

/// The other page.
pub struct Frame {
    host: Window,
    target: String,
    _listener: EventListener,
}

impl Frame {
    /// The page that embeds this one, if one does and messages are exchanged; `hear` gets its messages as JSON.
    pub fn open(origin: &Origin, hear: Callback<String>) -> Option<Frame> {
        let host = browser::host()?;
        let target = origin.target()?.to_owned();
        let (from, origin, patience) = (host.clone(), origin.clone(), RefCell::new(Patience::default()));
        let listener = EventListener::new(&browser::window(), "message", move |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
            let is_host = event.source().is_some_and(|source| Object::is(source.as_ref(), from.as_ref()));
            if is_host && origin.hears(&event.origin()) && patience.borrow_mut().hears(browser::now_ms()) {
                written(&event.data()).into_iter().for_each(|text| hear.emit(text));
            }
        });
        HOST.with(|kept| *kept.borrow_mut() = Some((host.clone(), target.clone())));
        Some(Frame { host, target, _listener: listener })
    }

    /// Says something.
    pub fn say(&self, text: &str) {
        post(&self.host, &self.target, text);
    }
}

/// A message as JSON, unless it is longer than any that is read: that shows before all of it is written. What has no JSON, such as a circle,
/// is no message.
#[inline(never)]
fn written(message: &JsValue) -> Option<String> {
    // In JSON every value takes a letter at least, and so does every letter of a text.
    let mut room = LONGEST as u32;
    let measure = Closure::<dyn FnMut(JsValue, JsValue) -> Result<JsValue, JsValue>>::new(move |_, value: JsValue| {
        let length = if value.is_string() { value.unchecked_ref::<JsString>().length() } else { 0 };
        room = room.checked_sub(length + 1).ok_or(JsValue::NULL)?;
        Ok(value)
    });
    JSON::stringify_with_replacer(message, measure.as_ref()).ok()?.as_string()
}

/// Says that the page broke; nothing here may panic.
pub fn say_broken(text: &str) {
    HOST.with(|kept| {
        if let Ok(kept) = kept.try_borrow()
            && let Some((host, target)) = kept.as_ref()
        {
            post(host, target, &protocol::broken(text));
        }
    });
}

fn post(host: &Window, target: &str, text: &str) {
    if let Ok(message) = JSON::parse(text) {
        // A host of another origin than the one that may hear it does not get it: the browser sees to that.
        drop(host.post_message(&message, target));
    }
}
