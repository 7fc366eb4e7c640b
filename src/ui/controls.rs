//! The knobs of the run: the few that matter first, the rest of each group behind a disclosure. Knows no single knob but
//! the two that have a place of their own.

use super::browser;
use super::knob::{KnobProps, KnobRow};
use super::locked::locked;
use super::unfold;
use crate::ui::press;
use tierscope::app::course;
use tierscope::app::entry;
use tierscope::app::fold::{Fold, Unfolded};
use tierscope::app::page::Page;
use tierscope::app::same::Same;
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use tierscope::app::workload;
use tierscope::model::config::Config;
use tierscope::model::shape::Shape;
use tierscope::scenario::Act;
use tierscope::scenario::knob::{Group, Knob};
use tierscope::scenario::value::Value;
use yew::prelude::*;

/// The knob that the bar on top holds.
const PRESET: &str = "preset";
/// The knob that has a button beside it.
const SEED: &str = "seed";
/// The knobs of a closed workload.
const CLOSED: [&str; 2] = ["users", "think"];

/// What the knobs need.
#[derive(Properties, PartialEq)]
pub struct ControlsProps {
    /// The language.
    pub texts: &'static Texts,
    /// The configuration as it is now.
    pub config: Same<Config>,
    /// A knob that is being moved, and to where.
    pub draft: Option<(&'static Knob, Value)>,
    /// What of them is unfolded.
    pub unfolded: Unfolded,
    /// What cannot be changed here.
    pub page: Same<Page>,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// The knobs.
#[component]
pub fn Controls(props: &ControlsProps) -> Html {
    let explained = props.unfolded.has(Fold::Explanations);
    let texts = &props.texts.shell;
    let onclick = press(&props.dispatch, Msg::Unfold(Fold::Explanations, !explained));
    html! {
        <section class={classes!("controls", explained.then_some("is-explained"))} aria-labelledby="controls-title">
            <div class="controls-head">
                <h2 id="controls-title">{ texts.control() }</h2>
                <button type="button" class="button small" aria-pressed={explained.to_string()} {onclick}>
                    { texts.knobs.explain() }
                </button>
            </div>
            { for differences(props) }
            { for groups(props).into_iter().map(|(group, knobs)| section(props, group, &knobs)) }
        </section>
    }
}

/// What is not as in the preset, each with a way back; nothing where all is.
fn differences(props: &ControlsProps) -> Option<Html> {
    let preset = props.config.preset;
    let differs = |knob: &&'static Knob| (knob.get)(&props.config) != knob.default(preset) && knob.key != SEED;
    let knobs: Vec<&'static Knob> = Knob::of(preset).filter(|knob| knob.key != PRESET).filter(differs).collect();
    let texts = &props.texts.shell;
    (!knobs.is_empty()).then(|| {
        html! {
            <details class="differs" open={props.unfolded.has(Fold::Differences)}>
                <summary onclick={unfold(&props.dispatch, props.unfolded, Fold::Differences)}>{ texts.differs(knobs.len() as u64) }</summary>
                { for knobs.into_iter().map(|knob| back_to(props, knob)) }
            </details>
        }
    })
}

fn back_to(props: &ControlsProps, knob: &'static Knob) -> Html {
    let usual = knob.default(props.config.preset);
    let say = |value: &Value| entry::spoken(props.texts, knob, value);
    let words = props.texts.shell.back_to(props.texts.label(knob), say(&(knob.get)(&props.config)), say(&usual));
    let disabled = props.page.locks(knob.key);
    html! {
        <button type="button" class="difference" {disabled} onclick={press(&props.dispatch, Msg::Set(knob, usual))}>{ words }</button>
    }
}

/// The preset's knobs by group, in the order of the table.
fn groups(props: &ControlsProps) -> Vec<(Group, Vec<&'static Knob>)> {
    let mut groups: Vec<(Group, Vec<&'static Knob>)> = Vec::new();
    for knob in Knob::of(props.config.preset).filter(|knob| knob.key != PRESET) {
        match groups.iter_mut().find(|(group, _)| *group == knob.group) {
            Some((_, knobs)) => knobs.push(knob),
            None => groups.push((knob.group, vec![knob])),
        }
    }
    groups
}

fn section(props: &ControlsProps, group: Group, knobs: &[&'static Knob]) -> Html {
    let texts = &props.texts.shell.knobs;
    // What says nothing now is behind the disclosure, what takes its place is not.
    let closed = workload::is_closed(&props.config);
    let is_first = |knob: &&'static Knob| {
        (knob.first || (closed && CLOSED.contains(&knob.key))) && !workload::is_idle(&props.config, knob.key)
    };
    let (first, rest): (Vec<&'static Knob>, Vec<&'static Knob>) = knobs.iter().copied().partition(is_first);
    let title = texts.group(group);
    let hidden = rest.len() as u64;
    let open = props.unfolded.has(Fold::Knobs(group));
    let summary = if first.is_empty() { texts.settings(hidden) } else { texts.more(hidden) };
    html! {
        <div key={title} class="group" role="group" aria-label={title}>
            <h3>{ title }</h3>
            if group == Group::Load {
                { for super::workload::choice(props) }
            }
            { for first.into_iter().map(|knob| row(props, knob)) }
            if group == Group::Load {
                { locked(props.texts, props.page.locks("rps"), courses(props)) }
            }
            if !rest.is_empty() {
                <details {open}>
                    <summary onclick={unfold(&props.dispatch, props.unfolded, Fold::Knobs(group))}>{ summary }</summary>
                    // Most of the page would be in here: it is made when somebody wants to see it.
                    if open {
                        { for rest.into_iter().map(|knob| row(props, knob)) }
                    }
                </details>
            }
        </div>
    }
}

fn row(props: &ControlsProps, knob: &'static Knob) -> Html {
    let draft = props.draft.filter(|(drafted, _)| *drafted == knob).map(|(_, value)| value);
    let value = draft.unwrap_or_else(|| (knob.get)(&props.config));
    let usual = knob.default(props.config.preset);
    html! {
        <>
            <KnobRow key={knob.key} ..KnobProps {
                texts: props.texts,
                knob,
                value,
                usual,
                locked: props.page.locks(knob.key),
                dispatch: props.dispatch.clone(),
            } />
            if knob.key == SEED {
                { locked(props.texts, props.page.locks(SEED), reseed(props)) }
            }
        </>
    }
}

/// Buttons that send the load on a course.
fn courses(props: &ControlsProps) -> Html {
    let texts = &props.texts.shell.knobs;
    let button = |shape: Shape| {
        let act = Act::Shape(shape);
        let (dispatch, text) = (props.dispatch.clone(), act.text());
        let onclick = Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Act(act.clone())));
        html! {
            <button type="button" class="button small" title={text.clone()} data-act={text} {onclick}>
                { texts.course(shape.course) }
            </button>
        }
    };
    html! {
        <div class="courses" role="group" aria-label={texts.courses()}>
            { for course::offers(&props.config).into_iter().map(button) }
        </div>
    }
}

fn reseed(props: &ControlsProps) -> Html {
    let dispatch = props.dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Reseed(browser::any_seed())));
    html! { <button type="button" class="button small" {onclick}>{ props.texts.shell.knobs.reseed() }</button> }
}
