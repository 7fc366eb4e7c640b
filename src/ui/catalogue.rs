//! The scenarios to begin with, as a sheet of cards.

use super::share::sheet_head;
use crate::ui::press;
use tierscope::app::catalogue::Topic;
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use yew::prelude::*;

/// The sheet. `shown` is the topic that the run began as.
pub fn catalogue(texts: &'static Texts, shown: Option<Topic>, dispatch: &Callback<Msg>) -> Html {
    html! {
        <section id="catalogue" class="sheet wide" aria-labelledby="catalogue-title">
            { sheet_head(texts, "catalogue-title", texts.guide.open(), dispatch) }
            <p class="small">{ texts.guide.sentence() }</p>
            <ul class="topics">
                { for Topic::ALL.into_iter().map(|topic| html! { <li>{ card(texts, topic, shown == Some(topic), dispatch) }</li> }) }
            </ul>
        </section>
    }
}

fn card(texts: &'static Texts, topic: Topic, shown: bool, dispatch: &Callback<Msg>) -> Html {
    let onclick = press(dispatch, Msg::Begin(topic));
    html! {
        <button type="button" class="topic" data-topic={topic.keyword()} aria-current={shown.then_some("true")} {onclick}>
            <strong>{ texts.guide.name(topic) }</strong>
            <span>{ texts.guide.idea(topic) }</span>
        </button>
    }
}
