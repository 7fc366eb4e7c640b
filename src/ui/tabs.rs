//! The tabs at the bottom of a narrow screen, which shows one part of the page at a time.

use crate::ui::press;
use tierscope::app::page::{Page, Part};
use tierscope::app::same::Same;
use tierscope::app::state::{Sheet, Tab};
use tierscope::app::texts::Texts;
use tierscope::app::update::Msg;
use yew::prelude::*;

/// What the tabs need.
#[derive(Properties, PartialEq)]
pub struct TabsProps {
    /// The language.
    pub texts: &'static Texts,
    /// The part that is shown.
    pub tab: Tab,
    /// What lies over it.
    pub sheet: Option<Sheet>,
    /// Which parts there are.
    pub page: Same<Page>,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// The tabs.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let texts = &props.texts.shell;
    let sharing = props.sheet == Some(Sheet::Share);
    html! {
        <nav class="tabs" aria-label={texts.tabs()}>
            { for Tab::ALL.into_iter().filter(|tab| is_there(&props.page, *tab)).map(|tab| {
                let name = match tab {
                    Tab::Watch => texts.watch(),
                    Tab::Control => texts.control(),
                    Tab::Charts => texts.charts(),
                    Tab::Log => texts.log(),
                };
                button(props, name, !sharing && props.tab == tab, Msg::Show(tab))
            }) }
            if props.page.shows(Part::Share) {
                { button(props, texts.share(), sharing, Msg::Toggle(Sheet::Share)) }
            }
        </nav>
    }
}

fn is_there(page: &Page, tab: Tab) -> bool {
    match tab {
        Tab::Watch | Tab::Charts => true,
        Tab::Control => page.shows(Part::Controls),
        Tab::Log => page.shows(Part::Log),
    }
}

fn button(props: &TabsProps, name: &'static str, shown: bool, msg: Msg) -> Html {
    let onclick = press(&props.dispatch, msg);
    let current = shown.then_some("true");
    html! { <button type="button" class="tab" aria-current={current} {onclick}>{ name }</button> }
}
