//! The small shapes of which the drawing is made. They know places and numbers, no run.

use tierscope::app::layout::{Point, Rect, coordinate, path_data};
use tierscope::engine::range;
use tierscope::snapshot::WorkerView;
use yew::prelude::*;

/// Width of a character of the monospaced face, in units, at the size of small text.
const SMALL: f64 = 6.4;
/// The same at that of tiny text.
const TINY: f64 = 6.05;
/// Most places of a queue that are drawn; what is beyond is a number.
pub const SLOTS: usize = 20;
/// From one place to the next at most.
const WIDEST_SLOT: f64 = 9.5;
/// Most workers that are drawn one by one.
pub const CELLS: usize = 16;

/// A coordinate as an attribute.
pub fn num(value: f64) -> AttrValue {
    coordinate(value).into()
}

/// Words at a place; where they stand to it is the class's matter.
pub fn text(x: f64, y: f64, class: &'static str, words: impl Into<AttrValue>) -> Html {
    html! { <text x={num(x)} y={num(y)} {class} aria-hidden="true">{ words.into() }</text> }
}

/// A rectangle with round corners.
pub fn rect(area: Rect, radius: f64, class: Classes) -> Html {
    html! {
        <rect x={num(area.x)} y={num(area.y)} width={num(area.w.max(0.0))} height={num(area.h.max(0.0))} rx={num(radius)}
            {class} />
    }
}

/// The width that small words take.
pub fn small_width(words: &str) -> f64 {
    words.chars().count() as f64 * SMALL
}

/// The width that tiny words take.
pub fn tiny_width(words: &str) -> f64 {
    words.chars().count() as f64 * TINY
}

/// Words in a capsule whose left end is at `x` and whose middle is at `y`; gives its width too.
pub fn pill(x: f64, y: f64, words: &str, class: &'static str) -> (Html, f64) {
    const HEIGHT: f64 = 17.0;
    let width = small_width(words) + 13.0;
    let area = Rect::new(x, y - HEIGHT / 2.0, width, HEIGHT);
    let html = html! {
        <g class={classes!("pill", class)}>
            { rect(area, HEIGHT / 2.0, classes!("pill-frame")) }
            { text(x + width / 2.0, y + 3.7, "pill-words", words.to_owned()) }
        </g>
    };
    (html, width)
}

/// Places of a queue, `waiting` of them taken; gives where the number of those beyond the last place belongs.
pub fn slots(area: Rect, waiting: usize) -> Html {
    let pitch = (area.w / SLOTS as f64).min(WIDEST_SLOT);
    let places = (0..SLOTS).map(|i| {
        let place = Rect::new(area.x + i as f64 * pitch, area.y, pitch - 1.6, area.h);
        rect(place, 1.6, classes!("slot", (i < waiting).then_some("taken")))
    });
    html! { <g class="slots">{ for places }</g> }
}

/// Those who found no place among the first: `+N`.
pub fn beyond(waiting: usize) -> Option<String> {
    (waiting > SLOTS).then(|| format!("+{}", waiting - SLOTS))
}

/// Workers as cells, or as a bar where they are many.
pub fn workers(area: Rect, workers: &[WorkerView]) -> Html {
    if workers.len() > CELLS {
        return worker_bar(area, workers);
    }
    let pitch = (area.w / workers.len().max(1) as f64).min(area.h * 0.82).min(16.0);
    let cells = workers.iter().enumerate().map(|(i, worker)| {
        let gap = (pitch * 0.26).min(3.4);
        let cell = Rect::new(area.x + i as f64 * pitch, area.y, pitch - gap, area.h);
        worker_cell(cell, *worker)
    });
    html! { <g class="cells">{ for cells }</g> }
}

