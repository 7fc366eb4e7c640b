//! The clients' box.

use super::scene::{Edge, Scene};
use super::shapes::{person, rect, small_width, text};
use tierscope::app::diagram;
use tierscope::app::format;
use tierscope::app::layout::{Flow, Rect};
use tierscope::model::id::MachineId;
use yew::prelude::*;

/// Persons in the box, by columns and lines.
const CROWD: (usize, usize) = (4, 3);
/// In a flat box.
const FEW: usize = 3;

/// Draws it.
pub fn clients(scene: &Scene<'_>) -> Html {
    let area = scene.layout.clients;
    let state = &scene.words().state;
    let recent = &scene.snapshot.recent;
    let ended = recent.answered_per_s + recent.errors_per_s;
    let unanswered = if ended > 0.0 { recent.errors_per_s / ended } else { 0.0 };
    let offered = state.per_second(format::decimal(scene.snapshot.offered_per_s));
    let in_flight = match scene.snapshot.users {
        0 => state.in_flight(scene.snapshot.ledger.in_flight()),
        users => state.users(u64::from(users)),
    };
    let trouble = (unanswered > 0.0).then(|| state.unanswered(format::percent(unanswered)));
    let name = scene.words().clients();
    let content = match scene.layout.flow {
        Flow::Right => html! {
            <>
                { text(area.center().x, area.y + 24.0, "name middle", name) }
                { crowd(area, unanswered) }
                { text(area.center().x, area.y + 118.0, fitting(&offered, area.w - 12.0), offered) }
                { match trouble {
                    Some(trouble) => text(area.center().x, area.y + 138.0, "small middle bad", trouble),
                    None => text(area.center().x, area.y + 138.0, quiet(&in_flight, area.w - 10.0), in_flight),
                } }
            </>
        },
        Flow::Down => html! {
            <>
                { for (0..FEW).map(|i| {
                    let share = (i as f64 + 0.5) / FEW as f64;
                    person(area.x + 17.0 + i as f64 * 17.0, area.center().y - 5.0, share < unanswered)
                }) }
                { text(area.x + 70.0, area.y + 20.0, "name", name) }
                { match trouble {
                    Some(trouble) => text(area.x + 70.0, area.y + 37.0, "small bad", trouble),
                    None => text(area.x + 70.0, area.y + 37.0, "small", offered),
                } }
            </>
        },
    };
    let thing = diagram::machine(MachineId::CLIENT);
    let drawn = html! { <>{ rect(area, 14.0, classes!("machine")) }{ content }</> };
    scene.thing(thing, classes!("plain"), Edge::Box(area, 14.0), drawn)
}

/// The largest face in which these words have room.
fn fitting(words: &str, room: f64) -> &'static str {
    const FIGURE: f64 = 8.0;
    match words.chars().count() as f64 {
        n if n * FIGURE <= room => "figure middle",
        _ if small_width(words) <= room => "small middle strong",
        _ => "tiny middle strong",
    }
}

/// The same for what is less than that.
fn quiet(words: &str, room: f64) -> &'static str {
    if small_width(words) <= room { "small middle" } else { "tiny middle" }
}

/// Twelve persons; as many of them turn away as the share of requests that were not answered.
fn crowd(area: Rect, unanswered: f64) -> Html {
    let (columns, lines) = CROWD;
    let pitch = (area.w - 24.0) / columns as f64;
    let all = columns * lines;
    let away = if unanswered > 0.0 { ((unanswered * all as f64 + 0.5) as usize).clamp(1, all) } else { 0 };
    let persons = (0..all).map(|i| {
        let (column, line) = (i % columns, i / columns);
        let x = area.x + 12.0 + (column as f64 + 0.5) * pitch;
        // The last ones turn away first, so that those who are answered stay in their places.
        person(x, area.y + 42.0 + line as f64 * 21.0, i >= all - away)
    });
    html! { <g>{ for persons }</g> }
}
