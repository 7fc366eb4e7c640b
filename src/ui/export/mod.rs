//! The diagram as a picture and the charts' figures as text, to be taken away. Saving is a link to what it saves, which a frame may
//! forbid; then the text can be copied, and the picture is on the page.

mod drawing;

use super::charts::kinds;
use super::clipboard;
use super::icon::{Icon, icon};
use super::share::sheet_head;
use tierscope::app::chart::{Charts, Percentiles, Span};
use tierscope::app::same::Same;
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use tierscope::engine::time::SimTime;
use tierscope::metrics::series::Point;
use tierscope::metrics::spread::Spread;
use tierscope::model::config::Preset;
use web_sys::HtmlImageElement;
use yew::prelude::*;

/// What is needed of the run.
#[derive(Properties, PartialEq)]
pub struct ExportProps {
    /// The language.
    pub texts: &'static Texts,
    /// One point for every whole second so far.
    pub series: Same<[Point]>,
    /// All response times so far.
    pub spread: Spread,
    /// What is built: without databases there is no lag.
    pub preset: Preset,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// Something that can be taken away as text.
struct Item {
    what: &'static str,
    format: &'static str,
    file: String,
    text: String,
    link: String,
}

/// The sheet. What it has is what there was when it was opened.
#[component]
pub fn Export(props: &ExportProps) -> Html {
    let texts = props.texts;
    let items = use_memo(texts, |_| items(props));
    let png = use_state_eq(|| None::<String>);
    let copied = use_state_eq(|| None::<(usize, bool)>);
    let onload = Callback::from({
        let png = png.clone();
        move |event: Event| png.set(event.target_dyn_into::<HtmlImageElement>().and_then(|image| drawing::png(&image)))
    });
    let Some(picture) = items.first() else { return Html::default() };
    html! {
        <section id="export" class="sheet" aria-labelledby="export-title">
            { sheet_head(texts, "export-title", texts.export.open(), &props.dispatch) }
            <p>{ texts.export.sentence() }</p>
            <img class="export-picture" src={picture.link.clone()} alt={picture.what} {onload} />
            <ul class="export-items">
                { for items.iter().enumerate().map(|(index, item)| html! {
                    <li key={index}>
                        <span>{ item.what }</span>
                        { save(texts, item.format, item.file.clone(), item.link.clone()) }
                        if let Some(png) = png.as_ref().filter(|_| index == 0) {
                            { save(texts, "PNG", String::from("tierscope-diagram.png"), png.clone()) }
                        }
                        { copy(texts, index, item, &copied) }
                    </li>
                }) }
            </ul>
            { for copied.and_then(|(index, worked)| Some(text(texts, items.get(index)?, worked))) }
        </section>
    }
}

/// The picture first, then each chart.
fn items(props: &ExportProps) -> Vec<Item> {
    let texts = props.texts;
    let charts = Charts::new(&props.series, Span::until(SimTime::ZERO), Vec::new(), texts);
    let item = |what, format: &'static str, kind: &str, (name, end): (&str, &str), text: String| Item {
        what,
        format,
        file: ["tierscope-", name, end].concat(),
        link: [kind, String::from(js_sys::encode_uri_component(&text)).as_str()].concat(),
        text,
    };
    let picture = drawing::svg().unwrap_or_default();
    let picture = item(texts.export.diagram(), "SVG", "data:image/svg+xml,", ("diagram", ".svg"), picture);
    let csv = |title, name, text| item(title, "CSV", "data:text/csv;charset=utf-8,", (name, ".csv"), text);
    let mut items = vec![picture];
    for kind in kinds(props.preset) {
        items.push(csv(texts.charts.title(kind), kind.keyword(), charts.csv(kind, &props.series, texts)));
    }
    let percentiles = Percentiles::new(props.spread, texts);
    items.push(csv(texts.charts.percentiles(), "percentiles", percentiles.csv(texts)));
    items
}

/// A link that saves a file.
fn save(texts: &'static Texts, format: &'static str, file: String, link: String) -> Html {
    html! {
        <a class="button small" href={link} download={file}>{ icon(Icon::Save) }<span>{ texts.export.save(format) }</span></a>
    }
}

fn copy(texts: &'static Texts, index: usize, item: &Item, copied: &UseStateHandle<Option<(usize, bool)>>) -> Html {
    let (copied, text) = (copied.clone(), item.text.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        let copied = copied.clone();
        clipboard::copy(&text, Callback::from(move |worked| copied.set(Some((index, worked)))));
    });
    html! {
        <button type="button" class="button small" {onclick}>
            { icon(Icon::Copy) }<span>{ texts.export.copy(item.format) }</span>
        </button>
    }
}

/// What was copied, or can be by hand.
fn text(texts: &'static Texts, item: &Item, worked: bool) -> Html {
    let said = if worked { texts.statistics.copied() } else { texts.statistics.press_copy() };
    html! {
        <div class="csv">
            <label for="export-text">{ texts.export.text(item.what) }</label>
            <textarea id="export-text" readonly=true rows="4" spellcheck="false" value={item.text.clone()} />
            <p role="status">{ said }</p>
        </div>
    }
}
