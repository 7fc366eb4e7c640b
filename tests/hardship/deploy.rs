//! New code on the servers: how it comes there, what a bad version does, and how it goes away again.

use crate::run::{go_on, noted, observe, play};
use tierscope::model::id::MachineId;
use tierscope::model::note::Note;
use tierscope::model::observation::{Cause, Class, Kind};
use tierscope::model::server::code::Version;
use tierscope::simulation::Simulation;

const ACTIVE: &str = "mode=active-active";

/// The version that each server makes pages with.
fn versions(run: &Simulation) -> Vec<u16> {
    run.snapshot().servers.iter().map(|server| server.app.version.0).collect()
}

fn errors_of(run: &Simulation, cause: Cause) -> u64 {
    run.meter().errors().iter().filter(|error| error.cause == cause).map(|error| error.n).sum()
}

#[test]
fn all_at_once_nobody_takes_pages_while_the_new_workers_start_and_nothing_is_lost() {
    let mut run = play(&format!("{ACTIVE}&boot=1s&do=deploy:v2@10s"), 9.9);
    assert_eq!((versions(&run), run.snapshot().versions_differ()), (vec![1, 1, 1], false));
    go_on(&mut run, 10.5);
    let snapshot = run.snapshot();
    assert!(snapshot.servers.iter().all(|server| server.app.queued > 0 && server.app.occupancy.booting == 8));
    let (errors, longest) = observe(&mut run, 9.5);
    assert_eq!(errors, 0);
    assert!((0.95..1.6).contains(&longest), "the first one waited for a whole start: {longest}");
    assert_eq!(versions(&run), [2, 2, 2]);
    assert_eq!(noted(&run, |note| matches!(note, Note::Loaded { version: Version(2), .. })), [11.0, 11.0, 11.0]);
}

#[test]
fn one_after_the_other_each_drained_first_no_client_notices() {
    let mut run = play(&format!("{ACTIVE}&boot=1s&do=deploy:v2:rolling@10s"), 9.9);
    let mut seen = vec![versions(&run)];
    run.reset_statistics();
    for tenth in 101..200 {
        go_on(&mut run, f64::from(tenth) / 10.0);
        let now = versions(&run);
        if seen.last() != Some(&now) {
            seen.push(now);
        }
        // Whoever loads is out of service.
        let snapshot = run.snapshot();
        let loading = snapshot.servers.iter().position(|server| server.app.occupancy.booting > 0);
        assert!(loading.is_none_or(|server| snapshot.belief(server).is_some_and(|belief| !belief.in_use)));
        let uniform = snapshot.servers.iter().all(|server| server.app.version == snapshot.servers[0].app.version);
        assert_eq!(snapshot.versions_differ(), !uniform);
    }
    assert_eq!(seen, [[1, 1, 1], [2, 1, 1], [2, 2, 1], [2, 2, 2]]);
    assert_eq!(run.meter().ledger().errors(), 0);
    let longest = run.meter().responses().max().as_seconds();
    assert!(longest < 0.5, "{longest}");
    let done = noted(&run, |note| *note == Note::Deployed(Version(2)));
    assert!(matches!(done[..], [at] if (13.0..15.0).contains(&at)), "three starts of a second each: {done:?}");
    let snapshot = run.snapshot();
    assert!(
        snapshot.deploys.rollout.is_none()
            && (0..3).all(|server| snapshot.belief(server).is_some_and(|one| one.in_use))
    );
}

#[test]
fn a_canary_shows_a_bad_version_to_its_share_of_the_clients_and_can_be_taken_back() {
    let mut run =
        play(&format!("{ACTIVE}&write=0&static=0&do=deploy:v2-errors-0.5:canary@10s,rollback:rolling@40s"), 12.0);
    run.follow(1);
    go_on(&mut run, 15.0);
    assert_eq!(versions(&run), [1, 1, 2]);
    let (before, from) = (errors_of(&run, Cause::CodeError), run.meter().ledger().arrived);
    go_on(&mut run, 35.0);
    // Half the pages of a third of the requests.
    let share = (errors_of(&run, Cause::CodeError) - before) as f64 / (run.meter().ledger().arrived - from) as f64;
    assert!((share - 1.0 / 6.0).abs() < 0.02, "{share}");
    let ended = run.journeys().kept.iter().filter_map(|journey| Some((journey.ended?.1.class, journey.version?)));
    let ended: Vec<(Class, Version)> = ended.collect();
    assert!(ended.len() > 300 && ended.iter().all(|(class, version)| *class == Class::Answered || version.0 == 2));
    let of = |wanted| ended.iter().filter(|(_, version)| version.0 == wanted).count();
    assert!(of(1) > of(2) && of(2) > 0, "{} {}", of(1), of(2));
    let canary = &run.snapshot().servers[2].app;
    let failed = canary.failed as f64 / canary.pages as f64;
    assert!((failed - 0.5).abs() < 0.03, "{failed}");
    go_on(&mut run, 50.0);
    assert_eq!(versions(&run), [1, 1, 1]);
    let (errors, _) = observe(&mut run, 20.0);
    assert_eq!(errors, 0);
}

#[test]
fn a_slow_version_takes_its_factor_more_work() {
    let work = |code: &str| {
        let mut run =
            play(&format!("{ACTIVE}&rps=60&write=0&static=0&calls=0&work=const:8ms&do=deploy:{code}@5s"), 10.0);
        run.reset_statistics();
        go_on(&mut run, 70.0);
        run.meter().response(Kind::Read).quantiles().p50.as_seconds()
    };
    let (usual, slow) = (work("v2"), work("v2-slow-4"));
    assert!((slow - usual - 0.024).abs() < 0.004, "{usual} {slow}");
}

