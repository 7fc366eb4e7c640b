//! Servers without panels: as two lines, as a tile, or as a cell of a crowd. The whole box is one thing; what can be done
//! with its processes is in the list that it opens.

use super::database::{fill, role};
use super::scene::{Edge, Scene};
use super::server::{failing, use_class};
use super::shapes::{pill, power, rect, slots, small_width, text, workers};
use tierscope::app::diagram::{self, Disagreement};
use tierscope::app::format;
use tierscope::app::layout::{HostBox, Point, Rect, ServerBox};
use tierscope::model::id::{MachineId, Process};
use tierscope::snapshot::{DatabaseView, HostView, Role, ServerView};
use yew::prelude::*;

/// A head as high as this has two lines.
const TWO_LINES: f64 = 40.0;
/// A cell as wide as this has room for a version beside its number.
const WIDE: f64 = 84.0;

/// Draws the server with this index as two lines or as a tile.
pub fn compact(scene: &Scene<'_>, index: usize, view: &ServerView, place: &ServerBox) -> Html {
    let tile = place.head.h > TWO_LINES;
    let inside = html! {
        <>
            { head(scene, (view.machine, view.on), Some(index), view.utilization, place.head) }
            <g class={classes!((!view.on).then_some("dimmed"))}>
                { pool(view, place.app, tile) }
                { for place.mysql.zip(view.database.as_ref()).map(|(area, database)| data(scene, database, area, tile)) }
            </g>
        </>
    };
    let class = classes!(use_class(scene, index).map(Classes::from), ailing(view).then_some("ailing"));
    whole(scene, (view.machine, view.on), class, place.frame, 10.0, inside)
}

/// Draws a machine that has a database and nothing else as two lines or as a tile.
pub fn host(scene: &Scene<'_>, view: &HostView, place: &HostBox) -> Html {
    let tile = place.head.h > TWO_LINES;
    let class = classes!((view.on && !view.database.running).then_some("ailing"));
    let inside = html! {
        <>
            { head(scene, (view.machine, view.on), None, view.utilization, place.head) }
            <g class={classes!((!view.on).then_some("dimmed"))}>{ data(scene, &view.database, place.mysql, tile) }</g>
        </>
    };
    whole(scene, (view.machine, view.on), class, place.frame, 10.0, inside)
}

/// Draws the server with this index as a cell.
pub fn mini(scene: &Scene<'_>, index: usize, view: &ServerView, place: &ServerBox) -> Html {
    let (frame, state) = (place.frame, &scene.words().state);
    let doubt = diagram::disagreement(scene.snapshot, index).is_some();
    let busy = diagram::busy(&view.app);
    let line = Rect { h: (place.app.h * 0.6).min(22.0), ..place.app };
    let waiting = view.app.queued;
    let right = frame.right() - 5.0;
    let name = match scene.snapshot.versions_differ() && frame.w > WIDE {
        true => format!("{} {}", index + 1, view.app.version),
        false => (index + 1).to_string(),
    };
    let inside = html! {
        <>
            { text(frame.x + 6.0, frame.y + 13.0, "row-name", name) }
            { match (view.on, doubt) {
                (false, _) => text(right, frame.y + 13.0, "tiny end strong bad", state.off()),
                (true, true) => text(right, frame.y + 13.0, "tiny end strong warn", "≠"),
                (true, false) if waiting > 0 => text(right, frame.y + 13.0, "tiny end warn", format!("+{waiting}")),
                (true, false) if view.errors_per_s > 0.0 => text(right, frame.y + 13.0, "tiny end bad", "◆"),
                (true, false) => text(right, frame.y + 13.0, "tiny end", format!("{busy}/{}", view.app.workers.len())),
            } }
            <g class={classes!((!view.on).then_some("dimmed"))}>
                { workers(line, &view.app.workers) }
                { for place.mysql.zip(view.database.as_ref()).map(|(area, database)| {
                    let letter = role(scene, database).0.chars().next().map(|c| c.to_ascii_uppercase().to_string());
                    html! {
                        <>
                            { text(area.x + 1.0, area.bottom() - 2.0, "tiny strong", letter.unwrap_or_default()) }
                            { fill(database, Rect::new(area.x + 11.0, area.bottom() - 7.5, area.w - 12.0, 4.0)) }
                        </>
                    }
                }) }
            </g>
        </>
    };
    let class = classes!(use_class(scene, index).map(Classes::from), ailing(view).then_some("ailing"));
    whole(scene, (view.machine, view.on), class, frame, 7.0, inside)
}

fn whole(
    scene: &Scene<'_>,
    (id, on): (MachineId, bool),
    class: Classes,
    frame: Rect,
    radius: f64,
    inside: Html,
) -> Html {
    let class = classes!("machine", (!on).then_some("off"), class);
    let drawn = html! { <>{ rect(frame, radius, class) }{ inside }</> };
    scene.thing(diagram::machine(id), classes!("machine-thing"), Edge::Box(frame, radius), drawn)
}

/// Whether it is on but one of its processes is not.
fn ailing(view: &ServerView) -> bool {
    let dead_database = view.database.as_ref().is_some_and(|database| !database.running);
    view.on && (!view.nginx.running || !view.app.running || dead_database)
}

