//! A server's box with a panel for each process: the truth, whatever HAProxy believes.

use super::balancer::kill_sign;
use super::database::database;
use super::scene::{Edge, Scene};
use super::shapes::{bar, beyond, pill, power, rect, slots, small_width, text, tiny_width, workers};
use tierscope::app::diagram::{self, Disagreement};
use tierscope::app::format;
use tierscope::app::layout::{HostBox, Point, Rect, ServerBox};
use tierscope::engine::time::SimTime;
use tierscope::model::id::{MachineId, Process};
use tierscope::snapshot::{HostView, ServerView};
use yew::prelude::*;

/// Where the workers begin within the application's panel, and what stays free behind them; in a narrow panel.
const WORKERS: (f64, f64) = (92.0, 52.0);
const WORKERS_NARROW: (f64, f64) = (68.0, 54.0);
/// A panel below this width is narrow.
const NARROW: f64 = 200.0;
/// From this width on there is room for when it came on.
const ROOMY: f64 = 270.0;
/// Share of the connection slots from which their number is worth a word.
const NEARLY_FULL: f64 = 0.5;

/// Draws the server with this index.
pub fn server(scene: &Scene<'_>, index: usize, view: &ServerView, place: &ServerBox) -> Html {
    let machine = view.machine;
    let bare = scene.layout.shape.is_bare();
    let off = (!view.on).then_some("off");
    let drawn = html! {
        <>
            { rect(place.frame, 14.0, classes!("machine", off, use_class(scene, index).map(Classes::from))) }
            { head(scene, view.machine, (view.on, view.since), view.utilization, place.head) }
            { for tab(scene, index, place) }
        </>
    };
    let edge = Edge::Box(Rect { h: place.head.h, ..place.frame }, 14.0);
    html! {
        <g key={machine.to_string()} role="group" aria-label={machine.to_string()} class={classes!("server", off)}>
            { scene.thing(diagram::machine(machine), classes!("machine-thing"), edge, drawn) }
            <g class={classes!("inside", (!view.on).then_some("dimmed"))}>
                { for place.nginx.map(|area| nginx(scene, view, area)) }
                if bare { { bare_workers(scene, view, place.app) } } else { { app(scene, view, place.app) } }
                { for place.mysql.zip(view.database.as_ref()).map(|(area, of)| database(scene, machine, view.on, of, area)) }
                if scene.layout.shape.shares_machines() && place.mysql.is_none() {
                    { text(place.frame.center().x, place.frame.bottom() - 28.0, "small middle", scene.words().state.no_database()) }
                }
            </g>
        </g>
    }
}

/// Draws a machine that has a database and nothing else.
pub fn host(scene: &Scene<'_>, view: &HostView, place: &HostBox) -> Html {
    let (machine, off) = (view.machine, (!view.on).then_some("off"));
    let drawn = html! {
        <>
            { rect(place.frame, 14.0, classes!("machine", off)) }
            { head(scene, machine, (view.on, view.since), view.utilization, place.head) }
        </>
    };
    html! {
        <g key={machine.to_string()} role="group" aria-label={machine.to_string()} class={classes!("server", off)}>
            { scene.thing(diagram::machine(machine), classes!("machine-thing"), Edge::Box(place.head, 14.0), drawn) }
            <g class={classes!("inside", (!view.on).then_some("dimmed"))}>
                { database(scene, machine, view.on, &view.database, place.mysql) }
            </g>
        </g>
    }
}

/// Whether HAProxy sends it requests, or would; without HAProxy all go to the one there is.
fn in_use(scene: &Scene<'_>, index: usize) -> bool {
    scene.balances() && is_believed(scene, index)
}

/// Most servers in use whose outlines stand out.
const MOST_OUTLINED: usize = 6;

