//! Marks of real runs: where they are, that nothing jumps, and that there are never too many.

use super::*;
use crate::app::layout::Shape as Built;
use crate::app::marks::SLOW;
use crate::metrics::journey::Step;
use crate::model::config::Preset;
use crate::model::id::Target;
use crate::model::observation::{Cause, Kind, Outcome, Place};
use crate::scenario::{Act, Scenario, Timed};
use crate::simulation::Simulation;
use std::collections::{BTreeMap, VecDeque};

const FRAME: f64 = 1.0 / 60.0;
const CLIENT: MachineId = MachineId::CLIENT;
const BALANCER: MachineId = MachineId::BALANCER;
const SERVER: MachineId = MachineId::server(0);

fn layout() -> Layout {
    Layout::plan(893.0, 610.0, Built { preset: Preset::Distributed, servers: 3, databases: 3 })
}

fn at(millis: u64) -> SimTime {
    SimTime::from_millis(millis)
}

fn place(stage: Stage, machine: MachineId, peer: MachineId) -> Place {
    Place { stage, machine, peer }
}

/// A request for a file: steps by place and the milliseconds at which it came there; `end` is its last.
fn request(steps: &[(u64, Place)], end: Option<(u64, Outcome)>) -> Journey {
    let end_of = |i: usize| steps.get(i + 1).map(|step| at(step.0)).or(end.map(|end| at(end.0)));
    let step = |(i, &(millis, place)): (usize, &(u64, Place))| Step {
        at: at(millis),
        place,
        until: match place.stage {
            Stage::Internet | Stage::Lan => end_of(i).unwrap_or(at(millis + 20)),
            _ => SimTime::NEVER,
        },
    };
    Journey {
        ordinal: 0,
        draws: 0,
        kind: Kind::Static,
        began: at(steps.first().map_or(0, |step| step.0)),
        steps: steps.iter().enumerate().map(step).collect(),
        ended: end.map(|(millis, outcome)| (at(millis), outcome)),
        version: None,
        left: None,
    }
}

fn answered() -> Journey {
    let ok = Outcome { class: Class::Answered, status: 200, cause: None };
    let steps = [
        (0, place(Stage::Internet, CLIENT, BALANCER)),
        (20, place(Stage::Internet, CLIENT, BALANCER)),
        (60, place(Stage::Balancing, BALANCER, BALANCER)),
        (60, place(Stage::Queued, BALANCER, BALANCER)),
        (60, place(Stage::Connecting, BALANCER, SERVER)),
        (61, place(Stage::Lan, BALANCER, SERVER)),
        (62, place(Stage::Nginx, SERVER, SERVER)),
        (72, place(Stage::Lan, SERVER, BALANCER)),
        (73, place(Stage::Internet, BALANCER, CLIENT)),
    ];
    request(&steps, Some((93, ok)))
}

/// Refused by HAProxy itself, 503.
fn refused() -> Journey {
    let balancer = place(Stage::Queued, BALANCER, BALANCER);
    let no = Outcome { class: Class::Refused, status: 503, cause: Some((Cause::NoServer, balancer)) };
    let steps =
        [(0, place(Stage::Internet, CLIENT, BALANCER)), (20, balancer), (21, place(Stage::Internet, BALANCER, CLIENT))];
    request(&steps, Some((41, no)))
}

/// Its client gave up while a dead server was asked for a connection.
fn given_up() -> Journey {
    let waiting = place(Stage::Connecting, BALANCER, SERVER);
    let late = Outcome { class: Class::TimedOut, status: 0, cause: Some((Cause::GaveUp, waiting)) };
    let steps = [
        (0, place(Stage::Internet, CLIENT, BALANCER)),
        (20, waiting),
        (400, place(Stage::Connecting, BALANCER, SERVER)),
    ];
    request(&steps, Some((300, late)))
}

fn journeys(journey: Journey) -> Journeys {
    Journeys { every: 1, kept: VecDeque::from([journey]) }
}

struct Show {
    replay: Replay,
    layout: Layout,
    journeys: Journeys,
    speed: f64,
    playing: bool,
    now: SimTime,
    jumps: u32,
}

impl Show {
    /// A screen that has just begun to show `journey`, at speed 1.
    fn of(journey: Journey) -> Show {
        let mut show = Show {
            replay: Replay::new(),
            layout: layout(),
            journeys: Journeys { every: 1, kept: VecDeque::new() },
            speed: 1.0,
            playing: true,
            now: SimTime::ZERO,
            jumps: 0,
        };
        show.frame(FRAME);
        show.journeys = journeys(journey);
        show
    }

