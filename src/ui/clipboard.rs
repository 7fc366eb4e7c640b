//! Copying a text, and hearing whether it worked.

use super::browser;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use yew::Callback;

/// Copies `text`; `done` hears whether it worked. A page without permission (a sandboxed frame, an insecure origin) has no
/// clipboard or is refused.
pub fn copy(text: &str, done: Callback<bool>) {
    match write(text) {
        Some(promise) => {
            let failed = done.clone();
            let on_done = Closure::once_into_js(move |_: JsValue| done.emit(true));
            let on_failed = Closure::once_into_js(move |_: JsValue| failed.emit(false));
            let then: Option<Function> =
                Reflect::get(&promise, &"then".into()).ok().and_then(|then| then.dyn_into().ok());
            if let Some(then) = then {
                drop(then.call2(&promise, &on_done, &on_failed));
            }
        }
        None => done.emit(false),
    }
}

/// The browser's promise to copy, if it makes one. Asked for by name, because `navigator.clipboard` may be undefined.
fn write(text: &str) -> Option<Promise> {
    let navigator = browser::window().navigator();
    let clipboard = Reflect::get(&navigator, &"clipboard".into()).ok()?;
    if !clipboard.is_object() {
        return None;
    }
    let write: Function = Reflect::get(&clipboard, &"writeText".into()).ok()?.dyn_into().ok()?;
    write.call1(&clipboard, &text.into()).ok()?.dyn_into().ok()
}
