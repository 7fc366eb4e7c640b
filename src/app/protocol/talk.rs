//! A talk between the page and its host: what was heard, what is to be said and when. Whoever owns it carries the texts.

use super::get::{metrics, state_of};
use super::json::{self, Json};
use super::pace::Size;
use super::{VERSION, answer, cmd, get, named, set};
use crate::app::narrate::{is_marked, story};
use crate::app::state::State;
use crate::app::update::{Effect, Msg};
use crate::engine::range;
use crate::engine::time::SimTime;
use crate::scenario::wire::SCHEMA_VERSION;

/// Milliseconds between two messages about the state.
const STATE_MS: f64 = 250.0;
/// Most and fewest messages of figures in a second.
const MOST_HZ: f64 = 2.0;
const FEWEST_HZ: f64 = 0.1;
/// Most events of the log that are told at one look.
const MOST_EVENTS: usize = 10;
/// What the page can do, for hosts that know several versions.
const ABILITIES: [&str; 4] = ["set", "cmd", "get", "subscribe"];

/// The talk. Its larger functions are not put into their callers: only a frame needs them (docs/decisions/0010-later.md).
#[derive(Clone, Debug, Default)]
pub struct Talk {
    out: Vec<String>,
    given: u32,
    size: Size,
    /// Whether the state may be another one than was told, and who did something last.
    changed: bool,
    by_host: bool,
    state: String,
    state_ms: f64,
    /// Milliseconds between two messages of figures, where they are wanted.
    metrics: Option<f64>,
    metrics_ms: f64,
    metrics_at: Option<SimTime>,
    /// Lines of the log that were told or passed over.
    lines: usize,
    halted: bool,
}

impl Talk {
    /// What waits to be sent, in its order; it is nobody's any more.
    pub fn take(&mut self) -> Vec<String> {
        std::mem::take(&mut self.out)
    }

    /// The page is ready: the first message.
    #[inline(never)]
    pub fn begin(&mut self, state: &State) {
        let query = state.link(false).map_or(Json::Null, Json::Text);
        let abilities = ABILITIES.iter().map(|word| (*word).into()).collect();
        self.say(
            "tierscope.ready",
            vec![
                named("v", Json::Number(VERSION.into())),
                named("app", Json::Text(format!("tierscope {}", env!("CARGO_PKG_VERSION")))),
                named("schema", Json::Number(SCHEMA_VERSION.into())),
                named("caps", Json::List(abilities)),
                named("query", query),
            ],
        );
        self.state = told(state, &state_of(state));
        self.lines = state.simulation.log().len();
    }

    /// A host's message: does what it says, and answers. What is no message for this page is ignored.
    #[inline(never)]
    pub fn hear(&mut self, state: &mut State, text: &str) -> Vec<Effect> {
        let Some(message) = json::read(text) else { return Vec::new() };
        let (reply, effects) = match message.text("subject") {
            Some("tierscope.set") => set::set(state, &message),
            Some("tierscope.cmd") => cmd::cmd(state, &message),
            Some("tierscope.get") => (get::get(state, &message), Vec::new()),
            Some("tierscope.subscribe") => (self.subscribe(&message), Vec::new()),
            _ => return Vec::new(),
        };
        self.out.push(reply.write());
        (self.changed, self.by_host) = (true, true);
        // The focus and the clipboard are the person's: a host does not move them.
        effects.into_iter().filter(|effect| matches!(effect, Effect::LinkChanged | Effect::Fetch(_))).collect()
    }

    /// A person did this; what the drawing finds out by itself is nobody's doing.
    pub fn touched(&mut self, msg: &Msg) {
        if !matches!(msg, Msg::Whole(_) | Msg::Follow(_) | Msg::Texts(..)) {
            (self.changed, self.by_host) = (true, false);
        }
    }

    /// The run has come to where it was sent, or to its end.
    pub fn arrived(&mut self) {
        self.changed = true;
    }

    /// The size that the page would like to have.
    pub fn size(&mut self) -> &mut Size {
        &mut self.size
    }

    /// Looks at the page as it is at `now_ms`, and says what is due.
    #[inline(never)]
    pub fn look(&mut self, state: &State, now_ms: f64) {
        self.look_at_state(state, now_ms);
        self.look_at_log(state);
        self.look_at_figures(state, now_ms);
        if let Some((width, height)) = self.size.tell(now_ms) {
            let pairs = vec![named("height", Json::Number(height)), named("width", Json::Number(width))];
            self.say("lti.frameResize", pairs);
        }
        if self.halted != state.simulation.halted() {
            self.halted = !self.halted;
            if self.halted {
                self.say("tierscope.error", error("halted", state.texts.page.halted()));
            }
        }
    }

