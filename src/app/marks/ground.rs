//! A step of a request on the drawing: along which links it goes, and where it stands then.

use super::pace::HOP;
use crate::app::layout::{Layout, Path, Point, Rect, Spot, Walk};
use crate::engine::range;
use crate::metrics::journey::Journey;
use crate::model::id::MachineId;
use crate::model::observation::{Place, Stage};

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

/// Most links of a way: back from a database, from its server, from the balancer, and the link of the step itself.
const LEGS: usize = 4;

/// Links that are gone one after the other, each with the machine in whose box one walks to it; none of a walk where one
/// stands on the link already.
#[derive(Clone, Copy, Default)]
struct Legs<'l> {
    legs: [Option<(Option<MachineId>, Way<'l>)>; LEGS],
    count: usize,
}

impl<'l> Legs<'l> {
    fn push(&mut self, walked: Option<MachineId>, way: Way<'l>) {
        if let Some(leg) = self.legs.get_mut(self.count) {
            *leg = Some((walked, way));
            self.count += 1;
        }
    }

    fn all(&self) -> impl Iterator<Item = (Option<MachineId>, Way<'l>)> + '_ {
        self.legs.iter().copied().flatten()
    }

    fn last(&self) -> Option<Way<'l>> {
        self.all().last().map(|(_, way)| way)
    }
}

/// A piece of a way: how long it takes in real seconds, and where it goes.
enum Piece<'l> {
    Walk(Walk),
    Link(Way<'l>),
}

/// A step on the drawing.
#[derive(Clone, Copy)]
pub(super) struct Ground<'l> {
    layout: &'l Layout,
    /// The machine on which it begins.
    begins: MachineId,
    /// The links it goes along.
    legs: Legs<'l>,
    /// Where it stands then.
    pub(super) stand: Option<Point>,
    /// Whether it waits there, and nobody works on it.
    pub(super) waits: bool,
    /// The machine on which it is in the end.
    pub(super) machine: MachineId,
}

impl<'l> Ground<'l> {
    /// Whether it goes along a link.
    pub(super) fn travels(&self) -> bool {
        self.legs.count > 0
    }

    /// Calls `each` with the pieces of its way from `from` on and their real seconds, until that gives something: the walks
    /// within boxes, the links that lead to its own, that one, which takes at least `crossing`, and the walk to where it
    /// stands. The second argument tells whether a piece is that link.
    fn pieces<T>(
        &self,
        from: Point,
        crossing: f64,
        mut each: impl FnMut(f64, bool, Piece<'l>) -> Option<T>,
    ) -> Option<T> {
        let swift = |length: f64| length / SWIFTEST;
        let mut here = from;
        for (i, (walked, way)) in self.legs.all().enumerate() {
            let own = i + 1 == self.legs.count;
            let walk = match walked {
                Some(machine) => self.layout.walk(machine, here, way.at(0.0)),
                None => Walk::straight(here, way.at(0.0)),
            };
            let least = if own { crossing } else { HOP };
            here = way.at(1.0);
            if let Some(found) = each(swift(walk.length()), false, Piece::Walk(walk)) {
                return Some(found);
            }
            if let Some(found) = each(least.max(swift(way.length())), own, Piece::Link(way)) {
                return Some(found);
            }
        }
        let stand = self.stand.unwrap_or(here);
        let walk = match self.travels() && self.waits_on_a_link() {
            true => Walk::straight(here, stand),
            false => self.layout.walk(if self.travels() { self.machine } else { self.begins }, here, stand),
        };
        let seconds = match (self.travels(), crossing > 0.0) {
            (true, _) => swift(walk.length()),
            (false, true) => crossing.max(swift(walk.length())),
            (false, false) => 0.0,
        };
        each(seconds, false, Piece::Walk(walk))
    }

    /// Whether it comes to stand beside the link and not behind it.
    fn waits_on_a_link(&self) -> bool {
        self.legs.last().is_some_and(|way| way.share.1 < 1.0)
    }

    /// Real seconds that its way from `from` on takes, if the link takes at least `crossing`.
    pub(super) fn seconds(&self, from: Point, crossing: f64) -> f64 {
        let mut sum = 0.0;
        let _: Option<()> = self.pieces(from, crossing, |seconds, _, _| {
            sum += seconds;
            None
        });
        sum
    }

    /// Real seconds until it has come the share `t` along its link.
    pub(super) fn seconds_to(&self, from: Point, crossing: f64, t: f64) -> f64 {
        let mut sum = 0.0;
        let found = self.pieces(from, crossing, |seconds, own, _| {
            if own {
                return Some(sum + seconds * t);
            }
            sum += seconds;
            None
        });
        found.unwrap_or(0.0)
    }

    /// Where it is so many real seconds after it set out from `from`.
    pub(super) fn at(&self, from: Point, crossing: f64, seconds: f64) -> Point {
        let mut left = seconds;
        let found = self.pieces(from, crossing, |lasts, _, piece| {
            if left >= lasts {
                left -= lasts;
                return None;
            }
            let t = range::share(left / lasts);
            Some(match piece {
                Piece::Walk(walk) => walk.at(t),
                Piece::Link(way) => way.at(t),
            })
        });
        found.unwrap_or_else(|| self.end(from))
    }

    /// Where it is in the end.
    pub(super) fn end(&self, from: Point) -> Point {
        self.stand.or_else(|| self.legs.last().map(|way| way.at(1.0))).unwrap_or(from)
    }
}

/// The way between two machines, if there is a link between them on the drawing.
fn way(layout: &Layout, from: MachineId, to: MachineId) -> Option<Way<'_>> {
    let (path, back) = layout.road(from, to)?;
    Some(Way { path, back, share: (0.0, 1.0) })
}

