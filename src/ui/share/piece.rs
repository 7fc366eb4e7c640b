//! Texts that can be copied: each in a field from which it can be taken by hand as well.

use super::ShareProps;
use crate::ui::browser;
use crate::ui::icon::{Icon, icon};
use crate::ui::press;
use tierscope::app::share::Piece;
use tierscope::app::update::Msg;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;
use yew::prelude::*;

/// Selects a text, so that a person can copy it by hand.
pub fn select(piece: Piece) {
    let Some(field) = browser::document().get_element_by_id(id(piece)) else { return };
    if let Some(field) = field.dyn_ref::<HtmlElement>() {
        drop(field.focus());
    }
    // Both kinds of field have it; a field without it selects nothing.
    let select = js_sys::Reflect::get(&field, &"select".into()).ok().and_then(|select| select.dyn_into().ok());
    if let Some(select) = select {
        let select: js_sys::Function = select;
        drop(select.call0(&JsValue::from(field)));
    }
}

/// The texts of the form that is chosen.
pub fn pieces(props: &ShareProps) -> Html {
    match &props.pieces {
        Some(pieces) => html! { <>{ for pieces.iter().map(|(piece, text)| field(props, *piece, text)) }</> },
        None => html! { <p class="warning">{ props.texts.shell.notices.too_long() }</p> },
    }
}

/// Id of a text's field.
const fn id(piece: Piece) -> &'static str {
    match piece {
        Piece::Link => "share-link",
        Piece::Frame => "share-frame",
        Piece::Anchor => "share-anchor",
        Piece::Markdown => "share-markdown",
        Piece::File => "share-file",
        Piece::Report => "share-report",
    }
}

fn field(props: &ShareProps, piece: Piece, text: &str) -> Html {
    let texts = &props.texts.shell.forms;
    let name = texts.piece(piece);
    let onclick = press(&props.dispatch, Msg::Copy(piece));
    let worked = props.sharing.copied.filter(|(copied, _)| *copied == piece).map(|(_, worked)| worked);
    let (value, is_line) = (text.to_owned(), piece == Piece::Link);
    html! {
        <div class="piece" key={piece.keyword()}>
            <div class="copy">
                if is_line {
                    <input id={id(piece)} type="text" readonly=true value={value.clone()} aria-label={name} />
                } else {
                    <label for={id(piece)}>{ name }</label>
                }
                <button type="button" class="button primary" aria-describedby={id(piece)} {onclick}>
                    { icon(if worked == Some(true) { Icon::Done } else { Icon::Copy }) }
                    <span>{ texts.copy() }</span>
                </button>
                if !is_line {
                    <textarea id={id(piece)} readonly=true rows="4" {value} spellcheck="false" />
                }
            </div>
            <p class="copy-said">
                { match worked {
                    Some(true) => texts.copied(),
                    Some(false) => texts.press_copy(),
                    None => "",
                } }
            </p>
        </div>
    }
}
