//! Keys that work wherever the focus is in the page, except where it is needed for typing.

use tierscope::app::diary::Who;
use tierscope::app::state::Sheet;
use tierscope::app::update::Msg;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, KeyboardEvent};

/// Inputs in which no letter is typed.
const NOT_TYPED: [&str; 4] = ["range", "radio", "checkbox", "button"];

/// What a key means, if it means something there.
pub fn message(event: &KeyboardEvent) -> Option<Msg> {
    let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
    if modified || event.default_prevented() || event.is_composing() {
        return None;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let key = event.key();
    if key == "Escape" {
        return Some(Msg::Close);
    }
    if target.as_ref().is_some_and(is_typed_in) || (event.repeat() && key != "." && key != ",") {
        return None;
    }
    let msg = match key.as_str() {
        // A button, a check box, a summary have a meaning for the space bar of their own.
        " " if target.is_some_and(|target| is_pressed(&target)) => return None,
        " " | "k" | "K" => Msg::PlayPause,
        "." => Msg::StepForward,
        "," => Msg::StepBack,
        "[" => Msg::Slower,
        "]" => Msg::Faster,
        "r" | "R" => Msg::Restart,
        "s" | "S" => Msg::Toggle(Sheet::Share),
        "h" | "H" => Msg::Toggle(Sheet::Statistics),
        "d" | "D" => Msg::Toggle(Sheet::Description),
        "c" | "C" => Msg::Toggle(Sheet::Catalogue),
        "u" | "U" => Msg::Undo,
        "f" | "F" => Msg::Accompany(Who::Other),
        "t" | "T" => Msg::Tables,
        "l" | "L" => Msg::Sound,
        "m" | "M" => Msg::Motion(None),
        digit if let Some(number) = digit.parse().ok().filter(|number| (1..=9).contains(number)) => Msg::Switch(number),
        "?" => Msg::Toggle(Sheet::Help),
        _ => return None,
    };
    Some(Msg::Key(Box::new(msg)))
}

/// Whether letters are typed there.
fn is_typed_in(target: &Element) -> bool {
    match target.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => {
            target.dyn_ref::<HtmlInputElement>().is_none_or(|input| !NOT_TYPED.contains(&input.type_().as_str()))
        }
        _ => false,
    }
}

/// Whether the space bar presses it.
fn is_pressed(target: &Element) -> bool {
    let role = target.get_attribute("role");
    matches!(target.tag_name().as_str(), "BUTTON" | "SUMMARY" | "INPUT" | "A")
        || role.is_some_and(|role| matches!(role.as_str(), "button" | "menuitem" | "option" | "switch" | "checkbox"))
}
