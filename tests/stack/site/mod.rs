//! Recorded cases of databases played on the whole site: clients, HAProxy, nginx, an application that calls them, a manager, links and
//! cores. What a case is about is set by knobs, done by commands and read off; what only a session or an order to one thread of a
//! server shows stays on the bench ([`Case::leaves`](crate::case::Case::leaves)).

mod applying;
mod ending;
mod errors;
mod lag;
mod reading;
mod returning;
mod semi_sync;

pub use crate::judged::median;
use tierscope::conform::stack::web::{Ticket, Web};
use tierscope::engine::time::{SimDuration, SimTime};
use tierscope::model::config::{Config, Failover, Preset, Replication};
use tierscope::model::errand::{Errand, Wish};
use tierscope::model::id::LinkId;
use tierscope::model::mysql::Mysqld;

/// The database that is the primary at the start.
pub const PRIMARY: usize = 0;
/// The first replica.
pub const REPLICA: usize = 1;
/// The pages: each write is of a row of its own, and a run has fewer writes.
const PAGES: u32 = 8_000;

/// Milliseconds.
pub fn ms(millis: f64) -> SimDuration {
    SimDuration::from_seconds_f64(millis / 1000.0)
}

/// The site of an experiment.
pub struct Site {
    pub web: Web,
    next: u32,
}

/// A writer: each of its writes begins a while after the answer to the one before.
pub struct Writer {
    gap: SimDuration,
    /// Its writes: the row and the request.
    pub writes: Vec<(u32, Ticket)>,
}

impl Site {
    /// A primary with so many replicas on machines of their own, with databases as quick as those of the bench, and a person in the
    /// manager's place; nothing else costs or lasts but what `set` sets.
    pub fn new(replicas: usize, set: impl FnOnce(&mut Config)) -> Site {
        let web = Web::site(Preset::Dedicated, |config| {
            (config.replicas, config.cores, config.clients.pages) = (replicas, 64, PAGES);
            (config.app.calls, config.app.db_timeout, config.app.pool) = (1, SimDuration::from_seconds(40), 100);
            (config.mysql.read_cost, config.mysql.write_cost) = (ms(0.2), ms(0.2));
            (config.mysql.flush, config.mysql.apply) = (ms(2.0), ms(1.0));
            config.manager.failover = Failover::Manual;
            set(config);
        });
        let mut site = Site { web, next: 0 };
        site.wait(1.0);
        site
    }

    /// Lets so many seconds pass.
    pub fn wait(&mut self, seconds: f64) {
        self.web.wait(SimDuration::from_seconds_f64(seconds));
    }

    /// Lets time pass, millisecond by millisecond, until something is so, for a minute at most; gives whether it is.
    pub fn until(&mut self, is_so: impl Fn(&Site) -> bool) -> bool {
        for _ in 0..60_000 {
            if is_so(self) {
                return true;
            }
            self.web.wait_ms(1);
        }
        false
    }

    /// The time.
    pub fn now(&self) -> SimTime {
        self.web.now()
    }

