//! The signs on buttons, drawn on a grid of 16 by 16.

use yew::prelude::*;

/// A sign.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// A triangle to the right.
    Play,
    /// Two bars.
    Pause,
    /// A bar and a triangle to the right.
    StepForward,
    /// A triangle to the left and a bar.
    StepBack,
    /// A turn to the left.
    Restart,
    /// A minus.
    Less,
    /// A plus.
    More,
    /// A cross.
    Close,
    /// Two links of a chain.
    Link,
    /// A sheet behind a sheet.
    Copy,
    /// A hook.
    Done,
    /// A key with a letter.
    Keys,
    /// A sheet of rows and columns.
    Table,
    /// A box and an arrow out of it.
    Out,
    /// Lines of text.
    Words,
    /// Four cards.
    Cards,
    /// An arrow down onto a ground.
    Save,
}

/// A sign for the eye alone; its button has a name of its own.
pub fn icon(icon: Icon) -> Html {
    let (filled, drawn) = match icon {
        Icon::Play => ("M4 2.2v11.6a.6.6 0 0 0 .92.5l8.9-5.8a.6.6 0 0 0 0-1L4.92 1.7A.6.6 0 0 0 4 2.2z", ""),
        Icon::Pause => ("M3.5 2h3v12h-3zM9.5 2h3v12h-3z", ""),
        Icon::StepForward => ("M7 3.2v9.6l6.5-4.8zM3 3h2v10H3z", ""),
        Icon::StepBack => ("M9 3.2v9.6L2.5 8zM11 3h2v10h-2z", ""),
        Icon::Restart => ("M1.6 1.6 2 6.4l4.6-1.2z", "M3.1 5.2A5.6 5.6 0 1 1 2.6 9.6"),
        Icon::Less => ("", "M4 8h8"),
        Icon::More => ("", "M4 8h8M8 4v8"),
        Icon::Close => ("", "M4 4l8 8M12 4l-8 8"),
        Icon::Link => (
            "",
            "M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.5-2.5a2.6 2.6 0 0 0-3.7-3.7L8.2 4.1M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3 9.3A2.6 2.6 0 0 0 6.7 13l1.1-1.1",
        ),
        Icon::Copy => ("", "M5.5 5.5h8v8h-8zM10.5 5.300V2.500h-8v8h2.8"),
        Icon::Done => ("", "M3 8.500l3.5 3.500L13 4.5"),
        Icon::Keys => ("", "M1.5 3.500h13v9h-13zM4 6.500h.01M7 6.500h.01M10 6.500h.01M12.5 6.500h.01M5 9.500h6"),
        Icon::Out => ("", "M9.500 2.500h4v4M13.5 2.500 7.500 8.500M6.500 3.500h-4v10h10v-4"),
        Icon::Words => ("", "M2.500 4h11M2.500 8h11M2.500 12h7"),
        Icon::Cards => {
            ("", "M2.500 2.500h4.500v4.500H2.500zM9 2.500h4.500v4.500H9zM2.500 9h4.500v4.500H2.500zM9 9h4.500v4.500H9z")
        }
        Icon::Save => ("", "M8 2.500v7.500M4.500 7l3.500 3.500L11.5 7M2.500 13.500h11"),
        Icon::Table => ("", "M2 3h12v10H2zM2 6.500h12M6.500 6.500V13"),
    };
    html! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            if !filled.is_empty() {
                <path d={filled} fill="currentColor" />
            }
            if !drawn.is_empty() {
                <path d={drawn} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />
            }
        </svg>
    }
}
