//! Real runs, watched twice: as journeys, and request by request as an independent account of where each was for how long.

use super::*;
use crate::metrics::meter::Meter;
use crate::model::mysql::history::History;
use crate::model::observation::{Observation, Observer};
use crate::model::world::{Env, World};
use crate::scenario::wire;
use std::collections::BTreeMap;

/// Watches as a run's own meter does, and keeps an account of every request.
struct Watch {
    meter: Meter,
    /// Time in each stage, by request; and since when it is where it is.
    stays: BTreeMap<u64, (BTreeMap<u8, SimDuration>, SimTime, Stage)>,
    /// Response time, and time in each stage of the last attempt, by request.
    ended: BTreeMap<u64, (SimDuration, BTreeMap<u8, SimDuration>)>,
}

impl Watch {
    fn stay(&mut self, now: SimTime, ordinal: u64, next: Stage) -> BTreeMap<u8, SimDuration> {
        let (stays, since, stage) = self.stays.get_mut(&ordinal).expect("it has begun");
        *stays.entry(*stage as u8).or_default() += now.since(*since);
        (*since, *stage) = (now, next);
        stays.clone()
    }
}

impl Observer for Watch {
    fn observe(&mut self, now: SimTime, observation: Observation) {
        self.meter.observe(now, observation);
        match observation {
            Observation::Arrived { ordinal, place, .. } | Observation::TriedAgain { ordinal, place, .. } => {
                self.stays.insert(ordinal, (BTreeMap::new(), now, place.stage));
            }
            Observation::Moved { ordinal, to, .. } => drop(self.stay(now, ordinal, to.stage)),
            Observation::Ended { ordinal, response, .. } => {
                let stays = self.stay(now, ordinal, Stage::Nowhere);
                self.ended.insert(ordinal, (response, stays));
            }
            _ => {}
        }
    }
}

/// Plays a link for so many seconds with every request followed, and looks at all that are kept after each; gives the parts
/// that occurred.
fn play(query: &str, seconds: u64) -> Vec<Part> {
    let (link, warnings) = wire::read(query);
    assert_eq!(warnings, []);
    let scenario = link.scenario.mended();
    let mut history = History::default();
    let mut watch =
        Watch { meter: Meter::new(scenario.config.site().slots()), stays: BTreeMap::new(), ended: BTreeMap::new() };
    watch.meter.follow(1);
    let mut world = World::new(scenario.config.clone(), &mut Env { history: &mut history, observer: &mut watch });
    let mut commands = scenario.commands.iter().peekable();
    let mut parts = Vec::new();
    for second in 1..=seconds {
        let mut env = Env { history: &mut history, observer: &mut watch };
        while let Some(timed) = commands.next_if(|timed| timed.at < SimTime::from_millis(second * 1000)) {
            while world.step(SimTime::from_nanos(timed.at.as_nanos() - 1), &mut env) {}
            world.pass_to(timed.at);
            world.command(&timed.act.command(world.config()), &mut env);
        }
        while world.step(SimTime::from_nanos(second * 1_000_000_000 - 1), &mut env) {}
        parts.extend(account_for_all(&watch, query, SimTime::from_nanos(second * 1_000_000_000 - 1)));
    }
    assert!(watch.ended.len() > 100, "{query}: only {} have ended", watch.ended.len());
    parts
}

/// The stage of which a row's time is.
fn stage(part: Part) -> Option<Stage> {
    match part {
        Part::Out | Part::Back => Some(Stage::Internet),
        Part::Connect(_) => Some(Stage::Connecting),
        Part::Waits => Some(Stage::Worker),
        Part::At(stage) => Some(stage),
        Part::Earlier | Part::Beyond => None,
    }
}

/// Every nanosecond in exactly one row, and in the right one; gives the parts that occurred.
fn account_for_all(watch: &Watch, query: &str, now: SimTime) -> Vec<Part> {
    let mut parts = Vec::new();
    for journey in &watch.meter.history().journeys.kept {
        let Some(waterfall) = Waterfall::of(journey, now) else { continue };
        let about = || format!("{query}: request {} {waterfall:#?}", journey.ordinal);
        let sum = waterfall.rows.iter().fold(SimDuration::ZERO, |sum, row| sum + row.total);
        assert_eq!(sum, waterfall.total, "{}", about());
        let mut spans: Vec<_> = waterfall.rows.iter().flat_map(|row| row.spans.iter().copied()).collect();
        spans.sort();
        let end = spans.iter().fold(SimDuration::ZERO, |end, (from, length)| {
            assert_eq!(*from, end, "a gap or an overlap in {}", about());
            end + *length
        });
        assert_eq!(end, waterfall.total, "{}", about());
        parts.extend(waterfall.rows.iter().map(|row| row.part));
        // An attempt that was followed by another has no response time of its own.
        let Some((response, stays)) = watch.ended.get(&journey.ordinal) else { continue };
        assert_eq!(waterfall.total, *response, "{}", about());
        if waterfall.rows.iter().any(|row| row.part == Part::Beyond) {
            continue;
        }
        let mut by_stage = BTreeMap::new();
        for row in &waterfall.rows {
            if let Some(stage) = stage(row.part) {
                *by_stage.entry(stage as u8).or_insert(SimDuration::ZERO) += row.total;
            }
        }
        let stays: BTreeMap<u8, SimDuration> =
            stays.iter().filter(|(_, stay)| !stay.is_zero()).map(|(stage, stay)| (*stage, *stay)).collect();
        assert_eq!(by_stage, stays, "{}", about());
    }
    parts
}

