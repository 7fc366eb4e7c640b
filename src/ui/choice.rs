//! A knob that is one of a few words: a group of radio buttons that looks like one.

use super::knob::{KnobProps, marks, sentence_id};
use tierscope::app::update::Msg;
use tierscope::scenario::knob::Domain;
use tierscope::scenario::value::Value;
use yew::prelude::*;

/// The group.
#[component]
pub fn Choice(props: &KnobProps) -> Html {
    let knob = props.knob;
    html! {
        <fieldset class="choice" aria-describedby={sentence_id(knob)}>
            <legend title={knob.sentence}>{ knob.label }{ marks(props) }</legend>
            <div class="segments">{ for options(props).into_iter().map(|option| segment(props, option)) }</div>
        </fieldset>
    }
}

/// The words and the values they stand for.
fn options(props: &KnobProps) -> Vec<(&'static str, Value)> {
    let texts = &props.texts.shell.knobs;
    match props.knob.domain {
        Domain::Words(words) => words.iter().map(|word| (*word, Value::Word(word))).collect(),
        _ => vec![(texts.on, Value::Switch(true)), (texts.off, Value::Switch(false))],
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
