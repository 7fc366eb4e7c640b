//! A knob that is one of a few words: a group of radio buttons that looks like one, or a list where there are many.

use super::knob::{KnobProps, input_id, marks, sentence_id};
use tierscope::app::update::Msg;
use tierscope::scenario::knob::Domain;
use tierscope::scenario::value::Value;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Most words that stand beside each other; more are a list.
const MOST_SEGMENTS: usize = 4;

/// The group.
pub fn choice(props: &KnobProps) -> Html {
    let knob = props.knob;
    if let Domain::Words(words) = knob.domain
        && words.len() > MOST_SEGMENTS
    {
        return list(props, words);
    }
    html! {
        <fieldset class="choice" aria-describedby={sentence_id(knob)}>
            <legend title={props.texts.explanation(knob)}>{ props.texts.label(knob) }{ marks(props) }</legend>
            <div class="segments">{ for options(props).into_iter().map(|option| segment(props, option)) }</div>
        </fieldset>
    }
}

/// A list of words, and what the chosen one means.
fn list(props: &KnobProps, words: &'static [&'static str]) -> Html {
    let (knob, dispatch) = (props.knob, props.dispatch.clone());
    let onchange = Callback::from(move |event: Event| {
        let picked = event.target_dyn_into::<HtmlSelectElement>().map(|list| list.value());
        if let Some(word) = words.iter().find(|word| picked.as_deref() == Some(**word)) {
            dispatch.emit(Msg::Set(knob, Value::Word(word)));
        }
    });
    let is_chosen = |word: &'static str| props.value == Value::Word(word);
    let meaning = |word: &str| props.texts.shell.knobs.word(knob.key, word);
    html! {
        <div class="choice">
            <label class="choice-name" for={input_id(knob)} title={props.texts.explanation(knob)}>{ props.texts.label(knob) }{ marks(props) }</label>
            <span class="pick">
                <select id={input_id(knob)} aria-describedby={sentence_id(knob)} {onchange}>
                    { for words.iter().map(|word| html! {
                        <option value={*word} selected={is_chosen(word)} title={meaning(word)}>{ *word }</option>
                    }) }
                </select>
            </span>
            { for words.iter().find(|word| is_chosen(word)).and_then(|word| meaning(word)).map(|words| html! {
                <p class="choice-meaning">{ words }</p>
            }) }
        </div>
    }
}

/// The words and the values they stand for.
fn options(props: &KnobProps) -> Vec<(&'static str, Value)> {
    let texts = &props.texts.shell.knobs;
    match props.knob.domain {
        Domain::Words(words) => words.iter().map(|word| (*word, Value::Word(word))).collect(),
        _ => vec![(texts.on(), Value::Switch(true)), (texts.off(), Value::Switch(false))],
    }
}

fn segment(props: &KnobProps, (word, value): (&'static str, Value)) -> Html {
    let (knob, dispatch) = (props.knob, props.dispatch.clone());
    let onchange = Callback::from(move |_: Event| dispatch.emit(Msg::Set(knob, value)));
    html! {
        <label class="segment">
            <input type="radio" name={knob.key} value={word} checked={props.value == value} {onchange} />
            <span>{ word }</span>
        </label>
    }
}
