//! What there is to tell, until it is dismissed.

use super::icon::{Icon, icon};
use crate::ui::press;
use tierscope::app::entry;
use tierscope::app::format;
use tierscope::app::notice::{Notice, Notices};
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use tierscope::simulation::MOST_REQUESTS;
use yew::prelude::*;

/// What the notices need.
#[derive(Properties, PartialEq)]
pub struct NoticeListProps {
    /// The language.
    pub texts: &'static Texts,
    /// The notices.
    pub notices: Notices,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// The notices; nothing where there is none.
#[component]
pub fn NoticeList(props: &NoticeListProps) -> Html {
    if props.notices.list().is_empty() {
        return Html::default();
    }
    html! {
        <section class="notices" aria-label={props.texts.shell.notices.region()}>
            { for props.notices.list().iter().map(|(number, notice)| card(props, *number, notice)) }
        </section>
    }
}

fn card(props: &NoticeListProps, number: u32, notice: &Notice) -> Html {
    let texts = &props.texts.shell.notices;
    let onclick = press(&props.dispatch, Msg::Dismiss(number));
    html! {
        <div key={number} class="notice">
            <div class="notice-text">{ body(props, notice) }</div>
            <button type="button" class="button sign quiet" aria-label={texts.dismiss()} title={texts.dismiss()} {onclick}>
                { icon(Icon::Close) }
            </button>
        </div>
    }
}

fn body(props: &NoticeListProps, notice: &Notice) -> Html {
    let (language, texts) = (props.texts, &props.texts.shell.notices);
    match notice {
        Notice::Link(warnings) => html! {
            <>
                <p class="notice-title">{ texts.link() }</p>
                <ul>{ for warnings.iter().map(|warning| html! { <li>{ language.reasons.say(&warning.reason) }</li> }) }</ul>
            </>
        },
        Notice::Dropped { count, after } => {
            html! { <p>{ texts.dropped(*count as u64, format::clock(*after)) }</p> }
        }
        Notice::NewRun { knob, kept, dropped } => {
            html! { <p>{ texts.new_run(language.label(knob), *kept, *dropped) }</p> }
        }
        Notice::Fitted { knob, wanted, got } => {
            let (wanted, got) = (entry::spoken(language, knob, wanted), entry::spoken(language, knob, got));
            html! { <p>{ texts.fitted(language.label(knob), wanted, got) }</p> }
        }
        Notice::Halted { at } => {
            let most = format::count(MOST_REQUESTS as u64);
            html! { <p>{ texts.halted(format::clock(*at), &most) }</p> }
        }
        Notice::File(flaws) => {
            html! { <>{ for flaws.iter().map(|flaw| html! { <p>{ language.shell.forms.flaw(*flaw) }</p> }) }</> }
        }
        Notice::Compared { at, same } => {
            let (texts, instant) = (&language.shell.forms, format::clock(*at));
            html! { <p>{ if *same { texts.same(instant) } else { texts.other(instant) } }</p> }
        }
        Notice::TooLong => html! { <p>{ texts.too_long() }</p> },
        Notice::UnknownLanguage(code) => html! { <p>{ texts.unknown_language(code) }</p> },
        Notice::NoSound => html! { <p>{ texts.no_sound() }</p> },
        Notice::NoTexts(language) => html! { <p>{ texts.no_texts(language.name()) }</p> },
    }
}
