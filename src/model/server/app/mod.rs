//! The application server: an accept queue and workers that run the code. A worker is held for as long as its page lasts,
//! waits for databases included.

mod call;
pub(crate) mod event;
mod listen;
mod page;
mod staff;
mod watch;

use super::code::{Code, Version};
use super::pool::Pool;
use crate::engine::slab::Key;
use crate::engine::station::Station;
use crate::engine::time::SimTime;
use crate::model::config::{self, Config};

/// Which databases the application uses, as it was last told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Newer ones replace older ones.
    pub version: u32,
    /// Takes the writes.
    pub primary: Option<u8>,
    /// Take the reads, in turn; none: the primary does.
    pub readers: Vec<u8>,
}

impl Route {
    /// The databases as a configuration file names them: the first is the primary.
    pub fn declared(databases: usize) -> Route {
        Route { version: 0, primary: (databases > 0).then_some(0), readers: (1..databases as u8).collect() }
    }
}

/// What an application server has done since the start of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages that were worked on to their end.
    pub executed: u64,
    /// Those of them for which nobody waited any more.
    pub abandoned: u64,
    /// Connection attempts that the kernel dropped, as the accept queue was full.
    pub dropped: u64,
    /// Workers that were ended because their page took too long.
    pub ended: u64,
    /// Pages that waited for a connection of the pool in vain.
    pub starved: u64,
    /// Transactions begun again, as each had been the victim of a deadlock.
    pub restarted: u64,
    /// Pages that the code now loaded has made.
    pub pages: u64,
    /// Those of them that failed: 500.
    pub failed: u64,
}

/// An application server.
#[derive(Clone, Debug)]
pub struct App {
    /// Whether it runs.
    pub running: bool,
    /// Since when.
    pub since: SimTime,
    /// Tells one start, or one load of the code, from another.
    pub epoch: u32,
    /// Whether it was told to stop: its workers finish their pages and take no more.
    pub stopping: bool,
    /// Workers that start and do not take pages yet.
    pub booting: u32,
    /// Pages on workers of an earlier load of the code, which end with them.
    pub old: u32,
    /// Workers and accept queue.
    pub station: Station<Key>,
    /// Its connections to databases.
    pub pool: Pool,
    /// The code on its disk.
    pub files: Code,
    /// The code that its workers run.
    pub code: Code,
    /// The codes of earlier loads that pages still run, with the epochs of those.
    older: Vec<(u32, Code)>,
    /// The version of which the log was told that it runs.
    pub announced: Version,
    /// What it has done.
    pub counts: Counts,
    /// Its databases; none until the manager has told it.
    pub route: Option<Route>,
    /// The databases of its configuration file, for reading before it was told.
    pub declared: Vec<u8>,
    /// Whose turn it is to be read.
    pub turn: usize,
}

impl App {
    /// An application server that runs and knows its databases.
    pub fn new(config: &Config, databases: usize) -> App {
        let route = Route::declared(databases);
        let mut app = App {
            running: true,
            since: SimTime::ZERO,
            epoch: 0,
            stopping: false,
            booting: 0,
            old: 0,
            station: Station::new(0, 0),
            pool: Pool::new(config.app.pool, config.site().databases),
            files: Code::FIRST,
            code: Code::FIRST,
            older: Vec::new(),
            announced: Code::FIRST.version,
            counts: Counts::default(),
            declared: route.readers.clone(),
            route: Some(route),
            turn: 0,
        };
        app.staff(&config.app);
        app
    }

    /// Takes on as many as wanted, and the accept queue that is wanted: the kernel queues one more than the backlog says.
    ///
    /// Pages that can be worked on at once: as many as workers that are ready have threads, and what older ones still do.
    pub(in crate::model) fn staff(&mut self, config: &config::App) {
        if self.old == 0 {
            self.older.clear();
        }
        let ready = if self.stopping { 0 } else { config.workers.saturating_sub(self.booting) };
        self.station.resize(ready * config.threads + self.old, config.backlog as usize + 1);
    }

    /// The code of the workers of this epoch.
    #[inline(always)]
    pub fn code_of(&self, epoch: u32) -> Code {
        if epoch == self.epoch { self.code } else { self.older_code(epoch) }
    }

    #[cold]
    fn older_code(&self, epoch: u32) -> Code {
        self.older.iter().find(|(of, _)| *of == epoch).map_or(self.code, |(_, code)| *code)
    }

    /// The database for the next read.
    fn reader(&mut self) -> Option<u8> {
        let readers = self.route.as_ref().map_or(&self.declared, |route| &route.readers);
        if readers.is_empty() {
            return self.route.as_ref().and_then(|route| route.primary);
        }
        self.turn = (self.turn + 1) % readers.len();
        Some(readers[self.turn])
    }
}
