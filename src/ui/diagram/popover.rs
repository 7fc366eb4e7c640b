//! The list of what can be done with the thing that is picked, beside it.

use super::links;
use tierscope::app::diagram::{self, Deed};
use tierscope::app::layout::{Layout, Point, Rect};
use tierscope::app::selection::Selection;
use tierscope::app::texts::Texts;
use tierscope::engine::digits::Fixed;
use tierscope::engine::range;
use tierscope::model::id::{MachineId, Process, Target};
use tierscope::scenario::Act;
use tierscope::snapshot::Snapshot;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Pixels between the list and the thing, and between it and the drawing's edge.
const MARGIN: f64 = 8.0;

/// What the list needs.
#[derive(Properties, PartialEq)]
pub struct PopoverProps {
    /// The language.
    pub texts: &'static Texts,
    /// What it is about, in a line.
    pub label: AttrValue,
    /// Its title.
    pub title: AttrValue,
    /// What can be done.
    pub deeds: Vec<Deed>,
    /// The thing, in pixels of the drawing.
    pub beside: Anchor,
    /// Something is done.
    pub on_act: Callback<Act>,
    /// The list is closed.
    pub on_close: Callback<()>,
}

/// The area that must stay visible, and the drawing's size, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    /// The area.
    pub area: Rect,
    /// Width of the drawing.
    pub width: f64,
    /// Height of the drawing.
    pub height: f64,
}

