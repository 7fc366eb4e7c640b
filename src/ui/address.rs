//! The address bar follows the run: no more often than browsers like, and only when something was decided.

use super::browser;
use gloo::timers::callback::Timeout;

/// Least real milliseconds between two changes; browsers refuse a hundred in half a minute.
const PAUSE_MS: u32 = 800;

/// What is to be written into the address bar, and when.
#[derive(Default)]
pub struct Address {
    waiting: Option<Timeout>,
}

impl Address {
    /// The link changed: `due` is called when it may be written. Changes in between are written with it.
    pub fn changed(&mut self, due: impl FnOnce() + 'static) {
        if self.waiting.is_none() {
            self.waiting = Some(Timeout::new(PAUSE_MS, due));
        }
    }

    /// Writes the link as it is now.
    pub fn write(&mut self, link: Option<&str>) {
        self.waiting = None;
        if let Some(link) = link {
            browser::replace_query(link);
        }
    }
}
