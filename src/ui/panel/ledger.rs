//! Every request accounted for: a bar, and the sum written out; how often clients tried again, and had to log in again.

use super::swatch::{Shape, swatch};
use crate::ui::percent;
use tierscope::app::chart::line;
use tierscope::app::format;
use tierscope::app::texts::Texts;
use tierscope::metrics::ledger::Ledger;
use tierscope::model::observation::Class;
use tierscope::snapshot::Snapshot;
use yew::prelude::*;

/// A part that is not nothing is at least this wide, as a share of the bar.
const LEAST: f64 = 0.012;

/// A term of the sum.
struct Part {
    n: u64,
    name: &'static str,
    tone: &'static str,
    shape: Shape,
}

fn parts(ledger: &Ledger, texts: &Texts) -> [Part; 5] {
    let class = |class, n, tone, shape| Part { n, name: texts.panel.class(class), tone, shape };
    [
        class(Class::Answered, ledger.answered, "answered", Shape::Circle),
        class(Class::Refused, ledger.refused, "refused", Shape::Cross),
        class(Class::Failed, ledger.failed, "failed", Shape::Diamond),
        class(Class::TimedOut, ledger.timed_out, "timed-out", Shape::Triangle),
        Part { n: ledger.in_flight(), name: texts.panel.in_flight(), tone: "in-flight", shape: Shape::Ring },
    ]
}

/// The stacked bar and the sum.
pub fn ledger(texts: &Texts, run: &Snapshot) -> Html {
    let ledger = &run.ledger;
    let parts = parts(ledger, texts);
    let texts = &texts.panel;
    let shares = line::shares(&parts.each_ref().map(|part| part.n), LEAST);
    let bar = parts.iter().zip(shares).filter(|(part, _)| part.n > 0).map(|(part, (from, width))| {
        html! {
            <rect key={part.tone} class={format!("part tone-{}", part.tone)}
                x={percent(from)} width={percent(width)} y="0" height="100%" />
        }
    });
    let terms = parts.iter().filter(|part| part.n > 0).enumerate().map(|(i, part)| {
        html! {
            <>
                { " " }
                <span class="term">
                    { if i == 0 { "= " } else { "+ " } }
                    { swatch(part.shape, part.tone) }
                    <span class="number">{ format::count(part.n) }</span>{ " " }{ part.name }
                </span>
            </>
        }
    });
    html! {
        <section class="ledger">
            <h2>{ texts.ledger() }</h2>
            <svg class="ledger-bar" width="100%" height="10" aria-hidden="true">{ for bar }</svg>
            <p class="ledger-sum">
                <span class="term"><span class="number">{ format::count(ledger.arrived) }</span>{ " " }{ texts.arrived() }</span>
                { for terms }
            </p>
            if run.tried_again > 0 {
                <p class="hero-note">{ texts.tried_again(run.tried_again) }</p>
            }
            if run.sessions_lost > 0 {
                <p class="hero-note">{ texts.sessions_lost(run.sessions_lost) }</p>
            }
        </section>
    }
}
