//! What stands there when the program itself broke: a card outside everything that Yew draws, with the link that repeats
//! the run. Nothing here may panic, and nothing relies on what may be broken.

use super::browser;
use super::clipboard;
use super::frame;
use gloo::events::EventListener;
use std::cell::{Cell, RefCell};
use tierscope::app::texts::Texts;
use tierscope::scenario::wire::MODEL_VERSION;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, ErrorEvent, HtmlElement};
use yew::Callback;

thread_local! {
    static LINK: RefCell<Option<String>> = const { RefCell::new(None) };
    static TEXTS: Cell<Option<&'static Texts>> = const { Cell::new(None) };
    static HAPPENED: Cell<bool> = const { Cell::new(false) };
}

/// From now on a panic, or whatever else ends the module halfway, draws the card.
pub fn watch() {
    // Yew sets a hook of its own where it is not given one.
    yew::set_custom_panic_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        broke(&info.to_string());
    }));
    // What ends the module otherwise, such as a stack that is used up, ends in an error that nobody catches. What has no error, such as
    // a note about sizes that change too often, ended nothing.
    let watch = EventListener::new(&browser::window(), "error", |event| {
        if let Some(event) = event.dyn_ref::<ErrorEvent>().filter(|event| event.error().is_object()) {
            broke(&event.message());
        }
    });
    watch.forget();
}

/// The program broke, and why; only the first time is told, the others come of it.
#[inline(never)]
fn broke(message: &str) {
    if !HAPPENED.replace(true) {
        // Where even this fails, the console has the message.
        drop(draw(message));
        frame::say_broken(message);
    }
}

/// Whether the program broke: nothing goes on.
pub fn has_happened() -> bool {
    HAPPENED.get()
}

/// The language in which it is said.
pub fn speak(texts: &'static Texts) {
    TEXTS.set(Some(texts));
}

/// The link that repeats the run up to now.
pub fn remember(link: Option<String>) {
    LINK.with(|kept| {
        if let Ok(mut kept) = kept.try_borrow_mut() {
            *kept = link;
        }
    });
}

fn draw(message: &str) -> Result<(), JsValue> {
    let all = TEXTS.get().unwrap_or_else(Texts::english);
    let texts = &all.shell.broken;
    let document = browser::document();
    let body = document.body().ok_or(JsValue::NULL)?;
    let query = LINK.with(|kept| kept.try_borrow().ok().and_then(|link| link.clone()));
    let bare = browser::address_bare();
    let link = query.map_or_else(browser::address, |query| [&bare, "?", &query].concat());
    let report = report(message, &link);
    let card = element(&document, "section", "broken", "")?;
    card.set_attribute("role", "alert")?;
    for (tag, text) in [("h2", texts.title()), ("p", texts.sentence()), ("pre", &*report)] {
        let part = element(&document, tag, "", text)?;
        card.append_child(&part)?;
    }
    for (name, target) in [(texts.again(), &link), (texts.fresh(), &bare)] {
        let anchor = element(&document, "a", "button", name)?;
        anchor.set_attribute("href", target)?;
        card.append_child(&anchor)?;
    }
    let copier = copier(&document, all, report)?;
    card.append_child(&copier)?;
    body.append_child(&card)?;
    browser::mark_document("run", "broken");
    Ok(())
}

/// What a person can send: which Tierscope, in which browser, what it said, and the run.
fn report(message: &str, link: &str) -> String {
    let browser = browser::window().navigator().user_agent().unwrap_or_default();
    let build = browser::published().build;
    let model = MODEL_VERSION.to_string();
    let version = ["Tierscope ", env!("CARGO_PKG_VERSION"), " ", &build, ", m=", &model].concat();
    [&*version, &browser, message, link].join("\n")
}

/// The button that copies the report; where that is refused, the report stands above it.
fn copier(document: &Document, texts: &'static Texts, report: String) -> Result<Element, JsValue> {
    let button = element(document, "button", "button", texts.shell.broken.copy())?;
    let told = button.clone();
    let onclick = Closure::<dyn FnMut()>::new(move || {
        let told = told.clone();
        let said = Callback::from(move |worked: bool| {
            let texts = &texts.statistics;
            told.set_text_content(Some(if worked { texts.copied() } else { texts.press_copy() }));
        });
        clipboard::copy(&report, said);
    });
    if let Some(button) = button.dyn_ref::<HtmlElement>() {
        button.set_onclick(Some(onclick.as_ref().unchecked_ref()));
    }
    // The page ends with it.
    onclick.forget();
    Ok(button)
}

fn element(document: &Document, tag: &str, class: &str, text: &str) -> Result<Element, JsValue> {
    let element = document.create_element(tag)?;
    element.set_class_name(class);
    element.set_text_content(Some(text));
    Ok(element)
}
