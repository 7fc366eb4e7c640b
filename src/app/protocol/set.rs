//! `tierscope.set`: a host turns knobs, or opens another link. What it says of the page itself stays as the page opened.

use super::json::Json;
use super::{answer, named};
use crate::app::state::State;
use crate::app::update::{Effect, Msg};
use crate::engine::digits::shortest;
use crate::model::config::Preset;
use crate::scenario::Act;
use crate::scenario::wire::quote;

/// The key that begins a fresh run, and so comes before all others.
const PRESET: &str = "preset";

/// What came of it.
#[derive(Default)]
struct Done {
    applied: Vec<(String, Json)>,
    rejected: Vec<Json>,
    effects: Vec<Effect>,
}

/// Does it; gives the answer and what the browser is asked for.
pub(super) fn set(state: &mut State, message: &Json) -> (Json, Vec<Effect>) {
    let mut done = Done::default();
    match (message.text("query"), message.get("patch")) {
        (Some(query), None) => done.open(state, query),
        (None, Some(Json::Object(patch))) => {
            let (first, rest): (Vec<_>, Vec<_>) = patch.iter().partition(|(key, _)| key == PRESET);
            for (key, value) in first.into_iter().chain(rest) {
                done.turn(state, key, value);
            }
        }
        _ => done.reject("", state.texts.page.no_patch().to_owned()),
    }
    let reply = vec![
        named("ok", Json::Bool(done.rejected.is_empty())),
        named("applied", Json::Object(done.applied)),
        named("rejected", Json::List(done.rejected)),
    ];
    (answer(message, reply), done.effects)
}

impl Done {
    fn reject(&mut self, key: &str, reason: String) {
        let pairs = vec![named("key", Json::Text(quote(key))), named("reason", Json::Text(reason))];
        self.rejected.push(Json::Object(pairs));
    }

    /// Opens a link in place of the run.
    fn open(&mut self, state: &mut State, query: &str) {
        for warning in state.reopen(query) {
            self.reject(&warning.about, state.texts.reasons.say(&warning.reason));
        }
        let query = state.link(false).map_or(Json::Null, Json::Text);
        self.applied.push(named("query", query));
        self.effects.push(Effect::LinkChanged);
    }

    /// Turns a knob, as a hand would let it go there.
    fn turn(&mut self, state: &mut State, key: &str, value: &Json) {
        let text = match value {
            Json::Text(text) => text.clone(),
            Json::Number(number) => shortest(*number).to_string(),
            Json::Bool(on) => String::from(if *on { "on" } else { "off" }),
            _ => return self.reject(key, state.texts.page.no_value().to_owned()),
        };
        let preset = state.scenario().config.preset;
        let msg = match Act::setting(key, &text, preset) {
            Ok((Act::Set(_, _), _)) if key == PRESET => Preset::from_keyword(&text).map(Msg::Preset),
            Ok((Act::Set(knob, value), _)) => Some(Msg::Set(knob, value)),
            Ok(_) => None,
            Err(reason) => return self.reject(key, state.texts.reasons.say(&reason)),
        };
        self.effects.extend(msg.into_iter().flat_map(|msg| state.carry_out(msg)));
        self.tell(state, key);
    }

    /// What a knob is at now that it was turned.
    fn tell(&mut self, state: &State, key: &str) {
        let config = state.scenario().config_at(state.simulation.now());
        if let Some(knob) = crate::scenario::knob::Knob::named(config.preset, key) {
            self.applied.push(named(key, Json::Text(knob.show(&(knob.get)(&config)))));
        }
    }
}
