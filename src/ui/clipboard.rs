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

/// What gives something to another program of the device, where the browser has that.
fn share() -> Option<Function> {
    Reflect::get(&browser::window().navigator(), &"share".into()).ok()?.dyn_into().ok()
}

/// Whether the browser can give a link to another program.
pub fn can_hand_on() -> bool {
    share().is_some()
}

/// Lets a person give a link to another program.
pub fn hand_on(title: &str, url: &str) {
    let Some(share) = share() else { return };
    let what = js_sys::Object::new();
    for (name, value) in [("title", title), ("url", url)] {
        drop(Reflect::set(&what, &name.into(), &value.into()));
    }
    let promise =
        share.call1(&browser::window().navigator(), &what).ok().and_then(|made| made.dyn_into::<Promise>().ok());
    if let Some(promise) = promise {
        // Who closes the list of programs has decided; that is no error.
        let ignored = Closure::once_into_js(|_: JsValue| {});
        let catch: Option<Function> = Reflect::get(&promise, &"catch".into()).ok().and_then(|it| it.dyn_into().ok());
        if let Some(catch) = catch {
            drop(catch.call1(&promise, &ignored));
        }
    }
}
