//! Acknowledged writes: those that are lost, one by one; or why none is.

use super::swatch::{Shape, Swatch};
use tierscope::app::format;
use tierscope::app::texts::Texts;
use tierscope::snapshot::LostTransaction;
use yew::prelude::*;

/// Rows that are listed.
const ROWS: usize = 100;
/// Exposed writes below which a crash loses next to none.
const LITTLE: f64 = 0.5;

/// What the list needs.
#[derive(Properties, PartialEq)]
pub struct WritesProps {
    /// The language.
    pub texts: &'static Texts,
    /// Lost writes, oldest first.
    pub lost: Vec<LostTransaction>,
    /// How many those are, listed or not.
    pub count: u64,
    /// Acknowledged writes that are on their way to a replica at any moment.
    pub exposed: f64,
    /// Whether any replica receives from the primary.
    pub replicated: bool,
}

/// What a crash took, or would take.
#[component]
pub fn Writes(props: &WritesProps) -> Html {
    let texts = &props.texts.panel;
    let n = props.count;
    let seen = props.lost.iter().filter(|write| write.seen_by_client).count() as u64;
    let exposed = format::decimal(props.exposed);
    let none = match props.exposed {
        _ if !props.replicated => texts.exposed_all.to_owned(),
        few if few < LITTLE => (texts.exposed_little)(&exposed),
        _ => (texts.exposed_some)(&exposed),
    };
    html! {
        <section class="writes">
            <h2>{ texts.writes_title }</h2>
            if n == 0 {
                <p class="quiet">{ none }</p>
            } else {
                <p class="lost-sentence">
                    <Swatch shape={Shape::Diamond} tone="failed" />{ (texts.lost_sentence)(n, seen) }
                </p>
                { table(props) }
            }
            if n > ROWS as u64 {
                <p class="quiet">{ (texts.lost_listed)(ROWS as u64, n) }</p>
            }
        </section>
    }
}

fn table(props: &WritesProps) -> Html {
    let texts = &props.texts.panel;
    let rows = props.lost.iter().take(ROWS).map(|write| {
        html! {
            <tr key={write.position}>
                <th scope="row">{ format::count(write.position) }</th>
                <td>{ format::instant(write.acknowledged.as_seconds(), 3).to_string() }</td>
                <td>{ format::count(u64::from(write.row)) }</td>
                <td>{ if write.seen_by_client { texts.yes } else { texts.no } }</td>
            </tr>
        }
    });
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={texts.writes_lost}>
            <table>
                <thead><tr>
                    <th scope="col">{ texts.position }</th>
                    <th scope="col">{ texts.acknowledged }</th>
                    <th scope="col">{ texts.page }</th>
                    <th scope="col">{ texts.seen }</th>
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}
