//! What the page asks of the browser itself: its window, its address, the person's wishes. Every question has an answer
//! where the browser refuses (a sandboxed frame refuses much).

use gloo::timers::callback::Timeout;
use js_sys::Object;
use std::cell::Cell;
use tierscope::app::share::Published;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, SvgElement, Window};

/// The window; a page has one.
pub fn window() -> Window {
    gloo::utils::window()
}

/// The window of the page around this one, if there is one.
pub fn host() -> Option<Window> {
    let window = window();
    window.parent().ok().flatten().filter(|parent| !Object::is(parent.as_ref(), window.as_ref()))
}

thread_local! {
    static TOUCHED: Cell<bool> = const { Cell::new(false) };
}

/// A person has touched the page: from now on the focus may go where it is needed.
pub fn touch() {
    TOUCHED.set(true);
}

/// Whether the focus may be moved. Within another page, not before a person has touched this one.
pub fn may_focus() -> bool {
    TOUCHED.get() || host().is_none()
}

/// The document.
pub fn document() -> Document {
    gloo::utils::document()
}

/// Real milliseconds since the page began.
pub fn now_ms() -> f64 {
    window().performance().map_or_else(js_sys::Date::now, |clock| clock.now())
}

/// The whole address; empty where the browser keeps it to itself.
pub fn address() -> String {
    window().location().href().unwrap_or_default()
}

/// The address without query and fragment.
pub fn address_bare() -> String {
    let address = address();
    let end = address.find(['?', '#']).unwrap_or(address.len());
    address[..end].to_owned()
}

/// Writes `query` into the address bar in place of what stands there, or marks that as the page's own; does nothing where that is
/// refused.
pub fn replace_query(query: Option<&str>) {
    let address = query.map_or_else(address, with_query);
    let refused =
        window().history().and_then(|history| history.replace_state_with_url(&JsValue::TRUE, "", Some(&address)));
    // A frame of an opaque origin may not; the link can still be copied from the page.
    drop(refused);
}

/// Writes `query` into the address bar as a new entry of the history.
pub fn push_query(query: &str) {
    let address = with_query(query);
    drop(window().history().and_then(|history| history.push_state_with_url(&JsValue::TRUE, "", Some(&address))));
}

fn with_query(query: &str) -> String {
    format!("{}?{query}", address_bare())
}

/// The query in the address bar, where the page has written the entry of the history that is shown there. A step to a part of the
/// page, which changes the fragment, makes entries, too.
pub fn own_query() -> Option<String> {
    let history = window().history().ok()?;
    let written = history.state().ok()? == JsValue::TRUE;
    let search = window().location().search().ok().filter(|_| written)?;
    Some(search.strip_prefix('?').unwrap_or_default().to_owned())
}

/// Where the page is, and the name of its build.
pub fn published() -> Published {
    let link = document().query_selector("link[rel=wasm]").ok().flatten();
    let build = link.and_then(|link| link.get_attribute("href")).unwrap_or_default();
    Published { address: address_bare(), build }
}

/// The person's languages, the best first.
pub fn languages() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|language| language.as_string()).collect()
}

/// Whether a media query holds now.
pub fn prefers(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// Whether the person asked for less motion.
pub fn prefers_reduced_motion() -> bool {
    prefers("(prefers-reduced-motion: reduce)")
}

/// Whether the person asked for more contrast.
pub fn prefers_more_contrast() -> bool {
    prefers("(prefers-contrast: more)")
}

/// Width of the window in CSS pixels.
pub fn width() -> f64 {
    window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(1280.0)
}

/// Whether the page cannot be seen at all.
pub fn is_hidden() -> bool {
    document().hidden()
}

/// Writes a `data-` attribute of the root element, for style sheets and tests.
pub fn mark_document(name: &str, value: &str) {
    set_of_document(&format!("data-{name}"), value);
}

/// Says the page's language and its title.
pub fn name_document(language: &str, title: &str) {
    let document = document();
    if document.title() != title {
        document.set_title(title);
    }
    set_of_document("lang", language);
}

/// Sets an attribute of the root element where it has another value: even the same one would cost a new look at the style
/// of every element.
fn set_of_document(name: &str, value: &str) {
    if let Some(root) = document().document_element()
        && root.get_attribute(name).as_deref() != Some(value)
    {
        // The name is ours and valid; nothing is lost where it were not.
        drop(root.set_attribute(name, value));
    }
}

/// Puts the focus on the element of this id, if there is one and the focus may be moved, be it HTML or SVG.
pub fn focus(id: &str) {
    if !may_focus() {
        return;
    }
    let Some(element) = document().get_element_by_id(id) else { return };
    if let Some(element) = element.dyn_ref::<SvgElement>() {
        drop(element.focus());
    } else if let Some(element) = element.dyn_ref::<HtmlElement>() {
        drop(element.focus());
    }
}

/// How often the focus is put where it belongs, if it is nowhere then.
const FOCUS_TRIES: u32 = 5;
/// Milliseconds from one time to the next.
const FOCUS_PAUSE_MS: u32 = 50;

/// Puts the focus on the element of this id once what is being drawn is there. A browser that is busy may not take it at once, or lose it again;
/// where somebody has taken it elsewhere, it stays there.
pub fn focus_soon(id: &'static str) {
    try_to_focus(id, 0);
}

fn try_to_focus(id: &'static str, tried: u32) {
    let again = move || {
        let active = document().active_element();
        if tried == 0 || active.is_none_or(|active| active.tag_name() == "BODY") {
            focus(id);
            if tried < FOCUS_TRIES {
                try_to_focus(id, tried + 1);
            }
        }
    };
    Timeout::new(if tried == 0 { 0 } else { FOCUS_PAUSE_MS }, again).forget();
}

/// A number between 0 and 2^53 that nobody can foresee: a first seed.
pub fn any_seed() -> u64 {
    (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64
}

/// Sets a CSS custom property of an element.
pub fn set_property(element: &Element, name: &str, value: &str) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        drop(element.style().set_property(name, value));
    }
}
