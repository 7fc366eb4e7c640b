//! A step of a request on the drawing: along which link it goes, and where it stands then.

use crate::app::layout::{Layout, Path, Point, Rect, Spot, Walk};
use crate::engine::range;
use crate::engine::time::{SimDuration, SimTime};
use crate::metrics::journey::{Journey, Step};
use crate::model::id::MachineId;
use crate::model::observation::{Class, Place, Stage};

/// Those who go keep this far to the right of a link's line, as on a road: answers do not hide requests.
const LANE: f64 = 3.4;
/// Shares of a link between which those stand who wait for a connection over it, and how far beside it.
const JAM: (f64, f64, f64) = (0.04, 0.62, 16.0);

/// Units that a mark goes in a second at most: the eye follows nothing faster.
const SWIFTEST: f64 = 2_800.0;

/// A way along a link of the drawing.
#[derive(Clone, Copy)]
pub(super) struct Way<'l> {
    path: &'l Path,
    /// Whether it is gone from its end to its start.
    back: bool,
    /// Shares of the way between which this step goes.
    share: (f64, f64),
}

impl Way<'_> {
    fn at(&self, t: f64) -> Point {
        let t = self.share.0 + (self.share.1 - self.share.0) * t;
        if self.back { self.path.at(1.0 - t, -LANE) } else { self.path.at(t, LANE) }
    }

    fn length(&self) -> f64 {
        self.path.length() * (self.share.1 - self.share.0)
    }

    /// Begins where `from` stands beside the link, if it does.
    fn starting(mut self, from: f64) -> Self {
        self.share.0 = range::within(from, self.share.0, self.share.1);
        self
    }
}

/// A step on the drawing.
#[derive(Clone, Copy)]
pub(super) struct Ground<'l> {
    layout: &'l Layout,
    /// The machine on which it begins.
    begins: MachineId,
    /// The link it goes along.
    pub(super) way: Option<Way<'l>>,
    /// Where it stands then.
    pub(super) stand: Option<Point>,
    /// Whether it waits there, and nobody works on it.
    pub(super) waits: bool,
    /// The machine on which it is in the end.
    pub(super) machine: MachineId,
}

impl Ground<'_> {
    /// The walks within boxes at the beginning and at the end of its way from `from` on.
    fn walks(&self, from: Point) -> (Walk, Walk) {
        match (self.way, self.stand) {
            (Some(way), stand) => {
                let leave = way.at(1.0);
                let after = self.layout.walk(self.machine, leave, stand.unwrap_or(leave));
                (self.layout.walk(self.begins, from, way.at(0.0)), after)
            }
            (None, stand) => {
                let stand = stand.unwrap_or(from);
                (self.layout.walk(self.begins, from, stand), Walk::straight(stand, stand))
            }
        }
    }

    /// Real seconds of the pieces of its way from `from` on: the walk to the link, the link, which takes at least `crossing`,
    /// and the walk on to where it stands.
    fn pieces(&self, from: Point, crossing: f64) -> [f64; 3] {
        let (before, after) = self.walks(from);
        let (before, after) = (before.length() / SWIFTEST, after.length() / SWIFTEST);
        match self.way {
            Some(way) => [before, crossing.max(way.length() / SWIFTEST), after],
            None if crossing > 0.0 => [crossing.max(before), 0.0, 0.0],
            None => [0.0; 3],
        }
    }

    /// Real seconds that its way from `from` on takes, if the link takes at least `crossing`.
    pub(super) fn seconds(&self, from: Point, crossing: f64) -> f64 {
        self.pieces(from, crossing).iter().sum()
    }

    /// Real seconds until it has come the share `t` along its link.
    pub(super) fn seconds_to(&self, from: Point, crossing: f64, t: f64) -> f64 {
        let [before, along, _] = self.pieces(from, crossing);
        before + along * t
    }

    /// Where it is so many real seconds after it set out from `from`.
    pub(super) fn at(&self, from: Point, crossing: f64, seconds: f64) -> Point {
        let share = |seconds: f64, of: f64| if of > 0.0 { range::share(seconds / of) } else { 1.0 };
        let [before, along, after] = self.pieces(from, crossing);
        let walks = self.walks(from);
        match self.way {
            _ if seconds < before => walks.0.at(share(seconds, before)),
            Some(way) if seconds < before + along => way.at(share(seconds - before, along)),
            Some(_) => walks.1.at(share(seconds - before - along, after)),
            None => walks.0.at(1.0),
        }
    }

    /// Where it is in the end.
    pub(super) fn end(&self, from: Point) -> Point {
        self.stand.or_else(|| self.way.map(|way| way.at(1.0))).unwrap_or(from)
    }
}

