//! `proxy_cache`: what nginx keeps of pages, how long it is good, and who fetches it anew. Knows no request and no connection.

use crate::engine::table::Table;
use crate::engine::time::{SimDuration, SimTime};
use crate::model::choice::choice;
use crate::model::config::Cache as Settings;

choice! {
    /// What the cache was to a request (`$upstream_cache_status`).
    pub enum CacheStatus {
        /// It had nothing: fetched.
        Miss = "MISS",
        /// What it had was good.
        Hit = "HIT",
        /// What it had was too old: fetched.
        Expired = "EXPIRED",
        /// What it had was too old, and given nevertheless.
        Stale = "STALE",
        /// The same while another request fetches it anew.
        Updating = "UPDATING",
    }
}

/// What is to be done with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// It is answered with what is there.
    Serve(CacheStatus),
    /// It is answered with what is there, and that is fetched anew behind its back.
    Refresh,
    /// It is passed on, and what comes is kept.
    Fetch(CacheStatus),
    /// It is passed on, and what comes is not kept.
    Pass(CacheStatus),
    /// It waits for another one that fetches the same, and looks again after so long at most.
    Wait,
}

/// A page as the cache has it.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    /// The last second in which it is good; none: nothing is there.
    good_until: Option<u64>,
    /// Whether a request fetches it.
    updating: bool,
    /// When another may fetch it, too, because the first has taken too long.
    lock_ends: SimTime,
}

/// The cache, by page.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    entries: Table<Entry>,
    /// How often it was what to a request, by place in [`CacheStatus::ALL`].
    pub counts: [u64; CacheStatus::ALL.len()],
}

/// `proxy_cache_lock_timeout` and `proxy_cache_lock_age`: nginx's default of both.
pub const LOCK_TIMEOUT: SimDuration = SimDuration::from_seconds(5);
/// How often who waits for another looks again at least (nginx's source).
pub const LOCK_LOOK: SimDuration = SimDuration::from_millis(500);

/// The second of an instant: nginx's clock of cached answers has no finer one.
fn second(now: SimTime) -> u64 {
    now.as_nanos() / SimDuration::SECOND.as_nanos()
}

impl Cache {
    /// A request for a page: it has waited for so long for another one that fetches it.
    pub fn look(&mut self, page: u32, waited: SimDuration, now: SimTime, settings: &Settings) -> Look {
        let Some(entry) = self.entries.get_mut(page) else {
            self.entries.insert(page, Entry { good_until: None, updating: true, lock_ends: now + LOCK_TIMEOUT });
            return Look::Fetch(CacheStatus::Miss);
        };
        match entry.good_until {
            Some(last) if second(now) <= last => Look::Serve(CacheStatus::Hit),
            Some(_) if entry.updating => match settings.stale.while_updating() {
                true => Look::Serve(CacheStatus::Updating),
                false => Look::Pass(CacheStatus::Expired),
            },
            Some(_) => {
                (entry.updating, entry.lock_ends) = (true, now + LOCK_TIMEOUT);
                match settings.background && settings.stale.while_updating() {
                    true => Look::Refresh,
                    false => Look::Fetch(CacheStatus::Expired),
                }
            }
            None if settings.lock && entry.updating && now < entry.lock_ends => match waited < LOCK_TIMEOUT {
                true => Look::Wait,
                false => Look::Pass(CacheStatus::Miss),
            },
            None => {
                (entry.updating, entry.lock_ends) = (true, now + LOCK_TIMEOUT);
                Look::Fetch(CacheStatus::Miss)
            }
        }
    }

    /// The page has been fetched and is good from now on.
    pub fn store(&mut self, page: u32, now: SimTime, settings: &Settings) {
        let good_until = Some(second(now) + settings.valid.as_nanos() / SimDuration::SECOND.as_nanos());
        self.entries.insert(page, Entry { good_until, updating: false, lock_ends: now });
    }

    /// Who fetched the page has not got it.
    pub fn give_up(&mut self, page: u32) {
        if let Some(entry) = self.entries.get_mut(page) {
            entry.updating = false;
        }
    }

    /// Whether what is there, too old, stands in for an application that failed or answered 500: `proxy_cache_use_stale` says
    /// so, or the page itself did by `stale-if-error`.
    pub fn covers(&self, page: u32, now: SimTime, settings: &Settings) -> bool {
        let Some(last) = self.entries.get(page).and_then(|entry| entry.good_until) else { return false };
        let spared = last + settings.stale_if_error.as_nanos() / SimDuration::SECOND.as_nanos();
        settings.stale.on_errors() || !settings.stale_if_error.is_zero() && second(now) <= spared
    }

    /// Counts what the cache was to a request.
    pub fn count(&mut self, status: CacheStatus) {
        self.counts[status as usize] += 1;
    }

    /// Pages that it has.
    pub fn pages(&self) -> usize {
        self.entries.iter().filter(|(_, entry)| entry.good_until.is_some()).count()
    }
}
