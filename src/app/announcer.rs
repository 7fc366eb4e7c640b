//! What is said aloud to those who cannot see the page: the turns of the story, a few words at a time. Knows no screen.

use super::texts::Texts;
use std::collections::VecDeque;

/// Real milliseconds between two messages.
const PAUSE_MS: f64 = 5_000.0;
/// Most words of one message.
const WORDS: usize = 25;

/// Holds messages back until it is polite to say them.
#[derive(Clone, Debug, Default)]
pub struct Announcer {
    waiting: VecDeque<String>,
    last_ms: Option<f64>,
}

impl Announcer {
    /// Something to say as soon as it is polite.
    pub fn say(&mut self, text: String) {
        self.waiting.push_back(text);
    }

    /// Forgets what was not said yet: the run is somewhere else now.
    pub fn hush(&mut self) {
        self.waiting.clear();
    }

    /// Real milliseconds from `wall_ms` until the next message is due, if one waits.
    pub fn due_in(&self, wall_ms: f64) -> Option<f64> {
        if self.waiting.is_empty() {
            return None;
        }
        Some(self.last_ms.map_or(0.0, |last| (PAUSE_MS - (wall_ms - last)).max(0.0)))
    }

    /// The next message, if one is due at the real time `wall_ms`: as many of the waiting ones as are short enough
    /// together, and how many there were besides.
    pub fn next(&mut self, wall_ms: f64, texts: &Texts) -> Option<String> {
        if self.due_in(wall_ms)? > 0.0 {
            return None;
        }
        self.last_ms = Some(wall_ms);
        let mut said = self.waiting.pop_front()?;
        while let Some(text) = self.waiting.front() {
            if words(&said) + words(text) > WORDS {
                break;
            }
            said.push(' ');
            said.push_str(text);
            self.waiting.pop_front();
        }
        if !self.waiting.is_empty() {
            said.push(' ');
            said.push_str(&texts.shell.more_in_log(self.waiting.len() as u64));
            self.waiting.clear();
        }
        Some(said)
    }
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_at_most_every_five_seconds_and_are_short() {
        let texts = Texts::english();
        let mut announcer = Announcer::default();
        assert_eq!(announcer.next(0.0, texts), None);
        announcer.say("server-1 is off.".to_owned());
        assert_eq!(announcer.next(10.0, texts).as_deref(), Some("server-1 is off."));
        (0..9).for_each(|n| announcer.say(format!("Sentence {n} has exactly six words.")));
        assert_eq!(announcer.next(5_009.0, texts), None);
        let said = announcer.next(5_010.0, texts).expect("it is time");
        assert!(
            said.starts_with("Sentence 0") && said.contains("Sentence 3") && !said.contains("Sentence 4"),
            "{said}"
        );
        assert!(said.ends_with(&texts.shell.more_in_log(5)), "{said}");
        assert_eq!(announcer.next(20_000.0, texts), None);
    }
}
