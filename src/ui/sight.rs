//! Whether any of a frame can be seen in the page around it, and how much room it would like there.

use super::browser;
use super::root::{Framed, Heard};
use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{IntersectionObserver, IntersectionObserverEntry, ResizeObserver};
use yew::Callback;

/// Looks for as long as it lives.
pub struct Sight {
    seen: IntersectionObserver,
    sized: ResizeObserver,
    _on_seen: Closure<dyn FnMut(Array)>,
    _on_sized: Closure<dyn FnMut()>,
}

impl Drop for Sight {
    fn drop(&mut self) {
        self.seen.disconnect();
        self.sized.disconnect();
    }
}

/// Begins to look; nothing where the browser cannot.
pub fn begin(hear: &Callback<Heard>) -> Option<Sight> {
    let (root, body) = (browser::document().document_element()?, browser::document().body()?);
    let tell = hear.clone();
    let on_seen = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
        if let Some(last) = entries.iter().last().and_then(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok()) {
            tell.emit(Heard::Framed(Framed::Sight(last.is_intersecting())));
        }
    });
    let (tell, measured) = (hear.clone(), body.clone());
    let on_sized = Closure::<dyn FnMut()>::new(move || {
        let rect = measured.get_bounding_client_rect();
        tell.emit(Heard::Framed(Framed::Sized(rect.width().ceil(), rect.height().ceil())));
    });
    let seen = IntersectionObserver::new(on_seen.as_ref().unchecked_ref()).ok()?;
    let sized = ResizeObserver::new(on_sized.as_ref().unchecked_ref()).ok()?;
    seen.observe(&root);
    sized.observe(&body);
    Some(Sight { seen, sized, _on_seen: on_seen, _on_sized: on_sized })
}
