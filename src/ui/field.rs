//! A knob's value as a text to edit, and what is wrong with what was typed.

use super::knob::{KnobProps, input_id, sentence_id};
use tierscope::app::entry;
use tierscope::app::update::Msg;
use tierscope::scenario::knob::Scale;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Characters that a field has room for at least.
const LEAST_SIZE: usize = 3;

/// What a person typed that is not, or not quite, a value.
#[derive(Clone, PartialEq)]
struct Fault {
    typed: String,
    said: String,
    /// Whether nothing came of it.
    refused: bool,
}

/// The field.
#[component]
pub fn Field(props: &KnobProps) -> Html {
    let typing = use_state_eq(|| None::<String>);
    let fault = use_state_eq(|| None::<Fault>);
    let shown = entry::entry(props.texts, props.knob, &props.value);
    let refused = fault.as_ref().filter(|fault| fault.refused).map(|fault| fault.typed.clone());
    let text = (*typing).clone().or(refused).unwrap_or_else(|| shown.text.clone());
    let oninput = {
        let typing = typing.clone();
        Callback::from(move |event: InputEvent| {
            typing.set(event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()));
        })
    };
    let onchange = commit(props, &typing, &fault);
    let onkeydown = {
        let (typing, fault) = (typing.clone(), fault.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                typing.set(None);
                fault.set(None);
            }
        })
    };
    // Where there is a slider, that is what the label names.
    let has_slider = props.knob.scale != Scale::None;
    let id = if has_slider { format!("field-{}", props.knob.key) } else { input_id(props.knob) };
    let name = has_slider.then(|| props.texts.shell.knobs.field(props.texts.label(props.knob)));
    let said_id = format!("said-{}", props.knob.key);
    let described = format!("{} {said_id}", sentence_id(props.knob));
    let size = text.chars().count().max(LEAST_SIZE).to_string();
    let invalid = fault.as_ref().is_some_and(|fault| fault.refused).then_some("true");
    html! {
        <span class="field">
            <input {id} type="text" autocomplete="off" spellcheck="false" {size} value={text} aria-label={name}
                aria-describedby={described} aria-invalid={invalid} {oninput} {onchange} {onkeydown} />
            if !shown.unit.is_empty() {
                <span class="unit">{ shown.unit }</span>
            }
            <span id={said_id} class="field-said">{ fault.as_ref().map(|fault| fault.said.clone()) }</span>
        </span>
    }
}

/// Takes what was typed.
fn commit(
    props: &KnobProps,
    typing: &UseStateHandle<Option<String>>,
    fault: &UseStateHandle<Option<Fault>>,
) -> Callback<Event> {
    let (knob, language, dispatch) = (props.knob, props.texts, props.dispatch.clone());
    let texts = &language.shell.knobs;
    let (typing, fault) = (typing.clone(), fault.clone());
    Callback::from(move |event: Event| {
        let Some(typed) = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()) else { return };
        typing.set(None);
        match entry::read(language, knob, &typed) {
            Ok((value, notice)) => {
                fault.set(notice.map(|what| Fault { said: texts.was(&typed, &what), typed, refused: false }));
                dispatch.emit(Msg::Set(knob, value));
            }
            Err(what) => fault.set(Some(Fault { said: texts.is_not(&typed, &what), typed, refused: true })),
        }
    })
}
