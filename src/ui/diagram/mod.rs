//! The diagram: machines, processes and links as things that can be focused, named and pressed, and the moving marks over
//! them. It holds no run: it takes a snapshot and gives back acts.

mod balancer;
mod brush;
mod clients;
mod database;
mod drawn;
mod legend;
mod links;
mod palette;
mod room;
mod scene;
mod server;
mod shapes;
mod small;
mod sprites;

pub use drawn::PARTS;
pub use scene::name;

use super::painter::Painter;
use brush::{Brush, View};
use drawn::{Drawn, DrawnProps, Group};
use legend::{Legend, LegendProps};
use room::use_room;
use scene::Touch;
use std::cell::RefCell;
use std::rc::Rc;
use tierscope::app::diagram::{self, Step};
use tierscope::app::fold::Unfolded;
use tierscope::app::layout::{Detail, FAR_SCALE, Flow, Layout, Shape};
use tierscope::app::marks;
use tierscope::app::same::Same;
use tierscope::app::selection::Selection;
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use tierscope::engine::digits::{Fixed, fixed};
use tierscope::snapshot::Snapshot;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, SvgElement};
use yew::prelude::*;

/// What the diagram needs.
#[derive(Properties, PartialEq)]
pub struct DiagramProps {
    /// The language.
    pub texts: &'static Texts,
    /// The run at this instant; a new one some seven times a second.
    pub snapshot: Same<Snapshot>,
    /// The same for each part of the servers, at an instant of its own, so that no frame has to draw them all.
    pub servers: [Same<Snapshot>; PARTS],
    /// What of the legend is unfolded.
    pub unfolded: Unfolded,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
    /// What is picked.
    pub selection: Option<Selection>,
    /// Whether the run plays.
    pub playing: bool,
    /// Simulated seconds per real second that are wanted.
    pub speed: f64,
    /// Reduced motion: no travelling marks.
    pub still: bool,
    /// Whether it is seen from far away.
    pub far: bool,
    /// Where to leave the brush for the marks.
    pub painter: Painter,
    /// Whether the parts of machines are drawn too small to be picked one by one.
    pub on_whole: Callback<bool>,
    /// The mark of a request with this number was clicked.
    pub on_pick: Callback<u64>,
    /// Picks a thing, or nothing.
    pub on_select: Callback<Option<Selection>>,
    /// One request in so many is to be followed from now on, for the marks.
    pub on_follow: Callback<u64>,
}

/// The diagram.
#[component]
pub fn Diagram(props: &DiagramProps) -> Html {
    let (root, stage, canvas, scale) = (use_node_ref(), use_node_ref(), use_node_ref(), use_node_ref());
    let room = use_room(&stage);
    let shape = Shape::of(&props.snapshot);
    let least = if props.far { FAR_SCALE } else { 0.0 };
    let layout = use_memo((room, shape, least), |&((width, height), shape, least)| {
        Layout::plan_large(width, height, shape, least)
    });
    let layout = Same::new(layout);
    let here = use_state_eq(diagram::first);
    let following = use_follow(props);
    {
        let on_whole = props.on_whole.clone();
        use_effect_with(!in_full(&layout), move |whole| on_whole.emit(*whole));
    }
    let brush = use_brush(props, &layout, &canvas, &scale, *following);
    let (hit, onpointerdown, onclick) = use_hit(props, &brush, &stage);
    let touch = {
        let here = here.clone();
        use_callback((props.on_select.clone(), props.selection), move |touch, (on_select, picked)| match touch {
            Touch::Focused(thing) => here.set(thing),
            Touch::Pressed(_) if hit.borrow().is_some() => {}
            Touch::Pressed(thing) => on_select.emit((*picked != Some(thing)).then_some(thing)),
        })
    };
    let drawn = |group| {
        let of_group = match group {
            Group::Front => None,
            Group::Servers(part) | Group::Hosts(part) => props.servers.get(part),
        };
        // What was added or taken away between two looks is seen by all at once.
        let snapshot = of_group.filter(|snapshot| Shape::of(snapshot) == shape).unwrap_or(&props.snapshot);
        html! {
            <Drawn ..DrawnProps {
                texts: props.texts,
                snapshot: snapshot.clone(),
                layout: layout.clone(),
                group,
                here: *here,
                picked: props.selection,
                still: props.still,
                touch: touch.clone(),
            } />
        }
    };
    let (width, height) = (layout.width * layout.scale, layout.height * layout.scale);
    let words = &props.texts.diagram;
    html! {
        <div id="diagram" class="diagram" tabindex="-1" ref={root.clone()} data-flow={flow(&layout)}>
            <div class="diagram-stage" ref={stage.clone()} {onpointerdown} {onclick}>
                <svg class="drawing" role="group" aria-label={words.region()} aria-describedby="diagram-keys"
                    viewBox={format!("0 0 {} {}", Fixed(layout.width, 2), Fixed(layout.height, 2))} width={fixed(width, 0)}
                    height={fixed(height, 0)} onkeydown={on_key(props, &layout, *here, &root)}>
                    { for Group::ALL.into_iter().map(drawn) }
                </svg>
                <canvas class="marks" aria-hidden="true" ref={canvas}></canvas>
            </div>
            <Legend ..LegendProps {
                texts: props.texts,
                preset: shape.preset,
                still: props.still,
                unfolded: props.unfolded,
                dispatch: props.dispatch.clone(),
                scale,
            } />
            <p id="diagram-keys" class="diagram-keys">{ words.keys() }</p>
        </div>
    }
}

