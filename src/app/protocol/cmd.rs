//! `tierscope.cmd`: a host does what a hand can do in the page, by the words of links and by those of a table.

use super::json::Json;
use super::{answer, named, refusal};
use crate::app::announcer::Verbosity;
use crate::app::catalogue::Topic;
use crate::app::clock::SPEEDS;
use crate::app::diary::Who;
use crate::app::fold::Fold;
use crate::app::page::Motion;
use crate::app::selection::Selection;
use crate::app::share::Form;
use crate::app::state::{Sheet, State, Tab};
use crate::app::texts::Language;
use crate::app::update::{Effect, Msg};
use crate::app::waterfall::Pick;
use crate::engine::time::SimTime;
use crate::model::id::{MachineId, Target};
use crate::scenario::{Act, script};

/// Most changes that one message steps over.
const MOST_STEPS: u32 = 100;

/// Every command besides the acts of links (`crash:server-1`, `rps:350`): its word, what it takes, what it does.
pub const COMMANDS: &[[&str; 3]] = &[
    ["play", "", "Plays the run."],
    ["pause", "", "Pauses it."],
    ["step", "`n`, 1 where it is missing", "Pauses, and goes on by so many changes; back where `n` is negative."],
    ["back", "", "Pauses, and goes back to the change before."],
    ["reset", "", "Goes back to the start of the same run."],
    ["seek", "`t_s`", "Goes to this instant, in seconds."],
    ["speed", "`n`", "Simulated seconds per real second: one of those that the page offers, 0.01 to 100."],
    ["slower", "", "The next lower speed."],
    ["faster", "", "The next higher speed."],
    ["clear", "", "Begins a run with the same settings in which nothing has been done."],
    ["reseed", "`n`", "Begins the same run with this seed."],
    [
        "begin",
        "`what`",
        "Begins a scenario of the catalogue by its word: `single`, `backup`, `balancer`, `active`, `slow`, `logins`, `dedicated`, `lost`, `stale`, `split`, `pool`, `retries`, `release`, `queue`.",
    ],
    ["switch", "`n`", "Switches the server of this number off, or on where it is off."],
    ["undo", "", "Takes the last change back: the run as it was before, at the instant of the change."],
    ["heal", "", "Ends every fault."],
    ["deed", "", "Does what the scenario suggests."],
    ["guide", "`n`, 1 or 0", "Whether the page says what the scenario is about and what to do."],
    ["tour", "`n`, 1 to 5", "Shows this step of the tour; ends it where `n` is 0."],
    ["select", "`what`", "Picks a machine, a process or a link by its name in links; nothing where `what` is missing."],
    [
        "trace",
        "`n` or `what`",
        "Shows where the time of a request went: that with this number, or `slowest`, or `newest`.",
    ],
    [
        "client",
        "`n` or `what`",
        "Follows the client with this number, of whom 1 is the most active, or the one whose `request` is shown, or one who comes as often as a person does (`usual`), or one who is `hit` by what goes wrong, or `nobody`.",
    ],
    ["follow", "`n`", "Follows one request in so many, for marks and `trace`."],
    ["show", "`what`", "Shows a part on a narrow screen: `watch`, `control`, `charts`, `log`."],
    [
        "unfold",
        "`what`",
        "Unfolds a part of the page: `explanations` of knobs, `differences` from the preset, the rest of the knobs of `load`, `balancer`, `servers`, `database`, `network` or `run`, the rest of the `legend`, the `steps` between the turns of the event log, all lines of the `log` or of the `diary` of a client; or the table in place of a chart: `throughput`, `response`, `errors`, `queues`, `lag` or `percentiles`.",
    ],
    ["fold", "`what`", "Folds it again."],
    ["open", "`what`", "Opens `share`, `help`, `statistics`, `description` or `catalogue` over the page."],
    ["close", "", "Closes what is open."],
    ["form", "`what`", "Shares in another form: `link`, `embed`, `markdown`, `code`, `file`, `report`."],
    ["instant", "`n`, 1 or 0", "Whether what is shared opens at the present instant, and paused."],
    ["paused", "`n`, 1 or 0", "Whether what is shared waits to be played."],
    ["keys", "`n`, 1 or 0", "Whether single keys do something."],
    ["aloud", "`what`", "How much is said to screen readers: `off`, `events` or `summary`."],
    ["tables", "`n`, 1 or 0", "Whether all charts are tables."],
    ["sound", "`n`, 1 or 0", "Whether the run is heard; a browser may want a gesture in the frame first."],
    ["motion", "`what`", "How much moves: `auto`, `full`, `reduced` or `none`."],
    ["dismiss", "", "Takes all notices away."],
    ["language", "`what`", "Speaks another language: `en`, `es` or `fr`."],
];

/// Does it; gives the answer and what the browser is asked for.
pub(super) fn cmd(state: &mut State, message: &Json) -> (Json, Vec<Effect>) {
    let word = message.text("do").unwrap_or_default();
    let msgs = if word.contains(':') { act(state, word) } else { msgs(state, message, word) };
    match msgs {
        Ok(msgs) => {
            let effects = msgs.into_iter().flat_map(|msg| state.carry_out(msg)).collect();
            (answer(message, vec![named("ok", Json::Bool(true))]), effects)
        }
        Err(reason) => (refusal(message, &reason), Vec::new()),
    }
}

/// An act, as a link writes it.
fn act(state: &State, text: &str) -> Result<Vec<Msg>, String> {
    let read = Act::read(text, &state.scenario().config);
    let (act, _) = read.map_err(|reason| state.texts.reasons.say(&reason))?;
    Ok(vec![match act {
        Act::Set(knob, value) => Msg::Set(knob, value),
        act => Msg::Act(act),
    }])
}

