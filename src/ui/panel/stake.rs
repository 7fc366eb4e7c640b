//! The data at stake: transactions that not every database has and that no replication will bring there, each with who has it and what
//! readers of its row see.

use tierscope::app::format;
use tierscope::app::texts::{Panel, Texts};
use tierscope::snapshot::{AtStake, Copy, STAKES, Snapshot};
use yew::prelude::*;

/// Rows that are listed.
const ROWS: usize = 50;

/// The table, where something is at stake.
pub fn stake(texts: &Texts, run: &Snapshot) -> Html {
    let texts = &texts.panel;
    let Some(first) = run.at_stake.first() else { return html! {} };
    let errant = run.each_database().filter(|(.., database)| database.errant > 0).count() as u64;
    let heads = first.copies.iter().map(|copy| html! { <th scope="col">{ copy.machine.to_string() }</th> });
    html! {
        <section class="stake">
            <h2>{ texts.stake_title() }</h2>
            <p class="quiet">{ texts.stake_sentence(run.at_stake.len() as u64, errant, run.at_stake.len() == STAKES) }</p>
            <div class="scroll" tabindex="0" role="region" aria-label={texts.stake_title()}>
                <table>
                    <thead><tr>
                        <th scope="col">{ texts.transaction() }</th>
                        { for heads }
                    </tr></thead>
                    <tbody>{ for run.at_stake.iter().rev().take(ROWS).map(|one| row(texts, one)) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(texts: &Panel, one: &AtStake) -> Html {
    let told = one.acknowledged.map(|at| format::instant(at.as_seconds(), 3).to_string());
    let told = texts.stake_told(u64::from(one.row), told.as_deref(), one.seen_by_client);
    html! {
        <tr key={format!("{}:{}", one.machine, one.number)}>
            <th scope="row">
                { one.machine.to_string() }{ ":" }{ one.number.to_string() }
                <span class="quiet">{ told }</span>
            </th>
            { for one.copies.iter().map(|copy| cell(texts, one, copy)) }
        </tr>
    }
}

/// Whether a database has the transaction; and by which write its readers see the row, where that is another one.
fn cell(texts: &Panel, one: &AtStake, copy: &Copy) -> Html {
    let seen = match copy.row {
        Some(write) if write == (one.machine, one.number) => None,
        Some((machine, number)) => Some(format!("{machine}:{number}")),
        None => Some(texts.stake_original().to_owned()),
    };
    let (class, has) = if copy.has { ("has", texts.stake_has()) } else { ("has-not", texts.stake_has_not()) };
    html! {
        <td class={class}>
            <b>{ has }</b>
            { for seen.map(|write| html! { <span class="quiet" title={texts.stake_row()}>{ write }</span> }) }
        </td>
    }
}
