//! The way of a link on the drawing: a curve, or straight pieces with round corners, that can be drawn and travelled.

use super::rect::Point;
use crate::engine::range;

/// Pieces into which a curve is cut for travelling on it; at these lengths the eye sees no corner.
const PIECES: usize = 24;
/// Pieces into which a round corner is cut.
const CORNER_PIECES: usize = 4;

/// A coordinate of an SVG, to the tenth of a unit.
pub fn coordinate(value: f64) -> String {
    // A drawing has thousands of them, none of which is beyond what is whole in a float.
    let tenths = (value.abs() * 10.0 + 0.5) as u32;
    let sign = if value < 0.0 && tenths > 0 { "-" } else { "" };
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, tenth) => format!("{sign}{whole}.{tenth}"),
    }
}

/// The `d` of an SVG path: letters, each with its numbers.
pub fn path_data(pieces: &[(char, &[f64])]) -> String {
    let mut text = String::new();
    for (letter, numbers) in pieces {
        text.push(*letter);
        for (i, number) in numbers.iter().enumerate() {
            text += if i == 0 { "" } else { " " };
            text += &coordinate(*number);
        }
    }
    text
}

/// A way from one box to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// As the `d` of an SVG path says it.
    data: String,
    points: Vec<Point>,
    /// Length of the way up to each point.
    lengths: Vec<f64>,
}

impl Path {
    /// A cubic Bézier curve.
    pub fn curve(from: Point, lead: Point, trail: Point, to: Point) -> Path {
        let data = path_data(&[('M', &[from.x, from.y]), ('C', &[lead.x, lead.y, trail.x, trail.y, to.x, to.y])]);
        let points = (0..=PIECES).map(|i| cubic(from, lead, trail, to, i as f64 / PIECES as f64)).collect();
        Path::measured(data, points)
    }

    /// Straight pieces over these corners, each rounded by at most `radius`.
    pub fn route(corners: &[Point], radius: f64) -> Path {
        let mut text = String::new();
        let mut points = Vec::with_capacity(corners.len() * CORNER_PIECES);
        for (i, &corner) in corners.iter().enumerate() {
            let (Some(&before), Some(&after)) = (i.checked_sub(1).and_then(|i| corners.get(i)), corners.get(i + 1))
            else {
                text += &path_data(&[(if i == 0 { 'M' } else { 'L' }, &[corner.x, corner.y])]);
                points.push(corner);
                continue;
            };
            let start = corner.towards(before, share(radius, corner.distance(before)));
            let end = corner.towards(after, share(radius, corner.distance(after)));
            text += &path_data(&[('L', &[start.x, start.y]), ('Q', &[corner.x, corner.y, end.x, end.y])]);
            points.extend((0..=CORNER_PIECES).map(|i| {
                let t = i as f64 / CORNER_PIECES as f64;
                start.towards(corner, t).towards(corner.towards(end, t), t)
            }));
        }
        Path::measured(text, points)
    }

    fn measured(data: String, points: Vec<Point>) -> Path {
        let mut length = 0.0;
        let mut lengths = Vec::with_capacity(points.len());
        let mut before = points.first().copied().unwrap_or_default();
        for &point in &points {
            length += before.distance(point);
            lengths.push(length);
            before = point;
        }
        Path { data, points, lengths }
    }

    /// As the `d` of an SVG path says it.
    pub fn data(&self) -> &str {
        &self.data
    }

    /// Its points, close enough together to stand for the curve.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// How long it is.
    pub fn length(&self) -> f64 {
        self.lengths.last().copied().unwrap_or(0.0)
    }

    /// Where it begins.
    pub fn start(&self) -> Point {
        self.points.first().copied().unwrap_or_default()
    }

    /// Where it ends.
    pub fn end(&self) -> Point {
        self.points.last().copied().unwrap_or_default()
    }

    /// The point at the share `t` of its length, from 0 to 1, moved sideways by `aside`: to the right of one who travels.
    pub fn at(&self, t: f64, aside: f64) -> Point {
        let length = self.length() * range::share(t);
        let next = self.lengths.partition_point(|&l| l < length).clamp(1, self.points.len().max(2) - 1);
        let (Some(&from), Some(&to)) = (self.points.get(next - 1), self.points.get(next)) else {
            return self.start();
        };
        let (begin, end) = (self.lengths[next - 1], self.lengths[next]);
        let piece = end - begin;
        if piece <= 0.0 {
            return from;
        }
        let point = from.towards(to, (length - begin) / piece);
        Point::new(point.x - (to.y - from.y) / piece * aside, point.y + (to.x - from.x) / piece * aside)
    }

    /// Its middle.
    pub fn middle(&self) -> Point {
        self.at(0.5, 0.0)
    }
}

/// The share of a piece that its round corner may take: never more than half.
fn share(radius: f64, length: f64) -> f64 {
    if length > 0.0 { (radius / length).min(0.5) } else { 0.0 }
}

fn cubic(from: Point, lead: Point, trail: Point, to: Point, t: f64) -> Point {
    let (first, second, third) = (from.towards(lead, t), lead.towards(trail, t), trail.towards(to, t));
    first.towards(second, t).towards(second.towards(third, t), t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_travelled_at_an_even_pace() {
        let path =
            Path::curve(Point::new(0.0, 0.0), Point::new(80.0, 0.0), Point::new(20.0, 60.0), Point::new(100.0, 60.0));
        let pace = path.length() / 10.0;
        for i in 0..10 {
            let step = path.at(f64::from(i) / 10.0, 0.0).distance(path.at(f64::from(i + 1) / 10.0, 0.0));
            assert!((step - pace).abs() < pace * 0.05, "step {i}: {step} against {pace}");
        }
        assert_eq!((path.at(-1.0, 0.0), path.at(2.0, 0.0)), (path.start(), path.end()));
    }

    #[test]
    fn aside_is_to_the_right_of_one_who_travels() {
        let path = Path::route(&[Point::new(0.0, 0.0), Point::new(10.0, 0.0)], 4.0);
        assert_eq!(path.at(0.5, 3.0), Point::new(5.0, 3.0));
    }

    #[test]
    fn corners_are_cut_and_the_ends_are_kept() {
        let corners = [Point::new(0.0, 0.0), Point::new(20.0, 0.0), Point::new(20.0, 20.0)];
        let path = Path::route(&corners, 6.0);
        assert_eq!((path.start(), path.end()), (corners[0], corners[2]));
        assert!(path.length() < 40.0 && path.length() > 35.0, "{}", path.length());
        assert_eq!(path.data(), "M0 0L14 0Q20 0 20 6L20 20");
    }

    #[test]
    fn a_way_without_length_stands_still() {
        let here = Point::new(3.0, 4.0);
        assert_eq!(Path::route(&[here, here], 6.0).at(0.5, 2.0), here);
    }
}
