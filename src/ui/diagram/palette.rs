//! The colours of the marks, as the style sheet has them at the moment: a canvas does not follow it by itself.

use tierscope::app::marks::Tone;
use tierscope::scenario::decimal;
use web_sys::Element;

/// The colours.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Palette {
    /// What the drawing stands on: by a line of it a mark stands off.
    pub ground: String,
    /// How many times as wide as usual strokes are.
    pub bold: f64,
    tones: [String; Tone::ALL.len()],
}

impl Palette {
    /// The colours that hold for `element`.
    pub fn read(element: &Element) -> Palette {
        let style = crate::ui::browser::window().get_computed_style(element).ok().flatten();
        let colour = |name: &str| {
            let value = style.as_ref().and_then(|style| style.get_property_value(name).ok());
            value.map(|value| value.trim().to_owned()).unwrap_or_default()
        };
        let bold = decimal::number(&colour("--bold")).unwrap_or(1.0);
        Palette { ground: colour("--ground"), bold, tones: Tone::ALL.map(|tone| colour(property(tone))) }
    }

    /// The colour of a meaning.
    pub fn of(&self, tone: Tone) -> &str {
        &self.tones[Tone::ALL.iter().position(|&other| other == tone).unwrap_or(0)]
    }
}

fn property(tone: Tone) -> &'static str {
    match tone {
        Tone::Static => "--static",
        Tone::Read => "--read",
        Tone::Write => "--write",
        Tone::Bad => "--bad",
        Tone::Replication => "--repl",
    }
}
