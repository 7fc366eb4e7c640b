//! Whether any of a frame can be seen in the page around it.

use super::browser;
use super::root::{Framed, Heard};
use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{IntersectionObserver, IntersectionObserverEntry};
use yew::Callback;

/// Looks for as long as it lives.
pub struct Sight {
    observer: IntersectionObserver,
    _on_seen: Closure<dyn FnMut(Array)>,
}

impl Drop for Sight {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Begins to look; nothing where the browser cannot.
pub fn begin(hear: &Callback<Heard>) -> Option<Sight> {
    let (root, tell) = (browser::document().document_element()?, hear.clone());
    let on_seen = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
        if let Some(last) = entries.iter().last().and_then(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok()) {
            tell.emit(Heard::Framed(Framed::Sight(last.is_intersecting())));
        }
    });
    let observer = IntersectionObserver::new(on_seen.as_ref().unchecked_ref()).ok()?;
    observer.observe(&root);
    Some(Sight { observer, _on_seen: on_seen })
}