#[test]
fn every_nanosecond_of_a_request_is_in_exactly_one_row() {
    let runs = [
        "rps=200",
        "rps=250&mode=active-active&tries=3&giveup=2s&do=crash:server-1@3s,restart:server-1@6s",
        "rps=150&do=crash:server-1.nginx@2s",
        "rps=150&tries=4&do=crash:server-1.app@2s,restart:server-1.app@5s",
        "rps=300&workers=2&backlog=4&giveup=3s",
        "rps=100&do=freeze:server-1.app@2s,thaw:server-1.app@5s",
        "rps=150&lanloss=0.02&wanloss=0.02&do=slow:server-1:4@2s",
        "rps=100&pool=1&smaxconn=4&do=partition:server-1~server-2@3s",
        "rps=100&wait=exp:100ms&retryon=all-retryable-errors&do=crash:lb-1.haproxy@3s,restart:lb-1@4s,deploy:v2-sleeps-0.05@2s",
        "rps=100&mode=active-active&upstream=roundrobin&lanloss=0.02",
    ];
    let mut parts = Vec::new();
    for run in runs {
        for seed in [1, 42, 977] {
            parts.extend(play(&format!("preset=distributed&{run}&seed={seed}"), 8));
        }
    }
    let stages = [
        Stage::Balancing,
        Stage::Queued,
        Stage::Lan,
        Stage::Nginx,
        Stage::Dropped,
        Stage::Accept,
        Stage::Worker,
        Stage::Database,
        Stage::Pool,
        Stage::Nowhere,
        Stage::Backoff,
    ];
    let others = [Part::Earlier, Part::Out, Part::Connect(0), Part::Connect(1), Part::Waits, Part::Back];
    for part in stages.map(Part::At).iter().chain(&others) {
        assert!(parts.contains(part), "{part:?} never occurred");
    }
}

#[test]
fn other_sites_are_accounted_for_alike() {
    for (query, part) in [
        ("preset=queue&srv=2&service=exp:20ms&rho=0.8&seed=5", Part::At(Stage::Service)),
        ("preset=simple&rps=80&via=app&slowsend=0.2&sendtime=400ms&seed=5", Part::Waits),
        ("preset=dedicated&rps=120&seed=5&do=crash:db-1@3s", Part::At(Stage::Database)),
        ("preset=distributed&rps=60&calls=16&pool=1&seed=5", Part::Beyond),
        ("preset=dedicated&write=0.6&pages=2&rows=2&restarts=9&writecost=20ms&seed=5", Part::At(Stage::Database)),
    ] {
        assert!(play(query, 8).contains(&part), "{query}: {part:?} never occurred");
    }
}

#[test]
fn the_slowest_is_shown_until_one_is_picked_and_that_one_stays() {
    let mut run = crate::simulation::Simulation::new(wire::read("preset=distributed&seed=4").0.scenario);
    run.follow(1);
    let mut trace = Trace::default();
    trace.refresh(run.journeys(), run.now());
    assert!(trace.shown.is_none());
    run.advance_to(SimTime::from_millis(2_000), u64::MAX);
    trace.refresh(run.journeys(), run.now());
    let totals = run.journeys().kept.iter().filter(|one| one.ended.is_some());
    let totals = totals.filter_map(|one| Waterfall::of(one, run.now())).map(|one| one.total);
    assert_eq!(trace.shown.as_ref().map(|shown| shown.total), totals.max());
    trace.pick(Pick::Newest, run.journeys(), run.now());
    let picked = trace.shown.clone().expect("one has ended");
    let ends = run.journeys().kept.iter().filter_map(|journey| journey.ended).map(|(at, _)| at);
    assert_eq!(Some(picked.until), ends.max());
    run.advance_to(SimTime::from_millis(9_000), u64::MAX);
    trace.refresh(run.journeys(), run.now());
    assert!(trace.shown == Some(picked), "another one came in its place");
    trace.refresh(run.journeys(), SimTime::from_millis(1_000));
    assert!(!trace.pinned, "it has not been yet");
    trace.pick(Pick::Slowest, run.journeys(), run.now());
    assert!(!trace.pinned);
}

#[test]
fn one_that_is_under_way_is_shown_up_to_now_and_then_to_its_end() {
    let mut run = crate::simulation::Simulation::new(wire::read("preset=distributed&seed=4").0.scenario);
    run.follow(1);
    run.advance_to(SimTime::from_millis(2_000), u64::MAX);
    let under_way = run.journeys().kept.iter().rfind(|journey| journey.ended.is_none()).expect("somebody waits");
    let (number, began) = (under_way.ordinal, under_way.began);
    let mut trace = Trace::default();
    trace.pick(Pick::Number(number), run.journeys(), run.now());
    let shown = trace.shown.clone().expect("it is kept");
    assert_eq!((shown.ordinal, shown.outcome, shown.total), (number, None, run.now().since(began)));
    run.advance_to(SimTime::from_millis(3_000), u64::MAX);
    trace.refresh(run.journeys(), run.now());
    let shown = trace.shown.clone().expect("it is kept");
    assert_eq!(shown.ordinal, number);
    assert!(shown.outcome.is_some() && trace.pinned, "{shown:?}");
}

#[test]
fn a_sentence_says_what_became_of_it_and_what_took_longest() {
    use crate::app::texts::Texts;
    let mut run = crate::simulation::Simulation::new(wire::read("preset=distributed&seed=4").0.scenario);
    run.follow(1);
    run.advance_to(SimTime::from_millis(2_000), u64::MAX);
    let page = run
        .journeys()
        .kept
        .iter()
        .find(|journey| journey.version.is_some())
        .and_then(|one| Waterfall::of(one, run.now()));
    let page = page.expect("a page was made");
    let sentence = Texts::english().waterfall.sentence(&page);
    assert!(sentence.contains("was answered 200 after"), "{sentence}");
    assert!(sentence.contains("by code v1. Longest: "), "{sentence}");
}