    fn frame(&mut self, elapsed: f64) -> Vec<Mark> {
        let moment = Moment {
            journeys: &self.journeys,
            now: self.now,
            elapsed,
            speed: self.speed,
            playing: self.playing,
            jumps: self.jumps,
            layout: &self.layout,
        };
        let mut marks = Vec::new();
        self.replay.frame(&moment, &mut marks);
        marks
    }

    /// All that is shown of the one request, frame by frame, until it is gone.
    fn film(&mut self) -> Vec<Mark> {
        let mut film = Vec::new();
        while let Some(mark) = self.frame(FRAME).first() {
            film.push(*mark);
            assert!(film.len() < 3_000, "it never ends");
        }
        film
    }
}

fn near(mark: &Mark, point: Point, margin: f64) -> bool {
    Point::new(mark.x, mark.y).distance(point) <= margin
}

#[test]
fn a_request_is_shown_from_its_client_to_its_server_and_back() {
    let mut show = Show::of(answered());
    let film = show.film();
    let layout = layout();
    let (start, nginx) = (layout.spot(Spot::Clients), layout.spot(Spot::Nginx(0)));
    assert!(near(&film[0], start, 40.0) && near(&film[film.len() - 1], start, 40.0), "{:?}", film[0]);
    let first_at_nginx = film.iter().position(|mark| near(mark, nginx, 14.0)).expect("it comes to nginx");
    let way_there = &film[..first_at_nginx];
    assert!(way_there.windows(2).all(|pair| pair[1].x >= pair[0].x - 1e-6), "it goes forth only");
    assert!(film[first_at_nginx + 20..].windows(2).all(|pair| pair[1].x <= pair[0].x + 1e-6), "then back only");
}

#[test]
fn a_short_request_is_shown_over_about_a_second_and_every_hop_for_a_tenth() {
    let mut show = Show::of(answered());
    // What is typical must be known first: it is learned from those before.
    for _ in 0..20 {
        show.film();
        show.replay.settle();
        show.replay.seen = None;
        show.now = SimTime::ZERO;
    }
    let mut show = Show { replay: Replay { pace: show.replay.pace.clone(), ..Replay::new() }, ..Show::of(answered()) };
    let film = show.film();
    let seconds = film.len() as f64 * FRAME;
    assert!((0.6..2.0).contains(&seconds), "{seconds} s");
    let layout = layout();
    let (from, to) = (layout.balancer.as_ref().expect("it has one").frame.right(), layout.servers[0].frame.x);
    let on_the_link = film.iter().filter(|mark| mark.x > from + 1.0 && mark.x < to - 1.0).count();
    assert!(on_the_link as f64 * FRAME > 1.6 * HOP, "{on_the_link} frames for two hops");
}

#[test]
fn a_refused_request_is_a_diamond_where_it_was_refused_and_on_its_way_back() {
    let film = Show::of(refused()).film();
    let first_bad = film.iter().position(|mark| mark.shape == Shape::Diamond).expect("it is shown as failed");
    assert!(film[..first_bad].iter().all(|mark| mark.tone == Tone::Static));
    assert!(film[first_bad..].iter().all(|mark| (mark.shape, mark.tone) == (Shape::Diamond, Tone::Bad)));
    let queue = layout().balancer.expect("it has one").frame;
    assert!(queue.holds(Point::new(film[first_bad].x, film[first_bad].y), -2.0), "{:?}", film[first_bad]);
    let stays =
        film[first_bad..].iter().take_while(|mark| near(mark, Point::new(film[first_bad].x, film[first_bad].y), 1.0));
    assert!(stays.count() as f64 * FRAME > 0.8 * BEAT);
}

#[test]
fn a_request_whose_client_gave_up_ends_as_a_triangle_where_it_is() {
    let film = Show::of(given_up()).film();
    assert!(film.iter().any(|mark| mark.shape == Shape::Ring), "it is seen to wait");
    let last = film[film.len() - 1];
    assert_eq!((last.shape, last.tone), (Shape::Triangle, Tone::Bad));
    assert!(last.alpha < 0.3, "{last:?}");
    let layout = layout();
    assert!(
        last.x > layout.balancer.as_ref().expect("it has one").frame.right() && last.x < layout.servers[0].frame.x,
        "{last:?}"
    );
}

