//! The choice on top of the load: requests that keep coming, or users who wait.

use super::controls::ControlsProps;
use super::locked::locked;
use tierscope::app::update::Msg;
use tierscope::app::workload;
use tierscope::scenario::knob::Knob;
use tierscope::scenario::value::Value;
use yew::prelude::*;

/// The knob that says how many users there are.
const USERS: &str = "users";

/// The choice; nothing where there are no users.
pub fn choice(props: &ControlsProps) -> Option<Html> {
    let knob = Knob::named(props.config.preset, USERS)?;
    let texts = &props.texts.shell.knobs;
    let closed = workload::is_closed(&props.config);
    let segment = |name: &'static str, wanted: bool| {
        let users = if wanted { workload::users_instead(&props.config) } else { 0 };
        let dispatch = props.dispatch.clone();
        let onchange = Callback::from(move |_: Event| dispatch.emit(Msg::Set(knob, Value::Count(users.into()))));
        html! {
            <label class="segment">
                <input type="radio" name="workload" checked={closed == wanted} {onchange} />
                <span>{ name }</span>
            </label>
        }
    };
    let choice = html! {
        <fieldset class="choice">
            <legend>{ texts.workload() }</legend>
            <div class="segments">{ segment(texts.open(), false) }{ segment(texts.closed(), true) }</div>
        </fieldset>
    };
    Some(
        html! { <div class="knob" data-knob="workload">{ locked(props.texts, props.page.locks(USERS), choice) }</div> },
    )
}
