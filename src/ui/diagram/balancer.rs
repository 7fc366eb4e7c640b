//! The balancer's box: the machine, HAProxy with what it believes of each server, and the failover manager.

use super::scene::{Edge, Scene};
use super::server::{failing, fits};
use super::shapes::{beyond, cross, pill, pips, power, rect, slots, small_width, text, tiny_width};
use tierscope::app::diagram;
use tierscope::app::format;
use tierscope::app::layout::{BalancerBox, Point, Rect, RowDetail};
use tierscope::model::id::{MachineId, Process};
use tierscope::snapshot::{BackendView, BalancerView, ManagerView};
use yew::prelude::*;

/// Most check results shown in a line of its own, in a long line with all else, and in a short one.
const PIPS: (usize, usize, usize) = (6, 5, 3);
/// From one of them to the next.
const PIP: f64 = 9.5;
/// Width of a letter of a status, at most.
const STATUS: f64 = 7.6;

/// Draws it, where there is one.
pub fn balancer(scene: &Scene<'_>) -> Option<Html> {
    let (place, view) = (scene.layout.balancer.as_ref()?, scene.snapshot.balancer.as_ref()?);
    let machine = diagram::machine(MachineId::BALANCER);
    let bare = scene.layout.shape.is_bare();
    let state = &scene.words().state;
    let right = place.head.right() - if bare { 12.0 } else { 36.0 };
    let head = html! {
        <>
            { rect(place.frame, 14.0, classes!("machine", (!view.on).then_some("off"))) }
            { text(place.head.x + 14.0, place.head.y + 22.0, "name", MachineId::BALANCER.to_string()) }
            { match (view.on, bare) {
                (false, _) => pill(place.head.x + 62.0, place.head.y + 17.0, state.off(), "bad").0,
                (true, true) => Html::default(),
                (true, false) => {
                    let cpu = state.cpu(format::percent(view.utilization));
                    let from = place.head.x + 62.0;
                    let errors = failing(scene, MachineId::BALANCER).filter(|errors| fits(from, &format!("{errors} {cpu}"), right));
                    html! {
                        <>
                            { for errors.map(|errors| text(from, place.head.y + 21.5, "small bad", errors)) }
                            { text(right, place.head.y + 21.5, "small end", cpu) }
                        </>
                    }
                }
            } }
            if !bare { { power(Point::new(place.head.right() - 18.0, place.head.y + 18.0)) } }
        </>
    };
    let edge = Edge::Box(Rect { h: place.head.h, ..place.frame }, 14.0);
    Some(html! {
        <g role="group" aria-label={MachineId::BALANCER.to_string()} class={classes!((!view.on).then_some("dimmed"))}>
            { scene.thing(machine, classes!("machine-thing"), edge, head) }
            { haproxy(scene, place, view) }
            { for place.manager.zip(scene.snapshot.manager.as_ref()).map(|(area, of)| manager(scene, view.on, of, area)) }
        </g>
    })
}

fn haproxy(scene: &Scene<'_>, place: &BalancerBox, view: &BalancerView) -> Html {
    let (area, state) = (place.haproxy, &scene.words().state);
    let dead = view.on && !view.running;
    let rows = view.servers.iter().zip(&place.rows).enumerate().map(|(i, (server, &row))| match place.detail {
        RowDetail::Full => full_row(scene, i, server, row),
        RowDetail::Line => line_row(scene, i, server, row),
        RowDetail::Cell => cell_row(server, row),
    });
    let choices = match place.choices {
        Some(line) => {
            let (algorithm, width) = pill(line.x + 4.0, line.center().y - 2.0, view.algorithm.keyword(), "brand");
            let mode = pill(line.x + 8.0 + width, line.center().y - 2.0, view.mode.keyword(), "quiet").0;
            html! { <>{ algorithm }if !scene.layout.shape.is_bare() { { mode } }</> }
        }
        None => text(area.right() - 26.0, area.y + 17.0, "small end brand", view.algorithm.keyword()),
    };
    let title = match dead {
        true => pill(area.x + 68.0, area.y + 13.0, state.killed(), "bad").0,
        false if place.choices.is_some() => {
            text(area.right() - 26.0, area.y + 17.0, "small end", state.open(view.open as u64))
        }
        false => Html::default(),
    };
    let content = html! {
        <>
            { rect(area, 7.0, classes!("part", dead.then_some("killed"))) }
            { text(area.x + 10.0, area.y + 17.0, "process", scene.words().process(Process::Haproxy)) }
            { title }
            if !scene.layout.shape.is_bare() { { kill_sign(area) } }
            { choices }
            { queue(scene, view, place.queue) }
            { for rows }
        </>
    };
    let thing = diagram::process(MachineId::BALANCER, Process::Haproxy);
    match scene.layout.shape.is_bare() {
        true => html! { <g>{ content }</g> },
        false => scene.thing(thing, classes!("part-thing"), Edge::Box(area, 7.0), content),
    }
}

