//! What every chart has around its picture: a title, what it reads, and the button that shows it as a table.

use tierscope::app::fold::{Fold, Unfolded};
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
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
    pub table: Table,
}

/// Whether a chart is shown as a table, and how that is changed.
#[derive(Clone, PartialEq)]
pub struct Table {
    /// Whether it is.
    pub shown: bool,
    fold: Fold,
    dispatch: Callback<Msg>,
}

impl Table {
    /// In place of the chart that this part of the page unfolds to.
    pub fn new(unfolded: Unfolded, fold: Fold, dispatch: &Callback<Msg>) -> Table {
        Table { shown: unfolded.has(fold), fold, dispatch: dispatch.clone() }
    }

    fn turn(&self) {
        self.dispatch.emit(Msg::Unfold(self.fold, !self.shown));
    }
}

impl Figure {
    /// The chart with what is shown of it; `T` changes what that is while the focus is in it.
    pub fn around(self, shown: Html) -> Html {
        let Figure { texts, keyword, title, reading, table } = self;
        let pressed = table.shown.to_string();
        let toggle = Callback::from(move |()| table.turn());
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
