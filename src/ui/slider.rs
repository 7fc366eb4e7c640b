//! A knob as a slider with a button at either end. Moving it shows a draft; letting it go, or a moment of rest after keys
//! and buttons, is one command.

use super::browser;
use super::icon::{Icon, icon};
use super::knob::{KnobProps, input_id, sentence_id};
use crate::ui::percent;
use gloo::timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use tierscope::app::entry;
use tierscope::app::update::Msg;
use tierscope::engine::range;
use tierscope::scenario::knob::{Knob, Scale};
use tierscope::scenario::slider::RIGHT_END;
use tierscope::scenario::value::Value;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

/// Real milliseconds of rest after which keys and buttons have said what they mean.
const REST_MS: u32 = 600;
/// Positions that a button moves where single steps are too fine for it.
const BUTTON_STEP: u16 = 25;
/// Steps from end to end above which they are too fine for a button.
const FINE_STEPS: f64 = 200.0;

/// How the slider is being moved.
#[derive(Default)]
struct Hand {
    /// A pointer holds it.
    holds: bool,
    /// The command that a moment of rest will give.
    rest: Option<Timeout>,
}

/// The slider.
#[component]
pub fn Slider(props: &KnobProps) -> Html {
    let (knob, value) = (props.knob, props.value);
    let hand = use_mut_ref(Hand::default);
    let track = use_node_ref();
    let position = knob.to_slider(&value).unwrap_or_default();
    use_effect_with((track.clone(), position), |(track, position)| {
        if let Some(track) = track.cast::<Element>() {
            let full = percent(f64::from(*position) / f64::from(RIGHT_END));
            browser::set_property(&track, "--fill", &full);
        }
    });
    let held = hand.clone();
    let onpointerdown = Callback::from(move |_: PointerEvent| held.borrow_mut().holds = true);
    html! {
        <div class="slider">
            { end_button(props, &hand, false) }
            <input ref={track} id={input_id(knob)} type="range" min="0" max={RIGHT_END.to_string()} step="1"
                value={position.to_string()} aria-valuetext={entry::spoken(props.texts, knob, &value)}
                aria-describedby={sentence_id(knob)} {onpointerdown}
                oninput={on_input(props)} onchange={on_change(props, &hand)} onkeydown={on_key(props, &hand)} />
            { end_button(props, &hand, true) }
        </div>
    }
}

/// The value at the position of an event's slider.
fn value_at(event: &Event, knob: &Knob, current: &Value) -> Option<Value> {
    let input = event.target_dyn_into::<HtmlInputElement>()?;
    let position = range::within(input.value_as_number(), 0.0, f64::from(RIGHT_END)) as u16;
    knob.from_slider(position, current)
}

fn on_input(props: &KnobProps) -> Callback<InputEvent> {
    let (knob, current, dispatch) = (props.knob, props.value, props.dispatch.clone());
    Callback::from(move |event: InputEvent| {
        if let Some(value) = value_at(&event, knob, &current) {
            dispatch.emit(Msg::Draft(knob, value));
        }
    })
}

fn on_change(props: &KnobProps, hand: &Rc<RefCell<Hand>>) -> Callback<Event> {
    let (knob, current, dispatch, hand) = (props.knob, props.value, props.dispatch.clone(), hand.clone());
    Callback::from(move |event: Event| {
        let Some(value) = value_at(&event, knob, &current) else { return };
        let mut hand = hand.borrow_mut();
        if std::mem::take(&mut hand.holds) {
            hand.rest = None;
            dispatch.emit(Msg::Set(knob, value));
        } else {
            draft(&mut hand, &dispatch, knob, value);
        }
    })
}

/// Arrow keys move by one step of the knob, not of the slider.
fn on_key(props: &KnobProps, hand: &Rc<RefCell<Hand>>) -> Callback<KeyboardEvent> {
    let (knob, current, dispatch, hand) = (props.knob, props.value, props.dispatch.clone(), hand.clone());
    Callback::from(move |event: KeyboardEvent| {
        let right = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => true,
            "ArrowLeft" | "ArrowDown" => false,
            _ => return,
        };
        event.prevent_default();
        if let Some(value) = knob.nudge(&current, right) {
            draft(&mut hand.borrow_mut(), &dispatch, knob, value);
        }
    })
}

fn end_button(props: &KnobProps, hand: &Rc<RefCell<Hand>>, right: bool) -> Html {
    let texts = &props.texts.shell.knobs;
    let label = props.texts.label(props.knob);
    let (sign, name) = if right { (Icon::More, texts.more_of(label)) } else { (Icon::Less, texts.less(label)) };
    let (knob, current, dispatch, hand) = (props.knob, props.value, props.dispatch.clone(), hand.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        if let Some(value) = stepped(knob, &current, right) {
            draft(&mut hand.borrow_mut(), &dispatch, knob, value);
        }
    });
    html! {
        <button type="button" class="button sign quiet end" aria-label={name} {onclick}>{ icon(sign) }</button>
    }
}

/// The value one press of a button further.
fn stepped(knob: &Knob, current: &Value, right: bool) -> Option<Value> {
    let fine = match knob.scale {
        Scale::Linear { from, to, step } => (to - from) / step > FINE_STEPS,
        Scale::Ratio => true,
        Scale::None => false,
    };
    let here = knob.to_slider(current)?;
    let there = if right { here.saturating_add(BUTTON_STEP) } else { here.saturating_sub(BUTTON_STEP) };
    let far = knob.from_slider(there, current).filter(|value| fine && value != current);
    far.or_else(|| knob.nudge(current, right))
}

/// Shows `value`, and commits it after a moment of rest.
fn draft(hand: &mut Hand, dispatch: &Callback<Msg>, knob: &'static Knob, value: Value) {
    let later = dispatch.clone();
    hand.rest = Some(Timeout::new(REST_MS, move || later.emit(Msg::Set(knob, value))));
    dispatch.emit(Msg::Draft(knob, value));
}