/// The small sign that a process can be killed.
pub fn kill_sign(area: Rect) -> Html {
    cross(Point::new(area.right() - 12.0, area.y + 13.0), 3.2, "kill-sign")
}

fn queue(scene: &Scene<'_>, view: &BalancerView, area: Rect) -> Html {
    let state = &scene.words().state;
    let words = state.queue(view.queued as u64);
    let more = beyond(view.queued);
    let room = more.as_ref().map_or(0.0, |more| small_width(more) + 4.0);
    let line = Rect::new(area.x + 10.0, area.y + 18.0, area.w - 20.0 - room, 8.0);
    let connecting = (view.connecting > 0).then(|| state.connecting(view.connecting as u64));
    html! {
        <>
            { text(area.x + 10.0, area.y + 11.0, if view.queued > 0 { "small warn" } else { "small" }, words) }
            { for connecting.map(|words| text(area.right() - 10.0, area.y + 11.0, "small end warn", words)) }
            { slots(line, view.queued) }
            { for more.map(|more| text(area.right() - 10.0, area.y + 26.0, "small end warn", more)) }
        </>
    }
}

/// HAProxy's own colour of a state: certainly up, certainly down, or on the way from one to the other.
fn tone(server: &BackendView) -> &'static str {
    match (server.up, server.status.contains('/')) {
        (true, false) => "ok",
        (false, false) => "bad",
        (_, true) => "warn",
    }
}

