//! A database's panel: its role, how far it has come, how far it is behind.

use super::scene::Scene;
use super::server::part;
use super::shapes::{bar, pill, small_width, text};
use tierscope::app::diagram;
use tierscope::app::layout::{Rect, THREE_LINES};
use tierscope::model::id::{MachineId, Process};
use tierscope::snapshot::{DatabaseView, Role};
use yew::prelude::*;

/// So many transactions behind, and half the bar is empty: one is seen, and a thousand still fit.
const HALF_BEHIND: f64 = 60.0;

/// A panel below this width has no room for a figure beside its role.
const NARROW: f64 = 180.0;

/// Draws it.
pub fn database(scene: &Scene<'_>, machine: MachineId, on: bool, database: &DatabaseView, area: Rect) -> Html {
    let state = &scene.words().state;
    let (mut role, class) = role(scene, database);
    let narrow = area.w < NARROW;
    if narrow {
        role = state.role(database.role);
    }
    let (vitals, corner) = (&scene.texts.vitals, area.right() - 26.0);
    let position = vitals.position(diagram::position(database));
    // How a primary's commits wait for replicas, where that has room beside its role.
    let sync = match database.status.semi_sync {
        Some(status) if status.on => vitals.semi_sync(),
        _ => vitals.async_(),
    };
    let both = format!("{sync} · {position}");
    let taken = area.x + 54.0 + small_width(role) + 19.0;
    let follows = scene.snapshot.each_database().count() > 1 && database.role == Role::Primary;
    let position = if follows && taken + small_width(&both) <= corner { both } else { position };
    // What is lost is counted where it is missing: a primary that nobody follows any more has it.
    let lost = scene.snapshot.lost_count;
    let loss = (database.role == Role::Primary && database.errant == 0 && on && lost > 0)
        .then(|| format!("◆ {}", state.lost(lost)));
    let wrong = loss.or_else(|| warning(scene, database));
    let behind = (database.role == Role::Replica).then(|| diagram::behind(database, scene.texts));
    let lines = match area.h > THREE_LINES {
        // In a narrow panel the role takes the first line, and of the other words there is room for the most pressing.
        true if narrow => {
            let class = if wrong.is_some() { "small bad" } else { "small" };
            text(area.x + 10.0, area.y + 46.5, class, wrong.or(behind).unwrap_or(position))
        }
        true => html! {
            <>
                { text(corner, area.y + 17.5, "small end", position) }
                { for wrong.map(|words| text(area.x + 10.0, area.y + 46.5, "small bad", words)) }
                { for behind.map(|words| text(area.right() - 10.0, area.y + 46.5, "small end", words)) }
            </>
        },
        // Of three lines' words there is room for the most pressing.
        false => match (wrong, behind) {
            (Some(words), _) => text(corner, area.y + 17.5, "small end bad", words),
            (None, Some(words)) => text(corner, area.y + 17.5, "small end", words),
            (None, None) => text(corner, area.y + 17.5, "small end", position),
        },
    };
    let inside = html! {
        <>
            { pill(area.x + 54.0, area.y + 13.5, role, class).0 }
            { fill(database, Rect::new(area.x + 10.0, area.y + 28.0, area.w - 20.0, 6.0)) }
            { lines }
        </>
    };
    part(scene, (machine, on), Process::Mysqld, area, database.since, inside)
}

/// The word for what a database is, and its colour: writes go to the primary, replicas follow, the rest is out.
pub fn role(scene: &Scene<'_>, database: &DatabaseView) -> (&'static str, &'static str) {
    let state = &scene.words().state;
    match database.role {
        Role::Primary if database.promoted => (state.promoted(), "write"),
        Role::Primary => (state.role(Role::Primary), "write"),
        Role::Replica => (state.role(Role::Replica), "repl"),
        Role::Out => (state.role(Role::Out), "quiet"),
    }
}

/// What is wrong with it, if something is.
fn warning(scene: &Scene<'_>, database: &DatabaseView) -> Option<String> {
    let state = &scene.words().state;
    let silent = database.source.is_some_and(|source| !source.connected);
    let mut parts = Vec::new();
    if database.errant > 0 {
        parts.push(state.errant(database.errant));
    }
    if database.read_only && database.role != Role::Replica {
        parts.push(state.read_only().to_owned());
    }
    if silent {
        parts.push(state.source_lost().to_owned());
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// The bar that falls behind: full as far as is applied, lighter as far as is received.
pub fn fill(database: &DatabaseView, area: Rect) -> Html {
    let (class, missing, unapplied) = match database.role {
        Role::Primary => ("write", 0, 0),
        Role::Out => ("quiet", 0, 0),
        Role::Replica => ("repl", database.lag_transactions, database.received.saturating_sub(database.applied)),
    };
    let share = |behind: u64| HALF_BEHIND / (HALF_BEHIND + behind as f64);
    bar(area, share(missing), share(missing.saturating_sub(unapplied)), class)
}