    /// Milliseconds from `now_ms` until something is due although nothing moves, if anything is.
    pub fn due_in(&self, now_ms: f64) -> Option<f64> {
        let state = self.changed.then(|| (self.state_ms + STATE_MS - now_ms).max(0.0));
        let size = self.size.due_in(now_ms);
        [state, size].into_iter().flatten().reduce(f64::min)
    }

    fn subscribe(&mut self, message: &Json) -> Json {
        let wanted = matches!(message.get("topics"), Some(Json::List(topics)) if topics.contains(&"metrics".into()));
        let hz = range::within(message.number("hz").unwrap_or(1.0), FEWEST_HZ, MOST_HZ);
        self.metrics = wanted.then_some(1000.0 / hz);
        self.metrics_at = None;
        let topics = if wanted { vec!["metrics".into()] } else { Vec::new() };
        let ok = named("ok", Json::Bool(true));
        answer(message, vec![ok, named("topics", Json::List(topics)), named("hz", Json::Number(hz))])
    }

    fn look_at_state(&mut self, state: &State, now_ms: f64) {
        if !self.changed || now_ms < self.state_ms + STATE_MS {
            return;
        }
        self.changed = false;
        let mut pairs = state_of(state);
        let now = told(state, &pairs);
        if self.state != now {
            self.state = now;
            self.state_ms = now_ms;
            pairs.push(named("reason", if self.by_host { "api" } else { "user" }.into()));
            self.say("tierscope.state", pairs);
        }
    }

    /// Tells the turns of the story that the log has got since.
    fn look_at_log(&mut self, state: &State) {
        let (log, commands) = (state.simulation.log(), &state.scenario().commands);
        let from = self.lines.min(log.len());
        let new: Vec<_> = (from..log.len())
            .filter_map(|line| {
                story(state.texts, log, line, commands).filter(|s| s.important || is_marked(&log[line].note))
            })
            .collect();
        self.lines = log.len();
        let more = new.len().saturating_sub(MOST_EVENTS);
        for (index, story) in new.into_iter().take(MOST_EVENTS).enumerate() {
            let mut pairs = vec![
                named("t_s", Json::Number(story.at.as_seconds())),
                named("kind", story.kind.into()),
                named("node", Json::Text(story.node)),
                named("text", Json::Text(story.text)),
            ];
            if more > 0 && index + 1 == MOST_EVENTS {
                pairs.push(named("more", Json::Number(more as f64)));
            }
            self.say("tierscope.event", pairs);
        }
    }

    fn look_at_figures(&mut self, state: &State, now_ms: f64) {
        let Some(pause) = self.metrics else { return };
        let at = Some(state.shown.snapshot.now);
        if self.metrics_at == at || (self.metrics_at.is_some() && now_ms < self.metrics_ms + pause) {
            return;
        }
        self.metrics_at = at;
        self.metrics_ms = now_ms;
        self.say("tierscope.metrics", metrics(&state.shown.snapshot));
    }

    /// Puts a message of the page's own out.
    fn say(&mut self, subject: &str, mut pairs: Vec<(String, Json)>) {
        self.given += 1;
        let id = Json::Text(format!("tierscope-{}", self.given));
        let mut all = vec![named("subject", subject.into()), named("message_id", id)];
        all.append(&mut pairs);
        self.out.push(Json::Object(all).write());
    }
}

/// The message of a page that broke; nothing else comes after it.
pub fn broken(text: &str) -> String {
    let mut pairs = vec![named("subject", "tierscope.error".into())];
    pairs.append(&mut error("broken", text));
    Json::Object(pairs).write()
}

fn error(code: &str, message: &str) -> Vec<(String, Json)> {
    vec![named("code", code.into()), named("message", message.into())]
}

/// What of the state makes a message worth sending: jumps, but not that time goes by.
fn told(state: &State, pairs: &[(String, Json)]) -> String {
    let lasting = pairs.iter().filter(|(name, _)| matches!(name.as_str(), "query" | "playing" | "speed"));
    let jumps = named("jumps", Json::Number(state.jumps.into()));
    Json::Object(lasting.cloned().chain([jumps]).collect()).write()
}