#[test]
fn in_slow_motion_a_mark_is_where_its_request_is() {
    let mut show = Show::of(answered());
    show.speed = SLOW;
    let layout = layout();
    for (millis, share) in [(0, 0.0), (30, 0.5), (59, 1.0), (83, 0.5)] {
        show.replay.settle();
        show.now = at(millis);
        let marks = show.frame(0.0);
        let expected = layout.front.at(share, 0.0);
        assert!(near(&marks[0], expected, 16.0), "{millis} ms: {:?} against {expected:?}", marks[0]);
    }
    show.replay.settle();
    show.now = at(67);
    assert!(near(&show.frame(0.0)[0], layout.spot(Spot::Nginx(0)), 14.0));
    assert!(show.replay.scale().true_place);
}

#[test]
fn a_run_that_stands_still_has_marks_that_stand_still() {
    let mut show = Show::of(answered());
    let moving: Vec<Vec<Mark>> = (0..10).map(|_| show.frame(FRAME)).collect();
    show.playing = false;
    assert_eq!(show.frame(FRAME), show.frame(FRAME));
    assert_eq!(show.frame(FRAME), moving[9]);
}

#[test]
fn after_a_step_or_a_jump_marks_are_where_their_requests_are() {
    let mut show = Show::of(answered());
    show.frame(FRAME);
    show.playing = false;
    show.now = at(67);
    assert!(near(&show.frame(0.0)[0], layout().spot(Spot::Nginx(0)), 14.0));
    show.now = at(90);
    show.jumps = 1;
    assert!(show.frame(0.0)[0].x < layout().balancer.expect("it has one").frame.x);
    show.now = at(95);
    assert!(show.frame(0.0).is_empty(), "it has ended");
}

#[test]
fn the_scale_is_told_from_what_was_shown() {
    let mut show = Show::of(answered());
    assert_eq!(show.replay.scale().slower, None);
    let seconds = show.film().len() as f64 * FRAME;
    let slower = show.replay.scale().slower.expect("one was shown whole");
    assert!((slower - seconds / 0.093).abs() < 1.0, "{slower}, {seconds}");
    assert_eq!(show.replay.scale().every, 1);
}

/// A whole outage on the screen, frame by frame: server-1 goes off at 2 s.
fn outage(speed: f64, layout: &Layout, check: impl FnMut(&[Mark], &Replay)) {
    let mut scenario = Scenario::of(Preset::Distributed);
    scenario.commands = vec![Timed { at: at(2_000), act: Act::Crash(Target::Machine(SERVER)) }];
    played(scenario, 1_200, speed, layout, check);
}

/// So many frames of a scenario on the screen.
fn played(scenario: Scenario, frames: u32, speed: f64, layout: &Layout, mut check: impl FnMut(&[Mark], &Replay)) {
    let rate = scenario.config.clients.arrivals_per_s;
    let mut simulation = Simulation::new(scenario);
    simulation.follow(crate::app::marks::every(rate, 0, speed, 0));
    let mut replay = Replay::new();
    let mut marks = Vec::new();
    for _ in 0..frames {
        let target = simulation.now() + SimDuration::from_seconds_f64(FRAME * speed);
        assert!(simulation.advance_to(target, u64::MAX));
        let journeys = simulation.journeys();
        let now = simulation.now();
        marks.clear();
        replay.frame(&Moment { journeys, now, elapsed: FRAME, speed, playing: true, jumps: 0, layout }, &mut marks);
        check(&marks, &replay);
    }
}

#[test]
fn a_whole_outage_stays_within_the_limit_and_within_the_drawing() {
    for (width, servers) in [(893.0, 3), (375.0, 3), (893.0, 64), (0.0, 1)] {
        let layout =
            Layout::plan(width, 610.0, Built { preset: Preset::Distributed, servers, databases: servers.min(3) });
        for speed in [0.1, 1.0, 10.0] {
            let mut shapes = BTreeMap::new();
            outage(speed, &layout, |marks, _| {
                assert!(marks.len() <= LIMIT);
                for mark in marks {
                    assert!(layout.frame().holds(Point::new(mark.x, mark.y), -12.0), "{width}, {speed}: {mark:?}");
                    assert!((0.0..=1.0).contains(&mark.alpha) && mark.size > 0.0);
                    *shapes.entry(mark.shape).or_insert(0) += 1;
                }
            });
            if speed >= 1.0 && servers == 3 {
                for shape in [Shape::Slit, Shape::Disc, Shape::Square, Shape::Ring, Shape::Triangle, Shape::Retry] {
                    assert!(shapes.contains_key(&shape), "{width}, {speed}: no {shape:?} in {shapes:?}");
                }
            }
        }
    }
}

