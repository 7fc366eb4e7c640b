//! The moving marks: which of them are where at one frame of the screen. Pure: knows the ways of sampled requests, the
//! drawing's layout and how much real time has gone by; it knows no canvas and no clock.
//!
//! Every mark is a request that was. At everyday speeds a hop is shorter than a frame, so each request is replayed more
//! slowly than it was, with its true order of places and their proportions; [`Scale`] says how much more slowly, from what
//! was really shown. In slow motion a mark is where its request is, and only hops are lengthened that the eye would miss.

mod pace;
mod replay;
mod replication;
mod sample;
mod step;

pub use replay::{Moment, Replay};
pub use replication::Replication;
pub use sample::every;

use crate::model::observation::Kind;

/// Most marks at once.
pub const LIMIT: usize = 600;
/// At this speed and below a mark is where its request is, and every request has one.
pub const SLOW: f64 = 0.1;

/// One thing to be drawn, in the layout's units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Middle, to the right.
    pub x: f64,
    /// Middle, down.
    pub y: f64,
    /// What it looks like.
    pub shape: Shape,
    /// Which colour it has.
    pub tone: Tone,
    /// Radius.
    pub size: f64,
    /// From 1, solid, to 0, not there.
    pub alpha: f64,
}

/// What a mark looks like. Every meaning can be told by shape alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// A static file: a disc with a slit.
    Slit,
    /// A page that reads: a disc.
    Disc,
    /// A page that writes: a square.
    Square,
    /// Waits: a ring.
    Ring,
    /// Failed or was refused: a diamond.
    Diamond,
    /// Ran out of time: a triangle.
    Triangle,
    /// Tried again: a ring with an arrow head.
    Retry,
    /// A transaction on its way to a replica: a hollow square.
    Frame,
}

/// Which colour a mark has, by meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// A static file.
    Static,
    /// A page that reads.
    Read,
    /// A page that writes.
    Write,
    /// Not answered.
    Bad,
    /// Replication.
    Replication,
}

impl Tone {
    /// Every tone.
    pub const ALL: [Tone; 5] = [Tone::Static, Tone::Read, Tone::Write, Tone::Bad, Tone::Replication];
}

/// Shape and colour of a request that is well.
fn look(kind: Kind) -> (Shape, Tone) {
    match kind {
        Kind::Static => (Shape::Slit, Tone::Static),
        Kind::Read => (Shape::Disc, Tone::Read),
        Kind::Write => (Shape::Square, Tone::Write),
    }
}

/// What the marks stand for, as it is printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Requests for each mark; 0 where none is followed.
    pub every: u64,
    /// How many times longer a request was shown than it took, in simulated time; none before one was shown whole.
    pub slower: Option<f64>,
    /// Whether a mark is where its request is, and hops that would be missed are lengthened.
    pub true_place: bool,
}
