//! Play, step, restart, the time, the speed.

use super::header::HeaderProps;
use super::icon::{Icon, icon};
use crate::ui::press;
use tierscope::app::clock::SPEEDS;
use tierscope::app::format;
use tierscope::app::update::Msg;
use tierscope::engine::digits::{Fixed, shortest};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The transport.
pub fn transport(props: &HeaderProps) -> Html {
    let texts = &props.texts.shell;
    let (sign, name) = if props.playing { (Icon::Pause, texts.pause()) } else { (Icon::Play, texts.play()) };
    html! {
        <div class="transport" role="group" aria-label={texts.transport()}>
            { button(props, "play", sign, name, Msg::PlayPause) }
            { button(props, "back", Icon::StepBack, texts.step_back(), Msg::StepBack) }
            { button(props, "step", Icon::StepForward, texts.step_forward(), Msg::StepForward) }
            { button(props, "restart", Icon::Restart, texts.restart(), Msg::Restart) }
            { instant(props) }
            { speed(props) }
        </div>
    }
}

fn button(props: &HeaderProps, class: &'static str, sign: Icon, name: &'static str, msg: Msg) -> Html {
    let onclick = press(&props.dispatch, msg);
    html! {
        <button type="button" class={classes!("button", "sign", class)} aria-label={name} title={name} {onclick}>
            { icon(sign) }
        </button>
    }
}

/// Slow motion needs finer time than a tenth of a second.
fn decimals(speed: usize) -> usize {
    match SPEEDS[speed] {
        factor if factor < 0.1 => 3,
        factor if factor < 1.0 => 2,
        _ => 1,
    }
}

fn instant(props: &HeaderProps) -> Html {
    let figure = format::instant(props.instant.as_seconds(), decimals(props.speed));
    let class = classes!("instant", props.seeking.then_some("is-seeking"));
    html! {
        <time {class} datetime={format!("PT{}S", Fixed(props.instant.as_seconds(), 3))}>
            <span class="unseen">{ props.texts.shell.time() }{ " " }</span>
            { figure.number }<span class="unit">{ " " }{ figure.unit }</span>
        </time>
    }
}

/// `0.25×`.
fn times(factor: f64) -> String {
    format!("{}×", shortest(factor))
}

fn speed(props: &HeaderProps) -> Html {
    let texts = &props.texts.shell;
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        let index = event.target_dyn_into::<HtmlSelectElement>().map(|list| list.selected_index());
        if let Some(index) = index.and_then(|index| usize::try_from(index).ok()) {
            dispatch.emit(Msg::Speed(index));
        }
    });
    html! {
        <div class="speed">
            { button(props, "slower", Icon::Less, texts.slower(), Msg::Slower) }
            <label class="pick pick-speed">
                <span class="unseen">{ texts.speed() }</span>
                <select {onchange}>
                    { for SPEEDS.iter().enumerate().map(|(index, factor)| html! {
                        <option value={index.to_string()} selected={index == props.speed}>{ times(*factor) }</option>
                    }) }
                </select>
            </label>
            { button(props, "faster", Icon::More, texts.faster(), Msg::Faster) }
            if let Some(limit) = props.limit {
                { limited(props, limit) }
            }
        </div>
    }
}

/// The page does not pretend to a speed that it does not have.
fn limited(props: &HeaderProps, limit: f64) -> Html {
    let texts = &props.texts.shell;
    let speed = format!("{}×", format::decimal(limit));
    html! { <span class="limit" title={texts.limit_why(&speed)}>{ texts.limit(&speed) }</span> }
}