#[test]
fn no_mark_leaps_across_the_drawing() {
    let layout = layout();
    let mut before: BTreeMap<u64, Point> = BTreeMap::new();
    let mut leaps = 0;
    let mut moves = 0;
    outage(1.0, &layout, |marks, replay| {
        let now: BTreeMap<u64, Point> =
            replay.heads.iter().zip(marks).map(|(head, mark)| (head.ordinal, Point::new(mark.x, mark.y))).collect();
        for (ordinal, point) in &now {
            if let Some(from) = before.get(ordinal) {
                moves += 1;
                if from.distance(*point) > 90.0 {
                    leaps += 1;
                    if leaps < 12 {
                        let head = replay.heads.iter().find(|head| head.ordinal == *ordinal).unwrap();
                        eprintln!("{from:?} {point:?} {head:?}");
                    }
                }
            }
        }
        before = now;
    });
    assert!(moves > 10_000 && leaps == 0, "{leaps} of {moves}");
}

/// Every link of a drawing, as points along it.
fn links(layout: &Layout) -> Vec<Point> {
    let machines: Vec<MachineId> = [CLIENT, BALANCER]
        .into_iter()
        .chain((0..layout.servers.len()).map(MachineId::server))
        .chain((0..layout.databases.len()).map(|i| MachineId::database(i, layout.servers.len())))
        .collect();
    let pairs = machines.iter().flat_map(|one| machines.iter().map(move |other| (*one, *other)));
    let roads = pairs.filter(|(one, other)| one < other).filter_map(|(one, other)| layout.road(one, other));
    roads.flat_map(|(path, _)| (0..=60).map(|i| path.at(f64::from(i) / 60.0, 0.0))).collect()
}

#[test]
fn whatever_fails_no_mark_leaves_the_boxes_and_the_links() {
    // Half of the jam's width and a lane, and what lies between two of the points looked at.
    const BESIDE: f64 = 8.0 + 3.4 + 3.0;
    let runs = [
        "rps=900",
        "rps=900&srv=2&mode=active-active",
        "rps=350&tries=3&giveup=1s&do=crash:server-1@2s",
        "do=crash:server-1@2s",
        "do=crash:server-1@2s,crash:server-2@4s,restart:server-1@7s",
        "do=crash:server-1.nginx@2s,crash:server-2.app@3s,crash:server-1.mysqld@5s",
        "mode=active-active&do=partition:lb-1~server-2@2s,heal:lb-1~server-2@8s",
        "mode=active-active&rps=350&do=freeze:server-2@2s,crash:server-3@4s",
        "preset=dedicated&do=crash:db-1@2s,crash:server-1@4s,freeze:db-2@6s",
        "preset=simple&do=crash:server-1@3s",
    ];
    for query in runs {
        let (link, warnings) = crate::scenario::wire::read(query);
        assert!(warnings.is_empty(), "{query}: {warnings:?}");
        let config = &link.scenario.config;
        let databases = if config.preset == Preset::Dedicated { config.replicas + 1 } else { config.servers };
        let built = Built { preset: config.preset, servers: config.servers, databases };
        for width in [893.0, 375.0] {
            let layout = Layout::plan(width, 610.0, built);
            let links = links(&layout);
            let boxes: Vec<_> = [layout.clients]
                .into_iter()
                .chain(layout.balancer.iter().map(|balancer| balancer.frame))
                .chain(layout.servers.iter().map(|server| server.frame))
                .chain(layout.databases.iter().map(|host| host.frame))
                .collect();
            let mut shown = 0;
            played(link.scenario.clone(), 720, 1.0, &layout, |marks, _| {
                for mark in marks {
                    let point = Point::new(mark.x, mark.y);
                    shown += 1;
                    let held = boxes.iter().any(|area| area.holds(point, -4.0))
                        || links.iter().any(|other| other.distance(point) < BESIDE);
                    assert!(held, "{query}, {width}: {mark:?} stands on nothing");
                }
            });
            assert!(shown > 5_000, "{query}, {width}: only {shown} marks were shown");
        }
    }
}
