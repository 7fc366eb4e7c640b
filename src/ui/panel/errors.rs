//! Why requests went unanswered, and where.

use tierscope::app::format;
use tierscope::app::reasons::reasons;
use tierscope::app::texts::Texts;
use tierscope::snapshot::ErrorCount;
use yew::prelude::*;

/// Rows that are shown; what is less frequent is summed up.
const ROWS: usize = 6;

/// The most frequent causes with their places.
pub fn errors(texts: &Texts, errors: &[ErrorCount]) -> Html {
    let texts = &texts.panel;
    let reasons = reasons(errors);
    let rows = reasons.iter().take(ROWS).map(|reason| {
        html! {
            <li>
                <span class="number">{ format::count(reason.n) }</span>
                <span class="cause">
                    { texts.cause(reason.cause) }
                    <span class="place">{ texts.places(&reason.places) }</span>
                </span>
            </li>
        }
    });
    let rest = &reasons[ROWS.min(reasons.len())..];
    html! {
        <section class="errors">
            <h2>{ texts.errors_title() }</h2>
            if errors.is_empty() {
                <p class="quiet">{ texts.errors_none() }</p>
            } else {
                <ul>{ for rows }</ul>
            }
            if !rest.is_empty() {
                <p class="quiet">{ texts.errors_more(rest.len() as u64, rest.iter().map(|reason| reason.n).sum()) }</p>
            }
        </section>
    }
}
