//! Tests of one client's view: each line is true to the run, and following changes nothing in it.

use super::*;
use crate::app::narrate::Weight;
use crate::app::session::Opening;
use crate::app::texts::{Language, Texts};
use crate::app::update::Msg;
use crate::engine::time::SimTime;
use crate::metrics::diary::Entry;
use crate::model::diary::{Happening, Missing};
use crate::model::observation::Kind;
use crate::scenario::Act;

fn open(query: &str, seconds: u64) -> State {
    let mut state = State::open(Opening { link: query, languages: &[], texts: &|_| None, reduced_motion: true });
    play(&mut state, seconds);
    state
}

fn play(state: &mut State, seconds: u64) {
    state.simulation.advance_to(SimTime::from_millis(seconds * 1000), u64::MAX);
    state.refresh();
}

fn lines(state: &State) -> &[Line] {
    state.tale.as_ref().map_or(&[], |tale| &tale.lines)
}

fn has(state: &State, kind: &str) -> bool {
    lines(state).iter().any(|line| line.kind == kind)
}

fn entries(state: &State) -> Vec<Entry> {
    state.simulation.diary().kept().iter().copied().collect()
}

#[test]
fn a_client_of_a_site_in_good_order_has_little_to_tell_and_all_of_it_happened() {
    let mut state = open("seed=3", 40);
    assert_eq!(state.update(Msg::Accompany(Who::Usual)), [Effect::Diary]);
    let tale = state.tale.clone().expect("somebody is followed");
    assert_eq!((tale.client, state.followed(), tale.since), (101, Some(101), SimTime::ZERO));
    assert!(tale.lines.windows(2).all(|two| two[0].at >= two[1].at), "the latest first");
    assert!(has(&state, "page") && has(&state, "file") && has(&state, "logged_in"), "{:#?}", lines(&state));
    for kind in ["no_answer", "tries_again", "logged_out", "post_gone", "waiting"] {
        assert!(!has(&state, kind), "{kind}");
    }
    let count = |is_it: fn(&Happening) -> bool| entries(&state).iter().filter(|one| is_it(&one.what)).count();
    let asked = count(|what| matches!(what, Happening::Asked { .. }));
    let ended = count(|what| matches!(what, Happening::Ended { .. }));
    assert!(ended > 5 && asked - ended < 2, "{asked} asked, {ended} ended");
    // The same requests as the model draws for him, no more and no fewer.
    let world = state.simulation.world();
    let his = (0..world.begun()).filter(|ordinal| world.client_of(*ordinal) == 100).count();
    assert_eq!(asked, his);
    assert_eq!(state.update(Msg::Accompany(Who::Nobody)), [Effect::LeaveDiary]);
    assert!(state.tale.is_none() && entries(&state).is_empty());
    assert!(open("preset=queue", 5).update(Msg::Accompany(Who::Hit)).is_empty());
}

#[test]
fn whoever_is_followed_whenever_the_run_is_the_same_and_so_is_what_he_tells() {
    let query =
        "mode=active-active&write=0.3&ship=1s&tries=3&giveup=2s&seed=5&do=crash:server-1@9s,restart:server-1@14s";
    let plain = open(query, 24);
    let mut early = open(query, 0);
    early.update(Msg::Accompany(Who::Number(2)));
    play(&mut early, 24);
    let mut late = open(query, 24);
    late.update(Msg::Accompany(Who::Number(2)));
    for followed in [&early, &late] {
        let (one, other) = (&followed.simulation, &plain.simulation);
        assert_eq!((one.digest(), one.events(), one.now()), (other.digest(), other.events(), other.now()));
        assert_eq!(one.meter().checkpoint(), other.meter().checkpoint());
        assert_eq!(one.snapshot(), other.snapshot());
    }
    assert_eq!(early.tale.as_deref(), late.tale.as_deref());
    let told = early.tale.clone();
    for (back, forth) in [(7_300, 24_000), (12_000, 19_500)] {
        early.simulation.seek(SimTime::from_millis(back), u64::MAX);
        early.refresh();
        assert!(lines(&early).iter().all(|line| line.at <= SimTime::from_millis(back)));
        early.simulation.seek(SimTime::from_millis(forth), u64::MAX);
    }
    early.simulation.seek(SimTime::from_millis(24_000), u64::MAX);
    early.refresh();
    assert_eq!(early.tale.as_deref(), told.as_deref());
    // Another one is picked in the past: nothing of the first one's future is his.
    early.simulation.seek(SimTime::from_millis(6_000), u64::MAX);
    early.update(Msg::Accompany(Who::Number(5)));
    early.simulation.seek(SimTime::from_millis(24_000), u64::MAX);
    early.refresh();
    let mut fresh = open(query, 24);
    fresh.update(Msg::Accompany(Who::Number(5)));
    let since = early.tale.as_ref().map(|tale| tale.since).expect("somebody is followed");
    let later = |state: &State| entries(state).into_iter().filter(|one| one.at > since).collect::<Vec<_>>();
    assert_eq!(later(&early), later(&fresh));
}

