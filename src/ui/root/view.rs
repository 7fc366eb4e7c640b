//! The parts of the page in their order, each with the pieces of the state that it needs. Decides nothing.

use super::Root;
use crate::ui::browser;
use crate::ui::catalogue::catalogue;
use crate::ui::charts::{Charts, ChartsProps};
use crate::ui::controls::{Controls, ControlsProps};
use crate::ui::describe::description;
use crate::ui::diagram::{Diagram, DiagramProps};
use crate::ui::export::{Export, ExportProps};
use crate::ui::guide::{GuideBar, GuideBarProps};
use crate::ui::header::{Header, HeaderProps};
use crate::ui::help::{Help, HelpProps};
use crate::ui::icon::{Icon, icon};
use crate::ui::inspector::{Inspector, InspectorProps};
use crate::ui::notices::{NoticeList, NoticeListProps};
use crate::ui::panel::{
    Details, Diary, DiaryProps, EventLog, EventLogProps, Panel, PanelProps, Request, RequestProps, pressing,
};
use crate::ui::press;
use crate::ui::share::{Share, ShareProps};
use crate::ui::statistics::{Statistics, StatisticsProps};
use crate::ui::tabs::{Tabs, TabsProps};
use crate::ui::timeline::{TimeLine, TimeLineProps};
use crate::ui::tour::tour;
use tierscope::app::diary::Who;
use tierscope::app::fold::Fold;
use tierscope::app::heal;
use tierscope::app::page::{Page, Part, Theme};
use tierscope::app::share::{Piece, text};
use tierscope::app::state::Sheet;
use tierscope::app::update::Msg;
use yew::prelude::*;

