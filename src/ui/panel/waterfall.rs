//! Where the time of one request went: a table whose rows are bars over the time from its client's first byte to the answer.

use crate::ui::{percent, press};
use tierscope::app::diary::Who;
use tierscope::app::format;
use tierscope::app::same::Same;
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use tierscope::app::waterfall::{Nature, Pick, Row, Waterfall};
use yew::prelude::*;

/// A bar that is there is at least this wide, as a share of the whole.
const LEAST: f64 = 0.006;

/// What the table needs.
#[derive(Properties, PartialEq)]
pub struct RequestProps {
    /// The language.
    pub texts: &'static Texts,
    /// The request; none before one has ended.
    pub shown: Option<Same<Waterfall>>,
    /// Whether a person has picked it.
    pub pinned: bool,
    /// Whether it is a client's who may be followed.
    pub of_client: bool,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// The request's outcome in a sentence, and the table.
#[component]
pub fn Request(props: &RequestProps) -> Html {
    let texts = &props.texts.waterfall;
    let choice = |name: &'static str, pick| {
        let pressed = props.pinned == (pick == Pick::Newest);
        let onclick = press(&props.dispatch, Msg::Trace(pick));
        html! { <button type="button" aria-pressed={pressed.to_string()} {onclick}>{ name }</button> }
    };
    html! {
        <section id="request" class="waterfall">
            <div class="event-log-head">
                <h2 id="request-title" tabindex="-1">{ texts.title() }</h2>
                <div class="choice">{ choice(texts.slowest(), Pick::Slowest) }{ choice(texts.newest(), Pick::Newest) }</div>
            </div>
            { match &props.shown {
                None => html! { <p class="quiet">{ texts.none() }</p> },
                Some(shown) => html! {
                    <>
                        <p class="quiet">{ texts.sentence(shown) }</p>
                        <table>
                            <thead class="unseen"><tr>
                                { for texts.columns().iter().map(|column| html! { <th scope="col">{ *column }</th> }) }
                            </tr></thead>
                            <tbody>{ for shown.rows.iter().map(|row| line(props.texts, shown, row)) }</tbody>
                        </table>
                        <p class="quiet">{ texts.click() }</p>
                        if props.of_client {
                            <button type="button" class="button small" onclick={press(&props.dispatch, Msg::Accompany(Who::Request))}>
                                { props.texts.diary.of_request() }
                            </button>
                        }
                    </>
                },
            } }
        </section>
    }
}

/// A row in figures, and below it in bars.
fn line(texts: &Texts, of: &Waterfall, row: &Row) -> Html {
    let nature = match row.part.nature() {
        Nature::Travel => "travel",
        Nature::Wait => "wait",
        Nature::Work => "work",
        Nature::Database => "database",
        Nature::Trouble => "trouble",
    };
    let bar = |(from, length): &(_, _)| {
        let width = of.share(*length).max(LEAST);
        html! { <rect x={percent(of.share(*from).min(1.0 - LEAST))} width={percent(width)} height="6" /> }
    };
    let after = row.spans.first().map(|(from, _)| format::millis(from.as_seconds()).to_string());
    html! {
        <>
            <tr>
                <th scope="row">{ texts.waterfall.row(row) }</th>
                <td class="unseen">{ after }</td>
                <td>{ format::millis(row.total.as_seconds()).to_string() }</td>
                <td>{ format::percent(of.share(row.total)).to_string() }</td>
            </tr>
            <tr aria-hidden="true">
                <td colspan="4"><svg class={nature} width="100%" height="6">{ for row.spans.iter().map(bar) }</svg></td>
            </tr>
        </>
    }
}
