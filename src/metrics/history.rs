//! What grows as a run goes on: points of the charts, lines of the log, journeys. Kept once beside the run and cut back
//! when it goes back in time, never copied with a checkpoint.

use super::diary::{Diary, Entry};
use super::journey::{Journey, Journeys, Step};
use super::log::Log;
use super::series::{LIMIT, Point};
use crate::engine::time::SimTime;

/// The history of a run, every part of it bounded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    series: Vec<Point>,
    /// The event log.
    pub log: Log,
    /// Ways of sampled requests.
    pub journeys: Journeys,
    /// What befell the client who is followed.
    pub diary: Diary,
}

impl History {
    /// One point for each whole second, at most [`LIMIT`].
    pub fn series(&self) -> &[Point] {
        &self.series
    }

    /// Whether there is room for another point.
    pub fn has_room(&self) -> bool {
        self.series.len() < LIMIT
    }

    /// Adds the point of a second, where there is room.
    pub fn push(&mut self, point: Point) {
        if self.has_room() {
            self.series.push(point);
        }
    }

    /// About how many bytes it takes.
    pub fn bytes(&self) -> usize {
        let steps: usize = self.journeys.kept.iter().map(|journey| journey.steps.capacity()).sum();
        self.series.capacity() * size_of::<Point>()
            + size_of_val(self.log.lines())
            + self.diary.kept().len() * size_of::<Entry>()
            + self.journeys.kept.len() * size_of::<Journey>()
            + steps * size_of::<Step>()
    }

    /// Forgets what came after `time`, by when there were `points` points and `noted` noted lines.
    pub fn cut_back(&mut self, time: SimTime, points: usize, noted: u64) {
        self.series.truncate(points);
        self.log.cut_back(noted);
        self.journeys.cut_back(time);
        self.diary.cut_back(time);
    }
}