/// The list.
#[component]
pub fn Popover(props: &PopoverProps) -> Html {
    let list = use_node_ref();
    {
        let list = list.clone();
        use_effect_with((props.beside, props.deeds.len(), props.label.len()), move |(beside, ..)| {
            place(&list, beside);
        });
    }
    {
        // It opens because a person asked for it: the focus may go there.
        let list = list.clone();
        use_effect_with(props.title.clone(), move |_| {
            focus(&list, "button:not([disabled])");
        });
    }
    let onkeydown = {
        let (list, close) = (list.clone(), props.on_close.clone());
        Callback::from(move |event: KeyboardEvent| {
            match event.key().as_str() {
                "Escape" => close.emit(()),
                "ArrowDown" => step(&list, 1),
                "ArrowUp" => step(&list, -1),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let acts = &props.texts.diagram.acts;
    let close = props.on_close.reform(|_: MouseEvent| ());
    html! {
        <div class="deeds" role="dialog" aria-label={(acts.title)(&props.title)} ref={list} {onkeydown}>
            <div class="deeds-head">
                <p class="deeds-title">{ props.title.clone() }</p>
                <button type="button" class="deeds-close" aria-label={acts.close} onclick={close}>
                    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path d="M2 2l8 8M10 2l-8 8" /></svg>
                </button>
            </div>
            <p class="deeds-label">{ props.label.clone() }</p>
            { for props.deeds.iter().map(|deed| button(props, deed)) }
        </div>
    }
}

fn button(props: &PopoverProps, deed: &Deed) -> Html {
    let onclick = {
        let (act, on_act, on_close) = (deed.act.clone(), props.on_act.clone(), props.on_close.clone());
        Callback::from(move |_: MouseEvent| {
            on_act.emit(act.clone());
            on_close.emit(());
        })
    };
    let grave = matches!(deed.act, Act::Crash(_) | Act::Partition(_));
    html! {
        <button type="button" key={deed.words.clone()} class={classes!("deed", grave.then_some("grave"))} {onclick}
            disabled={deed.hindered.is_some()} data-act={deed.act.text()}>
            <span>{ deed.words.clone() }</span>
            { for deed.hindered.clone().map(|why| html! { <span class="why">{ why }</span> }) }
        </button>
    }
}

/// Below the thing, or above it where there is no room; never beyond the drawing's sides.
fn place(list: &NodeRef, beside: &Anchor) {
    let Some(element) = list.cast::<HtmlElement>() else { return };
    let (width, height) = (f64::from(element.offset_width()), f64::from(element.offset_height()));
    let area = beside.area;
    let x = range::within(area.center().x - width / 2.0, MARGIN, (beside.width - width - MARGIN).max(MARGIN));
    let below = area.bottom() + MARGIN;
    let above = area.y - height - MARGIN;
    let fits_below = below + height <= beside.height;
    let y = if fits_below || above < 0.0 { below } else { above };
    let style = element.style();
    // Both names are valid: nothing can go wrong.
    drop(style.set_property("left", &format!("{}px", Fixed(x, 0))));
    drop(style.set_property("top", &format!("{}px", Fixed(y, 0))));
}

/// Moves the focus by so many buttons, round and round.
fn step(list: &NodeRef, by: i32) {
    let Some(element) = list.cast::<HtmlElement>() else { return };
    let Ok(buttons) = element.query_selector_all("button:not([disabled])") else { return };
    let count = buttons.length() as i32;
    let active = element.owner_document().and_then(|document| document.active_element());
    let at = (0..count).find(|&i| buttons.item(i as u32).as_ref() == active.as_deref());
    let to = at.map_or(0, |at| (at + by).rem_euclid(count.max(1)));
    if let Some(button) = buttons.item(to as u32).and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        drop(button.focus());
    }
}

fn focus(list: &NodeRef, selector: &str) {
    let Some(element) = list.cast::<HtmlElement>() else { return };
    let first = element.query_selector(selector).ok().flatten();
    if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
        drop(first.focus());
    }
}

/// The title of a thing's list.
pub fn title(thing: Selection, texts: &Texts) -> String {
    match thing {
        Selection::Target(Target::Machine(machine)) => machine.to_string(),
        Selection::Target(Target::Process(machine, process)) => {
            format!("{} · {machine}", (texts.diagram.process)(process))
        }
        Selection::Link(link) => (texts.diagram.link)(link),
    }
}

/// What is said of it below the title: its label without its name.
pub fn state_line(snapshot: &Snapshot, thing: Selection, texts: &Texts) -> String {
    let label = diagram::label(snapshot, thing, texts);
    let mut commas = label.match_indices(',');
    let state = commas.find_map(|(at, _)| label[at..].strip_prefix(", "));
    state.map_or_else(|| label.clone(), ToOwned::to_owned)
}

/// Where the list of a thing belongs.
pub fn anchor(layout: &Layout, thing: Selection) -> Option<Anchor> {
    let area = area(layout, thing)?;
    let s = layout.scale;
    let area = Rect::new(area.x * s, area.y * s, area.w * s, area.h * s);
    Some(Anchor { area, width: layout.width * s, height: layout.height * s })
}

fn area(layout: &Layout, thing: Selection) -> Option<Rect> {
    let around = |middle: Point| Rect::new(middle.x - 12.0, middle.y - 12.0, 24.0, 24.0);
    match thing {
        Selection::Target(Target::Machine(MachineId::CLIENT)) => Some(layout.clients),
        Selection::Target(Target::Machine(MachineId::BALANCER)) => {
            layout.balancer.as_ref().map(|balancer| balancer.head)
        }
        Selection::Target(Target::Machine(machine)) => match machine.as_database() {
            Some(database) => layout.databases.get(database).map(|host| host.head),
            None => layout.servers.get(machine.as_server()?).map(|server| server.head),
        },
        Selection::Target(Target::Process(machine, process)) => match process {
            Process::Haproxy => layout.balancer.as_ref().map(|balancer| Rect { h: 30.0, ..balancer.haproxy }),
            Process::Manager => layout.balancer.as_ref()?.manager,
            Process::Mysqld if let Some(database) = machine.as_database() => {
                layout.databases.get(database).map(|host| host.mysql)
            }
            _ => {
                let server = layout.servers.get(machine.as_server()?)?;
                match process {
                    Process::Nginx => server.nginx,
                    Process::App => Some(server.app),
                    _ => server.mysql,
                }
            }
        },
        Selection::Link(link) => links::path(layout, link).map(|path| around(path.middle())),
    }
}