/// The name and the state of a machine; of a server, also what HAProxy believes of it.
fn head(scene: &Scene<'_>, (id, on): (MachineId, bool), server: Option<usize>, busy: f64, area: Rect) -> Html {
    let (state, tile) = (&scene.words().state, area.h > TWO_LINES);
    let bare = scene.layout.shape.is_bare();
    let name = id.to_string();
    let (x, y) =
        if tile { (area.x + 9.0, area.y + 33.0) } else { (area.x + 20.0 + 8.0 * name.len() as f64, area.y + 17.0) };
    let doubt =
        server.and_then(|index| diagram::disagreement(scene.snapshot, index)).map(|doubt| match (doubt, tile) {
            (Disagreement::StillUp, false) => state.still_up(),
            (Disagreement::StillUp, true) => state.still_up_short(),
            (Disagreement::StillDown, false) => state.still_down(),
            (Disagreement::StillDown, true) => state.still_down_short(),
        });
    let words = match (on, doubt, killed(scene, id)) {
        (false, Some(doubt), _) => html! {
            <>
                { pill(x, y - 4.0, state.off(), "bad").0 }
                if tile {
                    { text(x + 36.0, y, "tiny warn", doubt) }
                } else {
                    { text(x + 40.0, y, "small warn", doubt) }
                }
            </>
        },
        (false, None, _) => pill(x, y - 4.0, state.off(), "bad").0,
        (true, Some(doubt), _) => text(x, y, if tile { "tiny warn" } else { "small warn" }, doubt),
        (true, None, Some(killed)) => text(x, y, "tiny bad", killed),
        (true, None, None) if bare => Html::default(),
        (true, None, None) => match failing(scene, id) {
            Some(errors) => text(x, y, "small bad", errors),
            None => text(x, y, "small", state.cpu(format::percent(busy))),
        },
    };
    // Beside the power button, or where there are two lines at the end of the second.
    let version = diagram::server_view(scene.snapshot, id).filter(|_| on && scene.snapshot.versions_differ());
    let end = if tile { area.right() - 9.0 } else { area.right() - 30.0 };
    html! {
        <>
            { text(area.x + 9.0, area.y + 17.0, "row-name", name) }
            { words }
            { for version.map(|view| text(end, y, "tiny end strong warn", view.app.version.to_string())) }
            if !bare { { power(Point::new(area.right() - 15.0, area.y + 13.5)) } }
        </>
    }
}

/// The processes that were killed on a machine that is on.
fn killed(scene: &Scene<'_>, machine: MachineId) -> Option<String> {
    let dead = Process::ALL
        .iter()
        .filter(|process| diagram::runs(scene.snapshot, machine, **process) == Some(false))
        .map(|process| scene.words().process(*process))
        .collect::<Vec<_>>();
    (!dead.is_empty()).then(|| format!("{} {}", dead.join(", "), scene.words().state.killed()))
}

/// Workers, how many are busy, and who waits for them.
fn pool(view: &ServerView, area: Rect, tile: bool) -> Html {
    let app = &view.app;
    let count = format!("{}/{}", diagram::busy(app), app.workers.len());
    let waiting = (app.queued + app.dropped > 0).then(|| format!("+{}", app.queued + app.dropped));
    if tile {
        return html! {
            <>
                { workers(Rect { h: 13.0, ..area }, &app.workers) }
                { slots(Rect { y: area.y + 17.5, h: 5.0, ..area }, app.queued) }
                { text(area.x, area.y + 34.5, "tiny", count) }
                { for waiting.map(|words| text(area.right(), area.y + 34.5, "tiny end warn", words)) }
            </>
        };
    }
    let width = small_width(&count) + 6.0;
    let words = waiting.unwrap_or(count);
    html! {
        <>
            { workers(Rect { w: area.w - width, h: area.h * 0.5, ..area }, &app.workers) }
            { slots(Rect { y: area.y + area.h * 0.62, w: area.w - width, h: 3.8, ..area }, app.queued) }
            { text(area.right(), area.y + area.h * 0.25 + 3.5, if app.queued > 0 { "tiny end warn" } else { "tiny end" }, words) }
        </>
    }
}

fn data(scene: &Scene<'_>, database: &DatabaseView, area: Rect, tile: bool) -> Html {
    let state = &scene.words().state;
    let (_, class) = role(scene, database);
    let word = state.role(database.role);
    let class = match class {
        "write" => "tiny strong write-words",
        "repl" => "tiny strong repl-words",
        _ => "tiny",
    };
    let lost = scene.snapshot.lost_count;
    let note = match database.role {
        Role::Primary if lost > 0 && database.errant == 0 => Some((format!("◆ {lost}"), "tiny end strong bad")),
        Role::Replica if database.lag_transactions > 0 => {
            Some((state.lag_short(database.lag_transactions), "tiny end"))
        }
        _ => None,
    };
    if tile {
        return html! {
            <>
                { text(area.x, area.y + 13.0, class, word) }
                { for note.map(|(words, class)| text(area.right(), area.y + 13.0, class, words)) }
                { fill(database, Rect { y: area.y + 20.0, h: 5.0, ..area }) }
            </>
        };
    }
    let left = small_width("primary");
    let right = note.as_ref().map_or(0.0, |(words, _)| small_width(words));
    html! {
        <>
            { text(area.x, area.y + area.h * 0.25 + 3.5, class, word) }
            { fill(database, Rect::new(area.x + left, area.y + area.h * 0.25 - 2.5, area.w - left - right, 5.0)) }
            { for note.map(|(words, class)| text(area.right(), area.y + area.h * 0.25 + 3.5, class, words)) }
        </>
    }
}