impl Root {
    /// The whole page.
    pub(super) fn page(&self) -> Html {
        let (state, texts) = (&self.state, self.state.texts);
        let (sheet, page) = (state.sheet.map(Sheet::keyword), &self.page);
        html! {
            <div class="shell" data-tab={state.tab.keyword()} data-sheet={sheet} data-ui={page.layout.keyword()}
                data-without={without(page)} data-tour={state.guide.tour.map(|step| (step + 1).to_string())}>
                { self.view_header() }
                <main class="page" aria-describedby={(!page.is_whole()).then_some("description-text")}>
                    <NoticeList ..NoticeListProps {
                        texts,
                        notices: state.notices.clone(),
                        dispatch: self.callbacks.dispatch.clone(),
                    } />
                    if page.shows(Part::Controls) {
                        { self.view_controls() }
                    }
                    if page.has_diagram() {
                        { self.view_diagram() }
                    }
                    if page.shows(Part::TimeLine) || page.shows(Part::Charts) {
                        { self.view_foot() }
                    }
                    if page.has_side() {
                        { self.view_side() }
                    }
                    { self.view_sheets() }
                </main>
                if page.has_side() {
                    <Tabs ..TabsProps {
                        texts,
                        tab: state.tab,
                        sheet: state.sheet,
                        page: page.clone(),
                        dispatch: self.callbacks.dispatch.clone(),
                    } />
                }
                if let Some(step) = state.guide.tour {
                    { tour(texts, step, &self.callbacks.dispatch) }
                }
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
                page: self.page.clone(),
                out: (!self.page.is_whole()).then(|| self.link(false)),
                on_out: self.callbacks.out.clone(),
                dispatch: self.callbacks.dispatch.clone(),
            } />
        }
    }

    fn view_controls(&self) -> Html {
        html! {
            <Controls ..ControlsProps {
                texts: self.state.texts,
                config: self.rota.diagram.config.clone(),
                draft: self.state.draft,
                unfolded: self.state.unfolded,
                page: self.page.clone(),
                dispatch: self.callbacks.dispatch.clone(),
            } />
        }
    }

    /// What the knobs act on.
    fn view_diagram(&self) -> Html {
        let (state, shown, callbacks) = (&self.state, &self.rota.diagram, &self.callbacks);
        html! {
            <div class="stage">
                { for self.view_guide() }
                if shown.snapshot.versions_differ() {
                    <p class="versions">{ state.texts.inspector.versions(&shown.snapshot) }</p>
                }
                <Diagram ..DiagramProps {
                    texts: state.texts,
                    snapshot: shown.snapshot.clone(),
                    servers: self.rota.servers.clone(),
                    unfolded: state.unfolded,
                    dispatch: callbacks.dispatch.clone(),
                    selection: state.selection,
                    playing: state.clock.playing,
                    speed: state.clock.factor(),
                    still: self.still,
                    far: self.page.theme == Theme::Projector,
                    painter: self.painter.clone(),
                    on_whole: callbacks.whole.clone(),
                    on_pick: callbacks.pick.clone(),
                    on_select: callbacks.select.clone(),
                    on_follow: callbacks.follow.clone(),
                } />
                { self.view_exporter() }
            </div>
        }
    }

    /// What the scenario is about, where it is one of the catalogue and the page is whole.
    fn view_guide(&self) -> Option<Html> {
        let state = &self.state;
        let topic = state.guide.topic.filter(|_| self.page.is_whole() && !state.guide.closed)?;
        Some(html! {
            <GuideBar ..GuideBarProps {
                texts: state.texts,
                topic,
                done: state.guide.is_done(state.scenario()),
                dispatch: self.callbacks.dispatch.clone(),
            } />
        })
    }

    /// The button that opens what can be taken away, on the edge of the drawing.
    fn view_exporter(&self) -> Html {
        let name = self.state.texts.export.open();
        let open = self.state.sheet == Some(Sheet::Export);
        let onclick = press(&self.callbacks.dispatch, Msg::Toggle(Sheet::Export));
        html! {
            <button type="button" id="export-button" class="button sign quiet" aria-label={name} title={name}
                aria-expanded={open.to_string()} {onclick}>
                { icon(Icon::Save) }
            </button>
        }
    }

    /// What lies along the axis of time.
    fn view_foot(&self) -> Html {
        let (state, rota, callbacks) = (&self.state, &self.rota, &self.callbacks);
        let (shown, charts) = (&rota.diagram, &rota.charts);
        html! {
            <div class="foot">
                if self.page.shows(Part::TimeLine) {
                    <TimeLine ..TimeLineProps {
                        texts: state.texts,
                        now: rota.instant,
                        end: rota.end,
                        turns: state.turns.all().clone(),
                        commands: shown.commands.clone(),
                        width: self.width,
                        locked: self.page.forbids(&Msg::Clear),
                        may_undo: state.undo.is_some(),
                        dispatch: callbacks.dispatch.clone(),
                    } />
                }
                if self.page.shows(Part::Charts) {
                    <Charts ..ChartsProps {
                        texts: state.texts,
                        series: charts.series.clone(),
                        spread: charts.snapshot.spread,
                        log: charts.log.clone(),
                        commands: charts.commands.clone(),
                        now: charts.snapshot.now,
                        end: charts.end,
                        preset: charts.snapshot.preset,
                        unfolded: state.unfolded,
                        on_seek: callbacks.seek.clone(),
                        dispatch: callbacks.dispatch.clone(),
                    } />
                }
            </div>
        }
    }

    /// Figures and the story.
    fn view_side(&self) -> Html {
        let (texts, shown) = (self.state.texts, &self.rota.panel);
        html! {
            <section class="side" aria-label={texts.panel.region()}>
                { for self.view_inspector() }
                { for self.view_diary() }
                <Panel ..PanelProps {
                    texts,
                    snapshot: shown.snapshot.clone(),
                    config: shown.config.clone(),
                } />
                if let Some(limits) = pressing(texts, &shown.config, &shown.snapshot) {
                    <section class="details pressing">{ limits }</section>
                }
                if self.page.shows(Part::Log) {
                    <EventLog ..EventLogProps {
                        texts,
                        log: shown.log.clone(),
                        commands: shown.commands.clone(),
                        start: self.state.scenario().config.clone(),
                        unfolded: self.state.unfolded,
                        broken: !self.page.locks_faults() && !heal::acts(&shown.snapshot).is_empty(),
                        dispatch: self.callbacks.dispatch.clone(),
                        on_seek: self.callbacks.seek.clone(),
                    } />
                }
                <Details ..PanelProps {
                    texts,
                    snapshot: shown.snapshot.clone(),
                    config: shown.config.clone(),
                } />
                <Request ..RequestProps {
                    texts,
                    shown: self.state.trace.shown.clone(),
                    pinned: self.state.trace.pinned,
                    of_client: self.state.has_clients(),
                    dispatch: self.callbacks.dispatch.clone(),
                } />
                { self.view_openers() }
            </section>
        }
    }

    /// What the client tells who is followed.
    fn view_diary(&self) -> Option<Html> {
        let state = &self.state;
        Some(html! {
            <Diary ..DiaryProps {
                texts: state.texts,
                tale: state.tale.clone()?,
                clients: self.rota.panel.config.clients.addresses,
                long: state.unfolded.has(Fold::Diary),
                dispatch: self.callbacks.dispatch.clone(),
                on_seek: self.callbacks.seek.clone(),
            } />
        })
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
                locked: self.page.locks_faults(),
                dispatch: self.callbacks.dispatch.clone(),
            } />
        })
    }

    /// The buttons that open HAProxy's own statistics, and the description where the bar has no such button.
    fn view_openers(&self) -> Html {
        let texts = self.state.texts;
        let opener = |sheet: Sheet, id: &'static str, sign: Icon, name: &'static str| {
            let onclick = press(&self.callbacks.dispatch, Msg::Toggle(sheet));
            let open = self.state.sheet == Some(sheet);
            html! {
                <button type="button" {id} class="button" aria-expanded={open.to_string()} {onclick}>
                    { icon(sign) }<span>{ name }</span>
                </button>
            }
        };
        html! {
            <p class="statistics-opener">
                if self.state.has_clients() && self.state.tale.is_none() {
                    <button type="button" id="diary-button" class="button" onclick={press(&self.callbacks.dispatch, Msg::Accompany(Who::Hit))}>
                        { icon(Icon::Words) }<span>{ texts.diary.open() }</span>
                    </button>
                }
                if self.rota.panel.snapshot.balancer.is_some() {
                    { opener(Sheet::Statistics, "statistics-button", Icon::Table, texts.statistics.open()) }
                }
                if self.page.is_whole() {
                    { opener(Sheet::Catalogue, "catalogue-button-2", Icon::Cards, texts.guide.open()) }
                    { opener(Sheet::Help, "help-button-2", Icon::Keys, texts.shell.help()) }
                    { opener(Sheet::Description, "description-button", Icon::Words, texts.page.description()) }
                }
            </p>
        }
    }

    /// The description: always there in a frame, where it may be all that somebody reads, else when it is asked for.
    fn view_description(&self) -> Option<Html> {
        let state = &self.state;
        let open = state.sheet == Some(Sheet::Description);
        let wanted = open || !self.page.is_whole();
        wanted.then(|| description(state.texts, open, state.description(), &self.callbacks.dispatch))
    }

    /// The texts of the form in which the run is shared.
    fn pieces(&self) -> Option<Vec<(Piece, String)>> {
        let base = browser::address_bare();
        let pieces = self.state.sharing.form.pieces().iter();
        pieces.map(|piece| Some((*piece, text(&self.state, &base, *piece)?))).collect()
    }

    fn view_sheets(&self) -> Html {
        let (state, snapshot) = (&self.state, &self.rota.panel.snapshot);
        html! {
            <>
                <Share ..ShareProps {
                    texts: state.texts,
                    open: state.sheet == Some(Sheet::Share),
                    sharing: state.sharing.clone(),
                    pieces: if state.sheet == Some(Sheet::Share) { self.pieces() } else { None },
                    title: state.title(),
                    at: state.shared_instant(),
                    seed: state.scenario().config.seed,
                    now: snapshot.now,
                    digest: snapshot.digest,
                    events: snapshot.events,
                    locked: self.page.locks("preset"),
                    dispatch: self.callbacks.dispatch.clone(),
                } />
                if state.sheet == Some(Sheet::Statistics) && snapshot.balancer.is_some() {
                    <Statistics ..StatisticsProps {
                        texts: state.texts,
                        snapshot: self.rota.panel.snapshot.clone(),
                        locked: self.page.locks_faults(),
                        dispatch: self.callbacks.dispatch.clone(),
                    } />
                }
                if state.sheet == Some(Sheet::Catalogue) {
                    { catalogue(state.texts, state.guide.topic, &self.callbacks.dispatch) }
                }
                { for self.view_description() }
                if state.sheet == Some(Sheet::Export) {
                    <Export ..ExportProps {
                        texts: state.texts,
                        series: self.rota.charts.series.clone(),
                        spread: self.rota.charts.snapshot.spread,
                        preset: snapshot.preset,
                        dispatch: self.callbacks.dispatch.clone(),
                    } />
                }
                if state.sheet == Some(Sheet::Help) {
                    <Help ..HelpProps {
                    texts: state.texts,
                    keys: state.keys,
                    verbosity: state.announcer.verbosity,
                    motion: state.page.motion,
                    sound: state.wishes.sound,
                    dispatch: self.callbacks.dispatch.clone(),
                } />
                }
            </>
        }
    }
}

/// The areas of the page that this one is without, for the style sheet.
fn without(page: &Page) -> Option<String> {
    let areas = [
        ("controls", page.shows(Part::Controls)),
        ("stage", page.has_diagram()),
        ("side", page.has_side()),
        ("foot", page.shows(Part::TimeLine) || page.shows(Part::Charts)),
    ];
    let missing: Vec<&str> = areas.into_iter().filter(|(_, there)| !there).map(|(area, _)| area).collect();
    (!missing.is_empty()).then(|| missing.join(" "))
}
