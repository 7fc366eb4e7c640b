//! The one number beside the one cause, and the four figures below it.

use tierscope::app::chart::bucket::is_rough;
use tierscope::app::format::{self, Figure};
use tierscope::app::texts::Texts;
use tierscope::snapshot::{Recent, Snapshot};
use yew::prelude::*;

/// The p99 of the last seconds and how many requests it rests on.
pub fn hero(texts: &Texts, recent: &Recent) -> Html {
    let texts = &texts.panel;
    let response = &recent.response;
    let rough = response.n > 0 && is_rough(response.n, 0.99);
    let figure = if response.n == 0 { Figure::none() } else { format::duration(response.p99) };
    let seconds = format::instant(recent.seconds, 0).to_string();
    let note = match response.n {
        0 if recent.seconds < 1.0 => texts.too_early().to_owned(),
        0 => texts.no_answers(&seconds),
        n if rough => texts.too_few(n, &seconds),
        n => texts.rests_on(n, &seconds),
    };
    html! {
        <div class="hero">
            <h2 class="hero-title">{ texts.response_p99() }</h2>
            <p class={classes!("hero-figure", rough.then_some("rough"))}>
                <span class="hero-number">{ figure.number }</span>
                if !figure.unit.is_empty() {
                    <span class="hero-unit">{ format!("{}{}", format::THIN, figure.unit) }</span>
                }
            </p>
            <p class="hero-note">{ note }</p>
        </div>
    }
}

/// Answers, errors, stale reads, lost writes.
pub fn figures(texts: &Texts, run: &Snapshot) -> Html {
    let texts = &texts.panel;
    let (stale, reads) = (run.stale_reads, run.reads);
    let share = if reads == 0 { Figure::none() } else { format::percent(stale as f64 / reads as f64) };
    let lost = format::count(run.lost_count);
    html! {
        <dl class="figures">
            { figure("answered", texts.answered(), format::rate(run.recent.answered_per_s), false) }
            { figure("errors", texts.errors(), format::rate(run.recent.errors_per_s), run.recent.errors_per_s > 0.0) }
            if run.preset.has_manager() {
                { figure("stale", texts.stale_reads(), share, false) }
                { figure("lost", texts.writes_lost(), Figure { number: lost, unit: "" }, run.lost_count > 0) }
            }
        </dl>
    }
}

fn figure(name: &'static str, title: &'static str, figure: Figure, alarming: bool) -> Html {
    let space = if figure.unit.is_empty() || figure.unit.starts_with('/') { "" } else { "\u{202f}" };
    html! {
        <div class={classes!("figure", format!("figure-{name}"), alarming.then_some("alarming"))}>
            <dt>{ title }</dt>
            <dd>{ figure.number }<span class="unit">{ space }{ figure.unit }</span></dd>
        </div>
    }
}
