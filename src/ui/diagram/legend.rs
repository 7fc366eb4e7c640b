//! What the marks mean, and how many requests one of them is.

use crate::ui::unfold;
use std::fmt::Write;
use tierscope::app::fold::{Fold, Unfolded};
use tierscope::app::format;
use tierscope::app::legend::{Fill, KEYS, Key, MARKS};
use tierscope::app::marks::Scale;
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use tierscope::model::config::Preset;
use yew::prelude::*;

/// Within this share of it a request was shown as fast as it was.
const AS_IT_WAS: f64 = 0.15;

/// What the legend needs.
#[derive(Properties, PartialEq)]
pub struct LegendProps {
    /// The language.
    pub texts: &'static Texts,
    /// What is built: not every sign is seen everywhere.
    pub preset: Preset,
    /// Whether there is no motion.
    pub still: bool,
    /// Whether its standing signs are unfolded.
    pub unfolded: Unfolded,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
    /// The line that says the scale; the brush writes it.
    pub scale: NodeRef,
}

/// The legend.
#[component]
pub fn Legend(props: &LegendProps) -> Html {
    let marks = &props.texts.diagram.marks;
    let keys = |of: &'static [Key]| {
        let seen = of.iter().filter(|key| key.is_seen(props.preset));
        html! { <ul aria-label={marks.legend()}>{ for seen.map(|key| item(key, props.texts)) }</ul> }
    };
    let (moving, standing) = KEYS.split_at(MARKS);
    let more = standing.iter().filter(|key| key.is_seen(props.preset)).count() as u64;
    let scale = if props.still {
        html! { <p class="marks-scale">{ marks.still() }</p> }
    } else {
        html! { <p class="marks-scale" ref={props.scale.clone()}></p> }
    };
    html! {
        <div class="legend">
            { keys(moving) }
            if more > 0 {
                <details open={props.unfolded.has(Fold::Legend)}>
                    <summary onclick={unfold(&props.dispatch, props.unfolded, Fold::Legend)}>{ props.texts.shell.knobs.more(more) }</summary>
                    { keys(standing) }
                </details>
            }
            { scale }
        </div>
    }
}

fn item(key: &Key, texts: &Texts) -> Html {
    html! {
        <li key={key.name}>
            <svg class={classes!("key", key.name)} viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
                if !key.solid.is_empty() { <path d={key.solid} /> }
                if !key.line.is_empty() {
                    <path class={if key.fill == Fill::Slit { "slit" } else { "hollow" }} d={key.line} />
                }
            </svg>
            { key.words(texts) }
        </li>
    }
}

/// What the marks stand for, in words; empty while none is followed.
pub fn scale_words(scale: Scale, speed: f64, texts: &Texts) -> String {
    let marks = &texts.diagram.marks;
    if scale.every == 0 {
        return String::new();
    }
    let mut words = match scale.every {
        1 => texts.vitals.each_mark().to_owned(),
        every => format!("{}: {}", texts.vitals.flow(), marks.one_for(every)),
    };
    let more = match (scale.true_place, scale.slower) {
        (true, _) => Some(marks.true_place(rounded(1.0 / speed))),
        (false, None) => None,
        (false, Some(slower)) if (slower - 1.0).abs() < AS_IT_WAS => Some(marks.as_it_was().to_owned()),
        (false, Some(slower)) if slower > 1.0 => Some(marks.slower(rounded(slower))),
        (false, Some(slower)) => Some(marks.faster(rounded(1.0 / slower))),
    };
    if let Some(more) = more {
        // Writing to a string cannot fail.
        let _ = write!(words, ", {more}");
    }
    words
}

/// A factor with as many digits as it deserves: it is a middle of many.
fn rounded(factor: f64) -> String {
    match factor {
        f if f < 10.0 => format::decimal(f),
        f if f < 100.0 => format::count(f.round() as u64),
        f => format::count((f / 10.0).round() as u64 * 10),
    }
}
