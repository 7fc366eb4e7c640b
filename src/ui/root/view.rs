//! The parts of the page in their order, each with the pieces of the state that it needs. Decides nothing.

use super::Root;
use crate::ui::charts::{Charts, ChartsProps};
use crate::ui::controls::{Controls, ControlsProps};
use crate::ui::diagram::{Diagram, DiagramProps};
use crate::ui::header::{Header, HeaderProps};
use crate::ui::help::{Help, HelpProps};
use crate::ui::icon::{Icon, icon};
use crate::ui::inspector::{Inspector, InspectorProps};
use crate::ui::notices::{NoticeList, NoticeListProps};
use crate::ui::panel::{Details, EventLog, EventLogProps, Panel, PanelProps, Request, RequestProps};
use crate::ui::press;
use crate::ui::share::{Share, ShareProps};
use crate::ui::statistics::{Statistics, StatisticsProps};
use crate::ui::tabs::{Tabs, TabsProps};
use crate::ui::timeline::{TimeLine, TimeLineProps};
use tierscope::app::state::Sheet;
use tierscope::app::update::Msg;
use yew::prelude::*;

impl Root {
    /// The whole page.
    pub(super) fn page(&self) -> Html {
        let (state, texts) = (&self.state, self.state.texts);
        let sheet = state.sheet.map(Sheet::keyword);
        html! {
            <div class="shell" data-tab={state.tab.keyword()} data-sheet={sheet}>
                { self.view_header() }
                <main class="page">
                    <NoticeList ..NoticeListProps {
                        texts,
                        notices: state.notices.clone(),
                        dispatch: self.callbacks.dispatch.clone(),
                    } />
                    { self.view_diagram() }
                    { self.view_foot() }
                    { self.view_side() }
                    { self.view_sheets() }
                </main>
                <Tabs ..TabsProps {
                    texts,
                    tab: state.tab,
                    sheet: state.sheet,
                    dispatch: self.callbacks.dispatch.clone(),
                } />
                <p class="unseen" role="status" aria-live="polite">{ self.said.clone() }</p>
            </div>
        }
    }

    fn view_header(&self) -> Html {
        let state = &self.state;
        html! {
            <Header ..HeaderProps {
                texts: state.texts,
                playing: state.clock.playing,
                speed: state.clock.speed,
                limit: state.clock.limit,
                instant: self.rota.instant,
                seeking: state.seeking.is_some(),
                preset: state.scenario().config.preset,
                sheet: state.sheet,
                dispatch: self.callbacks.dispatch.clone(),
            } />
        }
    }

    /// The knobs and what they act on.
    fn view_diagram(&self) -> Html {
        let (state, shown, callbacks) = (&self.state, &self.rota.diagram, &self.callbacks);
        html! {
            <>
                <Controls ..ControlsProps {
                    texts: state.texts,
                    config: shown.config.clone(),
                    draft: state.draft,
                    dispatch: callbacks.dispatch.clone(),
                } />
                <div class="stage">
                    if shown.snapshot.versions_differ() {
                        <p class="versions">{ state.texts.inspector.versions(&shown.snapshot) }</p>
                    }
                    <Diagram ..DiagramProps {
                        texts: state.texts,
                        snapshot: shown.snapshot.clone(),
                        selection: state.selection,
                        playing: state.clock.playing,
                        speed: state.clock.factor(),
                        still: self.still,
                        painter: self.painter.clone(),
                        on_whole: callbacks.whole.clone(),
                        on_pick: callbacks.pick.clone(),
                        on_select: callbacks.select.clone(),
                        on_follow: callbacks.follow.clone(),
                    } />
                </div>
            </>
        }
    }

