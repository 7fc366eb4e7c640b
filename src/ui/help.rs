//! The keys and what they do, how much is said aloud, the language.

use super::share::sheet_head;
use crate::ui::press;
use tierscope::app::announcer::Verbosity;
use tierscope::app::page::Motion;
use tierscope::app::texts::{Language, Texts};
use tierscope::app::update::Msg;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// What the help needs.
#[derive(Properties, PartialEq)]
pub struct HelpProps {
    /// The language.
    pub texts: &'static Texts,
    /// Whether keys are used.
    pub keys: bool,
    /// How much is said aloud.
    pub verbosity: Verbosity,
    /// How much moves.
    pub motion: Motion,
    /// Whether the run is heard.
    pub sound: bool,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// The sheet.
#[component]
pub fn Help(props: &HelpProps) -> Html {
    let texts = &props.texts.shell.keys;
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            dispatch.emit(Msg::UseKeys(input.checked()));
        }
    });
    let sound = props.dispatch.reform(|_: Event| Msg::Sound);
    html! {
        <section id="help" class="sheet" aria-labelledby="help-title">
            { sheet_head(props.texts, "help-title", texts.title(), &props.dispatch) }
            <p>{ texts.sentence() }</p>
            <dl class="keys">
                { for texts.list().iter().map(|(keys, does)| html! {
                    <div>
                        <dt>{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</dt>
                        <dd>{ *does }</dd>
                    </div>
                }) }
            </dl>
            <label class="check">
                <input type="checkbox" checked={props.keys} {onchange} />
                <span>{ texts.switch() }</span>
            </label>
            { verbosity(props) }
            { motion(props) }
            <label class="check">
                <input id="sound" type="checkbox" checked={props.sound} aria-describedby="sound-sentence" onchange={sound} />
                <span>{ props.texts.aloud.sound() }</span>
            </label>
            <p id="sound-sentence" class="quiet">{ props.texts.aloud.sound_sentence() }</p>
            <button type="button" class="button" id="tour-again" onclick={press(&props.dispatch, Msg::Tour(Some(0)))}>
                { props.texts.guide.tour.begin() }
            </button>
            { languages(props) }
            <p><a class="link" href="./accessibility.html" hreflang="en" target="_blank" rel="noopener">{ props.texts.aloud.statement() }</a></p>
        </section>
    }
}

fn verbosity(props: &HelpProps) -> Html {
    let (texts, dispatch) = (&props.texts.aloud, props.dispatch.clone());
    let onchange = Callback::from(move |event: Event| {
        let word = event.target_dyn_into::<HtmlSelectElement>().map(|list| list.value());
        if let Some(verbosity) = word.as_deref().and_then(Verbosity::of) {
            dispatch.emit(Msg::Speak(verbosity));
        }
    });
    html! {
        <label class="check">
            <span>{ texts.list() }</span>
            <span class="pick">
                <select id="verbosity" {onchange}>
                    { for Verbosity::ALL.iter().map(|choice| html! {
                        <option value={choice.keyword()} selected={*choice == props.verbosity}>{ texts.verbosity(*choice) }</option>
                    }) }
                </select>
            </span>
        </label>
    }
}

fn motion(props: &HelpProps) -> Html {
    let (texts, dispatch) = (&props.texts.aloud, props.dispatch.clone());
    let onchange = Callback::from(move |event: Event| {
        let word = event.target_dyn_into::<HtmlSelectElement>().map(|list| list.value());
        if let Some(motion) = word.as_deref().and_then(Motion::of) {
            dispatch.emit(Msg::Motion(Some(motion)));
        }
    });
    html! {
        <label class="check">
            <span>{ texts.motions() }</span>
            <span class="pick">
                <select id="motion" {onchange}>
                    { for Motion::ALL.iter().map(|choice| html! {
                        <option value={choice.keyword()} selected={*choice == props.motion}>{ texts.motion(*choice) }</option>
                    }) }
                </select>
            </span>
        </label>
    }
}

fn languages(props: &HelpProps) -> Html {
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        let code = event.target_dyn_into::<HtmlSelectElement>().map(|list| list.value());
        if let Some(language) = code.as_deref().and_then(Language::of) {
            dispatch.emit(Msg::Language(language));
        }
    });
    html! {
        <label class="check">
            <span>{ props.texts.shell.keys.language() }</span>
            <span class="pick">
                <select id="language" {onchange}>
                    { for Language::ALL.iter().map(|language| html! {
                        <option value={language.code()} lang={language.code()} selected={*language == props.texts.language}>
                            { language.name() }
                        </option>
                    }) }
                </select>
            </span>
        </label>
    }
}
