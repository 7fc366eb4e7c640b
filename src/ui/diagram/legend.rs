//! What the marks mean, and how many requests one of them is.

use std::fmt::Write;
use tierscope::app::format;
use tierscope::app::marks::Scale;
use tierscope::app::texts::Texts;
use tierscope::model::config::Preset;
use yew::prelude::*;

/// Within this share of it a request was shown as fast as it was.
const AS_IT_WAS: f64 = 0.15;

/// What the legend needs.
#[derive(Properties, PartialEq)]
pub struct LegendProps {
    /// The language.
    pub texts: &'static Texts,
    /// What is built: the bare queue has pages that read, and nothing else; not every site has replicas.
    pub preset: Preset,
    /// Whether there is no motion.
    pub still: bool,
    /// The line that says the scale; the brush writes it.
    pub scale: NodeRef,
}

/// The legend.
#[component]
pub fn Legend(props: &LegendProps) -> Html {
    let marks = &props.texts.diagram.marks;
    let all = [
        ("read", marks.read(), html! { <circle cx="7" cy="7" r="4.6" /> }),
        (
            "static",
            marks.static_file(),
            html! { <><circle cx="7" cy="7" r="4.6" /><path class="slit" d="M3.6 7h6.8" /></> },
        ),
        ("write", marks.write(), html! { <rect x="2.9" y="2.9" width="8.2" height="8.2" /> }),
        ("waiting", marks.waiting(), html! { <circle class="hollow" cx="7" cy="7" r="3.9" /> }),
        ("retried", marks.retried(), html! { <path class="hollow" d="M10.6 5.2A4 4 0 1 0 11 7.6M11.4 2.6v3h-3" /> }),
        ("failed", marks.failed(), html! { <path d="M7 1.6 12.4 7 7 12.4 1.6 7z" /> }),
        ("timed-out", marks.timed_out(), html! { <path d="M7 2 12.4 11.6H1.6z" /> }),
        (
            "replication",
            marks.replication(),
            html! { <rect class="hollow" x="3.6" y="3.6" width="6.8" height="6.8" /> },
        ),
    ];
    let has = |name| match name {
        "read" | "waiting" => true,
        "replication" => props.preset.has_manager(),
        "retried" => props.preset.has_balancer() && !props.preset.is_bare(),
        _ => !props.preset.is_bare(),
    };
    let keys = all.into_iter().filter(|(name, ..)| has(*name));
    let scale = if props.still {
        html! { <p class="marks-scale">{ marks.still() }</p> }
    } else {
        html! { <p class="marks-scale" ref={props.scale.clone()}></p> }
    };
    html! {
        <div class="legend">
            <ul aria-label={marks.legend()}>
                { for keys.map(|(name, words, shape)| html! {
                    <li key={name}>
                        <svg class={classes!("key", name)} viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">{ shape }</svg>
                        { words }
                    </li>
                }) }
            </ul>
            { scale }
        </div>
    }
}

/// What the marks stand for, in words; empty while none is followed.
pub fn scale_words(scale: Scale, speed: f64, texts: &Texts) -> String {
    let marks = &texts.diagram.marks;
    if scale.every == 0 {
        return String::new();
    }
    let mut words = marks.one_for(scale.every);
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
