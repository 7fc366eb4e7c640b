//! The time line: where the run is, and the marks of what was done and what came of it.

use super::browser;
use super::icon::{Icon, icon};
use crate::ui::percent;
use crate::ui::press;
use std::rc::Rc;
use tierscope::app::format;
use tierscope::app::narrate::Weight;
use tierscope::app::same::Same;
use tierscope::app::texts::Texts;
use tierscope::app::timeline::{self, Mark};
use tierscope::app::turns::Turn;
use tierscope::app::update::Msg;
use tierscope::engine::time::SimTime;
use tierscope::scenario::Timed;
use tierscope::scenario::decimal;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

/// Width and height of a mark's target in CSS pixels.
const TARGET: i32 = 24;
/// The slider's step in milliseconds of the run.
const STEP_MS: u64 = 100;
/// Most sentences in the name of one mark.
const TOLD: usize = 3;
/// Labels under the line, besides that of 0.
const TICKS: u32 = 6;

/// What the time line needs.
#[derive(Properties, PartialEq)]
pub struct TimeLineProps {
    /// The language.
    pub texts: &'static Texts,
    /// The instant that is shown.
    pub now: SimTime,
    /// Its right end.
    pub end: SimTime,
    /// The turns of the story.
    pub turns: Rc<Vec<Turn>>,
    /// Every command of the run.
    pub commands: Same<[Timed]>,
    /// Width of the window in CSS pixels.
    pub width: f64,
    /// Whether commands cannot be taken back here.
    pub locked: bool,
    /// Whether there is a change to take back.
    pub may_undo: bool,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// The time line.
#[component]
pub fn TimeLine(props: &TimeLineProps) -> Html {
    let texts = &props.texts.shell;
    let track = use_node_ref();
    use_effect_with((track.clone(), props.now, props.end), |(track, now, end)| {
        if let Some(track) = track.cast::<Element>() {
            browser::set_property(&track, "--fill", &percent(timeline::share(*now, *end)));
        }
    });
    let dispatch = props.dispatch.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            dispatch.emit(Msg::Seek(SimTime::from_millis(input.value_as_number().max(0.0) as u64)));
        }
    });
    let millis = |time: SimTime| (time.as_nanos() / 1_000_000).to_string();
    html! {
        <section class="timeline" aria-label={texts.timeline()}>
            <div class="timeline-line">
                <Marks ..MarksProps {
                    texts: props.texts,
                    marks: marks(props),
                    end: props.end,
                    dispatch: props.dispatch.clone(),
                } />
                <input ref={track} class="timeline-track" type="range" min="0" max={millis(props.end)} step={STEP_MS.to_string()}
                    value={millis(props.now)} aria-label={texts.instant()}
                    aria-valuetext={format::clock(props.now).to_string()} {oninput} />
                { ticks(props.end) }
            </div>
            <div class="timeline-end">
                <GoTo ..GoToProps {
                    texts: props.texts,
                    dispatch: props.dispatch.clone(),
                } />
                if props.may_undo && !props.locked {
                    { small(props, Msg::Undo, props.texts.shell.undo()) }
                }
                if !props.commands.is_empty() && !props.locked {
                    { small(props, Msg::Clear, props.texts.shell.clear()) }
                }
            </div>
        </section>
    }
}

fn marks(props: &TimeLineProps) -> Vec<Mark> {
    let gap = f64::from(TARGET) / props.width.max(f64::from(TARGET));
    timeline::marks(&props.turns, &props.commands, props.now, props.end, gap)
}

fn small(props: &TimeLineProps, msg: Msg, name: &'static str) -> Html {
    html! { <button type="button" class="button small" onclick={press(&props.dispatch, msg)}>{ name }</button> }
}

/// Times under the line.
fn ticks(end: SimTime) -> Html {
    let label = |n: u32| {
        let share = f64::from(n) / f64::from(TICKS);
        let anchor = match n {
            0 => "start",
            TICKS => "end",
            _ => "middle",
        };
        let text = format::instant(end.as_seconds() * share, 0).to_string();
        html! { <text x={percent(share)} y="10" text-anchor={anchor}>{ text }</text> }
    };
    html! { <svg class="timeline-ticks" aria-hidden="true" focusable="false">{ for (0..=TICKS).map(label) }</svg> }
}

/// What the marks need.
#[derive(Properties, PartialEq)]
struct MarksProps {
    texts: &'static Texts,
    marks: Vec<Mark>,
    end: SimTime,
    dispatch: Callback<Msg>,
}

