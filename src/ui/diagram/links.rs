//! The links: between clients and balancer, balancer and servers, servers and databases, and among these.

use super::scene::{Edge, Scene};
use super::shapes::{num, rect, small_width, text};
use tierscope::app::diagram;
use tierscope::app::format;
use tierscope::app::layout::{Layout, Path, Point, Rect, coordinate, path_data};
use tierscope::app::selection::Selection;
use tierscope::model::id::LinkId;
use yew::prelude::*;

/// Length of the gap in a link that is cut.
const GAP: f64 = 34.0;
/// A gap narrower than this has no room for more than one word.
const SHORT: f64 = 90.0;
/// Widest line, for a link that carries everything, where motion is reduced; and what is added for the least.
const WIDTH: (f64, f64) = (5.0, 1.4);

/// Draws them all.
pub fn links(scene: &Scene<'_>) -> Html {
    let snapshot = scene.snapshot;
    if scene.layout.shape.is_bare() {
        let lines = core::iter::once(&scene.layout.front).chain(&scene.layout.backs);
        return html! { <g>{ for lines.map(|path| line(path, "idle", None)) }</g> };
    }
    // What is in use lies on what is not.
    let (busy, quiet): (Vec<usize>, Vec<usize>) =
        (0..scene.layout.backs.len()).partition(|&i| back_class(scene, i) == "in-use");
    let backs = quiet.into_iter().chain(busy).map(|i| {
        let carried = snapshot.servers.get(i).map_or(0.0, |server| server.answered_per_s);
        link(scene, diagram::back(i), &scene.layout.backs[i], back_class(scene, i), Some(carried))
    });
    let pairs = diagram::pairs(snapshot, scene.layout.shows_every_pair()).into_iter();
    html! {
        <g class={classes!(scene.layout.has_wires().then_some("wires"))}>
            { for calls(scene) }
            { for pairs.filter_map(|id| pair(scene, id)) }
            { for backs }
            { link(scene, diagram::front(snapshot), &scene.layout.front, if scene.balances() { "in-use" } else { "gone" },
                Some(snapshot.recent.arrived_per_s)) }
        </g>
    }
}

/// The links over which servers use databases on other servers, where there are too many to be things of their own: faint
/// lines, for requests go there.
fn calls(scene: &Scene<'_>) -> Vec<Html> {
    let (layout, databases) = (scene.layout, scene.snapshot.each_database().count());
    if layout.shows_every_pair() || layout.has_wires() || !layout.shape.shares_machines() {
        return Vec::new();
    }
    let used = (0..layout.servers.len()).flat_map(|one| (0..databases).map(move |other| (one, other)));
    used.filter_map(|(one, other)| layout.pair(one, other)).map(|path| line(path, "call", None)).collect()
}

/// The path of a link on the drawing.
pub fn path(layout: &Layout, id: LinkId) -> Option<&Path> {
    let [one, other] = id.ends();
    layout.road(one, other).map(|(path, _)| path)
}

