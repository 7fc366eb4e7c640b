//! The second part of the module: what a page does not need to begin and to run by itself (docs/decisions/0010-later.md). `xtask` divides
//! the module; in the first part, whatever calls into the second comes by here first.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Of static/boot.js: instantiates the second part with what the first has. Throws where it cannot be had.
    #[wasm_bindgen(js_name = bringLater)]
    fn bring_later(first: &JsValue);
}

/// Sees to it that the second part is there.
#[wasm_bindgen]
pub fn bring() {
    bring_later(&wasm_bindgen::exports());
}
