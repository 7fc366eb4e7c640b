//! The address bar follows the run: no more often than browsers like, and only when something was decided. Another scenario is an
//! entry of its own in the browser's history, everything else takes the place of what stands there.

use super::browser;
use gloo::timers::callback::Timeout;

/// Least real milliseconds before a change is written; browsers refuse a hundred in half a minute.
const PAUSE_MS: f64 = 800.0;
/// The same since the last writing, for an entry of its own, which takes two.
const ENTRY_PAUSE_MS: f64 = 1_700.0;

/// What is to be written into the address bar, and when.
#[derive(Default)]
pub struct Address {
    waiting: Option<Timeout>,
    /// The link of the run.
    link: Option<String>,
    /// The link that keeps the entry of now, where the next one is to have an entry of its own; none where that one is as it was opened.
    before: Option<Option<String>>,
    written_ms: f64,
}

impl Address {
    /// Another scenario begins: what stands in the address bar is to stay behind as the way back.
    pub fn leave(&mut self) {
        self.before.get_or_insert(self.link.clone());
    }

    /// The link changed: `due` is called when it may be written. Changes in between are written with it.
    pub fn changed(&mut self, link: Option<String>, due: impl FnOnce() + 'static) {
        self.link = link;
        let since_ms = browser::now_ms() - self.written_ms;
        match self.before {
            Some(_) => self.wait((ENTRY_PAUSE_MS - since_ms).max(0.0), due),
            None if self.waiting.is_none() => self.wait(PAUSE_MS, due),
            None => {}
        }
    }

    fn wait(&mut self, pause_ms: f64, due: impl FnOnce() + 'static) {
        self.waiting = Some(Timeout::new(pause_ms as u32, due));
    }

    /// Writes the link as it is now.
    pub fn write(&mut self) {
        self.waiting = None;
        self.written_ms = browser::now_ms();
        let before = self.before.take();
        let Some(link) = &self.link else { return };
        match before {
            Some(before) if before.as_ref() != Some(link) => {
                browser::replace_query(before.as_deref());
                browser::push_query(link);
            }
            _ => browser::replace_query(Some(link)),
        }
    }

    /// The browser has gone to another entry, whose query this is: gives it where it is not that of the run.
    pub fn returned(&mut self) -> Option<String> {
        let query = browser::own_query().filter(|query| Some(query) != self.link.as_ref())?;
        (self.waiting, self.before) = (None, None);
        self.link = Some(query.clone());
        Some(query)
    }
}
