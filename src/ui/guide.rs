//! What the scenario is about and what to do with it, above the diagram: first the idea and a button, then what follows.

use super::icon::{Icon, icon};
use crate::ui::press;
use tierscope::app::catalogue::Topic;
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use yew::prelude::*;

/// What the bar needs.
#[derive(Properties, PartialEq)]
pub struct GuideBarProps {
    /// The language.
    pub texts: &'static Texts,
    /// The scenario that the run began as.
    pub topic: Topic,
    /// Whether what it suggests has been done.
    pub done: bool,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// The bar.
#[component]
pub fn GuideBar(props: &GuideBarProps) -> Html {
    let texts = &props.texts.guide;
    html! {
        <section class="guide" aria-label={texts.region()} data-done={props.done.to_string()}>
            <p><strong>{ texts.name(props.topic) }</strong>
                <span>{ if props.done { texts.outcome(props.topic) } else { texts.idea(props.topic) } }</span></p>
            <div class="guide-acts">
                if !props.done {
                    <button type="button" class="button primary" id="deed" onclick={press(&props.dispatch, Msg::Deed)}>
                        { texts.deed(props.topic) }
                    </button>
                }
                <button type="button" class="button" id="tour-button" onclick={press(&props.dispatch, Msg::Tour(Some(0)))}>
                    { texts.tour.begin() }
                </button>
                <button type="button" class="button sign quiet" aria-label={texts.hide()} title={texts.hide()}
                    onclick={press(&props.dispatch, Msg::CloseGuide(true))}>
                    { icon(Icon::Close) }
                </button>
            </div>
        </section>
    }
}
