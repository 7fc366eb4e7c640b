//! The tour: a card over the page, and a ring around what its step is about, which the style sheet draws.

use crate::ui::press;
use tierscope::app::catalogue::Guide;
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use yew::prelude::*;

/// The card of a step, from 0.
pub fn tour(texts: &'static Texts, step: usize, dispatch: &Callback<Msg>) -> Html {
    let texts = &texts.guide.tour;
    let last = step + 1 == Guide::STEPS;
    let end = press(dispatch, Msg::Tour(None));
    html! {
        <section id="tour" class="tour" role="dialog" aria-label={texts.region()} aria-describedby="tour-text" tabindex="-1">
            <p class="small">{ texts.step(step + 1, Guide::STEPS) }</p>
            <p id="tour-text">{ texts.text(step) }</p>
            <div class="tour-acts">
                if !last {
                    <button type="button" class="button quiet" onclick={end.clone()}>{ texts.skip() }</button>
                }
                if step > 0 {
                    <button type="button" class="button" onclick={press(dispatch, Msg::Tour(Some(step - 1)))}>{ texts.back() }</button>
                }
                <button type="button" class="button primary" onclick={if last { end } else { press(dispatch, Msg::Tour(Some(step + 1))) }}>
                    { if last { texts.end() } else { texts.next() } }
                </button>
            </div>
        </section>
    }
}
