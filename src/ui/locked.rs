//! What a person cannot change here: shown, switched off, with the reason.

use tierscope::app::texts::Texts;
use yew::prelude::*;

/// These controls, as they are or switched off.
pub fn locked(texts: &'static Texts, is_locked: bool, controls: Html) -> Html {
    if !is_locked {
        return controls;
    }
    html! {
        <fieldset class="locked" disabled=true>
            <legend class="unseen">{ texts.page.locked_why() }</legend>
            { controls }
        </fieldset>
    }
}

/// The mark of what is locked.
pub fn mark(texts: &'static Texts) -> Html {
    html! { <span class="tag" title={texts.page.locked_why()}>{ texts.page.locked() }</span> }
}
