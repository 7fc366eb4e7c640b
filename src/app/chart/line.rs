//! Lines and areas as SVG paths. Everything is given in fractions: x from left to right, y from top to bottom, and drawn
//! in a box of [`WIDTH`] by [`HEIGHT`].

use crate::engine::digits::Fixed;
use crate::engine::sort;
use core::fmt::Write;

/// Width of the box that paths are drawn in.
pub const WIDTH: f64 = 1000.0;
/// Height of the box that paths are drawn in.
pub const HEIGHT: f64 = 100.0;

/// A point: x from the left, y from the top, both 0 to 1.
pub type Dot = (f64, f64);

/// The unbroken pieces of a line, which breaks where there is no value.
pub fn pieces(dots: impl IntoIterator<Item = Option<Dot>>) -> Vec<Vec<Dot>> {
    let mut pieces = vec![Vec::new()];
    for dot in dots {
        match (dot, pieces.last_mut()) {
            (Some(dot), Some(piece)) => piece.push(dot),
            (None, Some(piece)) if !piece.is_empty() => pieces.push(Vec::new()),
            _ => {}
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// The path of a line. A piece of one dot becomes a stroke of no length, which a round cap makes a dot.
pub fn path(pieces: &[Vec<Dot>]) -> String {
    let mut path = String::new();
    for piece in pieces {
        let _ = write!(path, "M{}", dots(piece.iter()));
        if piece.len() == 1 {
            path.push_str("h0");
        }
    }
    path
}

/// The path of the area between a line and the one below it, both from left to right and as long as each other.
pub fn band(upper: &[Dot], lower: &[Dot]) -> String {
    match upper.is_empty() {
        true => String::new(),
        false => format!("M{}L{}Z", dots(upper.iter()), dots(lower.iter().rev())),
    }
}

/// The path of the area between the pieces of a line and the bottom.
pub fn area(pieces: &[Vec<Dot>]) -> String {
    let floor = |piece: &Vec<Dot>| piece.iter().map(|(x, _)| (*x, 1.0)).collect::<Vec<Dot>>();
    pieces.iter().map(|piece| band(piece, &floor(piece))).collect()
}

fn dots<'a>(dots: impl Iterator<Item = &'a Dot>) -> String {
    let mut text = String::new();
    for (i, (x, y)) in dots.enumerate() {
        let space = if i == 0 { "" } else { " " };
        let _ = write!(text, "{space}{},{}", Fixed(x * WIDTH, 1), Fixed(y * HEIGHT, 2));
    }
    text
}

/// Moves labels apart: each as near to its wish as can be, none nearer than `gap` to another, all between 0 and 1 where
/// they fit. Order is kept.
pub fn spread(wishes: &[f64], gap: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    sort::by(&mut order, |one, other| wishes[*one].total_cmp(&wishes[*other]));
    // Groups of touching labels, each placed around the mean of its wishes; groups that meet become one.
    let mut groups: Vec<(f64, usize)> = Vec::new();
    for index in &order {
        let mut group = (wishes[*index], 1);
        while let Some(last) = groups.last().copied() {
            let room = gap * (last.1 + group.1) as f64 / 2.0;
            if centre(group, gap) - centre(last, gap) >= room - 1e-12 {
                break;
            }
            groups.pop();
            let size = last.1 + group.1;
            group = ((last.0 * last.1 as f64 + group.0 * group.1 as f64) / size as f64, size);
        }
        groups.push(group);
    }
    let mut placed = vec![0.0; wishes.len()];
    let mut order = order.into_iter();
    for group in groups {
        let first = centre(group, gap) - gap * (group.1 - 1) as f64 / 2.0;
        for (n, index) in order.by_ref().take(group.1).enumerate() {
            placed[index] = first + gap * n as f64;
        }
    }
    placed
}

/// Where a group of labels has its middle so that all of it is between 0 and 1.
fn centre((wish, size): (f64, usize), gap: f64) -> f64 {
    let half = gap * (size - 1) as f64 / 2.0;
    wish.min(1.0 - half).max(half)
}

/// The parts of a bar: start and width of each, as fractions of the whole. A part that is not nothing is at least `least`
/// wide, at the cost of the others.
pub fn shares(parts: &[u64], least: f64) -> Vec<(f64, f64)> {
    let total: u64 = parts.iter().sum();
    let raw = |part: u64| if total == 0 { 0.0 } else { part as f64 / total as f64 };
    let small = |part: &&u64| **part > 0 && raw(**part) < least;
    let small_n = parts.iter().filter(small).count() as f64;
    let small_sum: f64 = parts.iter().filter(small).map(|part| raw(*part)).sum();
    let scale = (1.0 - small_n * least) / (1.0 - small_sum);
    let mut start = 0.0;
    let place = |part: &u64| {
        let width = if small(&part) { least } else { raw(*part) * scale };
        let from = start;
        start += width;
        (from, width)
    };
    parts.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_breaks_where_there_is_no_value() {
        let line = pieces([None, Some((0.0, 0.5)), Some((0.1, 0.25)), None, None, Some((0.5, 1.0)), None]);
        assert_eq!(line.len(), 2);
        assert_eq!(path(&line), "M0.0,50.00 100.0,25.00M500.0,100.00h0");
        assert_eq!(area(&line[..1]), "M0.0,50.00 100.0,25.00L100.0,100.00 0.0,100.00Z");
        assert!(pieces([None, None]).is_empty());
    }

    #[test]
    fn labels_are_moved_apart_as_little_as_possible_and_stay_inside() {
        let near = |found: Vec<f64>, wanted: &[f64]| {
            assert!(found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-9), "{found:?} for {wanted:?}");
        };
        near(spread(&[0.2, 0.8], 0.1), &[0.2, 0.8]);
        near(spread(&[0.5, 0.5], 0.1), &[0.45, 0.55]);
        near(spread(&[0.99, 0.98, 1.0], 0.1), &[0.9, 0.8, 1.0]);
        near(spread(&[0.0, 0.02], 0.1), &[0.0, 0.1]);
        near(spread(&[], 0.1), &[]);
    }

    #[test]
    fn every_part_of_a_bar_is_seen_and_together_they_fill_it() {
        let bar = shares(&[4_760, 31, 0, 412, 77], 0.02);
        let end = bar.last().map(|(from, width)| from + width).unwrap_or_default();
        assert!((end - 1.0).abs() < 1e-9);
        assert_eq!(bar[1].1, 0.02);
        assert_eq!(bar[2].1, 0.0);
        assert!(bar[3].1 > bar[4].1 && bar[0].1 > 0.8);
        assert_eq!(shares(&[0, 0], 0.02), [(0.0, 0.0), (0.0, 0.0)]);
        assert_eq!(shares(&[5], 0.02), [(0.0, 1.0)]);
    }
}
