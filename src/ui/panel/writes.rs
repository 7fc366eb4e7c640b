//! Acknowledged writes: those that are lost, one by one; or why none is.

use super::swatch::{Shape, swatch};
use tierscope::app::format;
use tierscope::app::texts::{Panel, Texts};
use tierscope::snapshot::{LostTransaction, Snapshot};
use yew::prelude::*;

/// Rows that are listed.
const ROWS: usize = 100;
/// Exposed writes below which a crash loses next to none.
const LITTLE: f64 = 0.5;

/// What a crash took, or would take; `replicated`: whether any replica receives from the primary.
pub fn writes(texts: &Texts, run: &Snapshot, replicated: bool) -> Html {
    let texts = &texts.panel;
    let n = run.lost_count;
    let seen = run.lost.iter().filter(|write| write.seen_by_client).count() as u64;
    let exposed = format::decimal(run.exposed);
    let none = match run.exposed {
        _ if !replicated => texts.exposed_all().to_owned(),
        few if few < LITTLE => texts.exposed_little(&exposed),
        _ => texts.exposed_some(&exposed),
    };
    html! {
        <section class="writes">
            <h2>{ texts.writes_title() }</h2>
            if n == 0 {
                <p class="quiet">{ none }</p>
            } else {
                <p class="lost-sentence">
                    { swatch(Shape::Diamond, "failed") }{ texts.lost_sentence(n, seen) }
                </p>
                { table(texts, &run.lost) }
            }
            if n > ROWS as u64 {
                <p class="quiet">{ texts.lost_listed(ROWS as u64, n) }</p>
            }
        </section>
    }
}

fn table(texts: &Panel, lost: &[LostTransaction]) -> Html {
    let rows = lost.iter().take(ROWS).map(|write| {
        html! {
            <tr key={format!("{}:{}", write.machine, write.number)}>
                <th scope="row">{ write.machine.to_string() }{ ":" }{ write.number.to_string() }</th>
                <td>{ format::instant(write.acknowledged.as_seconds(), 3).to_string() }</td>
                <td>{ format::count(u64::from(write.row)) }</td>
                <td>{ if write.seen_by_client { texts.yes() } else { texts.no() } }</td>
            </tr>
        }
    });
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={texts.writes_lost()}>
            <table>
                <thead><tr>
                    <th scope="col">{ texts.transaction() }</th>
                    <th scope="col">{ texts.acknowledged() }</th>
                    <th scope="col">{ texts.page() }</th>
                    <th scope="col">{ texts.seen() }</th>
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}
