//! How much room an element has, kept up to date by the browser.

use gloo::render::request_animation_frame;
use std::cell::RefCell;
use tierscope::app::layout::NARROW;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

/// Width and height in CSS pixels; until it was measured a guess, and nothing while the element is not displayed.
pub type Room = (f64, f64);

/// What is guessed before anything is measured: on a narrow screen the drawing is as wide as that, and as high as it then has to be. So what stands
/// below has its place from the first picture on.
fn guess() -> Room {
    let width = web_sys::window().and_then(|window| window.inner_width().ok()?.as_f64()).unwrap_or_default();
    if width < NARROW { (width, 0.0) } else { (0.0, 0.0) }
}

/// The room of the element behind `node`.
///
/// It is read a frame after the browser tells of it: what is drawn into a new room may change its size again, and a browser
/// that sees this while it tells of sizes gives up and reports an error.
#[hook]
pub fn use_room(node: &NodeRef) -> Room {
    let room = use_state_eq(guess);
    {
        let (node, room) = (node.clone(), room.clone());
        use_effect_with((), move |()| {
            let element = node.cast::<Element>();
            let measured = element.clone();
            // Asked for again, a frame that has not come yet is given up.
            let frame = RefCell::new(None);
            let on_resize = Closure::<dyn FnMut()>::new(move || {
                let Some(element) = measured.clone() else { return };
                let room = room.clone();
                *frame.borrow_mut() = Some(request_animation_frame(move |_| {
                    let rect = element.get_bounding_client_rect();
                    // Half pixels of a layout in flux are not worth a new drawing.
                    room.set((rect.width().floor(), rect.height().floor()));
                }));
            });
            let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
            if let (Some(observer), Some(element)) = (&observer, &element) {
                observer.observe(element);
            }
            move || {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(on_resize);
            }
        });
    }
    *room
}