fn back_class(scene: &Scene<'_>, index: usize) -> &'static str {
    match scene.snapshot.belief(index) {
        _ if !scene.balances() => "gone",
        Some(server) if !server.up => "down",
        Some(server) if server.in_use => "in-use",
        _ => "idle",
    }
}

/// A link between servers or databases; over it one may replicate from the other.
fn pair(scene: &Scene<'_>, id: LinkId) -> Option<Html> {
    let drawn = path(scene.layout, id)?;
    let Some((replica, _)) = diagram::replications(scene.snapshot).find(|&(a, b)| LinkId::between(a, b) == id) else {
        return Some(link(scene, id, drawn, "lan", None));
    };
    let source = scene.snapshot.database(replica).and_then(|(_, database)| database.source);
    let connected = source.is_some_and(|source| source.connected);
    let class = if connected { "repl" } else { "repl silent" };
    let (tip, before) =
        if replica == id.ends()[1] { (drawn.end(), drawn.at(0.9, 0.0)) } else { (drawn.start(), drawn.at(0.1, 0.0)) };
    let content = link(scene, id, drawn, class, None);
    Some(html! { <>{ content }<g class={classes!("link", class)}>{ arrow(before, tip) }</g></> })
}

/// A head that points from `before` to `tip`.
fn arrow(before: Point, tip: Point) -> Html {
    const LENGTH: f64 = 7.0;
    const HALF: f64 = 3.6;
    let length = before.distance(tip).max(0.1);
    let along = Point::new((tip.x - before.x) / length, (tip.y - before.y) / length);
    let foot = Point::new(tip.x - along.x * LENGTH, tip.y - along.y * LENGTH);
    let d = path_data(&[
        ('M', &[tip.x, tip.y]),
        ('L', &[foot.x - along.y * HALF, foot.y + along.x * HALF]),
        ('L', &[foot.x + along.y * HALF, foot.y - along.x * HALF]),
        ('z', &[]),
    ]);
    html! { <path class="arrow" {d} /> }
}

fn link(scene: &Scene<'_>, id: LinkId, path: &Path, class: &'static str, carried: Option<f64>) -> Html {
    let held = diagram::cut(scene.snapshot, id);
    let content = match held {
        Some(held) => broken(scene, id, path, held),
        None => {
            let width = carried.filter(|_| scene.still).map(|carried| {
                let all = scene.snapshot.recent.arrived_per_s.max(1.0);
                WIDTH.1 + (WIDTH.0 - WIDTH.1) * (carried / all).min(1.0)
            });
            let rate = carried.filter(|carried| scene.still && *carried > 0.0);
            html! {
                <>
                    { line(path, class, width) }
                    { for rate.map(|rate| badge(path.middle(), &format::rate(rate).to_string(), "rate")) }
                    <g class="cut-sign">{ cut_sign(path) }</g>
                </>
            }
        }
    };
    let class = if held.is_some() { "cut" } else { class };
    scene.thing(Selection::Link(id), classes!("link", class), Edge::Line(path), content)
}

/// The small sign that a link can be cut.
fn cut_sign(path: &Path) -> Html {
    let middle = path.middle();
    html! {
        <>
            <circle cx={num(middle.x)} cy={num(middle.y)} r="8.5" />
            { super::shapes::cross(middle, 3.0, "kill-sign") }
        </>
    }
}

fn line(path: &Path, class: &'static str, width: Option<f64>) -> Html {
    let width = width.map(num);
    html! { <path class={classes!("line", class)} d={path.data().to_owned()} stroke-width={width} /> }
}

/// Two stumps with a gap between them, and in the gap what is held back.
fn broken(scene: &Scene<'_>, id: LinkId, path: &Path, held: usize) -> Html {
    let state = &scene.words().state;
    let stump = ((path.length() - GAP) / 2.0).max(4.0);
    let is_call = id.ends()[0].as_server().is_some() && id.ends()[1].as_database().is_some();
    let narrow = path.end().x - path.start().x < SHORT;
    let words = match held {
        // Between the columns of servers and databases there may be room for one word.
        n if n == 0 || is_call && narrow => state.cut().to_owned(),
        n => format!("{} · {}", state.cut(), state.held(n as u64)),
    };
    let dashes = [stump, GAP, stump, 9999.0].map(coordinate).join(" ");
    html! {
        <>
            <path class="line" d={path.data().to_owned()} stroke-dasharray={dashes} />
            { badge(path.middle(), &words, "badge") }
        </>
    }
}

fn badge(middle: Point, words: &str, class: &'static str) -> Html {
    let width = small_width(words) + 12.0;
    html! {
        <g {class}>
            { rect(Rect::new(middle.x - width / 2.0, middle.y - 9.0, width, 18.0), 5.0, classes!("badge-frame")) }
            { text(middle.x, middle.y + 3.8, "small middle", words.to_owned()) }
        </g>
    }
}
