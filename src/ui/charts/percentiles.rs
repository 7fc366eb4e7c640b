//! The percentiles of all response times so far, with a cursor of their own: their axis is not time.

use super::chart::fraction;
use super::figure::{Figure, Table};
use super::picture::{grid_label, grid_line};
use super::table::listed;
use crate::ui::percent;
use tierscope::app::chart::line::{HEIGHT, WIDTH};
use tierscope::app::chart::{NAMED, Percentiles};
use tierscope::app::texts::Texts;
use tierscope::engine::digits::fixed;
use tierscope::metrics::spread::{POINTS, Spread};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the chart needs.
#[derive(Properties, PartialEq)]
pub struct PercentileProps {
    /// The language.
    pub texts: &'static Texts,
    /// All response times so far.
    pub spread: Spread,
    /// Whether it is a table.
    pub table: Table,
}

/// The chart, as a picture or as a table.
#[component]
pub fn PercentileFigure(props: &PercentileProps) -> Html {
    let texts = props.texts;
    let plot = use_node_ref();
    let cursor = use_state_eq(|| None::<usize>);
    let chart = use_memo((texts, props.spread), |(texts, spread)| Percentiles::new(*spread, texts));
    let read = {
        let cursor = cursor.clone();
        Callback::from(move |point| cursor.set(point))
    };
    let point_at = {
        let plot = plot.clone();
        move |event: PointerEvent| fraction(&plot, &event).map(Percentiles::nearest)
    };
    let shown = html! {
        <>
            if props.table.shown {
                { table(texts, &chart) }
            } else {
                <div class="plot" ref={plot} onpointermove={read.reform(point_at.clone())} onpointerdown={read.reform(point_at)}
                    onpointerleave={read.reform(|_: PointerEvent| None)}>
                    { picture(texts, &chart) }
                    { for (*cursor).map(over) }
                </div>
            }
            { slider(texts, &chart, *cursor, &read) }
        </>
    };
    let figure = Figure {
        texts,
        keyword: "percentiles",
        title: texts.charts.percentiles(),
        reading: chart.reading(*cursor),
        table: props.table.clone(),
    };
    figure.around(shown)
}

fn table(texts: &'static Texts, chart: &Percentiles) -> Html {
    let words = &texts.charts;
    let below = html! {
        <>
            { chart.trend.clone() }
            if chart.few {
                { " " }{ words.too_few() }
            }
        </>
    };
    listed(words.percentiles_caption().to_owned(), words.percentile_column(), &chart.table(texts), below)
}

fn picture(texts: &'static Texts, chart: &Percentiles) -> Html {
    let name = [texts.charts.percentiles(), ". ", &chart.trend].concat();
    let dot = |(x, y): &(f64, f64)| html! { <circle class="end" cx={percent(*x)} cy={percent(*y)} r="2.2" /> };
    html! {
        <svg class="plot-picture" width="100%" height="100%" role="img" aria-label={name}>
            { for chart.grid.iter().map(grid_line) }
            <svg viewBox={format!("0 0 {} {}", fixed(WIDTH, 0), fixed(HEIGHT, 0))} preserveAspectRatio="none" width="100%" height="100%">
                <g class="line-1"><path class="line" d={chart.line.clone()} /></g>
                <g class="line-1 few"><path class="line" d={chart.rough.clone()} /></g>
            </svg>
            { for chart.grid.iter().map(grid_label) }
            <g class="line-1">{ for chart.dots.iter().map(dot) }</g>
            { for NAMED.iter().map(tick) }
        </svg>
    }
}

/// A percentage below the axis.
fn tick(point: &usize) -> Html {
    let x = percent(Percentiles::fraction(*point));
    let anchor = if *point + 1 == POINTS { "end" } else { "middle" };
    html! { <text class="tick-label" {x} y="100%" dy="14" text-anchor={anchor}>{ Percentiles::percent(*point) }</text> }
}

/// The point that is read.
fn over(point: usize) -> Html {
    let at = Percentiles::fraction(point);
    html! {
        <svg class="plot-over" width="100%" height="100%" aria-hidden="true">
            <line class="cursor" x1={percent(at)} x2={percent(at)} y1="0" y2="100%" />
            <text class="cursor-at" x={percent(at)} y="100%" dy="14"
                text-anchor={if at < 0.12 { "start" } else if at > 0.88 { "end" } else { "middle" }}>{ Percentiles::percent(point) }</text>
        </svg>
    }
}

/// Reads the chart by keyboard: out of sight until it has the focus.
fn slider(texts: &'static Texts, chart: &Percentiles, cursor: Option<usize>, read: &Callback<Option<usize>>) -> Html {
    let value = |input: HtmlInputElement| Some(input.value_as_number() as usize);
    let oninput = read.reform(move |event: InputEvent| value(event.target_unchecked_into()));
    let onfocus = read.reform(move |event: FocusEvent| value(event.target_unchecked_into()));
    let onblur = read.reform(|_: FocusEvent| None);
    let at = cursor.unwrap_or(NAMED[3]);
    html! {
        <label class="chart-slider">
            <span>{ texts.charts.percentiles_cursor() }</span>
            <input type="range" min="0" max={(POINTS - 1).to_string()} step="1" value={at.to_string()}
                aria-valuetext={chart.spoken(Some(at), texts)} {oninput} {onfocus} {onblur} />
        </label>
    }
}
