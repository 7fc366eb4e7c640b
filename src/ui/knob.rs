//! A knob's row: its name, and the means to set it that its kind needs.

use super::choice::choice;
use super::field::Field;
use super::locked::{locked, mark};
use super::slider::Slider;
use tierscope::app::entry;
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use tierscope::scenario::knob::{Domain, Knob, Scale};
use tierscope::scenario::value::Value;
use yew::prelude::*;

/// What a row, and each of its parts, needs.
#[derive(Properties, Clone, PartialEq)]
pub struct KnobProps {
    /// The language.
    pub texts: &'static Texts,
    /// The knob.
    pub knob: &'static Knob,
    /// Its value, or the one it is being moved to.
    pub value: Value,
    /// Its value in a fresh run of the preset.
    pub usual: Value,
    /// Whether it cannot be turned here.
    pub locked: bool,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// Id of the sentence that explains the knob.
pub fn sentence_id(knob: &Knob) -> String {
    format!("why-{}", knob.key)
}

/// Id of the knob's main input.
pub fn input_id(knob: &Knob) -> String {
    format!("knob-{}", knob.key)
}

/// The row.
#[component]
pub fn KnobRow(props: &KnobProps) -> Html {
    let knob = props.knob;
    let changed = props.value != props.usual;
    let is_list = matches!(knob.domain, Domain::Words(_) | Domain::Switch);
    let controls = html! {
        if is_list {
            { choice(props) }
        } else {
            <div class="knob-head">
                <label for={input_id(knob)} title={props.texts.explanation(knob)}>{ props.texts.label(knob) }{ marks(props) }</label>
                <Field ..props.clone() />
            </div>
            if knob.scale != Scale::None {
                <Slider ..props.clone() />
            }
        }
    };
    html! {
        <div class={classes!("knob", changed.then_some("is-changed"))} data-knob={knob.key}>
            { locked(props.texts, props.locked, controls) }
            <p id={sentence_id(knob)} class="knob-why">{ props.texts.explanation(knob) }</p>
        </div>
    }
}

/// What stands beside a knob's name: that it begins a new run, that it is not as usual.
pub fn marks(props: &KnobProps) -> Html {
    let texts = &props.texts.shell.knobs;
    html! {
        <>
            if props.locked {
                { mark(props.texts) }
            } else if !props.knob.live {
                <span class="tag" title={texts.new_run_why()}>{ texts.new_run() }</span>
            }
            if props.value != props.usual {
                <span class="unseen">{ " (" }{ texts.usually(entry::spoken(props.texts, props.knob, &props.usual)) }{ ")" }</span>
            }
        </>
    }
}
