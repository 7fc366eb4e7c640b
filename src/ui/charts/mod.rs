//! The charts over time: one axis, one row of marks, one cursor for all of them. Beside them the percentiles, which have an axis and a
//! cursor of their own.

mod chart;
mod figure;
mod percentiles;
mod picture;
mod table;

use chart::{ChartFigure, ChartProps};
use figure::Table;
use percentiles::{PercentileFigure, PercentileProps};
use tierscope::app::chart::{self as geometry, Kind, Span};
use tierscope::app::fold::{Fold, Unfolded};
use tierscope::app::same::Same;
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use tierscope::engine::time::SimTime;
use tierscope::metrics::log::Line;
use tierscope::metrics::series::{LIMIT, Point};
use tierscope::metrics::spread::Spread;
use tierscope::model::config::Preset;
use tierscope::scenario::Timed;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the charts need.
#[derive(Properties, PartialEq)]
pub struct ChartsProps {
    /// The language.
    pub texts: &'static Texts,
    /// One point for every whole second so far.
    pub series: Same<[Point]>,
    /// All response times so far.
    pub spread: Spread,
    /// The log so far, for the marks.
    pub log: Same<[Line]>,
    /// The run's commands, for the marks.
    pub commands: Same<[Timed]>,
    /// The instant of the run, about ten times a second.
    pub now: SimTime,
    /// Right end of the time axis; the left end is 0. The time line above has the same ends.
    pub end: SimTime,
    /// What is built: without databases there is no lag to draw.
    pub preset: Preset,
    /// Which are tables.
    pub unfolded: Unfolded,
    /// Goes to an instant.
    pub on_seek: Callback<SimTime>,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// The charts.
#[component]
pub fn Charts(props: &ChartsProps) -> Html {
    let texts = props.texts;
    let span = Span::until(props.end);
    let marks = use_memo((texts, props.log.clone(), props.commands.clone()), |(texts, log, commands)| {
        geometry::marks(texts, log, commands)
    });
    let charts =
        use_memo((texts, props.series.clone(), Same::<Vec<_>>::new(marks), span), |(texts, series, marks, span)| {
            geometry::Charts::new(series, *span, marks.to_vec(), texts)
        });
    let charts = Same::<geometry::Charts>::new(charts);
    let cursor = use_state_eq(|| None::<f64>);
    let index = cursor.and_then(|second| charts.index_at(Some(second)));
    let on_cursor = use_callback((), {
        let cursor = cursor.clone();
        move |second: Option<f64>, ()| cursor.set(second)
    });
    let figures = kinds(props.preset).map(|kind| {
        html! {
            <ChartFigure key={kind.keyword()} ..ChartProps {
                texts,
                charts: charts.clone(),
                series: props.series.clone(),
                kind,
                cursor: index,
                now: span.fraction(props.now.as_seconds()),
                on_cursor: on_cursor.clone(),
                table: Table::new(props.unfolded, Fold::Table(kind), &props.dispatch),
                on_seek: props.on_seek.clone(),
            } />
        }
    });
    html! {
        <section class="charts" aria-label={texts.charts.region()}>
            <h2 class="unseen">{ texts.charts.region() }</h2>
            { slider(props, &charts, index, &on_cursor) }
            <div class="chart-row">
                { for figures }
                <PercentileFigure ..PercentileProps { texts, spread: props.spread, table: Table::new(props.unfolded, Fold::Percentiles, &props.dispatch) } />
            </div>
            if charts.joined > 1 {
                <p class="quiet">{ texts.charts.joined(charts.joined as u64) }</p>
            }
            if charts.full {
                <p class="quiet">{ texts.charts.full(LIMIT as u64 / 3_600) }</p>
            }
        </section>
    }
}

/// The charts that this preset has something for.
pub fn kinds(preset: Preset) -> impl Iterator<Item = Kind> {
    Kind::ALL.into_iter().filter(move |kind| *kind != Kind::Lag || preset.has_manager())
}

/// Reads all charts by keyboard: out of sight until it has the focus. Enter goes to the instant that is read.
fn slider(
    props: &ChartsProps,
    charts: &Same<geometry::Charts>,
    index: Option<usize>,
    on_cursor: &Callback<Option<f64>>,
) -> Html {
    let Some(last) = charts.index_at(None) else {
        return html! {};
    };
    let at = index.unwrap_or(last);
    let readings = kinds(props.preset).map(|kind| charts.reading(kind, at, props.texts));
    let spoken = std::iter::once(charts.seconds_of(at)).chain(readings).collect::<Vec<_>>().join("; ");
    let joined = charts.joined as f64;
    let read = move |input: &HtmlInputElement| Some(input.value_as_number() * joined);
    let oninput = on_cursor.reform(move |event: InputEvent| read(&event.target_unchecked_into()));
    let onfocus = on_cursor.reform(move |event: FocusEvent| read(&event.target_unchecked_into()));
    let onblur = on_cursor.reform(|_: FocusEvent| None);
    let (on_seek, span) = (props.on_seek.clone(), charts.span);
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            let input: HtmlInputElement = event.target_unchecked_into();
            on_seek.emit(span.time_at(span.fraction(input.value_as_number() * joined)));
        }
    });
    html! {
        <label class="chart-slider">
            <span>{ props.texts.charts.cursor() }</span>
            <input type="range" min="0" max={last.to_string()} step="1" value={at.to_string()}
                aria-valuetext={spoken} {oninput} {onfocus} {onblur} {onkeydown} />
            <output aria-hidden="true">{ charts.seconds_of(at) }</output>
        </label>
    }
}
