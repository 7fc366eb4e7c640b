//! The one number beside the one cause, and the four figures below it.

use tierscope::app::chart::bucket::is_rough;
use tierscope::app::format::{self, Figure};
use tierscope::app::texts::Texts;
use tierscope::snapshot::{Recent, Snapshot};
use yew::prelude::*;

/// The p99 of the last seconds and how many requests it rests on; how many wait, while next to nothing is answered.
pub fn hero(language: &Texts, run: &Snapshot) -> Html {
    let (texts, recent) = (&language.panel, &run.recent);
    let response = &recent.response;
    let seconds = format::instant(recent.seconds, 0).to_string();
    let waiting = run.ledger.in_flight();
    let figure = if response.n == 0 { Figure::none() } else { format::duration(response.p99) };
    if !run.preset.is_bare() && recent.stalls(waiting) {
        return stalled(language, recent, waiting, &figure, &seconds);
    }
    let rough = response.n > 0 && is_rough(response.n, 0.99);
    let note = match response.n {
        0 if recent.seconds < 1.0 => texts.too_early().to_owned(),
        0 => texts.no_answers(&seconds),
        n if rough => texts.too_few(n, &seconds),
        n => texts.rests_on(n, &seconds),
    };
    shown(texts.response_p99(), rough.then_some("rough"), &figure, note)
}

/// What stands there while requests wait and nobody answers: what was measured before is no longer so.
fn stalled(language: &Texts, recent: &Recent, waiting: u64, before: &Figure, seconds: &str) -> Html {
    let texts = &language.vitals;
    let (arrived, answered) = recent.last;
    let mut note = match recent.silent {
        0 => texts.few(u64::from(answered), u64::from(arrived)),
        silent => texts.silent(format::instant(f64::from(silent), 0)),
    };
    if recent.response.n > 0 {
        note += " · ";
        note += &texts.before(before, seconds);
    }
    shown(texts.waiting(), Some("stalled"), &Figure { number: format::count(waiting), unit: "" }, note)
}

fn shown(title: &'static str, class: Option<&'static str>, figure: &Figure, note: String) -> Html {
    html! {
        <div class="hero">
            <h2 class="hero-title">{ title }</h2>
            <p class={classes!("hero-figure", class)}>
                <span class="hero-number">{ figure.number.clone() }</span>
                if !figure.unit.is_empty() {
                    <span class="hero-unit">{ format!("{}{}", format::THIN, figure.unit) }</span>
                }
            </p>
            <p class="hero-note">{ note }</p>
        </div>
    }
}

/// Answers, errors, what is under way, stale reads, lost writes; and over how long the rates are means.
pub fn figures(language: &Texts, run: &Snapshot) -> Html {
    let texts = &language.panel;
    let (stale, reads) = (run.stale_reads, run.reads);
    let share = if reads == 0 { Figure::none() } else { format::percent(stale as f64 / reads as f64) };
    let plain = |n| Figure { number: format::count(n), unit: "" };
    let seconds = format::instant(run.recent.seconds, 0);
    html! {
        <>
            <dl class="figures">
                { figure("answered", texts.answered(), format::rate(run.recent.answered_per_s), false) }
                { figure("errors", texts.errors(), format::rate(run.recent.errors_per_s), run.recent.errors_per_s > 0.0) }
                { figure("in-flight", texts.in_flight(), plain(run.ledger.in_flight()), false) }
                if run.preset.has_manager() {
                    { figure("stale", texts.stale_reads(), share, false) }
                    { figure("lost", texts.writes_lost(), plain(run.lost_count), run.lost_count > 0) }
                }
            </dl>
            if run.recent.seconds > 0.0 {
                <p class="hero-note figures-window">{ language.vitals.window(seconds) }</p>
            }
        </>
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
