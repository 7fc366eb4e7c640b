//! What limits the site now and what would be next, each with its arithmetic.

use crate::ui::percent;
use tierscope::app::format;
use tierscope::app::texts::{Panel, Texts};
use tierscope::lab::capacity::{Capacity, Term, Tier};
use tierscope::lab::roles::Roles;
use tierscope::model::config::{Config, Preset};
use tierscope::snapshot::Snapshot;
use yew::prelude::*;

/// Whether more is asked for than the site carries: then the arithmetic stands above the story.
pub fn is_pressing(config: &Config, run: &Snapshot) -> bool {
    let roles = Roles::of_snapshot(run);
    let limit = |capacity: Capacity| capacity.limit().is_some_and(|tier| run.offered_per_s > tier.per_s);
    !roles.serving.is_empty() && limit(Capacity::of(config, &roles))
}

/// The tiers while more is asked for than they carry.
pub fn pressing(language: &Texts, config: &Config, run: &Snapshot) -> Option<Html> {
    is_pressing(config, run).then(|| bottleneck(language, config, run))
}

/// The tier that limits and the one after it.
pub fn bottleneck(language: &Texts, config: &Config, run: &Snapshot) -> Html {
    let balancing = run.balancer.as_ref().is_none_or(|balancer| balancer.running);
    let (texts, roles) = (&language.panel, &Roles::of_snapshot(run));
    let capacity = Capacity::of(config, roles);
    let offered = run.offered_per_s;
    let worse = !(run.slow.is_empty() && run.frozen.is_empty());
    html! {
        <section class="bottleneck">
            <h2>{ texts.limits() }</h2>
            { for verdict(texts, config.preset, roles, balancing).map(|words| html! { <p class="quiet">{ words }</p> }) }
            if !roles.serving.is_empty() {
                if let Some(limit) = capacity.limit() {
                    { tier(language, limit, offered, true, capacity.is_at_most) }
                }
                if let Some(next) = capacity.next() {
                    { tier(language, next, offered, false, false) }
                }
                if capacity.assumes_even_shares {
                    <p class="quiet">{ texts.even_shares() }</p>
                }
                if worse {
                    <p class="quiet">{ texts.as_if_well() }</p>
                }
            }
        </section>
    }
}

/// What keeps requests from the servers, if anything does.
fn verdict(texts: &Panel, preset: Preset, roles: &Roles, balancing: bool) -> Option<AttrValue> {
    match (balancing, roles.serving.is_empty(), roles.mistaken.is_empty()) {
        (false, ..) => Some(texts.no_balancer().into()),
        (true, _, false) => Some(texts.mistaken(&roles.mistaken).into()),
        (true, true, true) if !preset.has_balancer() => Some(texts.nobody_listens().into()),
        (true, true, true) => Some(texts.nobody_serves().into()),
        (true, false, true) => None,
    }
}

/// A tier. `at_most`: its machines reach what it carries together only where they are equally busy.
fn tier(texts: &Texts, tier: &Tier, offered: f64, first: bool, at_most: bool) -> Html {
    let panel = &texts.panel;
    let share = offered / tier.per_s;
    let full = share >= 1.0;
    // A term stays on one line with its name.
    let term = |term: &Term| {
        format!("{} {}", format::millis(term.seconds).number, panel.part(term.part)).replace(' ', "\u{a0}")
    };
    let terms: Vec<String> = tier.terms.iter().map(term).collect();
    let time = format::millis(tier.seconds());
    let per_s = format::decimal(tier.per_s);
    let wide = at_most && tier.machines.len() > 1;
    let capacity = if wide { panel.capacity_at_most(per_s) } else { panel.capacity(per_s) };
    html! {
        <div class={classes!("tier", first.then_some("first"), full.then_some("full"))}>
            <p class="tier-name">
                if !first {
                    <span class="tier-next">{ panel.limit_next() }{ " " }</span>
                }
                { panel.tier(tier) }
            </p>
            <p class="tier-share">{ format::percent(share).to_string() }</p>
            <svg class="tier-bar" width="100%" height="6" aria-hidden="true">
                <rect class="room" width="100%" height="6" rx="3" />
                <rect class="used" width={percent(share.min(1.0))} height="6" rx="3" />
            </svg>
            <p class="arithmetic">
                { format!("{} / {time} = ", panel.amount(tier)) }
                <strong>{ capacity }</strong>
            </p>
            if first && terms.len() > 1 {
                <p class="terms">{ format!("{time} = {}", terms.join(" + ")) }</p>
            }
            if full {
                <p class="tier-verdict">{ panel.beyond() }</p>
            }
        </div>
    }
}