#[test]
fn a_server_that_is_off_misses_the_deployment_and_comes_back_with_its_old_code() {
    let script = "do=crash:server-3@5s,deploy:v2:rolling@20s,restart:server-3@40s,deploy:v2:rolling@60s";
    let mut run = play(&format!("{ACTIVE}&{script}"), 55.0);
    assert_eq!((versions(&run), run.snapshot().versions_differ()), (vec![2, 2, 1], true));
    let server = MachineId::server(2);
    assert_eq!(noted(&run, |note| matches!(note, Note::DeployMissed { machine, .. } if *machine == server)).len(), 1);
    go_on(&mut run, 70.0);
    assert_eq!((versions(&run), run.snapshot().versions_differ()), (vec![2, 2, 2], false));
}

#[test]
fn an_application_that_is_frozen_halts_the_deployment_and_loads_the_code_when_it_goes_on() {
    let script = "do=freeze:server-2.app@9s,deploy:v2:rolling@10s,thaw:server-2.app@40s";
    let mut run = play(&format!("{ACTIVE}&graceful=5s&{script}"), 39.0);
    assert_eq!(versions(&run), [2, 1, 1]);
    let server = MachineId::server(1);
    assert_eq!(noted(&run, |note| matches!(note, Note::DeployHalted { machine, .. } if *machine == server)).len(), 1);
    go_on(&mut run, 45.0);
    assert_eq!(versions(&run), [2, 2, 1]);
}

#[test]
fn code_that_hangs_takes_the_workers_one_by_one_unless_they_are_watched() {
    let site = "rps=100&do=deploy:v2-hangs-0.02@10s";
    let stuck = |run: &Simulation| run.snapshot().servers[0].app.occupancy.stuck;
    let mut blind = play(site, 40.0);
    assert_eq!(stuck(&blind), 8, "every worker of the active server");
    let (errors, _) = observe(&mut blind, 20.0);
    assert!(errors > 500, "{errors}");
    let mut watched = play(&format!("wtimeout=2s&boot=100ms&{site}"), 40.0);
    let ended = watched.snapshot().servers[0].app.ended;
    assert!(ended > 15, "{ended}");
    let (errors, _) = observe(&mut watched, 20.0);
    assert!(errors < 100 && stuck(&watched) < 8, "{errors}");
    assert!(errors_of(&watched, Cause::WorkerKilled) > 15);
}

#[test]
fn an_application_told_to_stop_finishes_its_pages_and_one_that_is_killed_does_not() {
    let site = "preset=simple&rps=40&write=0&static=0&wait=const:500ms&workers=32";
    let died = |act: &str| {
        let mut run = play(&format!("{site}&do={act}:server-1.app@10s"), 10.2);
        let working = run.snapshot().servers[0].app.occupancy.busy;
        go_on(&mut run, 12.0);
        assert!(!run.snapshot().servers[0].app.running);
        (working, errors_of(&run, Cause::AppDied), errors_of(&run, Cause::AppRefused))
    };
    let (working, lost, refused) = died("stop");
    // What came meanwhile was accepted by the kernel, waited in vain and was cut with the socket.
    assert!(working > 5 && (10..25).contains(&lost) && refused > 20, "{working} {lost} {refused}");
    let (working, lost, refused) = died("crash");
    assert!(working == 0 && (12..30).contains(&lost) && refused > 40, "{working} {lost} {refused}");
    let run = play(&format!("{site}&do=stop:server-1.app@10s,restart:server-1.app@15s"), 20.0);
    assert!(run.snapshot().servers[0].app.running && !run.snapshot().servers[0].app.stopping);
}

#[test]
fn a_drained_server_loads_the_code_when_its_last_page_is_done_or_its_time_is_over() {
    let site =
        "mode=active-active&rps=20&write=0&static=0&wait=const:3s&workers=64&boot=100ms&do=deploy:v2:rolling@10s";
    let first =
        |run: &Simulation| noted(run, |note| matches!(note, Note::Loaded { .. })).first().copied().unwrap_or(0.0);
    let patient = play(site, 30.0);
    assert!((12.5..13.3).contains(&first(&patient)), "{}", first(&patient));
    assert_eq!(patient.meter().ledger().errors(), 0);
    // Half a second for draining, and as long for what is left then.
    let hasty = play(&format!("graceful=500ms&{site}"), 30.0);
    assert!((10.5..10.8).contains(&first(&hasty)), "{}", first(&hasty));
    let cut = errors_of(&hasty, Cause::WorkerKilled);
    assert!((20..80).contains(&cut), "three servers with seven pages a second, cut 2 s before their end: {cut}");
}

#[test]
fn what_was_set_stays_set_when_the_code_is_loaded() {
    let mut run = play("backlog=7&workers=3&threads=2&do=deploy:v2@5s,backlog:9@8s", 7.0);
    let app = |run: &Simulation| run.snapshot().servers[0].app.clone();
    assert_eq!((app(&run).places, app(&run).workers.len(), app(&run).version), (8, 6, Version(2)));
    assert_eq!(app(&run).occupancy.idle + app(&run).occupancy.busy, 6);
    go_on(&mut run, 9.0);
    assert_eq!(app(&run).places, 10);
}