/// The marks: one stop of the tab key, arrow keys between them.
#[component]
fn Marks(props: &MarksProps) -> Html {
    let active = use_state_eq(|| 0_usize);
    let active_index = (*active).min(props.marks.len().saturating_sub(1));
    html! {
        <svg class="timeline-marks" height={TARGET.to_string()} role="group" aria-label={props.texts.shell.timeline()}>
            { for props.marks.iter().enumerate().map(|(index, mark)| view_mark(props, &active, index, mark, index == active_index)) }
        </svg>
    }
}

fn view_mark(props: &MarksProps, active: &UseStateHandle<usize>, index: usize, mark: &Mark, is_active: bool) -> Html {
    let (at, last, active, dispatch) = (mark.at, props.marks.len() - 1, active.clone(), props.dispatch.clone());
    let onclick = {
        let (dispatch, active) = (dispatch.clone(), active.clone());
        Callback::from(move |_: MouseEvent| {
            active.set(index);
            dispatch.emit(Msg::Seek(at));
        })
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let next = match event.key().as_str() {
            "Enter" | " " => {
                event.prevent_default();
                return dispatch.emit(Msg::Seek(at));
            }
            "ArrowLeft" => index.saturating_sub(1),
            "ArrowRight" => (index + 1).min(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        active.set(next);
        browser::focus(&mark_id(next));
    });
    let name = name(props.texts, mark);
    let class = classes!("mark", format!("mark-{}", mark.weight.keyword()), mark.ahead.then_some("is-ahead"));
    let half = TARGET / 2;
    html! {
        <svg key={index} x={percent(timeline::share(mark.at, props.end))} y={half.to_string()} overflow="visible">
            <g id={mark_id(index)} {class} role="button" tabindex={if is_active { "0" } else { "-1" }} aria-label={name.clone()}
                {onclick} {onkeydown}>
                <title>{ name }</title>
                <rect class="mark-target" x={(-half).to_string()} y={(-half).to_string()} width={TARGET.to_string()}
                    height={TARGET.to_string()} rx="6" />
                <path class="mark-shape" d={shape(mark.weight)} />
            </g>
        </svg>
    }
}

fn mark_id(index: usize) -> String {
    format!("mark-{index}")
}

/// Trouble is a diamond, a warning a triangle, relief a disc, what concerns databases a square, the rest a bar.
fn shape(weight: Weight) -> &'static str {
    match weight {
        Weight::Trouble => "M0-7.5 7.5 0 0 7.5-7.5 0z",
        Weight::Warning => "M0-6.5 7 5.5H-7z",
        Weight::Relief => "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0z",
        Weight::Database => "M-5-5H5V5H-5z",
        Weight::Plain => "M-2-6.5H2V6.5H-2z",
    }
}

/// When, and what happened there.
fn name(texts: &Texts, mark: &Mark) -> String {
    let mut told = mark.texts.iter().take(TOLD).cloned().collect::<Vec<_>>().join("; ");
    if mark.texts.len() > TOLD {
        told = format!("{told}; {}", texts.shell.and_more(mark.texts.len() - TOLD));
    }
    let at = format::clock(mark.at);
    if mark.ahead { texts.shell.mark_ahead(at, told) } else { texts.shell.mark(at, told) }
}

/// What the field for an instant needs.
#[derive(Properties, PartialEq)]
struct GoToProps {
    texts: &'static Texts,
    dispatch: Callback<Msg>,
}

/// Goes to an instant that is typed.
#[component]
fn GoTo(props: &GoToProps) -> Html {
    let texts = &props.texts.shell;
    let field = use_node_ref();
    let fault = use_state_eq(|| false);
    let onsubmit = {
        let (field, fault, dispatch) = (field.clone(), fault.clone(), props.dispatch.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(input) = field.cast::<HtmlInputElement>() else { return };
            let typed = input.value().replace(',', ".");
            let seconds = decimal::number(typed.trim().trim_end_matches('s').trim_end());
            match seconds.filter(|seconds| (0.0..1e9).contains(seconds)) {
                Some(seconds) => {
                    fault.set(false);
                    input.set_value("");
                    dispatch.emit(Msg::Seek(SimTime::from_millis((seconds * 1e3).round() as u64)));
                }
                None => fault.set(true),
            }
        })
    };
    let invalid = fault.then_some("true");
    html! {
        <form class="goto" {onsubmit}>
            <label for="goto">{ texts.go_to() }</label>
            <span class="field">
                <input ref={field} id="goto" type="text" inputmode="decimal" autocomplete="off" size="5" placeholder={format::exact(12.5, 1)}
                    aria-invalid={invalid} aria-describedby="goto-said" />
                <span class="unit">{ "s" }</span>
                <span id="goto-said" class="field-said" role="alert">{ fault.then_some(texts.not_an_instant()) }</span>
            </span>
            <button type="submit" class="button sign small" aria-label={texts.go_to()}>{ icon(Icon::Play) }</button>
        </form>
    }
}