/// The way between two machines, if there is a link between them on the drawing.
fn way(layout: &Layout, from: MachineId, to: MachineId) -> Option<Way<'_>> {
    let (path, back) = layout.road(from, to)?;
    Some(Way { path, back, share: (0.0, 1.0) })
}

/// Where step `index` of `journey` goes on the drawing, coming from the machine `from`.
pub(super) fn ground<'l>(layout: &'l Layout, journey: &Journey, index: usize, from: MachineId) -> Option<Ground<'l>> {
    let step = journey.steps.get(index)?;
    let place = step.place;
    let server = place.machine.as_server().unwrap_or(0);
    let begins = if matches!(place.stage, Stage::Internet | Stage::Lan) { place.machine } else { from };
    let stand = |spot| Some(scattered(layout.area(spot), journey.ordinal));
    let (spot, waits) = match place.stage {
        Stage::Internet | Stage::Lan => {
            let mut way = way(layout, place.machine, place.peer)?;
            way.share = part(journey, index);
            if place.stage == Stage::Lan && index > 0 && journey.steps[index - 1].place.stage == Stage::Connecting {
                way = way.starting(if from == place.peer { jam(journey.ordinal).0 } else { 0.0 });
            }
            return Some(Ground { layout, begins, way: Some(way), stand: None, waits: false, machine: place.peer });
        }
        Stage::Connecting => {
            let link = way(layout, place.machine, place.peer)?;
            let (share, aside) = jam(journey.ordinal);
            let stand = Some(link.path.at(share, aside));
            // Whoever stands in the jam has left the balancer's box: what follows starts from there.
            return Some(Ground { layout, begins, way: None, stand, waits: true, machine: place.peer });
        }
        Stage::Database if place.peer != place.machine => {
            let far = match place.peer.as_database() {
                Some(database) => Spot::Host(database),
                None => Spot::FarDatabase(place.peer.as_server().unwrap_or(0)),
            };
            let Some(way) = way(layout, place.machine, place.peer) else {
                let stand = stand(Spot::Worker(server));
                return Some(Ground { layout, begins, way: None, stand, waits: true, machine: place.machine });
            };
            let stand = stand(far);
            return Some(Ground { layout, begins, way: Some(way), stand, waits: false, machine: place.peer });
        }
        Stage::Database => (Spot::Database(server), false),
        Stage::Balancing => (Spot::Haproxy, false),
        Stage::Queued => (Spot::Queue, true),
        Stage::Nginx => (Spot::Nginx(server), false),
        Stage::Dropped => (Spot::Nginx(server), true),
        Stage::Accept => (Spot::Accept(server), true),
        Stage::Waiting if place.machine.as_server().is_none() => (Spot::Queue, true),
        Stage::Waiting => (Spot::Accept(server), true),
        Stage::Worker | Stage::Service => (Spot::Worker(server), false),
        Stage::Pool => (Spot::Worker(server), true),
        Stage::Backoff => (Spot::Clients, true),
        Stage::Nowhere => match place.machine.as_server() {
            Some(server) => (Spot::Within(server), true),
            None if place.machine == MachineId::BALANCER => (Spot::Haproxy, true),
            None => (Spot::Clients, true),
        },
    };
    let way = if from == place.machine { None } else { way(layout, from, place.machine) };
    Some(Ground { layout, begins, way, stand: stand(spot), waits, machine: place.machine })
}

/// Which part of its link a crossing takes. Setting up a connection is a crossing of its own, followed by one of twice its
/// length that carries the request: on the drawing both are one way there.
fn part(journey: &Journey, index: usize) -> (f64, f64) {
    const SET_UP: f64 = 1.0 / 3.0;
    let place = |index: usize| journey.steps.get(index).map(|step| step.place);
    let same = |other: Option<Place>| other.is_some() && other == place(index);
    match index {
        0 if journey.steps[0].place.stage != Stage::Internet => (0.0, 1.0),
        0 if journey.steps.len() == 1 && journey.ended.is_none() => (0.0, SET_UP),
        0 if same(place(1)) => (0.0, SET_UP),
        1 if same(place(0)) => (SET_UP, 1.0),
        _ => (0.0, 1.0),
    }
}

