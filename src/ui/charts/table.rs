//! A chart's figures as a table of at most sixty rows.

use tierscope::app::chart::{Charts, Kind, Table};
use tierscope::app::same::Same;
use tierscope::app::texts::Texts;
use tierscope::metrics::series::Point;
use yew::prelude::*;

/// What a table needs.
#[derive(Properties, PartialEq)]
pub struct TableProps {
    /// The language.
    pub texts: &'static Texts,
    /// All charts.
    pub charts: Same<Charts>,
    /// The seconds they were made of.
    pub series: Same<[Point]>,
    /// Which chart.
    pub kind: Kind,
}

/// The table and the course in one sentence.
#[component]
pub fn TableOf(props: &TableProps) -> Html {
    let texts = &props.texts.charts;
    let table = props.charts.table(props.kind, &props.series, props.texts);
    let plot = props.charts.plots.iter().find(|plot| plot.kind == props.kind);
    let trend = plot.map(|plot| plot.trend.clone());
    let rough = plot.is_some_and(|plot| plot.drawn.iter().any(|drawn| drawn.rough));
    listed(
        texts.caption(texts.title(props.kind)),
        texts.seconds(),
        &table,
        html! {
            <>
                { trend }
                if rough {
                    { " " }{ texts.rough() }
                }
            </>
        },
    )
}

/// A table and what stands below it; `name` is its caption, `about` the name of its first column.
pub fn listed(name: String, about: &'static str, table: &Table, below: Html) -> Html {
    let row = |(at, figures): &(String, Vec<String>)| {
        html! {
            <tr key={at.clone()}>
                <th scope="row">{ at.clone() }</th>
                { for figures.iter().map(|figure| html! { <td>{ figure.clone() }</td> }) }
            </tr>
        }
    };
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={name.clone()}>
            <table>
                <caption class="unseen">{ name }</caption>
                <thead><tr>
                    <th scope="col">{ about }</th>
                    { for table.columns.iter().map(|column| html! { <th scope="col">{ *column }</th> }) }
                </tr></thead>
                <tbody>{ for table.rows.iter().map(row) }</tbody>
            </table>
            <p class="quiet">{ below }</p>
        </div>
    }
}
