//! A chart's picture. It has no size of its own: paths are drawn in a box that is stretched to the chart, words and marks
//! are placed by percent, so that they are not.

use crate::ui::percent;
use tierscope::app::chart::line::{HEIGHT, WIDTH};
use tierscope::app::chart::{Charts, Drawn, Kind, Mark, Plot, Span};
use tierscope::app::narrate::Weight;
use tierscope::app::same::Same;
use tierscope::app::texts::Texts;
use tierscope::engine::digits::fixed;
use yew::prelude::*;

/// Distances between two ticks of the time axis, at most.
const TICKS: u64 = 4;
/// Share of the width behind which a line's name has no room to its right.
const NEAR_END: f64 = 0.72;

/// What a picture needs.
#[derive(Properties, PartialEq)]
pub struct PictureProps {
    /// The language.
    pub texts: &'static Texts,
    /// All charts.
    pub charts: Same<Charts>,
    /// Which one.
    pub kind: Kind,
}

/// Grid, areas, lines with their names at their ends, ticks, marks.
#[component]
pub fn Picture(props: &PictureProps) -> Html {
    let Some(plot) = props.charts.plots.iter().find(|plot| plot.kind == props.kind) else {
        return html! {};
    };
    let title = props.texts.charts.title(props.kind);
    html! {
        <>
            <svg class="plot-picture" width="100%" height="100%" role="img"
                aria-label={format!("{title}. {}", plot.trend)}>
                { for plot.grid.iter().map(grid_line) }
                { for marks(props) }
                <svg viewBox={format!("0 0 {} {}", fixed(WIDTH, 0), fixed(HEIGHT, 0))} preserveAspectRatio="none" width="100%" height="100%">
                    { for plot.heat.iter().zip(1..).filter(|(cells, _)| !cells.is_empty()).map(|(cells, level)| html! {
                        <path class={format!("heat heat-{level}")} d={cells.clone()} />
                    }) }
                    { for plot.drawn.iter().map(shape) }
                </svg>
                { for plot.grid.iter().map(grid_label) }
                { for plot.drawn.iter().map(end) }
                { for ticks(props) }
            </svg>
            { legend(plot) }
        </>
    }
}

/// A line across the plot.
pub fn grid_line((y, _): &(f64, Option<String>)) -> Html {
    html! { <line class="grid" x1="0" x2="100%" y1={percent(*y)} y2={percent(*y)} /> }
}

/// The value at a grid line, in the margin at the left of the plot: no curve runs there.
pub fn grid_label((y, text): &(f64, Option<String>)) -> Html {
    html! { <text class="grid-label" x="0" y={percent(*y)} dx="-5" dy="4" text-anchor="end">{ text.clone() }</text> }
}

fn shape(drawn: &Drawn) -> Html {
    let style = classes!(drawn.style.clone(), drawn.rough.then_some("rough"));
    html! {
        <g class={style}>
            if !drawn.area.is_empty() {
                <path class="area" d={drawn.area.clone()} />
            }
            if !drawn.line.is_empty() {
                <path class="line" d={drawn.line.clone()} />
            }
        </g>
    }
}

/// A dot and a name where a line ends.
fn end(drawn: &Drawn) -> Html {
    let Some(((x, y), label)) = drawn.end else {
        return html! {};
    };
    let name = if drawn.rough { format!("≈{}", drawn.name) } else { drawn.name.to_owned() };
    // Near the right end the name stands before it.
    // Above the axis, whose figures are below.
    let (dx, dy, anchor) = if x > NEAR_END { ("-6", "-5", "end") } else { ("6", "0", "start") };
    html! {
        <g class={drawn.style.clone()}>
            <circle class="end" cx={percent(x)} cy={percent(y)} r="2.2" />
            <text class="end-label" x={percent(x)} y={percent(label)} {dx} {dy} text-anchor={anchor}>{ name }</text>
        </g>
    }
}

fn ticks(props: &PictureProps) -> Vec<Html> {
    let span = props.charts.span;
    let ticks = span.ticks(TICKS);
    let last = ticks.len().saturating_sub(1);
    let tick = |(i, tick): (usize, &u64)| {
        let x = percent(span.fraction(*tick as f64));
        let anchor = match i {
            0 => "start",
            i if i == last => "end",
            _ => "middle",
        };
        html! {
            <>
                <line class="tick" x1={x.clone()} x2={x.clone()} y1="100%" y2="100%" />
                <text class="tick-label" {x} y="100%" dy="14" text-anchor={anchor}>{ Span::label(*tick, i == last) }</text>
            </>
        }
    };
    ticks.iter().enumerate().map(tick).collect()
}

/// Each mark is a line with a shape on top: the shapes are those of the event log.
fn marks(props: &PictureProps) -> Vec<Html> {
    let mark = |mark: &Mark| {
        let x = percent(props.charts.span.fraction(mark.at.as_seconds()));
        let shape = match mark.weight {
            Weight::Trouble => "M0-4 4 0 0 4-4 0Z",
            Weight::Warning => "M0-4 4 3.4H-4Z",
            Weight::Relief => "M-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0Z",
            Weight::Database => "M-3-3H3V3H-3Z",
            Weight::Plain => "M-2.4 0a2.4 2.4 0 1 0 4.8 0a2.4 2.4 0 1 0-4.8 0Z",
        };
        html! {
            <g class={format!("mark mark-{}", mark.weight.keyword())}>
                <title>{ mark.text.clone() }</title>
                <line x1={x.clone()} x2={x.clone()} y1="0" y2="100%" />
                <svg {x} y="0" width="1" height="1" overflow="visible"><path d={shape} /></svg>
            </g>
        }
    };
    props.charts.marks.iter().map(mark).collect()
}

/// Names of areas, which have no end to be named at.
fn legend(plot: &Plot) -> Html {
    let named: Vec<&Drawn> = plot.drawn.iter().filter(|drawn| drawn.total.is_some()).collect();
    if named.is_empty() {
        return html! {};
    }
    let entry = |drawn: &&Drawn| {
        html! {
            <li class={drawn.style.clone()}>
                <svg width="10" height="10" aria-hidden="true"><rect class="area" width="10" height="10" rx="2" /></svg>
                { drawn.name }
            </li>
        }
    };
    html! { <ul class="plot-legend">{ for named.iter().map(entry) }</ul> }
}
