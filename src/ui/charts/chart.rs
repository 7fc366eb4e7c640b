//! A chart over time: its picture or its table.

use super::figure::{Figure, Table};
use super::picture::{Picture, PictureProps};
use super::table::{TableOf, TableProps};
use crate::ui::percent;
use tierscope::app::chart::{Charts, Kind};
use tierscope::app::same::Same;
use tierscope::app::texts::Texts;
use tierscope::engine::range;
use tierscope::engine::time::SimTime;
use tierscope::metrics::series::Point;
use web_sys::Element;
use yew::prelude::*;

/// What a chart needs.
#[derive(Properties, Clone, PartialEq)]
pub struct ChartProps {
    /// The language.
    pub texts: &'static Texts,
    /// All charts.
    pub charts: Same<Charts>,
    /// The seconds they were made of.
    pub series: Same<[Point]>,
    /// Which chart.
    pub kind: Kind,
    /// The point that is read, if any; else the last.
    pub cursor: Option<usize>,
    /// The instant of the run, as a fraction of the axis.
    pub now: f64,
    /// Reads all charts at this second; none: at the last.
    pub on_cursor: Callback<Option<f64>>,
    /// Whether it is a table.
    pub table: Table,
    /// Goes to an instant.
    pub on_seek: Callback<SimTime>,
}

/// A chart as a picture or as a table.
#[component]
pub fn ChartFigure(props: &ChartProps) -> Html {
    let ChartProps { texts, charts, kind, .. } = props;
    let reading = props.cursor.or_else(|| charts.index_at(None));
    let shown = html! {
        if props.table.shown {
            <TableOf ..TableProps {
                texts,
                charts: charts.clone(),
                series: props.series.clone(),
                kind: *kind,
            } />
        } else {
            <Plotted ..props.clone() />
        }
    };
    let figure = Figure {
        texts,
        keyword: kind.keyword(),
        title: texts.charts.title(*kind),
        reading: reading.map_or_else(String::new, |index| charts.reading(*kind, index, texts)),
        table: props.table.clone(),
    };
    figure.around(shown)
}

/// The picture, what lies over it, and the pointer: it reads all charts where it is; a click of the mouse goes there.
#[component]
fn Plotted(props: &ChartProps) -> Html {
    let plot = use_node_ref();
    let by_touch = use_mut_ref(|| false);
    let span = props.charts.span;
    let onpointermove = props.on_cursor.reform({
        let plot = plot.clone();
        move |event: PointerEvent| fraction(&plot, &event).map(|x| x * span.end_s())
    });
    let onpointerdown = Callback::from({
        let (moved, by_touch) = (onpointermove.clone(), by_touch.clone());
        move |event: PointerEvent| {
            *by_touch.borrow_mut() = event.pointer_type() != "mouse";
            moved.emit(event);
        }
    });
    let onpointerleave = props.on_cursor.reform(|_: PointerEvent| None);
    let onclick = Callback::from({
        let (on_seek, plot) = (props.on_seek.clone(), plot.clone());
        move |event: MouseEvent| {
            if let Some(x) = fraction(&plot, &event).filter(|_| !*by_touch.borrow()) {
                on_seek.emit(span.time_at(x));
            }
        }
    });
    html! {
        <div class="plot" ref={plot} {onpointermove} {onpointerdown} {onpointerleave} {onclick}>
            <Picture ..PictureProps {
                texts: props.texts,
                charts: props.charts.clone(),
                kind: props.kind,
            } />
            { over(props) }
        </div>
    }
}

/// Now, and the point that is read.
fn over(props: &ChartProps) -> Html {
    let now = percent(props.now);
    let cursor =
        props.cursor.and_then(|index| Some((props.charts.fraction_of(index)?, props.charts.seconds_of(index))));
    html! {
        <svg class="plot-over" width="100%" height="100%" aria-hidden="true">
            <line class="now" x1={now.clone()} x2={now} y1="0" y2="100%" />
            if let Some((at, seconds)) = cursor {
                <line class="cursor" x1={percent(at)} x2={percent(at)} y1="0" y2="100%" />
                <text class="cursor-at" x={percent(at)} y="100%" dy="14"
                    text-anchor={if at < 0.12 { "start" } else if at > 0.88 { "end" } else { "middle" }}>{ seconds }</text>
            }
        </svg>
    }
}

/// Where the pointer is, from the left end of the plot (0) to the right (1).
pub fn fraction(plot: &NodeRef, event: &MouseEvent) -> Option<f64> {
    // Not the event's current target: that is the root of the page, where Yew listens for all.
    let frame = plot.cast::<Element>()?.get_bounding_client_rect();
    (frame.width() > 0.0).then(|| range::share((f64::from(event.client_x()) - frame.left()) / frame.width()))
}
