//! The texts of languages, none of which is in the module. `static/boot.js` fetches them, because it can before the module is
//! there; here they are asked for and read. What is read once stays.

use super::browser;
use gloo::events::EventListener;
use std::cell::RefCell;
use tierscope::app::texts::{Language, Texts};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::Callback;

/// Where boot.js leaves the texts of a language, on the link that names their file.
const ATTRIBUTE: &str = "data-texts";

thread_local! {
    static READ: RefCell<Vec<&'static Texts>> = const { RefCell::new(Vec::new()) };
}

/// Reads English, which boot.js has fetched before it started the module; gives whether it is there.
pub fn begin() -> bool {
    let texts = link(Language::English).and_then(|link| link.get_attribute(ATTRIBUTE));
    texts.is_some_and(|texts| Texts::bring_english(texts.leak()))
}

/// The texts of a language, if they have come and are what they should be.
pub fn loaded(language: Language) -> Option<&'static Texts> {
    let known = READ.with_borrow(|read| read.iter().copied().find(|texts| texts.language == language));
    known.or_else(|| {
        let texts = Texts::read(language, link(language)?.get_attribute(ATTRIBUTE)?.leak())?;
        READ.with_borrow_mut(|read| read.push(texts));
        Some(texts)
    })
}

/// Has the texts of a language fetched, and gives them when they have come.
pub fn fetch(language: Language, come: Callback<Option<&'static Texts>>) {
    let link = link(language).filter(|_| loaded(language).is_none());
    let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) else {
        return come.emit(loaded(language));
    };
    // boot.js fetches at a click, and says by this event that it has, or could not.
    EventListener::once(&link, "texts", move |_| come.emit(loaded(language))).forget();
    link.click();
}

/// The link that names the file of a language.
fn link(language: Language) -> Option<Element> {
    let links = browser::document().get_elements_by_tag_name("link");
    (0..links.length())
        .filter_map(|index| links.item(index))
        .find(|link| link.get_attribute("hreflang").as_deref() == Some(language.code()))
}
