//! The root of the page: owns the state and the one frame loop, hands pieces of the state to the parts and takes their
//! messages. Draws nothing itself.

mod host;
mod view;

pub use host::Framed;

use super::address::Address;
use super::browser;
use super::clipboard;
use super::crash;
use super::frame::Frame as Host;
use super::frames::Frames;
use super::language;
use super::painter::{Frame, Painter};
use super::rota::Rota;
use super::share;
use super::sight::{self, Sight};
use super::sound::Sound;
use super::watch::{self, Watch};
use gloo::timers::callback::Timeout;
use tierscope::app::page::Page;
use tierscope::app::protocol::Talk;
use tierscope::app::same::Same;
use tierscope::app::session::Opening;
use tierscope::app::share::{Piece, text};
use tierscope::app::state::{Sheet, State};
use tierscope::app::update::{Effect, Msg};
use tierscope::app::waterfall::Pick;
use tierscope::engine::time::SimTime;
use yew::prelude::*;

/// What the root hears.
pub enum Heard {
    /// Something a person did.
    App(Msg),
    /// An animation frame at this real time in milliseconds.
    Frame(f64),
    /// The page was hidden or shown.
    Seen,
    /// The window has another width, or the person other wishes.
    Looked,
    /// The address may be written.
    Address,
    /// The browser has gone to another entry of its history.
    Returned,
    /// A message may be said.
    Speak,
    /// The page around this one said something.
    Host(String),
    /// Something that happens to a frame only.
    Framed(Framed),
}

/// The page.
pub struct Root {
    state: State,
    frames: Frames,
    painter: Painter,
    address: Address,
    /// The loudspeaker, while the run is to be heard.
    sound: Option<Sound>,
    /// How the page presents itself.
    page: Same<Page>,
    /// The page around this one, and the talk with it.
    host: Option<(Host, Talk)>,
    /// The next look at what may be said to it.
    telling: Option<Timeout>,
    /// Whether any of the page can be seen there.
    in_sight: bool,
    /// Whether travelling marks are unwelcome.
    still: bool,
    /// Width of the window in CSS pixels.
    width: f64,
    /// What the parts of the page see of the run.
    rota: Rota,
    /// What the document says: its language, its title, and whether the run plays.
    named: Option<(&'static str, String, bool)>,
    said: AttrValue,
    /// The next look at what waits to be said.
    speaking: Option<Timeout>,
    callbacks: Callbacks,
    _watch: Watch,
    _sight: Option<Sight>,
}

/// Callbacks of the parts, made once so that they are equal from one rendering to the next.
struct Callbacks {
    dispatch: Callback<Msg>,
    whole: Callback<bool>,
    pick: Callback<u64>,
    select: Callback<Option<tierscope::app::selection::Selection>>,
    follow: Callback<u64>,
    seek: Callback<SimTime>,
    out: Callback<MouseEvent>,
}

impl Component for Root {
    type Message = Heard;
    type Properties = ();

    fn create(ctx: &Context<Root>) -> Root {
        let reduced_motion = browser::prefers_reduced_motion();
        let (address, languages) = (browser::address(), browser::languages());
        let opening = Opening { link: &address, languages: &languages, texts: &language::loaded, reduced_motion };
        let mut state = State::open(opening);
        state.published = browser::published();
        crash::speak(state.texts);
        let (link, rota) = (ctx.link(), Rota::new(&state));
        let page = Same::new(state.page.clone());
        let hear = link.callback(|heard| heard);
        let host = Host::open(&page.origin, hear.reform(Heard::Host));
        let is_framed = browser::host().is_some();
        Root {
            state,
            frames: Frames::new(link.callback(Heard::Frame)),
            painter: Painter::default(),
            address: Address::default(),
            sound: None,
            host: host.map(|host| (host, Talk::default())),
            telling: None,
            in_sight: true,
            still: mark_wishes(&page, reduced_motion),
            page,
            width: browser::width(),
            rota,
            named: None,
            said: AttrValue::default(),
            speaking: None,
            callbacks: Callbacks {
                dispatch: link.callback(Heard::App),
                pick: link.callback(|number| Heard::App(Msg::Trace(Pick::Number(number)))),
                whole: link.callback(|whole| Heard::App(Msg::Whole(whole))),
                select: link.callback(|picked| Heard::App(Msg::Select(picked))),
                follow: link.callback(|every| Heard::App(Msg::Follow(every))),
                seek: link.callback(|time| Heard::App(Msg::Seek(time))),
                out: link.callback(|event: MouseEvent| Heard::Framed(Framed::Out(event))),
            },
            _watch: watch::begin(&hear),
            _sight: is_framed.then(|| sight::begin(&hear)).flatten(),
        }
    }

