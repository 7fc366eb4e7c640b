//! The event log: the latest line first, because what happens now is looked for at the top; each row goes to its instant.

use super::swatch::{Shape, swatch};
use crate::ui::press;
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
    let all = use_state_eq(|| false);
    let deps = (props.texts, props.start.clone(), props.log.clone(), props.commands.clone(), *all);
    let told = use_memo(deps, |(texts, start, log, commands, all)| Told::latest(texts, start, log, commands, *all));
    let texts = &props.texts.log;
    let more = use_state_eq(|| false);
    let onmore = Callback::from({
        let more = more.clone();
        move |_: MouseEvent| more.set(!*more)
    });
    let hidden = told.stories.len().saturating_sub(SHORT);
    let choice = |name: &'static str, value: bool| {
        let onclick = Callback::from({
            let all = all.clone();
            move |_: MouseEvent| all.set(value)
        });
        html! { <button type="button" aria-pressed={(*all == value).to_string()} {onclick}>{ name }</button> }
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
                <ol reversed=true class={classes!(more.then_some("whole"))}>
                    { for told.stories.iter().map(|story| row(props, story)) }
                </ol>
            }
            if hidden > 0 {
                <button type="button" class="more" aria-expanded={more.to_string()} onclick={onmore}>
                    { if *more { texts.fewer().to_owned() } else { texts.more(hidden as u64) } }
                </button>
            }
            if told.earlier > 0 && *more {
                <p class="quiet">{ texts.earlier(told.earlier) }</p>
            }
        </section>
    }
}

fn row(props: &EventLogProps, story: &Story) -> Html {
    let at = story.at;
    let clock = format::clock(at);
    let onclick = props.on_seek.reform(move |_: MouseEvent| at);
    let shape = match story.weight {
        Weight::Trouble => Shape::Diamond,
        Weight::Warning => Shape::Triangle,
        Weight::Relief => Shape::Circle,
        Weight::Database => Shape::Square,
        Weight::Plain => Shape::Ring,
    };
    html! {
        <li class={story.kind}>
            <button type="button" {onclick} title={props.texts.log.go_to(format::clock(at))}>
                <span class="at">{ clock.number }<span class="unseen">{ format!("{}{}", format::THIN, clock.unit) }</span></span>
                { swatch(shape, story.weight.keyword()) }
                <span class="text">{ story.text.clone() }</span>
            </button>
        </li>
    }
}
