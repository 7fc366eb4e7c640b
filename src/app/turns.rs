//! The turns of a run's story in the order of time: what the time line marks and what is said aloud. Remembers those that
//! lie ahead again after going back, since the same run brings them again. Knows no screen.

use super::narrate::{Story, is_marked, is_turn, story};
use super::texts::Texts;
use crate::engine::time::SimTime;
use crate::metrics::log::Line;
use crate::scenario::Timed;
use std::rc::Rc;

/// The turns that a branch of a run has had so far.
#[derive(Clone, Debug, Default)]
pub struct Turns {
    stories: Rc<Vec<Turn>>,
    lines: usize,
}

/// A turn of the story.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// What happened.
    pub story: Story,
    /// Whether the time line marks it.
    pub marked: bool,
}

impl Turns {
    /// Reads on in the log. Gives the texts of the turns that are new.
    pub fn read(&mut self, texts: &Texts, log: &[Line], commands: &[Timed]) -> Vec<String> {
        let mut new = Vec::new();
        while self.lines < log.len() {
            let note = &log[self.lines].note;
            let marked = is_marked(note);
            // What is neither is not put into words: most lines of a run in good health.
            let told = if marked || is_turn(note) { story(texts, log, self.lines, commands) } else { None };
            if let Some(story) = told {
                new.push(story.text.clone());
                Rc::make_mut(&mut self.stories).push(Turn { story, marked });
            }
            self.lines += 1;
        }
        new
    }

    /// Forgets what came after `time`: the past was changed there. `lines` is the length of the log at that instant.
    pub fn forget_after(&mut self, time: SimTime, lines: usize) {
        Rc::make_mut(&mut self.stories).retain(|turn| turn.story.at <= time);
        self.lines = self.lines.min(lines);
    }

    /// All turns so far, those that lie ahead again included.
    pub fn all(&self) -> &Rc<Vec<Turn>> {
        &self.stories
    }
}