    /// Does what the text says, as in a link.
    pub fn act(&mut self, text: &str) {
        self.web.act(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    }

    /// Does something to every link of a database's machine.
    fn all_links(&mut self, database: usize, verb: &str) {
        let site = self.web.world().config().site();
        let machine = site.home(database);
        let links = site.machines().filter(|other| *other != machine).map(|other| LinkId::between(machine, other));
        let acts: Vec<String> = links.filter(|link| site.passes(*link)).map(|link| format!("{verb}:{link}")).collect();
        acts.iter().for_each(|act| self.act(act));
    }

    /// Machine and links of a database are gone at once, and with them what was under way.
    pub fn lose_host(&mut self, database: usize) {
        self.all_links(database, "partition");
        self.act(&format!("crash:db-{}", database + 1));
    }

    /// They are there again.
    pub fn return_host(&mut self, database: usize) {
        self.all_links(database, "heal");
        self.act(&format!("restart:db-{}", database + 1));
    }

    /// A client begins to write a row that nobody has written before; gives the row, too.
    pub fn begin_write(&mut self) -> (u32, Ticket) {
        let row = self.next;
        self.next += 1;
        (row, self.write_row(row))
    }

    /// A client begins to write this row.
    pub fn write_row(&mut self, row: u32) -> Ticket {
        assert!(row < PAGES);
        self.web.send(Errand::new(1, Wish::Post(row)).made())
    }

    /// A client writes such a row and gets an answer: its status, and after how many milliseconds.
    pub fn try_write(&mut self) -> (u16, f64) {
        let (_, ticket) = self.begin_write();
        self.answer(ticket)
    }

    /// What comes of a request within a minute.
    pub fn answer(&mut self, ticket: Ticket) -> (u16, f64) {
        assert!(self.until(|site| site.web.seen(ticket).ended.is_some()));
        let seen = self.web.seen(ticket);
        (seen.status(), seen.millis().unwrap_or(f64::NAN))
    }

    /// A client writes such a row, and is told that it is done after so many milliseconds.
    pub fn write(&mut self) -> f64 {
        let (status, took) = self.try_write();
        assert_eq!(status, 200, "at {}", self.now());
        took
    }

    /// So many such writes, one after the other.
    pub fn write_many(&mut self, count: u64) {
        (0..count).for_each(|_| {
            self.write();
        });
    }

    /// A client reads a row and gets an answer: its status, and after how many milliseconds.
    pub fn read(&mut self, row: u32) -> (u16, f64) {
        let ticket = self.web.send(Errand::new(1, Wish::Get(row)).made());
        self.answer(ticket)
    }

    /// The row that was written last.
    pub fn last_row(&self) -> u32 {
        self.next - 1
    }

    /// Writers that begin now.
    pub fn writers(&mut self, count: u64, gap_ms: f64) -> Vec<Writer> {
        (0..count).map(|_| Writer { gap: ms(gap_ms), writes: vec![self.begin_write()] }).collect()
    }

    /// Lets them write for so many seconds; one whose write fails stops.
    pub fn work(&mut self, writers: &mut [Writer], seconds: f64) {
        let end = self.now() + SimDuration::from_seconds_f64(seconds);
        while self.now() < end {
            for writer in &mut *writers {
                let ended = writer.writes.last().and_then(|(_, ticket)| self.web.seen(*ticket).ended);
                if ended.is_some_and(|(at, status)| status == 200 && self.now() >= at + writer.gap) {
                    let write = self.begin_write();
                    writer.writes.push(write);
                }
            }
            self.web.wait(ms(0.5));
        }
    }

    /// The rows of those writes that were acknowledged, and when.
    pub fn acknowledged(&self, writers: &[Writer]) -> Vec<(u32, SimTime)> {
        let writes = writers.iter().flat_map(|writer| &writer.writes);
        let ended = writes.filter_map(|(row, ticket)| Some((*row, self.web.seen(*ticket).ended?)));
        ended.filter(|(_, (_, status))| *status == 200).map(|(row, (at, _))| (row, at)).collect()
    }

    /// Those of them that a database lacks.
    pub fn missing(&self, database: usize, writers: &[Writer]) -> Vec<u32> {
        let mut missing: Vec<u32> = self.acknowledged(writers).into_iter().map(|(row, _)| row).collect();
        missing.retain(|row| !self.has(database, *row));
        missing.sort_unstable();
        missing
    }

    /// A database.
    pub fn mysqld(&self, database: usize) -> &Mysqld {
        &self.web.world().nodes()[database].mysqld
    }

    /// Whether readers of a database see that a row was written.
    pub fn has(&self, database: usize, row: u32) -> bool {
        self.mysqld(database).rows.get(row).is_some_and(|value| value > 0)
    }

    /// How many rows of a database were written, as its readers see it.
    pub fn rows(&self, database: usize) -> usize {
        self.mysqld(database).rows.iter().filter(|(_, value)| *value > 0).count()
    }

    /// MariaDB's name of a database's newest transaction.
    pub fn gtid(&self, database: usize) -> String {
        let last = self.mysqld(database).log.last();
        last.map_or_else(String::new, |last| self.web.history().mariadb_name(last, 0))
    }

    /// `Rpl_semi_sync_source_status` of the primary.
    pub fn semi_sync(&self) -> &'static str {
        if self.mysqld(PRIMARY).semi_sync.on { "ON" } else { "OFF" }
    }
}

/// Semi-synchronous replication with this limit.
pub fn semi_sync(config: &mut Config, timeout_ms: f64) {
    (config.mysql.replication, config.mysql.semi_sync_timeout) = (Replication::SemiSync, ms(timeout_ms));
}

/// `Yes` or `No`.
pub fn word(runs: bool) -> &'static str {
    if runs { "Yes" } else { "No" }
}
