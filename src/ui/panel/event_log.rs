//! The event log: the latest line first, because what happens now is looked for at the top; each row goes to its instant.

use super::swatch::{of_weight, swatch};
use crate::ui::press;
use tierscope::app::fold::{Fold, Unfolded};
use tierscope::app::format;
use tierscope::app::narrate::{self, Story, Weight};
use tierscope::app::same::Same;
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use tierscope::engine::time::SimTime;
use tierscope::metrics::log::{self, Line};
use tierscope::model::config::Config;
use tierscope::scenario::Timed;
use yew::prelude::*;

/// Rows that can be shown.
const ROWS: usize = 120;
/// Rows that are shown beside the diagram until more are asked for.
const SHORT: usize = 7;

/// What the event log needs.
#[derive(Properties, PartialEq)]
pub struct EventLogProps {
    /// The language.
    pub texts: &'static Texts,
    /// The log so far.
    pub log: Same<[Line]>,
    /// The run's commands, to tell what a person set.
    pub commands: Same<[Timed]>,
    /// The configuration with which the run began.
    pub start: Config,
    /// Whether something is broken that a person may make well.
    pub broken: bool,
    /// Whether it is the whole log, and whether all its lines are shown.
    pub unfolded: Unfolded,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
    /// Goes to an instant.
    pub on_seek: Callback<SimTime>,
}

/// The latest lines in words, latest first, and how many earlier ones are left out.
#[derive(PartialEq)]
struct Told {
    stories: Vec<Story>,
    earlier: u64,
}

impl Told {
    fn latest(texts: &Texts, start: &Config, log: &[Line], commands: &[Timed], all: bool) -> Told {
        let mut stories = Vec::new();
        let mut left = log.len();
        let mut loads = narrate::loads(texts, start, log, commands);
        while left > 0 && stories.len() < ROWS {
            left -= 1;
            // What came of a line stands above it.
            while let Some(load) = loads.pop_if(|load| load.at >= log[left].at) {
                stories.push(load);
            }
            if all || narrate::is_turn(&log[left].note) {
                stories.extend(narrate::story(texts, log, left, commands));
            }
        }
        if left == 0 {
            stories.extend(loads.into_iter().rev());
        }
        Told { stories, earlier: left as u64 }
    }
}

/// The event log. On a phone it is a tab of its own.
#[component]
pub fn EventLog(props: &EventLogProps) -> Html {
    let (all, long) = (props.unfolded.has(Fold::Steps), props.unfolded.has(Fold::Log));
    let deps = (props.texts, props.start.clone(), props.log.clone(), props.commands.clone(), all);
    let told = use_memo(deps, |(texts, start, log, commands, all)| Told::latest(texts, start, log, commands, *all));
    let texts = &props.texts.log;
    let choice = |name: &'static str, value: bool| {
        let onclick = press(&props.dispatch, Msg::Unfold(Fold::Steps, value));
        html! { <button type="button" aria-pressed={(all == value).to_string()} {onclick}>{ name }</button> }
    };
    html! {
        <section class="event-log" aria-labelledby="event-log-title">
            <div class="event-log-head">
                <h2 id="event-log-title">{ texts.title() }</h2>
                <div class="choice" role="group" aria-label={texts.filter()}>
                    { choice(texts.important(), false) }
                    { choice(texts.all(), true) }
                </div>
            </div>
            if props.broken {
                <button type="button" class="button small heal" onclick={press(&props.dispatch, Msg::Heal)}>
                    { props.texts.shell.heal() }
                </button>
            }
            if props.log.len() >= log::LIMIT {
                <p class="quiet">{ texts.full() }</p>
            }
            if told.stories.is_empty() {
                <p class="quiet">{ texts.empty() }</p>
            } else {
                <ol reversed=true class={classes!(long.then_some("whole"))}>
                    { for told.stories.iter().map(|story| row(props, story)) }
                </ol>
            }
            { more(props.texts, told.stories.len(), long, Fold::Log, &props.dispatch) }
            if told.earlier > 0 && long {
                <p class="quiet">{ texts.earlier(told.earlier) }</p>
            }
        </section>
    }
}

/// The button that shows all lines of a list, or the latest few again; nothing where there are no more.
pub(super) fn more(texts: &Texts, lines: usize, long: bool, fold: Fold, dispatch: &Callback<Msg>) -> Html {
    let hidden = lines.saturating_sub(SHORT);
    html! {
        if hidden > 0 {
            <button type="button" class="more" aria-expanded={long.to_string()} onclick={press(dispatch, Msg::Unfold(fold, !long))}>
                { if long { texts.log.fewer().to_owned() } else { texts.log.more(hidden as u64) } }
            </button>
        }
    }
}

fn row(props: &EventLogProps, story: &Story) -> Html {
    entry(props.texts, story.at, story.kind, &story.text, story.weight, &props.on_seek)
}

/// A line, which goes to its instant.
pub(super) fn entry(
    texts: &Texts,
    at: SimTime,
    kind: &'static str,
    text: &str,
    weight: Weight,
    on_seek: &Callback<SimTime>,
) -> Html {
    let clock = format::clock(at);
    let onclick = on_seek.reform(move |_: MouseEvent| at);
    html! {
        <li class={kind}>
            <button type="button" {onclick} title={texts.log.go_to(format::clock(at))}>
                <span class="at">{ clock.number }<span class="unseen">{ format!("{}{}", format::THIN, clock.unit) }</span></span>
                { swatch(of_weight(weight), weight.keyword()) }
                <span class="text">{ text.to_owned() }</span>
            </button>
        </li>
    }
}
