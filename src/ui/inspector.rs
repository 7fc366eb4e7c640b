//! A component of the diagram from inside: how it is, what can be done with it, its figures. The one place for all of these.

use super::diagram::name;
use super::locked::locked;
use super::{browser, percent, press};
use tierscope::app::diagram::{Deed, deeds, label};
use tierscope::app::diary::Who;
use tierscope::app::inspector::{Fact, Section, sections};
use tierscope::app::same::Same;
use tierscope::app::selection::Selection;
use tierscope::app::state::Sheet;
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use tierscope::model::config::Config;
use tierscope::model::id::{MachineId, Process, Target};
use tierscope::scenario::Act;
use tierscope::snapshot::Snapshot;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, SvgElement};
use yew::prelude::*;

/// Where the inspector lies over the lower part of the page, as the style sheet has it.
const BELOW: &str = "(max-width: 47.99rem)";

/// The clients, of whom one can be followed.
const CLIENTS: Selection = Selection::Target(Target::Machine(MachineId::CLIENT));

/// What the inspector needs.
#[derive(Properties, PartialEq)]
pub struct InspectorProps {
    /// The language.
    pub texts: &'static Texts,
    /// The run at this instant.
    pub snapshot: Same<Snapshot>,
    /// The configuration as it is now.
    pub config: Same<Config>,
    /// What it is about.
    pub thing: Selection,
    /// Whether its parts cannot be picked one by one.
    pub whole: bool,
    /// Whether nothing can be done with it here.
    pub locked: bool,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// The inspector.
#[component]
pub fn Inspector(props: &InspectorProps) -> Html {
    let InspectorProps { texts, snapshot, thing, whole, dispatch, .. } = props;
    let head = use_node_ref();
    {
        // It opens because a person asked for it: the focus may go there.
        let head = head.clone();
        use_effect_with(*thing, move |thing| {
            if let Some(head) = head.cast::<HtmlElement>().filter(|_| browser::may_focus()) {
                drop(head.focus());
            }
            if let Some(element) = drawn(*thing).filter(|_| browser::prefers(BELOW)) {
                element.scroll_into_view();
            }
        });
    }
    let close = {
        let (dispatch, thing) = (dispatch.clone(), *thing);
        Callback::from(move |()| {
            dispatch.emit(Msg::Select(None));
            if let Some(element) = drawn(thing) {
                drop(element.focus());
            }
        })
    };
    let onkeydown = {
        let close = close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                close.emit(());
            }
        })
    };
    let acts = &texts.diagram.acts;
    let title = title(*thing, texts);
    let says = label(snapshot, *thing, texts);
    let says = says.split_once(", ").map_or(says.as_str(), |(_, state)| state).to_owned();
    let of_haproxy = matches!(thing, Selection::Target(Target::Process(_, Process::Haproxy)));
    html! {
        <section id="inspector" class="inspector" role="dialog" aria-label={acts.title(&title)} {onkeydown}>
            <div class="inspector-head">
                <h2 tabindex="-1" ref={head}>{ title }</h2>
                <button type="button" class="button small sign quiet" aria-label={acts.close()} onclick={close.reform(|_: MouseEvent| ())}>
                    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path d="M2 2l8 8M10 2l-8 8" /></svg>
                </button>
            </div>
            <p class="quiet">{ says }</p>
            if props.locked {
                <p class="quiet">{ texts.page.locked_why() }</p>
            }
            { locked(texts, props.locked, html! {
                <div class="deeds">
                    { for deeds(snapshot, *thing, *whole, texts).iter().map(|deed| button(dispatch, deed)) }
                </div>
            }) }
            { for sections(snapshot, &props.config, *thing, *whole, texts).iter().map(section) }
            if *thing == CLIENTS && !snapshot.preset.is_bare() {
                <button type="button" class="button small" onclick={press(dispatch, Msg::Accompany(Who::Hit))}>
                    { texts.diary.open() }
                </button>
            }
            if of_haproxy {
                <button type="button" class="button small" onclick={press(dispatch, Msg::Toggle(Sheet::Statistics))}>
                    { texts.statistics.open() }
                </button>
            }
        </section>
    }
}

/// The thing in the drawing.
fn drawn(thing: Selection) -> Option<SvgElement> {
    let found = browser::document().query_selector(&format!("[data-thing=\"{}\"]", name(thing)));
    found.ok()??.dyn_into().ok()
}

/// The title of what a thing is.
fn title(thing: Selection, texts: &Texts) -> String {
    let words = &texts.diagram;
    match thing {
        Selection::Target(Target::Machine(machine)) => machine.to_string(),
        Selection::Target(Target::Process(machine, process)) => format!("{} · {machine}", words.process(process)),
        Selection::Link(link) => words.link(link),
    }
}

fn button(dispatch: &Callback<Msg>, deed: &Deed) -> Html {
    let grave = matches!(deed.act, Act::Crash(_) | Act::Partition(_));
    html! {
        <button type="button" class={classes!("deed", grave.then_some("grave"))} onclick={press(dispatch, Msg::Act(deed.act.clone()))}
            disabled={deed.hindered.is_some()} data-act={deed.act.text()}>
            { deed.words.clone() }
            { for deed.hindered.clone().map(|why| html! { <span class="why">{ why }</span> }) }
        </button>
    }
}

fn section(section: &Section) -> Html {
    html! {
        <>
            <h3>{ section.title }</h3>
            <dl class="facts-list">{ for section.facts.iter().map(fact) }</dl>
        </>
    }
}

fn fact(fact: &Fact) -> Html {
    html! {
        <div class={classes!(fact.bad.then_some("alarming"))}>
            <dt>{ fact.name }</dt>
            <dd>{ fact.value.clone() }</dd>
            if let Some(share) = fact.share {
                <svg width="100%" height="4" aria-hidden="true">
                    <rect class="room" width="100%" height="4" rx="2" />
                    <rect class="used" width={percent(share)} height="4" rx="2" />
                </svg>
            }
        </div>
    }
}
