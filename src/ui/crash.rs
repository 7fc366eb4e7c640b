//! What stands there when the program itself broke: a card outside everything that Yew draws, with the link that repeats
//! the run. Nothing here may panic, and nothing relies on what may be broken.

use super::browser;
use super::frame;
use std::cell::{Cell, RefCell};
use std::panic::PanicHookInfo;
use tierscope::app::texts::Texts;
use wasm_bindgen::JsValue;
use web_sys::{Document, Element};

thread_local! {
    static LINK: RefCell<Option<String>> = const { RefCell::new(None) };
    static HAPPENED: Cell<bool> = const { Cell::new(false) };
}

/// From now on a panic draws the card.
pub fn watch() {
    // Yew sets a hook of its own where it is not given one.
    yew::set_custom_panic_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        if !HAPPENED.replace(true) {
            // Where even this fails, the console has the message.
            drop(draw(info));
            frame::say_broken(&info.to_string());
        }
    }));
}

/// Whether the program broke: nothing goes on.
pub fn has_happened() -> bool {
    HAPPENED.get()
}

/// The link that repeats the run up to now.
pub fn remember(link: Option<String>) {
    LINK.with(|kept| {
        if let Ok(mut kept) = kept.try_borrow_mut() {
            *kept = link;
        }
    });
}

fn draw(info: &PanicHookInfo<'_>) -> Result<(), JsValue> {
    let texts = &Texts::english().shell.broken;
    let document = browser::document();
    let body = document.body().ok_or(JsValue::NULL)?;
    let query = LINK.with(|kept| kept.try_borrow().ok().and_then(|link| link.clone()));
    let bare = browser::address_bare();
    let link = query.map_or_else(browser::address, |query| format!("{bare}?{query}"));
    let card = element(&document, "section", "broken", "")?;
    card.set_attribute("role", "alert")?;
    let message = info.to_string();
    for (tag, text) in [("h2", texts.title()), ("p", texts.sentence()), ("pre", &message), ("pre", &link)] {
        let part = element(&document, tag, "", text)?;
        card.append_child(&part)?;
    }
    for (name, target) in [(texts.again(), &link), (texts.fresh(), &bare)] {
        let anchor = element(&document, "a", "button", name)?;
        anchor.set_attribute("href", target)?;
        card.append_child(&anchor)?;
    }
    body.append_child(&card)?;
    browser::mark_document("run", "broken");
    Ok(())
}

fn element(document: &Document, tag: &str, class: &str, text: &str) -> Result<Element, JsValue> {
    let element = document.create_element(tag)?;
    element.set_class_name(class);
    element.set_text_content(Some(text));
    Ok(element)
}