    /// What lies along the axis of time.
    fn view_foot(&self) -> Html {
        let (state, rota, callbacks) = (&self.state, &self.rota, &self.callbacks);
        let (shown, charts) = (&rota.diagram, &rota.charts);
        html! {
            <div class="foot">
                <TimeLine ..TimeLineProps {
                    texts: state.texts,
                    now: rota.instant,
                    end: rota.end,
                    turns: state.turns.all().clone(),
                    commands: shown.commands.clone(),
                    width: self.width,
                    dispatch: callbacks.dispatch.clone(),
                } />
                <Charts ..ChartsProps {
                    texts: state.texts,
                    series: charts.series.clone(),
                    log: charts.log.clone(),
                    commands: charts.commands.clone(),
                    now: charts.snapshot.now,
                    end: charts.end,
                    preset: charts.snapshot.preset,
                    on_seek: callbacks.seek.clone(),
                } />
            </div>
        }
    }

    /// Figures and the story.
    fn view_side(&self) -> Html {
        let (texts, shown) = (self.state.texts, &self.rota.panel);
        html! {
            <section class="side" aria-label={texts.panel.region()}>
                { for self.view_inspector() }
                <Panel ..PanelProps {
                    texts,
                    snapshot: shown.snapshot.clone(),
                    config: shown.config.clone(),
                } />
                <EventLog ..EventLogProps {
                    texts,
                    log: shown.log.clone(),
                    commands: shown.commands.clone(),
                    on_seek: self.callbacks.seek.clone(),
                } />
                <Details ..PanelProps {
                    texts,
                    snapshot: shown.snapshot.clone(),
                    config: shown.config.clone(),
                } />
                <Request ..RequestProps {
                    texts,
                    shown: self.state.trace.shown.clone(),
                    pinned: self.state.trace.pinned,
                    dispatch: self.callbacks.dispatch.clone(),
                } />
                { self.view_opener() }
            </section>
        }
    }

    /// What is picked in the diagram, from inside.
    fn view_inspector(&self) -> Option<Html> {
        let (state, shown) = (&self.state, &self.rota.panel);
        let thing = state.selection?;
        Some(html! {
            <Inspector ..InspectorProps {
                texts: state.texts,
                snapshot: shown.snapshot.clone(),
                config: shown.config.clone(),
                thing,
                whole: state.whole,
                dispatch: self.callbacks.dispatch.clone(),
            } />
        })
    }

    /// The button that opens HAProxy's own statistics.
    fn view_opener(&self) -> Option<Html> {
        self.rota.panel.snapshot.balancer.as_ref()?;
        let state = &self.state;
        let onclick = press(&self.callbacks.dispatch, Msg::Toggle(Sheet::Statistics));
        let open = state.sheet == Some(Sheet::Statistics);
        Some(html! {
            <p class="statistics-opener">
                <button type="button" id="statistics-button" class="button" aria-expanded={open.to_string()} {onclick}>
                    { icon(Icon::Table) }<span>{ state.texts.statistics.open() }</span>
                </button>
            </p>
        })
    }

    fn view_sheets(&self) -> Html {
        let (state, snapshot) = (&self.state, &self.rota.panel.snapshot);
        html! {
            <>
                <Share ..ShareProps {
                    texts: state.texts,
                    open: state.sheet == Some(Sheet::Share),
                    link: self.whole_link(),
                    with_instant: state.share_instant,
                    copied: state.copied,
                    seed: state.scenario().config.seed,
                    now: snapshot.now,
                    digest: snapshot.digest,
                    events: snapshot.events,
                    dispatch: self.callbacks.dispatch.clone(),
                } />
                if state.sheet == Some(Sheet::Statistics) && snapshot.balancer.is_some() {
                    <Statistics ..StatisticsProps {
                        texts: state.texts,
                        snapshot: self.rota.panel.snapshot.clone(),
                        dispatch: self.callbacks.dispatch.clone(),
                    } />
                }
                <Help ..HelpProps {
                    texts: state.texts,
                    open: state.sheet == Some(Sheet::Help),
                    keys: state.keys,
                    dispatch: self.callbacks.dispatch.clone(),
                } />
            </>
        }
    }
}