/// The class of a box whose server is in use; a quieter one where they are many.
pub fn use_class(scene: &Scene<'_>, index: usize) -> Option<&'static str> {
    let used = || (0..scene.snapshot.servers.len()).filter(|&other| in_use(scene, other));
    let class = || if used().nth(MOST_OUTLINED).is_some() { "in-use crowd" } else { "in-use" };
    in_use(scene, index).then(class)
}

fn is_believed(scene: &Scene<'_>, index: usize) -> bool {
    scene.snapshot.balancer.is_none() || scene.snapshot.belief(index).is_some_and(|server| server.in_use)
}

fn head(scene: &Scene<'_>, machine: MachineId, (on, since): (bool, SimTime), busy: f64, area: Rect) -> Html {
    let state = &scene.words().state;
    let bare = scene.layout.shape.is_bare();
    let y = area.y + area.h * 0.5 + 4.5;
    let name = machine.to_string();
    let after = area.x + 14.0 + name.chars().count() as f64 * 8.6 + 6.0;
    let right = area.right() - if bare { 14.0 } else { 36.0 };
    let came = format::clock(since).to_string();
    let words = match on {
        false => html! {
            <>
                { pill(after, area.center().y, state.off(), "bad").0 }
                if fits(after + 40.0, &state.since(&came), right) {
                    { text(right, y, "small end bad", state.since(&came)) }
                }
            </>
        },
        true => {
            let cpu = state.cpu(format::percent(busy));
            // That it is on says least where it fails.
            let (class, on) = match (failing(scene, machine), since > SimTime::ZERO && area.w > ROOMY) {
                (Some(errors), _) => ("small bad", errors),
                (None, true) => ("small", state.on_since(&came)),
                (None, false) => ("small", state.on().to_owned()),
            };
            html! {
                if !bare {
                    if fits(after, &format!("{on} {cpu}"), right) { { text(after, y, class, on) } }
                    { text(right, y, "small end", cpu) }
                }
            }
        }
    };
    html! {
        <>
            { text(area.x + 14.0, y, "name", name) }
            { words }
            if !bare { { power(Point::new(area.right() - 18.0, area.center().y)) } }
        </>
    }
}

/// The errors of a machine in the last second, where there were some.
pub fn failing(scene: &Scene<'_>, machine: MachineId) -> Option<String> {
    let errors = diagram::errors_per_s(scene.snapshot, machine).filter(|errors| *errors > 0.0)?;
    Some(format!("◆ {}", format::rate(errors)))
}

/// Whether words of the small kind have room between two places of a line.
pub fn fits(from: f64, words: &str, to: f64) -> bool {
    from + small_width(words) <= to
}

/// What HAProxy still believes, on the upper edge of a box of which it is not true.
fn tab(scene: &Scene<'_>, index: usize, place: &ServerBox) -> Option<Html> {
    let state = &scene.words().state;
    let words = match diagram::disagreement(scene.snapshot, index)? {
        Disagreement::StillUp => state.still_up(),
        Disagreement::StillDown => state.still_down(),
    };
    let width = small_width(words) + 13.0;
    Some(pill(place.frame.right() - width - 14.0, place.frame.y, words, "warn solid").0)
}

/// A process's panel: its frame, its name, and either what it does or that it was killed.
pub fn part(
    scene: &Scene<'_>,
    (machine, on): (MachineId, bool),
    process: Process,
    area: Rect,
    since: SimTime,
    inside: Html,
) -> Html {
    let words = scene.words();
    let running = diagram::runs(scene.snapshot, machine, process).unwrap_or(true);
    let killed = on && !running;
    let name = words.process(process);
    let content = html! {
        <>
            { rect(area, 7.0, classes!("part", killed.then_some("killed"))) }
            { text(area.x + 10.0, area.y + 17.5, "process", name) }
            if killed {
                { pill(area.x + 18.0 + name.len() as f64 * 7.2, area.y + 13.5, words.state.killed(), "bad").0 }
                if area.w > 150.0 {
                    { text(area.right() - 26.0, area.y + 17.5, "small end bad", words.state.since(format::clock(since))) }
                }
            } else {
                { inside }
            }
            if on { { kill_sign(area) } }
        </>
    };
    scene.thing(diagram::process(machine, process), classes!("part-thing"), Edge::Box(area, 7.0), content)
}

fn nginx(scene: &Scene<'_>, view: &ServerView, area: Rect) -> Html {
    let state = &scene.words().state;
    let nginx = &view.nginx;
    let rate = format::rate(view.answered_per_s).to_string();
    let open = state.open(nginx.open as u64);
    let dropped = view.app.dropped as u64;
    let full = nginx.slots_max > 0 && nginx.slots as f64 >= NEARLY_FULL * nginx.slots_max as f64;
    // What is wrong, and the same where it has no room: what is answered stays beside it.
    let trouble = match (dropped, full) {
        (0, false) => None,
        (0, true) => {
            let words = state.slots(nginx.slots as u64, nginx.slots_max as u64);
            Some((words, format::percent(nginx.slots as f64 / nginx.slots_max as f64).to_string()))
        }
        (n, _) => Some((state.dropped(n), format!("▲ {}", format::count(n)))),
    };
    let right = area.right() - 26.0;
    let inside = match (area.w > 150.0, trouble) {
        (true, None) => {
            let both = format!("{open} · {rate}");
            let words = if fits(area.x + 56.0, &both, right) { both } else { rate };
            text(right, area.y + 17.5, "small end", words)
        }
        (true, Some((words, short))) => {
            let free = right - small_width(&rate) - 8.0;
            let words = if fits(area.x + 56.0, &words, free) { words } else { short };
            html! {
                <>
                    { text(area.x + 56.0, area.y + 17.5, "small bad", words) }
                    { text(right, area.y + 17.5, "small end", rate) }
                </>
            }
        }
        (false, trouble) => {
            let fits = |words: &String| tiny_width(words) <= area.w - 16.0;
            let (first, class) = match trouble {
                Some((words, short)) => (if fits(&words) { words } else { short }, "tiny bad"),
                None => (open, "tiny"),
            };
            html! {
                <>
                    { text(area.x + 10.0, area.y + 30.0, class, first) }
                    { text(area.x + 10.0, area.y + 41.0, "tiny", rate) }
                </>
            }
        }
    };
    let inside = html! {
        <>
            { inside }
            if nginx.slots_max > 0 && area.w > 150.0 {
                { bar(Rect::new(area.x + 10.0, area.bottom() - 4.5, area.w - 20.0, 2.0),
                    nginx.slots as f64 / nginx.slots_max as f64, 0.0, if full { "bad" } else { "quiet" }) }
            }
        </>
    };
    part(scene, (view.machine, view.on), Process::Nginx, area, nginx.since, inside)
}

fn app(scene: &Scene<'_>, view: &ServerView, area: Rect) -> Html {
    let app = &view.app;
    let inside = html! {
        <>
            { text(area.x + 38.0, area.y + 17.5, scene.version_class(), app.version.to_string()) }
            { pool(scene, view, area) }
        </>
    };
    part(scene, (view.machine, view.on), Process::App, area, app.since, inside)
}

fn bare_workers(scene: &Scene<'_>, view: &ServerView, area: Rect) -> Html {
    html! {
        <g>
            { rect(area, 7.0, classes!("part")) }
            { text(area.x + 10.0, area.y + 17.5, "process", scene.words().state.workers()) }
            { pool(scene, view, area) }
        </g>
    }
}

/// Workers and the queue before them.
fn pool(scene: &Scene<'_>, view: &ServerView, area: Rect) -> Html {
    let app = &view.app;
    let busy = diagram::busy(app);
    let right = area.right() - 26.0;
    let (before, behind) = if area.w < NARROW { WORKERS_NARROW } else { WORKERS };
    let cells = Rect::new(area.x + before, area.y + 6.0, area.w - before - behind, 18.0);
    let more = beyond(app.queued);
    let line = Rect::new(cells.x, area.y + 31.0, cells.w, 6.5);
    let class = match (app.queued > 0, area.w < NARROW) {
        (true, true) => "tiny warn",
        (true, false) => "small warn",
        (false, true) => "tiny",
        (false, false) => "small",
    };
    html! {
        <>
            { workers(cells, &app.workers) }
            { text(right, area.y + 19.0, "count end", format!("{busy}/{}", app.workers.len())) }
            { text(area.x + 10.0, area.y + 38.0, class, scene.words().state.queue(app.queued as u64)) }
            { slots(line, app.queued) }
            { for more.map(|more| text(right + 16.0, area.y + 38.0, "small end warn", more)) }
        </>
    }
}