    fn update(&mut self, ctx: &Context<Root>, heard: Heard) -> bool {
        match heard {
            Heard::Frame(now_ms) => return self.frame(ctx, now_ms),
            Heard::App(msg) => {
                if let Some((_, talk)) = &mut self.host {
                    talk.touched(&msg);
                }
                self.app(ctx, msg);
            }
            Heard::Host(text) => self.hear_host(ctx, &text),
            Heard::Framed(framed) => {
                self.framed(ctx, framed);
                return false;
            }
            Heard::Seen => {}
            Heard::Looked => self.look(),
            Heard::Address => {
                self.address.write();
                return false;
            }
            Heard::Returned => match self.address.returned() {
                Some(link) => {
                    self.state.return_to(&link);
                    crash::remember(self.state.address());
                }
                None => return false,
            },
            Heard::Speak => {}
        }
        self.rota.all(&self.state);
        self.speak(ctx);
        self.tell(ctx);
        self.keep_going();
        true
    }

    fn view(&self, _: &Context<Root>) -> Html {
        self.page()
    }

    fn rendered(&mut self, ctx: &Context<Root>, first: bool) {
        let moving = self.state.is_moving();
        if first {
            self.frames.keep(self.is_watched());
        }
        if !moving {
            // Nothing moves, but what is seen may have changed: a size, a theme, a command.
            self.paint(0.0);
        }
        let named = (self.state.texts.language.code(), self.state.title(), self.state.clock.playing);
        if self.named.as_ref() != Some(&named) {
            browser::name_document(named.0, &named.1);
            browser::mark_document("run", if named.2 { "playing" } else { "paused" });
            browser::mark_document("ready", "true");
            self.named = Some(named);
        }
        if first && let Some((_, talk)) = &mut self.host {
            talk.begin(&self.state);
            self.tell(ctx);
        }
    }
}

impl Root {
    /// Goes on by a frame; gives whether the panels should look again.
    fn frame(&mut self, ctx: &Context<Root>, now_ms: f64) -> bool {
        if crash::has_happened() {
            return false;
        }
        let elapsed_ms = self.frames.elapsed(now_ms);
        let (was_seeking, was_playing) = (self.state.seeking.is_some(), self.state.clock.playing);
        self.state.frame(elapsed_ms, &browser::now_ms);
        self.paint(if was_playing && !was_seeking { elapsed_ms } else { 0.0 });
        let moving = self.state.is_moving();
        self.keep_going();
        if let Some(sound) = self.sound.as_mut().filter(|_| was_playing && moving) {
            sound.beat(now_ms, &self.state.shown.snapshot.recent);
        }
        if !moving || was_seeking != self.state.seeking.is_some() {
            self.state.refresh();
            self.rota.all(&self.state);
            if let Some((_, talk)) = &mut self.host {
                talk.arrived();
            }
        } else if let Some(part) = self.rota.turn(now_ms, self.page.motion.rest_ms(self.still)) {
            self.state.refresh();
            self.rota.look(part, &self.state);
        } else {
            return false;
        }
        self.speak(ctx);
        self.tell(ctx);
        true
    }

    /// Takes in what the window and the person's system are like now.
    fn look(&mut self) {
        self.state.wishes.calm = browser::prefers_reduced_motion();
        self.still = mark_wishes(&self.page, self.state.wishes.calm);
        self.width = browser::width();
    }

    /// Whether the run needs frames, and anybody can see them.
    fn is_watched(&self) -> bool {
        self.state.is_moving() && self.in_sight && !browser::is_hidden()
    }

    /// Frames and sound, as long as both are of use.
    fn keep_going(&mut self) {
        let watched = self.is_watched();
        self.frames.keep(watched);
        if let Some(sound) = &mut self.sound {
            sound.keep(watched && self.state.clock.playing);
        }
    }

    fn app(&mut self, ctx: &Context<Root>, msg: Msg) {
        let effects = self.state.update(msg);
        self.carry_out(ctx, effects);
    }