/// Where a mark is on the drawing before a step: the machine it came to last, and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Here {
    pub(super) machine: MachineId,
    pub(super) point: Point,
}

impl Here {
    /// Whether it stands in the jam on the link to its machine, and has not come to that.
    fn is_in_jam(&self, layout: &Layout) -> bool {
        let server = self.machine.as_server().and_then(|server| layout.servers.get(server));
        server.is_some_and(|place| !place.frame.holds(self.point, -JAM.2 / 2.0))
    }
}

/// The links from `here` to the machine `to`: those between them, or over the balancer, and from a database first back to
/// the server `caller`. None where the drawing has no such way.
fn lead<'l>(layout: &'l Layout, here: Here, to: MachineId, caller: Option<MachineId>, ordinal: u64) -> Legs<'l> {
    let mut legs = Legs::default();
    let mut at = here.machine;
    let jammed = here.is_in_jam(layout);
    if jammed && at == to {
        // What lies before it of the link to its own machine.
        if let Some(way) = way(layout, MachineId::BALANCER, at) {
            legs.push(None, way.starting(jam(ordinal).0));
        }
        return legs;
    }
    while at != to && legs.count + 1 < LEGS {
        let next = match (way(layout, at, to), caller) {
            (Some(_), _) if !jammed || legs.count > 0 => to,
            (_, Some(caller)) if !jammed && at != caller && way(layout, caller, to).is_some() => caller,
            (_, Some(caller)) if at.as_database().is_some() && at != caller => caller,
            _ if at != MachineId::BALANCER => MachineId::BALANCER,
            _ => return Legs::default(),
        };
        let Some(way) = way(layout, at, next) else { return Legs::default() };
        match jammed && legs.count == 0 {
            true => legs.push(None, way.starting(1.0 - jam(ordinal).0)),
            false => legs.push(Some(at), way),
        }
        at = next;
    }
    legs
}

/// The server from which the last call of a database went before step `index`.
fn caller(journey: &Journey, index: usize) -> Option<MachineId> {
    let before = journey.steps.get(..index)?;
    let call = before.iter().rfind(|step| step.place.stage == Stage::Database)?;
    (call.place.machine != call.place.peer).then_some(call.place.machine)
}

