//! What every chart has around its picture: a title, what it reads, and the button that shows it as a table.

use tierscope::app::texts::Texts;
use yew::prelude::*;

/// Around a chart.
pub struct Figure {
    /// The language.
    pub texts: &'static Texts,
    /// The chart's word, for the style sheet.
    pub keyword: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it reads.
    pub reading: String,
    /// Whether it is a table.
    pub as_table: UseStateHandle<bool>,
}

/// Whether a chart is shown as a table: as all of them, until somebody turns this one or all again.
#[hook]
pub fn use_table(all: bool) -> UseStateHandle<bool> {
    let own = use_state_eq(|| all);
    let turned = own.clone();
    use_effect_with(all, move |all| turned.set(*all));
    own
}

impl Figure {
    /// The chart with what is shown of it; `T` changes what that is while the focus is in it.
    pub fn around(self, shown: Html) -> Html {
        let Figure { texts, keyword, title, reading, as_table } = self;
        let pressed = as_table.to_string();
        let toggle = Callback::from(move |()| as_table.set(!*as_table));
        let onclick = toggle.reform(|_: MouseEvent| ());
        let onkeydown = Callback::from(move |event: KeyboardEvent| {
            let modified = event.ctrl_key() || event.alt_key() || event.meta_key();
            if event.key().eq_ignore_ascii_case("t") && !modified {
                event.stop_propagation();
                toggle.emit(());
            }
        });
        html! {
            <figure class={classes!("chart", format!("chart-{keyword}"))} {onkeydown}>
                <div class="chart-head">
                    <h3>{ title }</h3>
                    <span class="chart-reading">{ reading }</span>
                    <button type="button" class="chart-table" aria-pressed={pressed}
                        aria-label={texts.charts.show_table(title)} {onclick}>
                        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                            <path d="M2 3.5H14V12.5H2ZM2 6.5H14M2 9.5H14M6 3.5V12.5" />
                        </svg>
                    </button>
                </div>
                <div>{ shown }</div>
            </figure>
        }
    }
}