    fn carry_out(&mut self, ctx: &Context<Root>, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                // In a frame, going back is for the page around it.
                Effect::Begun => {
                    if browser::host().is_none() {
                        self.address.leave();
                    }
                }
                Effect::LinkChanged => {
                    let link = self.state.address();
                    crash::remember(link.clone());
                    crash::speak(self.state.texts);
                    let due = ctx.link().callback(|()| Heard::Address);
                    self.address.changed(link, move || due.emit(()));
                }
                Effect::Copy(piece) => self.copy(ctx, piece),
                Effect::Sound => {
                    self.sound = self.state.wishes.sound.then(Sound::open).and_then(Result::ok);
                    if self.sound.is_none() && self.state.wishes.sound {
                        self.state.update(Msg::NoSound);
                    }
                }
                Effect::PageChanged => {
                    self.page = Same::new(self.state.page.clone());
                    self.look();
                }
                Effect::Fetch(language) => {
                    let come = ctx.link().callback(move |texts| Heard::App(Msg::Texts(language, texts)));
                    language::fetch(language, come);
                }
                Effect::Enter(sheet) => browser::focus_soon(sheet_id(sheet)),
                Effect::Request => browser::focus_soon("request-title"),
                Effect::Diary => browser::focus_soon("diary-title"),
                Effect::LeaveDiary => browser::focus_soon("diary-button"),
                Effect::Tour => browser::focus_soon("tour"),
                Effect::LeaveTour => browser::focus("tour-button"),
                Effect::Leave(sheet) => browser::focus(opener_id(sheet)),
            }
        }
    }

    /// The link with the page's address before it.
    fn link(&self, with_instant: bool) -> String {
        let query = self.state.link(with_instant).unwrap_or_default();
        format!("{}?{query}", browser::address_bare())
    }

    /// Copies a text; where that is refused, selects it.
    #[inline(never)]
    fn copy(&self, ctx: &Context<Root>, piece: Piece) {
        let done = ctx.link().callback(move |worked| Heard::App(Msg::Copied(piece, worked)));
        let done = Callback::from(move |worked: bool| {
            if !worked {
                share::select(piece);
            }
            done.emit(worked);
        });
        let text = text(&self.state, &browser::address_bare(), piece);
        clipboard::copy(&text.unwrap_or_default(), done);
    }

    /// Says what is due, and comes back for what is not.
    fn speak(&mut self, ctx: &Context<Root>) {
        let now_ms = browser::now_ms();
        if let Some(text) = self.state.announcer.next(now_ms, self.state.texts) {
            self.said = text.into();
        }
        self.speaking = self.state.announcer.due_in(now_ms).map(|wait_ms| {
            let hear = ctx.link().callback(|()| Heard::Speak);
            Timeout::new(wait_ms as u32 + 1, move || hear.emit(()))
        });
    }

    fn paint(&self, elapsed_ms: f64) {
        self.painter.paint(&Frame {
            journeys: self.state.simulation.journeys(),
            now: self.state.simulation.now(),
            elapsed_ms,
            speed: self.state.clock.factor(),
            playing: self.state.clock.playing && self.state.seeking.is_none(),
            jumps: self.state.jumps,
        });
    }
}

/// Tells the style sheet what the link and the person wish; gives whether things stand still.
fn mark_wishes(page: &Page, reduced_motion: bool) -> bool {
    let still = page.motion.is_still(reduced_motion);
    browser::mark_document("theme", page.theme.words(browser::prefers_more_contrast()));
    browser::mark_document("motion", if still { "still" } else { "full" });
    still
}

/// The element that takes the focus when a sheet opens.
fn sheet_id(sheet: Sheet) -> &'static str {
    match sheet {
        Sheet::Share => "share-title",
        Sheet::Help => "help-title",
        Sheet::Statistics => "statistics-title",
        Sheet::Description => "description-title",
        Sheet::Catalogue => "catalogue-title",
        Sheet::Export => "export-title",
    }
}

/// The button that opens a sheet.
fn opener_id(sheet: Sheet) -> &'static str {
    match sheet {
        Sheet::Share => "share-button",
        Sheet::Help => "help-button",
        Sheet::Statistics => "statistics-button",
        Sheet::Description => "description-button",
        Sheet::Catalogue => "catalogue-button",
        Sheet::Export => "export-button",
    }
}
