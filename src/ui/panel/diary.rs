//! One client's view: what the client who is followed tells, the latest line first; each line goes to its instant.

use crate::ui::press;
use tierscope::app::diary::{Line, Tale, Who};
use tierscope::app::fold::Fold;
use tierscope::app::format;
use tierscope::app::same::Same;
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use tierscope::engine::time::SimTime;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What it needs.
#[derive(Properties, PartialEq)]
pub struct DiaryProps {
    /// The language.
    pub texts: &'static Texts,
    /// What the client tells.
    pub tale: Same<Tale>,
    /// How many clients there are.
    pub clients: u32,
    /// Whether all lines are shown.
    pub long: bool,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
    /// Goes to an instant.
    pub on_seek: Callback<SimTime>,
}

/// The panel.
#[component]
pub fn Diary(props: &DiaryProps) -> Html {
    let (texts, tale, dispatch) = (&props.texts.diary, &props.tale, &props.dispatch);
    html! {
        <section class="event-log diary" aria-labelledby="diary-title">
            <div class="event-log-head">
                <h2 id="diary-title" tabindex="-1">{ texts.title(tale.client) }</h2>
                <button type="button" class="button small sign quiet" aria-label={texts.stop()} title={texts.stop()}
                    onclick={press(dispatch, Msg::Accompany(Who::Nobody))}>
                    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path d="M2 2l8 8M10 2l-8 8" /></svg>
                </button>
            </div>
            <p class="quiet">{ texts.sentence(props.clients.into(), format::clock(tale.since)) }</p>
            { choice(props) }
            if tale.lines.is_empty() {
                <p class="quiet">{ texts.empty() }</p>
            } else {
                <ol reversed=true class={classes!(props.long.then_some("whole"))}>
                    { for tale.lines.iter().map(|line| row(props, line)) }
                </ol>
            }
            { super::event_log::more(props.texts, tale.lines.len(), props.long, Fold::Diary, dispatch) }
        </section>
    }
}

/// Who else may be followed.
fn choice(props: &DiaryProps) -> Html {
    let (texts, dispatch) = (&props.texts.diary, &props.dispatch);
    let onchange = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: Event| {
            let typed = event.target_dyn_into::<HtmlInputElement>().and_then(|input| input.value().parse().ok());
            if let Some(number) = typed {
                dispatch.emit(Msg::Accompany(Who::Number(number)));
            }
        })
    };
    let button = |name: &'static str, who| {
        html! { <button type="button" class="button small" onclick={press(dispatch, Msg::Accompany(who))}>{ name }</button> }
    };
    html! {
        <div class="diary-choice">
            <label>
                { texts.number() }
                <input type="number" min="1" max={props.clients.to_string()} value={props.tale.client.to_string()} {onchange} />
            </label>
            { button(texts.hit(), Who::Hit) }
            { button(texts.usual(), Who::Usual) }
        </div>
    }
}

fn row(props: &DiaryProps, line: &Line) -> Html {
    super::event_log::entry(props.texts, line.at, line.kind, &line.text, line.weight, &props.on_seek)
}
