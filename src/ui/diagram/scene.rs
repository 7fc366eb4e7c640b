//! What every part of the drawing needs, and the frame in which each thing of it can be focused and pressed.

use super::shapes::{num, pill, small_width};
use tierscope::app::diagram;
use tierscope::app::layout::{Layout, Path, Rect};
use tierscope::app::selection::Selection;
use tierscope::app::texts::Diagram;
use tierscope::app::texts::Texts;
use tierscope::snapshot::Snapshot;
use yew::prelude::*;

/// What a person does with a thing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Touch {
    /// The focus came to it.
    Focused(Selection),
    /// It was pressed.
    Pressed(Selection),
}

/// What is drawn, where, and for whom.
pub struct Scene<'a> {
    pub snapshot: &'a Snapshot,
    pub layout: &'a Layout,
    pub texts: &'static Texts,
    /// The one thing that the tab key reaches.
    pub here: Selection,
    /// What is picked.
    pub picked: Option<Selection>,
    /// Numbers and widths instead of motion.
    pub still: bool,
    pub touch: &'a Callback<Touch>,
}

/// Where a thing can be touched, and where the mark of the focus goes round it.
pub enum Edge<'a> {
    /// A rectangle with corners of this radius.
    Box(Rect, f64),
    /// A line.
    Line(&'a Path),
}

impl Scene<'_> {
    /// The diagram's texts.
    pub fn words(&self) -> &'static Diagram {
        &self.texts.diagram
    }

    /// Whether somebody sends requests to servers: HAProxy runs, or there is none.
    pub fn balances(&self) -> bool {
        self.snapshot.balancer.is_none() || self.snapshot.has_haproxy()
    }

    /// How the version of an application's code is written: marked where others run another.
    pub fn version_class(&self) -> &'static str {
        if self.snapshot.versions_differ() { "tiny warn strong" } else { "tiny" }
    }

    /// A thing that can be focused and pressed, with what is drawn of it. The figures in it are no part of the button: its name says them in
    /// words.
    pub fn thing(&self, thing: Selection, class: Classes, edge: Edge<'_>, content: Html) -> Html {
        let touch = self.touch.clone();
        let onclick = touch.reform(move |_: MouseEvent| Touch::Pressed(thing));
        let onfocus = touch.reform(move |_: FocusEvent| Touch::Focused(thing));
        let picked = self.picked == Some(thing);
        let (area, ring, sign) = match edge {
            // On the upper edge of a box, where nothing else stands; on the middle of a line.
            Edge::Box(rect, radius) => {
                (edge_box(rect, radius, "area"), edge_box(rect, radius, "ring"), (rect.x + 12.0, rect.y - 3.0))
            }
            Edge::Line(path) => (edge_line(path, "area"), edge_line(path, "ring"), (path.middle().x, path.middle().y)),
        };
        html! {
            <g key={name(thing)} class={classes!("thing", class, picked.then_some("picked"))} {onclick}>
                <g class="hit" role="button" tabindex={if self.here == thing { "0" } else { "-1" }} data-thing={name(thing)}
                    aria-label={diagram::label(self.snapshot, thing, self.texts)} aria-haspopup="dialog"
                    aria-expanded={picked.to_string()} {onfocus}>
                    { area }
                </g>
                { content }
                { self.ailment(thing, sign) }
                { ring }
            </g>
        }
    }

    /// The words for a thing that goes on, but worse than usual.
    fn ailment(&self, thing: Selection, (x, y): (f64, f64)) -> Option<Html> {
        let words = match thing {
            Selection::Target(target) => diagram::ailment(self.snapshot, target, self.texts),
            Selection::Link(link) => diagram::trouble(self.snapshot, link, self.texts),
        }?;
        let half = if matches!(thing, Selection::Link(_)) { small_width(&words) / 2.0 + 6.5 } else { 0.0 };
        Some(pill(x - half, y, &words, "warn solid").0)
    }
}

/// The name of a thing in the drawing, as a link writes it.
pub fn name(thing: Selection) -> String {
    match thing {
        Selection::Target(target) => target.to_string(),
        Selection::Link(link) => link.to_string(),
    }
}

fn edge_box(rect: Rect, radius: f64, class: &'static str) -> Html {
    html! {
        <rect {class} x={num(rect.x)} y={num(rect.y)} width={num(rect.w)} height={num(rect.h)} rx={num(radius)} />
    }
}

fn edge_line(path: &Path, class: &'static str) -> Html {
    html! { <path {class} d={path.data().to_owned()} /> }
}