#[test]
fn who_reads_at_a_replica_that_lags_does_not_find_his_own_post_yet() {
    let mut state = open("mode=active-active&write=0.3&ship=2s&seed=1", 20);
    state.update(Msg::Accompany(Who::Hit));
    assert!(has(&state, "post_missing"), "{:#?}", lines(&state));
    let line = lines(&state).iter().find(|line| line.kind == "post_missing").expect("such a line");
    assert!(line.text.contains("was not there yet: the database on server-"), "{}", line.text);
    assert_eq!(line.weight, Weight::Warning);
    // Where reads go to the primary there is nothing of the kind.
    let mut state = open("mode=active-active&write=0.3&ship=2s&reads=primary&seed=1", 20);
    state.update(Msg::Accompany(Who::Hit));
    assert!(!has(&state, "post_missing") && has(&state, "page"));
}

#[test]
fn a_post_that_the_new_primary_does_not_have_is_gone_and_the_client_says_why() {
    let mut state = open("write=0.4&ship=500ms&seed=2&do=crash:server-1@12s", 20);
    let (mut unaware, mut seconds) = (false, 20);
    // Who has lost a post learns of it when he reads, if he does not post again before.
    while !has(&state, "post_gone") && seconds < 80 {
        seconds += 3;
        play(&mut state, seconds);
        state.update(Msg::Accompany(Who::Hit));
        unaware |= has(&state, "post_lost");
    }
    assert!(state.simulation.snapshot().lost_count > 0 && unaware);
    assert!(lines(&state).windows(2).all(|two| two[0].at >= two[1].at), "the latest first");
    let line = lines(&state).iter().find(|line| line.kind == "post_gone");
    let line = line.unwrap_or_else(|| panic!("{:#?}", lines(&state)));
    assert!(line.text.contains("is gone. server-2 became the primary at"), "{}", line.text);
    assert!(!has(&state, "post_lost"), "he knows");
    assert!(
        entries(&state).iter().any(|one| {
            matches!(one.what, Happening::Read { missing: Some(Missing::Gone), .. }) && one.at < line.at
        })
    );
    // What he had written before the crash was acknowledged, and is in no log that counts.
    let written = |one: &Entry| match one.what {
        Happening::Ended { written: Some(gtid), .. } if one.at < SimTime::from_millis(13_000) => Some(gtid),
        _ => None,
    };
    let last = entries(&state).iter().rev().find_map(written).expect("he had posted");
    assert!(state.simulation.world().is_lost(last));
    // With commits that wait for a replica nothing is lost.
    let mut state = open("write=0.4&ship=500ms&seed=2&replication=semi-sync&do=crash:server-1@12s", 30);
    state.update(Msg::Accompany(Who::Hit));
    assert!(!has(&state, "post_gone") && !has(&state, "post_lost"));
}

#[test]
fn who_was_logged_in_at_the_server_that_dies_is_logged_out_and_a_shared_store_spares_him() {
    let mut state = open("seed=2&do=crash:server-1@12s", 40);
    state.update(Msg::Accompany(Who::Usual));
    let line = lines(&state).iter().find(|line| line.kind == "logged_out");
    let line = line.unwrap_or_else(|| panic!("{:#?}", lines(&state)));
    assert!(line.text.contains("the memory of server-1, which has lost it, and server-2"), "{}", line.text);
    let told = lines(&state).iter().filter(|line| line.kind == "logged_out").count();
    let counted = entries(&state).iter().filter(|one| matches!(one.what, Happening::LoggedOut { .. })).count();
    assert_eq!((told, counted), (1, 1));
    // Before he comes again he is among those who are hit.
    let mut state = open("seed=2&do=crash:server-1@12s", 13);
    state.update(Msg::Accompany(Who::Hit));
    play(&mut state, 60);
    assert!(has(&state, "logged_out"), "{:#?}", lines(&state));
    let mut state = open("seed=2&sessions=shared&do=crash:server-1@12s", 40);
    state.update(Msg::Accompany(Who::Usual));
    assert!(!has(&state, "logged_out") && has(&state, "logged_in"));
}

#[test]
fn errors_and_tries_are_told_with_what_the_client_sees_of_them() {
    let mut state = open("tries=2&giveup=2s&seed=4&do=crash:lb-1@12s", 18);
    state.update(Msg::Accompany(Who::Hit));
    assert!(has(&state, "no_answer") && has(&state, "tries_again"), "{:#?}", lines(&state));
    let gave_up = lines(&state).iter().find(|line| line.kind == "no_answer").expect("such a line");
    assert!(gave_up.text.contains("gave up"), "{}", gave_up.text);
    let was = state.followed();
    // The run begins anew with the same client, and with nothing of what was.
    let crash = Act::read("crash:server-2", &state.scenario().config).expect("an act").0;
    state.update(Msg::Act(crash));
    state.update(Msg::Undo);
    assert_eq!((state.followed(), lines(&state).len()), (was, 0));
}

#[test]
fn the_client_of_the_request_that_is_shown_is_followed() {
    let mut state = open("seed=6", 10);
    state.update(Msg::Accompany(Who::Request));
    let shown = state.trace.shown.clone().expect("a request is shown");
    assert_eq!(state.followed(), Some(state.simulation.world().client_of(shown.draws) + 1));
    let his = |one: &Entry| {
        one.attempt == shown.ordinal && matches!(one.what, Happening::Ended { kind, .. } if kind == shown.kind)
    };
    assert!(entries(&state).iter().any(his));
    assert_eq!(state.update(Msg::Accompany(Who::Other)), [Effect::LeaveDiary]);
    state.update(Msg::Accompany(Who::Number(1_000_000)));
    assert_eq!(state.followed(), Some(500), "there are no more");
    assert!(Kind::ALL.iter().all(|kind| !Texts::test(Language::French).diary.wish(*kind).is_empty()));
}
