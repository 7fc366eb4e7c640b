//! The moving marks: which of them are where at one frame of the screen. Pure: knows the ways of sampled requests, the
//! drawing's layout and how much real time has gone by; it knows no canvas and no clock.
//!
//! Every mark is a request that was. At everyday speeds a hop is shorter than a frame, so each request is replayed more
//! slowly than it was, with its true order of places and their proportions; [`Scale`] says how much more slowly, from what
//! was really shown. In slow motion a mark is where its request is, and only hops are lengthened that the eye would miss.

mod ground;
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

/// Radius of a mark, and of one on its way back or to a replica.
pub const SIZES: [f64; 2] = [4.6, 3.6];

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
    /// The number of its request, if it is one.
    pub ordinal: Option<u64>,
}

/// The request whose mark is nearest to a point, and not further from it than `reach`.
pub fn hit(marks: &[Mark], (x, y): (f64, f64), reach: f64) -> Option<u64> {
    let distance = |mark: &Mark| (mark.x - x) * (mark.x - x) + (mark.y - y) * (mark.y - y);
    let near = marks.iter().filter(|mark| mark.ordinal.is_some() && distance(mark) <= reach * reach);
    near.min_by(|a, b| distance(a).total_cmp(&distance(b)))?.ordinal
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

impl Shape {
    /// Every shape.
    pub const ALL: [Shape; 8] = [
        Shape::Slit,
        Shape::Disc,
        Shape::Square,
        Shape::Ring,
        Shape::Diamond,
        Shape::Triangle,
        Shape::Retry,
        Shape::Frame,
    ];
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_hits_the_nearest_request_in_reach() {
        let mark =
            |x, ordinal| Mark { x, y: 5.0, shape: Shape::Disc, tone: Tone::Read, size: 4.0, alpha: 1.0, ordinal };
        let marks = [mark(10.0, Some(3)), mark(16.0, Some(8)), mark(20.0, None)];
        let hit = |x, y| hit(&marks, (x, y), 6.0);
        assert_eq!([hit(12.0, 5.0), hit(15.0, 7.0), hit(20.0, 5.0)], [Some(3), Some(8), Some(8)]);
        assert_eq!([hit(2.0, 5.0), hit(10.0, 12.0), hit(24.0, 5.0)], [None; 3]);
    }
}
