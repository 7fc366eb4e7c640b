//! Saving a run as a file, and opening one: chosen or dropped.

use super::ShareProps;
use crate::ui::browser;
use gloo::file::callbacks::{FileReader, read_as_text};
use gloo::file::{Blob, File, ObjectUrl};
use gloo::timers::callback::Timeout;
use std::cell::Cell;
use tierscope::app::share::{Flaw, LONGEST_FILE, NAME};
use tierscope::app::update::Msg;
use wasm_bindgen::JsCast;
use web_sys::{FileList, HtmlAnchorElement, HtmlInputElement};
use yew::prelude::*;

/// Real milliseconds after which a browser has taken what it saves.
const SAVED_MS: u32 = 10_000;

thread_local! {
    /// Who reads a file, for only as long as it lives.
    static READING: Cell<Option<FileReader>> = const { Cell::new(None) };
}

/// What can be done with files.
pub fn buttons(props: &ShareProps) -> Html {
    let texts = &props.texts.shell.forms;
    let text = props.pieces.iter().flatten().next().map(|(_, text)| text.clone());
    let save = text.map(|text| Callback::from(move |_: MouseEvent| save(&text)));
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            open(input.files(), &dispatch);
            // The same file may be chosen again.
            input.set_value("");
        }
    });
    let dispatch = props.dispatch.clone();
    let ondrop = Callback::from(move |event: DragEvent| {
        event.prevent_default();
        open(event.data_transfer().and_then(|dropped| dropped.files()), &dispatch);
    });
    // Without this the browser would go to the file instead.
    let ondragover = Callback::from(|event: DragEvent| event.prevent_default());
    html! {
        <div class="files">
            if let Some(onclick) = save {
                <button type="button" class="button" {onclick}>{ texts.save() }</button>
            }
            if !props.locked {
                <div class="drop" {ondrop} {ondragover}>
                    <label class="button">
                        <input id="share-open" type="file" accept=".json,application/json" {onchange} />
                        <span>{ texts.open() }</span>
                    </label>
                    <span class="small">{ texts.drop() }</span>
                </div>
            }
        </div>
    }
}

/// Offers a text as a file. A sandboxed frame may refuse; the text stands beside the button.
fn save(text: &str) {
    let url = ObjectUrl::from(Blob::new_with_options(text, Some("application/json")));
    let anchor = browser::document().create_element("a").ok().and_then(|a| a.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(anchor) = anchor {
        anchor.set_href(&url);
        anchor.set_download(NAME);
        anchor.click();
    }
    Timeout::new(SAVED_MS, move || drop(url)).forget();
}

/// Reads the first of the files.
fn open(files: Option<FileList>, dispatch: &Callback<Msg>) {
    let Some(file) = files.and_then(|files| files.get(0)).map(File::from) else { return };
    if file.size() > LONGEST_FILE as u64 {
        dispatch.emit(Msg::OpenFile(Err(Flaw::TooLong)));
        return;
    }
    let dispatch = dispatch.clone();
    let reader = read_as_text(&file, move |text| {
        dispatch.emit(Msg::OpenFile(text.map_err(|_| Flaw::Unread)));
    });
    READING.set(Some(reader));
}