fn flow(layout: &Layout) -> &'static str {
    if layout.flow == Flow::Right { "right" } else { "down" }
}

/// Whether the processes of servers and databases are things of their own.
fn in_full(layout: &Layout) -> bool {
    layout.servers.iter().all(|server| server.detail == Detail::Full)
}

/// Asks for as many requests to be followed as the marks need; gives how thinly they are.
#[hook]
fn use_follow(props: &DiagramProps) -> UseStateHandle<u64> {
    let asked = |current| {
        let in_flight = props.snapshot.ledger.in_flight();
        marks::every(props.snapshot.offered_per_s, in_flight, props.speed, current)
    };
    // From the first picture on: a run that opens paused may have no second one.
    let following = use_state_eq(|| asked(0));
    {
        let (following, on_follow) = (following.clone(), props.on_follow.clone());
        let every = asked(*following);
        use_effect_with(every, move |&every| {
            following.set(every);
            on_follow.emit(every);
        });
    }
    following
}

/// While the run stands still, the mouse picks the mark on which it is pressed; gives what it is on, and what it does.
#[hook]
fn use_hit(
    props: &DiagramProps,
    brush: &Rc<RefCell<Brush>>,
    stage: &NodeRef,
) -> (Rc<RefCell<Option<u64>>>, Callback<PointerEvent>, Callback<MouseEvent>) {
    let hit = use_mut_ref(|| None);
    let (brush, stage, still) = (brush.clone(), stage.clone(), !props.playing);
    let onpointerdown = {
        let hit = hit.clone();
        Callback::from(move |event: PointerEvent| {
            let at = stage.cast::<HtmlElement>().map(|stage| {
                // A drawing that is taller than its room is scrolled in it.
                let (frame, left, top) = (stage.get_bounding_client_rect(), stage.scroll_left(), stage.scroll_top());
                (f64::from(event.client_x() + left) - frame.left(), f64::from(event.client_y() + top) - frame.top())
            });
            let precise = still && event.pointer_type() == "mouse";
            *hit.borrow_mut() = at.filter(|_| precise).and_then(|at| brush.borrow().hit(at));
        })
    };
    let onclick = {
        let (hit, on_pick) = (hit.clone(), props.on_pick.clone());
        Callback::from(move |_: MouseEvent| {
            let picked = hit.borrow_mut().take();
            picked.into_iter().for_each(|number| on_pick.emit(number));
        })
    };
    (hit, onpointerdown, onclick)
}

/// Leaves the brush for the frame loop, and lets it see what has changed; gives it.
#[hook]
fn use_brush(
    props: &DiagramProps,
    layout: &Same<Layout>,
    canvas: &NodeRef,
    scale: &NodeRef,
    following: u64,
) -> Rc<RefCell<Brush>> {
    let brush = {
        let (canvas, scale) = (canvas.clone(), scale.clone());
        use_memo((), move |()| RefCell::new(Brush::new(canvas, scale)))
    };
    {
        let (painter, brush) = (props.painter.clone(), brush.clone());
        use_effect_with((), move |()| {
            let own = painter.clone();
            painter.set(move |frame| brush.borrow_mut().paint(frame));
            move || own.clear()
        });
    }
    let view =
        View { layout: layout.clone(), snapshot: props.snapshot.clone(), texts: props.texts, still: props.still };
    let (on_follow, playing) = (props.on_follow.clone(), props.playing);
    {
        let brush = brush.clone();
        use_effect_with((view, layout.clone()), move |(view, _)| brush.borrow_mut().see(view.clone()));
    }
    use_effect_with(layout.clone(), move |_| {
        if !playing {
            // Nothing is painted while the run stands still; a wish that changes nothing makes the page paint once.
            on_follow.emit(following);
        }
    });
    brush
}

/// Arrow keys go from thing to thing, Enter and the space bar press.
fn on_key(props: &DiagramProps, layout: &Layout, here: Selection, root: &NodeRef) -> Callback<KeyboardEvent> {
    let (snapshot, on_select, root) = (props.snapshot.clone(), props.on_select.clone(), root.clone());
    let (flow, in_full, every) = (layout.flow, in_full(layout), layout.shows_every_pair());
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let key = event.key();
        if key == "Enter" || key == " " {
            on_select.emit(Some(here));
        } else if let Some(step) = step(&key, flow) {
            let pairs = diagram::pairs(&snapshot, every);
            if let Some(next) = diagram::neighbour(&snapshot, in_full, &pairs, here, step) {
                focus(&root, next);
            }
        } else {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
    })
}

/// What an arrow key means in a drawing that runs this way.
fn step(key: &str, flow: Flow) -> Option<Step> {
    Some(match (key, flow) {
        ("ArrowRight", Flow::Right) | ("ArrowDown", Flow::Down) => Step::Onwards,
        ("ArrowLeft", Flow::Right) | ("ArrowUp", Flow::Down) => Step::Back,
        ("ArrowDown", Flow::Right) | ("ArrowRight", Flow::Down) => Step::Next,
        ("ArrowUp", Flow::Right) | ("ArrowLeft", Flow::Down) => Step::Previous,
        ("Home", _) => Step::First,
        ("End", _) => Step::Last,
        _ => return None,
    })
}

fn focus(root: &NodeRef, thing: Selection) {
    let Some(root) = root.cast::<HtmlElement>() else { return };
    let found = root.query_selector(&format!("[data-thing=\"{}\"]", name(thing))).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<SvgElement>().ok()) {
        drop(element.focus());
    }
}