/// Where on a link, and how far beside it, a request stands that waits for a connection.
fn jam(ordinal: u64) -> (f64, f64) {
    let (x, y) = scatter(ordinal);
    (JAM.0 + (JAM.1 - JAM.0) * x * x, (y - 0.5) * JAM.2)
}

/// Spreads requests evenly over a square, by their number: neighbours come to lie far apart.
fn scatter(ordinal: u64) -> (f64, f64) {
    // Multiples of these two irrational numbers fill a square without lumps (the plastic number's inverse powers), also
    // when only every n-th number is taken.
    let n = (ordinal % 1_000_003) as f64;
    ((n * 0.754_877_666_246_693) % 1.0, (n * 0.569_840_290_998_053) % 1.0)
}

fn scattered(area: Rect, ordinal: u64) -> Point {
    let (x, y) = scatter(ordinal);
    area.at(x, y)
}

/// When step `index` is over, if that is known. Nothing after the end for its client is looked at.
pub(super) fn over(journey: &Journey, index: usize) -> Option<SimTime> {
    let ended = journey.ended.map(|(at, _)| at);
    match journey.steps.get(index + 1) {
        Some(next) if ended.is_none_or(|ended| next.at < ended) => Some(next.at),
        _ => ended,
    }
}

/// Whether a step after `index` is to be shown.
pub(super) fn has_next(journey: &Journey, index: usize) -> bool {
    let next = journey.steps.get(index + 1);
    next.is_some_and(|next| journey.ended.is_none_or(|(ended, _)| next.at < ended))
}

/// How much of step `index` is a crossing, and how much is a stay; the stay is unknown while it lasts.
pub(super) fn parts(journey: &Journey, index: usize) -> (SimDuration, Option<SimDuration>) {
    let Some(step) = journey.steps.get(index) else { return (SimDuration::ZERO, Some(SimDuration::ZERO)) };
    let over = over(journey, index);
    match crossed(step) {
        Some(until) => {
            let crossed = over.map_or(until, |over| over.min(until));
            let stay = match step.place.stage {
                Stage::Database => over.map(|over| over.since(crossed)),
                _ => Some(SimDuration::ZERO),
            };
            (crossed.since(step.at), stay)
        }
        None => (SimDuration::ZERO, over.map(|over| over.since(step.at))),
    }
}

/// The end of the crossing with which this step begins, if it does.
fn crossed(step: &Step) -> Option<SimTime> {
    let crossing = match step.place.stage {
        Stage::Internet | Stage::Lan => true,
        Stage::Database => step.place.machine != step.place.peer,
        _ => false,
    };
    (crossing && step.until != SimTime::NEVER).then_some(step.until)
}

/// How a request that was not answered met its end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Failure {
    /// The step in which it was decided.
    pub(super) step: usize,
    /// Whether time ran out.
    pub(super) late: bool,
    /// Whether its client learned it from nobody: it gave up, wherever its request was.
    pub(super) silent: bool,
}

/// How `journey` failed, once that is known.
pub(super) fn failure(journey: &Journey) -> Option<Failure> {
    let (ended, outcome) = journey.ended?;
    if outcome.class == Class::Answered {
        return None;
    }
    let shown = journey.steps.partition_point(|step| step.at < ended).max(1);
    let last = shown - 1;
    let at = outcome.cause.and_then(|(_, place)| journey.steps[..shown].iter().rposition(|step| step.place == place));
    let silent = outcome.status == 0;
    let step = if silent { last } else { at.unwrap_or(last) };
    Some(Failure { step, late: outcome.class == Class::TimedOut, silent })
}

/// Whether a request is on a further attempt in step `index`: tried again, and not yet with a server.
pub(super) fn is_retry(journey: &Journey, index: usize) -> bool {
    let so_far = &journey.steps[..journey.steps.len().min(index + 1)];
    let attempts = so_far.iter().filter(|step| step.place.stage == Stage::Connecting).count();
    attempts > 1
        && so_far.last().is_some_and(|step| matches!(step.place.stage, Stage::Connecting | Stage::Lan))
        && so_far.last().is_some_and(|step| step.place.machine == MachineId::BALANCER)
}

/// Whether a request is on its way back in step `index`.
pub(super) fn returns(place: Place) -> bool {
    match place.stage {
        Stage::Internet => place.peer == MachineId::CLIENT,
        Stage::Lan => place.peer == MachineId::BALANCER,
        _ => false,
    }
}