/// What a server is for.
fn duty_alone(scene: &Scene<'_>, server: &BackendView) -> &'static str {
    let state = &scene.words().state;
    if server.backup { state.backup() } else { state.active() }
}

/// What a server is for and its weight, in the space of one line.
fn duty(scene: &Scene<'_>, server: &BackendView, with_use: bool) -> String {
    let state = &scene.words().state;
    let duty = match (server.backup, server.in_use && with_use) {
        (false, _) => state.active(),
        (true, false) => state.backup(),
        (true, true) => state.backup_in_use(),
    };
    format!("{duty} · {}", state.weight_short(server.haproxy.weight))
}

fn status(x: f64, y: f64, server: &BackendView) -> Html {
    let class = match tone(server) {
        "ok" => "status end ok",
        "bad" => "status end bad",
        _ => "status end warn",
    };
    text(x, y, class, server.status.clone())
}

fn full_row(scene: &Scene<'_>, index: usize, server: &BackendView, area: Rect) -> Html {
    let state = &scene.words().state;
    let in_use = server.in_use && scene.balances();
    let (right, name) = (area.right() - 8.0, MachineId::server(index).to_string());
    let after = area.x + 16.0 + name.len() as f64 * 6.8;
    let shown = server.checks.len().min(PIPS.0);
    // What is said beside the pips and the status is dropped where it would touch them.
    let room = |from: f64, to: f64| move |words: &String| from + tiny_width(words) <= to;
    let open = state.open(server.open as u64);
    let loads = match (server.haproxy.queued, in_use) {
        (0, true) => vec![format!("{} · {open}", state.in_use()), open],
        (0, false) => vec![open],
        (queued, _) => vec![format!("{open} · {}", state.queued(queued.into())), state.queued(queued.into())],
    };
    let load = loads.into_iter().find(room(area.x + 18.0 + shown as f64 * PIP, right)).unwrap_or_default();
    let load_class = if server.haproxy.queued > 0 { "tiny end warn" } else { "tiny end" };
    let until = right - server.status.chars().count() as f64 * STATUS - 5.0;
    let duties = [duty(scene, server, false), duty_alone(scene, server).to_owned()];
    let told = duties.into_iter().find(room(after, until)).unwrap_or_default();
    html! {
        <g class={classes!("row", in_use.then_some("in-use"), (!server.up).then_some("down"))}>
            { rect(area, 6.0, classes!("row-frame")) }
            if in_use { { rect(Rect { w: 3.0, y: area.y + 6.0, h: area.h - 12.0, ..area }, 1.5, classes!("row-mark")) } }
            { text(area.x + 10.0, area.y + 15.5, "row-name", name) }
            { text(after, area.y + 15.5, "tiny", told) }
            { status(right, area.y + 15.5, server) }
            { pips(area.x + 10.0, area.y + 27.0, &server.checks, PIPS.0) }
            { text(right, area.y + 30.5, load_class, load) }
        </g>
    }
}

fn line_row(scene: &Scene<'_>, index: usize, server: &BackendView, area: Rect) -> Html {
    let right = area.right() - 6.0;
    let y = area.center().y + 4.0;
    let name = MachineId::server(index).to_string();
    let wide = area.w > 250.0;
    let bare = scene.layout.shape.is_bare();
    let in_use = server.in_use && scene.balances();
    let until = right - server.status.chars().count() as f64 * STATUS - 5.0;
    let (class, told) = match server.haproxy.queued {
        0 => ("tiny", duty(scene, server, in_use)),
        queued => ("tiny warn", scene.words().state.queued(queued.into())),
    };
    html! {
        <g class={classes!("row", in_use.then_some("in-use"), (!server.up).then_some("down"))}>
            if in_use { { rect(Rect { w: 3.0, y: area.y + 4.0, h: area.h - 8.0, ..area }, 1.5, classes!("row-mark")) } }
            { text(area.x + 8.0, y, "row-name", name) }
            if bare {
                { text(right, y, "small end", scene.words().state.open(server.open as u64)) }
            } else {
                { pips(area.x + 78.0, area.center().y, &server.checks, if wide { PIPS.1 } else { PIPS.2 }) }
                if wide && area.x + 136.0 + tiny_width(&told) <= until { { text(area.x + 136.0, y, class, told) } }
                { status(right, y, server) }
            }
        </g>
    }
}

/// A disc is up, a ring a backup in reserve, a cross down, a half disc on its way.
fn cell_row(server: &BackendView, area: Rect) -> Html {
    let middle = area.center();
    let disc = |class: &'static str| {
        html! { <circle {class} cx={super::shapes::num(middle.x)} cy={super::shapes::num(middle.y)} r="4.4" /> }
    };
    match (tone(server), server.in_use) {
        ("bad", _) => cross(middle, 3.8, "cell-down"),
        ("warn", _) => html! { <>{ disc("cell-between") }{ cross(middle, 1.6, "cell-between-sign") }</> },
        (_, true) => disc("cell-up"),
        (_, false) => disc("cell-reserve"),
    }
}

fn manager(scene: &Scene<'_>, on: bool, view: &ManagerView, area: Rect) -> Html {
    let state = &scene.words().state;
    let dead = on && !view.running;
    let told = diagram::manager(scene.snapshot, scene.texts);
    let pressing = view.promoting.is_some() || view.primary.is_none() || view.misses.iter().any(|(_, n)| *n > 0);
    // Of what it knows the most pressing: a primary that answers is worth a line only while nothing else is.
    let line = match (view.promoting, view.misses.iter().any(|(_, n)| *n > 0)) {
        (None, true) => told.get(1).or(told.first()),
        _ => told.first(),
    };
    let mode =
        if view.failover == tierscope::model::config::Failover::Auto { state.automatic() } else { state.manual() };
    let tall = area.h > 30.0;
    let words = line.cloned().unwrap_or_default();
    let class = match (pressing, tall) {
        (true, true) => "small warn",
        (false, true) => "small",
        (true, false) => "small end warn",
        (false, false) => "small end",
    };
    let content = html! {
        <>
            { rect(area, 7.0, classes!("part", dead.then_some("killed"))) }
            { text(area.x + 10.0, area.y + 17.0, "process", scene.words().process(Process::Manager)) }
            if dead {
                { pill(area.x + 74.0, area.y + 13.0, state.killed(), "bad").0 }
            } else if tall {
                { text(area.right() - 26.0, area.y + 17.0, "small end", mode) }
                { text(area.x + 10.0, area.y + 32.5, class, words) }
            } else {
                { text(area.right() - 26.0, area.y + 17.0, class, words) }
            }
            { kill_sign(area) }
        </>
    };
    let thing = diagram::process(MachineId::BALANCER, Process::Manager);
    scene.thing(thing, classes!("part-thing"), Edge::Box(area, 7.0), content)
}
