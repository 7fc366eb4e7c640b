//! The drawing as it is on the page, written out as a picture that needs no style sheet: what the style sheet says of each part stands in it,
//! and the marks lie over it.

use crate::ui::browser;
use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, CssStyleDeclaration, Element, HtmlCanvasElement, HtmlImageElement, Node};

/// What a part inherits if it says nothing else, and what it has at the top.
const INHERITED: [(&str, &str); 12] = [
    ("fill", "rgb(0, 0, 0)"),
    ("fill-opacity", "1"),
    ("stroke", "none"),
    ("stroke-width", "1px"),
    ("stroke-linecap", "butt"),
    ("stroke-linejoin", "miter"),
    ("stroke-dasharray", "none"),
    ("stroke-opacity", "1"),
    ("font-family", ""),
    ("font-size", ""),
    ("font-weight", "400"),
    ("text-anchor", "start"),
];
/// What a part has for itself, and what it has if nothing is said.
const OWN: [(&str, &str); 2] = [("opacity", "1"), ("dominant-baseline", "auto")];
/// Attributes that mean nothing in a picture.
const DROPPED: [&str; 4] = ["class", "role", "tabindex", "style"];
/// Pixels of the PNG for one of the page.
const PNG_SCALE: u32 = 2;

/// The diagram as SVG, if it is on the page.
pub fn svg() -> Option<String> {
    let document = browser::document();
    let root = document.query_selector(".drawing").ok().flatten()?;
    let attribute = |name: &str| root.get_attribute(name).unwrap_or_default();
    let (view, width, height) = (attribute("viewBox"), attribute("width"), attribute("height"));
    let mut text = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    for (name, value) in [("viewBox", &view), ("width", &width), ("height", &height)] {
        push_attribute(&mut text, name, value);
    }
    text.push_str("><title>");
    push_escaped(&mut text, &document.title());
    text.push_str("</title><desc>");
    let words = document.get_element_by_id("description-text").and_then(|words| words.text_content());
    push_escaped(&mut text, &words.unwrap_or_default());
    text.push_str("</desc><rect width=\"100%\" height=\"100%\"");
    let ground = document.body().and_then(|body| style(&body))?.get_property_value("background-color").ok()?;
    push_attribute(&mut text, "fill", &ground);
    text.push_str("/>");
    let top = INHERITED.map(|(_, value)| value.to_owned());
    push_children(&mut text, &root, &top);
    push_marks(&mut text, &view);
    text.push_str("</svg>");
    Some(text)
}

/// A picture, in twice as many pixels, as a link to what it is made of.
pub fn png(image: &HtmlImageElement) -> Option<String> {
    let document = browser::document();
    let root = document.query_selector(".drawing").ok().flatten()?;
    // Not the picture's own size: to WebKit that is the one in which it is shown.
    let size = |name: &str| Some(root.get_attribute(name)?.parse::<u32>().ok()? * PNG_SCALE);
    let (width, height) = (size("width")?, size("height")?);
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok().flatten()?.dyn_into().ok()?;
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width.into(), height.into()).ok()?;
    // Refused where the browser thinks that the picture holds what is not the page's.
    canvas.to_data_url().ok()
}

/// The marks: a canvas, so their picture.
fn push_marks(text: &mut String, view: &str) {
    let marks = browser::document().query_selector(".marks").ok().flatten();
    let link = marks.and_then(|marks| marks.dyn_into::<HtmlCanvasElement>().ok()?.to_data_url().ok());
    let mut size = view.split(' ').skip(2);
    if let (Some(link), Some(width), Some(height)) = (link, size.next(), size.next()) {
        text.push_str("<image preserveAspectRatio=\"none\"");
        for (name, value) in [("width", width), ("height", height), ("href", &*link)] {
            push_attribute(text, name, value);
        }
        text.push_str("/>");
    }
}

fn style(element: &Element) -> Option<CssStyleDeclaration> {
    browser::window().get_computed_style(element).ok().flatten()
}

fn push_children(text: &mut String, parent: &Element, inherited: &[String; INHERITED.len()]) {
    let mut next: Option<Node> = parent.first_child();
    while let Some(node) = next {
        match node.dyn_ref::<Element>() {
            Some(element) => push_element(text, element, inherited),
            None if node.node_type() == Node::TEXT_NODE => {
                push_escaped(text, &node.text_content().unwrap_or_default());
            }
            None => {}
        }
        next = node.next_sibling();
    }
}

/// A part that can be seen.
fn push_element(text: &mut String, element: &Element, inherited: &[String; INHERITED.len()]) {
    let Some(style) = style(element) else { return };
    let value = |name: &str| style.get_property_value(name).unwrap_or_default();
    if value("display") == "none" || value("visibility") == "hidden" {
        return;
    }
    let tag = element.tag_name();
    text.push('<');
    text.push_str(&tag);
    for name in Array::iter(&element.get_attribute_names()).filter_map(|name| name.as_string()) {
        let is_dropped = DROPPED.contains(&name.as_str()) || name.starts_with("aria-") || name.starts_with("data-");
        let is_said = INHERITED.iter().chain(&OWN).any(|(said, _)| *said == name);
        if !is_dropped && !is_said {
            push_attribute(text, &name, &element.get_attribute(&name).unwrap_or_default());
        }
    }
    let mut own = inherited.clone();
    for ((name, _), kept) in INHERITED.iter().zip(&mut own) {
        let now = value(name);
        if now != *kept {
            push_attribute(text, name, &now);
            *kept = now;
        }
    }
    for (name, usual) in OWN {
        let now = value(name);
        if now != usual {
            push_attribute(text, name, &now);
        }
    }
    text.push('>');
    push_children(text, element, &own);
    text.push_str("</");
    text.push_str(&tag);
    text.push('>');
}

fn push_attribute(text: &mut String, name: &str, value: &str) {
    text.push(' ');
    text.push_str(name);
    text.push_str("=\"");
    push_escaped(text, value);
    text.push('"');
}

fn push_escaped(text: &mut String, words: &str) {
    for letter in words.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '"' => text.push_str("&quot;"),
            letter => text.push(letter),
        }
    }
}