/// What the word of a command means.
fn msgs(state: &State, message: &Json, word: &str) -> Result<Vec<Msg>, String> {
    let what = message.text("what").unwrap_or_default();
    let none = || state.texts.page.no_command(word);
    let n = || message.number("n").ok_or_else(none);
    let msg = match word {
        "play" | "pause" if state.clock.playing == (word == "play") => return Ok(Vec::new()),
        "play" | "pause" => Msg::PlayPause,
        "step" => {
            let n = message.number("n").unwrap_or(1.0);
            let msg = if n < 0.0 { Msg::StepBack } else { Msg::StepForward };
            return Ok(vec![msg; (n.abs() as u32).min(MOST_STEPS) as usize]);
        }
        "back" => Msg::StepBack,
        "reset" => Msg::Restart,
        "seek" => Msg::Seek(instant(message.number("t_s").ok_or_else(none)?).ok_or_else(none)?),
        "speed" => {
            let speed = n()?;
            let index = SPEEDS.iter().position(|offered| (offered - speed).abs() < 1e-9);
            Msg::Speed(index.ok_or_else(none)?)
        }
        "slower" => Msg::Slower,
        "faster" => Msg::Faster,
        "clear" => Msg::Clear,
        "reseed" => Msg::Reseed(whole(n()?).ok_or_else(none)?),
        "begin" => Msg::Begin(Topic::from_keyword(what).ok_or_else(none)?),
        "switch" => Msg::Switch(whole(n()?).ok_or_else(none)? as usize),
        "undo" => Msg::Undo,
        "heal" => Msg::Heal,
        "deed" => Msg::Deed,
        "guide" => Msg::CloseGuide(n()? == 0.0),
        "tour" => Msg::Tour((whole(n()?).ok_or_else(none)? as usize).checked_sub(1)),
        "select" if what.is_empty() => Msg::Select(None),
        "select" => Msg::Select(Some(thing(state, what).ok_or_else(none)?)),
        "trace" => Msg::Trace(match what {
            "slowest" => Pick::Slowest,
            "newest" => Pick::Newest,
            _ => Pick::Number(whole(n()?).ok_or_else(none)?),
        }),
        "client" => Msg::Accompany(match what {
            "usual" => Who::Usual,
            "hit" => Who::Hit,
            "request" => Who::Request,
            "nobody" => Who::Nobody,
            _ => Who::Number(whole(n()?).and_then(|n| u32::try_from(n).ok()).ok_or_else(none)?),
        }),
        "follow" => Msg::Follow(whole(n()?).ok_or_else(none)?.max(1)),
        "show" => Msg::Show(Tab::ALL.into_iter().find(|tab| tab.keyword() == what).ok_or_else(none)?),
        "unfold" | "fold" => Msg::Unfold(Fold::of(what).ok_or_else(none)?, word == "unfold"),
        "open" => {
            let sheet = Sheet::ALL.into_iter().find(|sheet| sheet.keyword() == what).ok_or_else(none)?;
            return Ok(if state.sheet == Some(sheet) { Vec::new() } else { vec![Msg::Toggle(sheet)] });
        }
        "close" => Msg::Close,
        "form" => Msg::ShareForm(Form::ALL.into_iter().find(|form| form.keyword() == what).ok_or_else(none)?),
        "instant" => Msg::ShareInstant(n()? != 0.0),
        "paused" => Msg::SharePaused(n()? != 0.0),
        "keys" => Msg::UseKeys(n()? != 0.0),
        "aloud" => Msg::Speak(Verbosity::of(what).ok_or_else(none)?),
        "tables" => return Ok(if state.all_tables() == (n()? != 0.0) { Vec::new() } else { vec![Msg::Tables] }),
        "sound" => return Ok(if state.wishes.sound == (n()? != 0.0) { Vec::new() } else { vec![Msg::Sound] }),
        "motion" => Msg::Motion(Some(Motion::of(what).ok_or_else(none)?)),
        "language" => Msg::Language(Language::of(what).ok_or_else(none)?),
        "dismiss" => return Ok(state.notices.list().iter().map(|(number, _)| Msg::Dismiss(*number)).collect()),
        _ => return Err(none()),
    };
    Ok(vec![msg])
}

/// An instant of the run, cut to the millisecond.
fn instant(seconds: f64) -> Option<SimTime> {
    let latest = script::LATEST.as_seconds();
    (0.0..=latest).contains(&seconds).then(|| SimTime::from_millis((seconds * 1e3 + 1e-6) as u64))
}

/// A whole number that a float holds exactly.
fn whole(number: f64) -> Option<u64> {
    let most = 9_007_199_254_740_992.0;
    ((0.0..=most).contains(&number) && libm::trunc(number) == number).then_some(number as u64)
}

/// What has this name in the run.
fn thing(state: &State, name: &str) -> Option<Selection> {
    let config = &state.scenario().config;
    let verb = if name.contains('~') { "partition" } else { "crash" };
    match Act::read(&format!("{verb}:{name}"), config) {
        Ok((Act::Crash(target), _)) => Some(Selection::Target(target)),
        Ok((Act::Partition(link), _)) => Some(Selection::Link(link)),
        // Clients cannot crash, but they can be looked at.
        _ => (name == MachineId::CLIENT.to_string()).then_some(Selection::Target(Target::Machine(MachineId::CLIENT))),
    }
}
