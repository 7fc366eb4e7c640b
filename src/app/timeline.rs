//! The time line: how far it reaches, and its marks. Knows no pixel but the share of the line that a mark takes.

use super::narrate::Weight;
use super::turns::Turn;
use crate::engine::time::SimTime;
use crate::scenario::Timed;

/// Seconds that a time line can reach to; beyond the last its end is the run's.
const ENDS: [u64; 15] = [15, 30, 60, 120, 180, 300, 600, 1_200, 1_800, 3_600, 7_200, 10_800, 18_000, 28_800, 36_000];

/// A mark on the time line: one turn, or several that lie too close to be told apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// When the first of them was.
    pub at: SimTime,
    /// The gravest of their weights.
    pub weight: Weight,
    /// What happened, a sentence each.
    pub texts: Vec<String>,
    /// Whether it is still to come.
    pub ahead: bool,
}

/// Right end of a time line that must show the instants up to `furthest`: it moves in long steps, so that the marks and
/// charts above it stand still in between.
pub fn end(furthest: SimTime) -> SimTime {
    let fits = ENDS.iter().map(|seconds| SimTime::from_millis(seconds * 1000)).find(|end| *end >= furthest);
    fits.unwrap_or(furthest)
}

/// The marks of a time line from 0 to `end` on which two marks need `gap` (a share of its length) between them: the turns
/// that were, those that lie ahead again, and the commands that are still to come.
pub fn marks(turns: &[Turn], commands: &[Timed], now: SimTime, end: SimTime, gap: f64) -> Vec<Mark> {
    let known = turns.last().map(|turn| turn.story.at);
    let had = turns.iter().filter(|turn| turn.marked).map(|turn| {
        let story = &turn.story;
        Mark { at: story.at, weight: story.weight, texts: vec![story.text.clone()], ahead: story.at > now }
    });
    let to_come = commands
        .iter()
        .filter(|timed| timed.at > now && known.is_none_or(|last| timed.at > last))
        .map(|timed| Mark { at: timed.at, weight: Weight::Plain, texts: vec![timed.text()], ahead: true });
    let mut marks: Vec<Mark> = Vec::new();
    for mark in had.chain(to_come) {
        match marks.last_mut() {
            Some(last) if share(mark.at, end) - share(last.at, end) < gap && last.ahead == mark.ahead => {
                last.texts.extend(mark.texts);
                if rank(mark.weight) > rank(last.weight) {
                    last.weight = mark.weight;
                }
            }
            _ => marks.push(mark),
        }
    }
    marks
}

/// Where an instant lies on a time line from 0 to `end`, 0 to 1.
pub fn share(at: SimTime, end: SimTime) -> f64 {
    if end == SimTime::ZERO { 0.0 } else { (at.as_seconds() / end.as_seconds()).min(1.0) }
}

/// How grave a weight is among the marks of one place.
const fn rank(weight: Weight) -> u8 {
    match weight {
        Weight::Plain => 0,
        Weight::Relief => 1,
        Weight::Database => 2,
        Weight::Warning => 3,
        Weight::Trouble => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::narrate::Story;
    use crate::model::id::{MachineId, Target};
    use crate::scenario::Act;

    fn turn(seconds: u64, weight: Weight) -> Turn {
        let at = SimTime::from_millis(seconds * 1000);
        let text = format!("at {seconds}");
        let story = Story { at, kind: "", node: String::new(), machine: None, weight, important: true, text };
        Turn { story, marked: true }
    }

    #[test]
    fn a_time_line_shows_a_quarter_of_a_minute_and_grows_in_steps() {
        let seconds = |s: u64| SimTime::from_millis(s * 1000);
        for (furthest, shown) in [(0, 15), (16, 30), (60, 60), (61, 120), (3_000, 3_600), (40_000, 40_000)] {
            assert_eq!(end(seconds(furthest)), seconds(shown));
        }
    }

    #[test]
    fn marks_that_are_too_close_become_one_of_the_gravest_weight() {
        let turns = [turn(12, Weight::Plain), turn(13, Weight::Trouble), turn(22, Weight::Relief)];
        let end = SimTime::from_millis(60_000);
        let marks = marks(&turns, &[], SimTime::from_millis(30_000), end, 0.02);
        let seen: Vec<_> = marks.iter().map(|mark| (mark.at.as_seconds(), mark.weight, mark.texts.len())).collect();
        assert_eq!(seen, [(12.0, Weight::Trouble, 2), (22.0, Weight::Relief, 1)]);
    }

    #[test]
    fn what_lies_ahead_is_told_apart_and_commands_to_come_are_marked() {
        let act = Act::Crash(Target::Machine(MachineId::server(0)));
        let commands = [
            Timed { at: SimTime::from_millis(12_000), act: act.clone() },
            Timed { at: SimTime::from_millis(40_000), act },
        ];
        let turns = [turn(12, Weight::Trouble), turn(22, Weight::Trouble)];
        let end = SimTime::from_millis(60_000);
        let marks = marks(&turns, &commands, SimTime::from_millis(13_000), end, 0.02);
        let seen: Vec<_> = marks.iter().map(|mark| (mark.at.as_seconds(), mark.ahead)).collect();
        assert_eq!(seen, [(12.0, false), (22.0, true), (40.0, true)]);
        assert_eq!(marks[2].texts, ["crash:server-1@40s"]);
    }
}
