//! The scenario in words: always there for those who do not see the page, and a sheet for those who ask for it.

use super::share::sheet_head;
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use yew::prelude::*;

/// The sheet.
pub fn description(texts: &'static Texts, open: bool, text: String, dispatch: &Callback<Msg>) -> Html {
    html! {
        <section id="description" class={if open { "sheet" } else { "unseen" }} aria-label={texts.page.description()}>
            if open {
                { sheet_head(texts, "description-title", texts.page.description(), dispatch) }
            }
            <p id="description-text">{ text }</p>
        </section>
    }
}