/// One worker. Reading is full, writing is full with a band, waiting for a database is half full: told apart without colour.
fn worker_cell(cell: Rect, worker: WorkerView) -> Html {
    let radius = (cell.w * 0.3).min(3.0);
    let frame = |class| rect(cell, radius, classes!("cell", class));
    let part =
        |y: f64, h: f64, class| rect(Rect { y: cell.y + cell.h * y, h: cell.h * h, ..cell }, 0.0, classes!(class));
    match worker {
        WorkerView::Idle => frame("idle"),
        WorkerView::Read => frame("read"),
        WorkerView::Write => html! { <>{ frame("write") }{ part(0.42, 0.16, "band") }</> },
        WorkerView::Waiting => html! { <>{ part(0.5, 0.5, "half") }{ frame("waiting") }</> },
    }
}

fn worker_bar(area: Rect, workers: &[WorkerView]) -> Html {
    let share = |kind| workers.iter().filter(|&&worker| worker == kind).count() as f64 / workers.len() as f64;
    let bar = Rect { y: area.y + area.h * 0.2, h: area.h * 0.6, ..area };
    let mut x = bar.x;
    let parts = [(WorkerView::Read, "read"), (WorkerView::Write, "write"), (WorkerView::Waiting, "waiting-part")].map(
        |(kind, class)| {
            let part = Rect { x, w: bar.w * share(kind), ..bar };
            x = part.right();
            rect(part, 0.0, classes!("cell", class))
        },
    );
    html! { <g class="cells">{ for parts }{ rect(bar, 2.0, classes!("cell", "idle")) }</g> }
}

/// Results of checks in the order in which they came: a disc passed, a cross failed.
pub fn pips(x: f64, y: f64, checks: &[bool], most: usize) -> Html {
    const PITCH: f64 = 9.5;
    let last = &checks[checks.len().saturating_sub(most)..];
    let marks = last.iter().enumerate().map(|(i, &passed)| {
        let middle = Point::new(x + 3.5 + i as f64 * PITCH, y);
        if passed {
            html! { <circle class="passed" cx={num(middle.x)} cy={num(middle.y)} r="2.8" /> }
        } else {
            cross(middle, 3.0, "failed")
        }
    });
    html! { <g class="pips">{ for marks }</g> }
}

/// A cross.
pub fn cross(middle: Point, reach: f64, class: &'static str) -> Html {
    let Point { x, y } = middle;
    let across = 2.0 * reach;
    let d = path_data(&[
        ('M', &[x - reach, y - reach]),
        ('l', &[across, across]),
        ('m', &[0.0, -across]),
        ('l', &[-across, across]),
    ]);
    html! { <path {class} {d} /> }
}

/// The symbol of a switch, as it is on machines.
pub fn power(middle: Point) -> Html {
    let d = path_data(&[
        ('M', &[middle.x - 3.2, middle.y - 3.6]),
        ('a', &[5.0, 5.0, 0.0, 1.0, 0.0, 6.4, 0.0]),
        ('M', &[middle.x, middle.y - 6.2]),
        ('v', &[5.4]),
    ]);
    html! {
        <g class="power">
            <circle cx={num(middle.x)} cy={num(middle.y)} r="11" class="power-ground" />
            <path {d} />
        </g>
    }
}

/// A bar filled up to a share, and up to a further share in a lighter tone.
pub fn bar(area: Rect, full: f64, lighter: f64, class: &'static str) -> Html {
    let part =
        |share: f64, class| rect(Rect { w: area.w * range::share(share), ..area }, area.h / 2.0, classes!(class));
    html! {
        <g class={classes!("bar", class)}>
            { part(1.0, "bar-ground") }
            if lighter > full { { part(lighter, "bar-lighter") } }
            { part(full, "bar-full") }
        </g>
    }
}

/// A person, with the head at `x`, `y`; turned away where its request was not answered.
pub fn person(x: f64, y: f64, unanswered: bool) -> Html {
    let shoulders = path_data(&[('M', &[x - 6.5, y + 11.5]), ('a', &[6.5, 6.0, 0.0, 0.0, 1.0, 13.0, 0.0]), ('z', &[])]);
    html! {
        <g class={classes!("person", unanswered.then_some("unanswered"))}>
            <circle cx={num(x)} cy={num(y)} r="3.7" />
            <path d={shoulders} />
        </g>
    }
}