/// The same as [`ground`] for a step along a link: the links that lead to it, then its own up to the share `until`.
fn along<'l>(layout: &'l Layout, journey: &Journey, index: usize, here: Here, until: f64) -> Option<Ground<'l>> {
    let place = journey.steps.get(index)?.place;
    let mut own = way(layout, place.machine, place.peer)?;
    own.share = if until < 1.0 { (0.0, until) } else { part(journey, index) };
    let mut legs = Legs::default();
    if own.share.0 > 0.0 {
        // The crossing before has brought it there.
        legs.push(None, own);
    } else if here.machine == place.peer && here.is_in_jam(layout) {
        // It stands on this link already.
        if until == 1.0 {
            legs.push(None, own.starting(jam(journey.ordinal).0));
        }
    } else {
        legs = lead(layout, here, place.machine, caller(journey, index), journey.ordinal);
        legs.push(Some(place.machine), own);
    }
    Some(Ground { layout, begins: here.machine, legs, stand: None, waits: false, machine: place.peer })
}

/// Where step `index` of `journey` goes on the drawing, coming from `here`.
pub(super) fn ground<'l>(layout: &'l Layout, journey: &Journey, index: usize, here: Here) -> Option<Ground<'l>> {
    let step = journey.steps.get(index)?;
    let place = step.place;
    let (from, server) = (here.machine, place.machine.as_server().unwrap_or(0));
    let stand = |spot| Some(scattered(layout.area(spot), journey.ordinal));
    let (spot, waits) = match place.stage {
        Stage::Internet | Stage::Lan => return along(layout, journey, index, here, 1.0),
        Stage::Connecting => {
            let (share, aside) = jam(journey.ordinal);
            let ground = along(layout, journey, index, here, share)?;
            // Whoever stands in the jam has left the balancer's box: what follows starts from there.
            let stand = way(layout, place.machine, place.peer).map(|link| link.path.at(share, aside));
            return Some(Ground { stand, waits: true, ..ground });
        }
        Stage::Database if place.peer != place.machine => {
            let far = match place.peer.as_database() {
                Some(database) => Spot::Host(database),
                None => Spot::FarDatabase(place.peer.as_server().unwrap_or(0)),
            };
            let Some(call) = way(layout, place.machine, place.peer) else {
                let stand = stand(Spot::Worker(server));
                let legs = Legs::default();
                return Some(Ground { layout, begins: from, legs, stand, waits: true, machine: place.machine });
            };
            let mut legs = lead(layout, here, place.machine, caller(journey, index), journey.ordinal);
            legs.push(Some(place.machine), call);
            return Some(Ground { layout, begins: from, legs, stand: stand(far), waits: false, machine: place.peer });
        }
        _ => spot(place, server),
    };
    let legs = lead(layout, here, place.machine, caller(journey, index), journey.ordinal);
    Some(Ground { layout, begins: from, legs, stand: stand(spot), waits, machine: place.machine })
}

/// Where a request stands that is on no link, and whether it waits there.
fn spot(place: Place, server: usize) -> (Spot, bool) {
    match place.stage {
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
        Stage::Nowhere => match place.machine.as_server() {
            Some(server) => (Spot::Within(server), true),
            None if place.machine == MachineId::BALANCER => (Spot::Haproxy, true),
            None => (Spot::Clients, true),
        },
        Stage::Internet | Stage::Lan | Stage::Connecting | Stage::Backoff => (Spot::Clients, true),
    }
}

/// Which part of its link a crossing takes. Setting up a connection is a crossing of its own, followed by one of twice its
/// length that carries the request: on the drawing both are one way there.
fn part(journey: &Journey, index: usize) -> (f64, f64) {
    const SET_UP: f64 = 1.0 / 3.0;
    let place = |index: usize| journey.steps.get(index).map(|step| step.place);
    let here = place(index);
    let sets_out = here.is_some_and(|place| place.stage == Stage::Internet && place.machine == MachineId::CLIENT);
    let is_last = index + 1 == journey.steps.len() && journey.ended.is_none();
    match sets_out {
        true if index > 0 && place(index - 1) == here => (SET_UP, 1.0),
        true if is_last || place(index + 1) == here => (0.0, SET_UP),
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
