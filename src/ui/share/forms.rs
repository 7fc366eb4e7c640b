//! The forms in which a run is shared, one at a time behind a row of tabs.

use super::{ShareProps, file, piece};
use crate::ui::{browser, clipboard};
use tierscope::app::format;
use tierscope::app::share::{Form, LONG_LINK, Piece, qr};
use tierscope::app::update::Msg;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The tabs and what is behind the chosen one.
#[inline(never)]
pub fn forms(props: &ShareProps) -> Html {
    let (texts, form) = (&props.texts.shell.forms, props.sharing.form);
    html! {
        <>
            { tabs(props) }
            <div id="share-form" class="form" role="tabpanel" aria-labelledby={tab_id(form)}>
                <p class="small">{ texts.about(form) }</p>
                if !matches!(form, Form::File | Form::Report) {
                    { switches(props) }
                }
                { for warning(props) }
                if form == Form::Code {
                    { code(props) }
                }
                { piece::pieces(props) }
                if form == Form::Link {
                    { hand_on(props) }
                }
                if form == Form::File {
                    { file::buttons(props) }
                }
            </div>
        </>
    }
}

const fn tab_id(form: Form) -> &'static str {
    match form {
        Form::Link => "share-tab-link",
        Form::Embed => "share-tab-embed",
        Form::Markdown => "share-tab-markdown",
        Form::Code => "share-tab-code",
        Form::File => "share-tab-file",
        Form::Report => "share-tab-report",
    }
}

/// One tab has the focus; the arrow keys take it to the others, and show what is behind them.
fn tabs(props: &ShareProps) -> Html {
    let (texts, shown) = (&props.texts.shell.forms, props.sharing.form);
    let dispatch = props.dispatch.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let here = Form::ALL.iter().position(|form| *form == shown).unwrap_or(0);
        let count = Form::ALL.len();
        let next = match event.key().as_str() {
            "ArrowRight" => (here + 1) % count,
            "ArrowLeft" => (here + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        dispatch.emit(Msg::ShareForm(Form::ALL[next]));
        browser::focus_soon(tab_id(Form::ALL[next]));
    });
    html! {
        <div class="forms" role="tablist" aria-label={texts.list()} {onkeydown}>
            { for Form::ALL.into_iter().map(|form| {
                let (onclick, is_shown) = (crate::ui::press(&props.dispatch, Msg::ShareForm(form)), form == shown);
                html! {
                    <button type="button" id={tab_id(form)} role="tab" aria-selected={is_shown.to_string()}
                        aria-controls={is_shown.then_some("share-form")} tabindex={if is_shown { "0" } else { "-1" }} {onclick}>
                        { texts.name(form) }
                    </button>
                }
            }) }
        </div>
    }
}

/// How what is shared opens.
fn switches(props: &ShareProps) -> Html {
    let texts = &props.texts.shell;
    let instant = format::instant(props.at.as_seconds(), 3).to_string();
    html! {
        <div class="switches">
            { switch(props, "share-instant", props.sharing.with_instant, texts.sharing.with_instant(&instant), Msg::ShareInstant) }
            { switch(props, "share-paused", props.sharing.paused, texts.forms.paused().to_owned(), Msg::SharePaused) }
        </div>
    }
}

fn switch(props: &ShareProps, id: &'static str, checked: bool, name: String, msg: fn(bool) -> Msg) -> Html {
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            dispatch.emit(msg(input.checked()));
        }
    });
    html! {
        <label class="check">
            <input {id} type="checkbox" {checked} {onchange} />
            <span>{ name }</span>
        </label>
    }
}

/// The text of a piece that is shown.
fn shown(props: &ShareProps, wanted: Piece) -> Option<&str> {
    props.pieces.iter().flatten().find(|(piece, _)| *piece == wanted).map(|(_, text)| text.as_str())
}

/// What is to be said of a long link.
fn warning(props: &ShareProps) -> Option<Html> {
    let length = shown(props, Piece::Link)?.len();
    let said = length > LONG_LINK && props.sharing.form == Form::Link;
    said.then(|| html! { <p class="warning">{ props.texts.shell.forms.long(format::count(length as u64)) }</p> })
}

/// The link as a code. It is black on white whatever the page's colours are, for a camera.
fn code(props: &ShareProps) -> Html {
    let texts = &props.texts.shell.forms;
    let Some(link) = shown(props, Piece::Link) else { return Html::default() };
    let Some(code) = qr::draw(link) else {
        return html! { <p class="warning">{ texts.no_code(format::count(link.len() as u64), format::count(qr::LONGEST as u64)) }</p> };
    };
    let side = code.side.to_string();
    html! {
        <svg class="qr" viewBox={["0 0 ", &side, " ", &side].concat()} role="img" aria-labelledby="qr-title" aria-describedby="qr-why">
            <title id="qr-title">{ texts.code(&props.title) }</title>
            <desc id="qr-why">{ texts.code_why() }</desc>
            <rect width={side.clone()} height={side} fill="#fff" />
            <path d={code.path} fill="#000" />
        </svg>
    }
}

/// The button that gives the link to another program, where the browser can.
fn hand_on(props: &ShareProps) -> Html {
    let Some(link) = shown(props, Piece::Link).filter(|_| clipboard::can_hand_on()) else { return Html::default() };
    let (title, link) = (props.title.clone(), link.to_owned());
    let onclick = Callback::from(move |_: MouseEvent| clipboard::hand_on(&title, &link));
    html! {
        <button type="button" class="button" {onclick}>{ props.texts.shell.forms.hand_on() }</button>
    }
}
