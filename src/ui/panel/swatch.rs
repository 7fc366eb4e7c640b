//! Small shapes that stand for a meaning wherever it is named: a shape, a colour and a word, never a colour alone.

use tierscope::app::narrate::Weight;
use yew::prelude::*;

/// A meaning and its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A filled circle: answered, works.
    Circle,
    /// A ring: on its way, or nothing grave.
    Ring,
    /// A diamond: failed, broken.
    Diamond,
    /// A triangle: timed out, or a warning.
    Triangle,
    /// A cross: refused.
    Cross,
    /// A square: about databases.
    Square,
}

/// The shape of a line of a log.
pub fn of_weight(weight: Weight) -> Shape {
    match weight {
        Weight::Trouble => Shape::Diamond,
        Weight::Warning => Shape::Triangle,
        Weight::Relief => Shape::Circle,
        Weight::Database => Shape::Square,
        Weight::Plain => Shape::Ring,
    }
}

/// A shape beside its word; the word is what is read out. `tone` is its word for the style sheet, which gives it its colour.
pub fn swatch(shape: Shape, tone: &str) -> Html {
    let shape = match shape {
        Shape::Circle => html! { <circle cx="6" cy="6" r="4" /> },
        Shape::Ring => html! { <circle class="hollow" cx="6" cy="6" r="3.4" /> },
        Shape::Diamond => html! { <path d="M6 1 11 6 6 11 1 6Z" /> },
        Shape::Triangle => html! { <path d="M6 1.4 11 10.2H1Z" /> },
        Shape::Cross => html! { <path class="stroke" d="M2.4 2.4 9.6 9.6M9.6 2.4 2.4 9.6" /> },
        Shape::Square => html! { <path d="M2 2H10V10H2Z" /> },
    };
    html! {
        <svg class={classes!("swatch", format!("tone-{tone}"))} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
            { shape }
        </svg>
    }
}
