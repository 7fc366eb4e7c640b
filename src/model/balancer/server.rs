//! One server as the balancer knows it: its load, its orders, what its checks say. Knows no other server.

use super::config::{CheckConfig, ServerConfig};
use super::health::Health;
use super::observe::Observe;
use super::queue::Queue;
use super::status::{Counters, RecentChecks, Status};
use crate::engine::time::{SimDuration, SimTime};

/// Fractions of a weight unit in an effective weight (HAProxy's `BE_WEIGHT_SCALE`), which slow starts need.
pub(super) const WEIGHT_SCALE: u32 = 16;

/// What a person ordered for a server (runtime API `set server ... state`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Admin {
    /// Takes part.
    #[default]
    Ready,
    /// No new requests by balancing; still checked.
    Drain,
    /// Out: no requests, no checks.
    Maint,
}

impl Admin {
    /// All of them.
    pub const ALL: [Admin; 3] = [Admin::Ready, Admin::Drain, Admin::Maint];

    /// HAProxy's word.
    pub const fn keyword(self) -> &'static str {
        match self {
            Admin::Ready => "ready",
            Admin::Drain => "drain",
            Admin::Maint => "maint",
        }
    }

    /// The order HAProxy calls `keyword`.
    pub fn from_keyword(keyword: &str) -> Option<Admin> {
        Admin::ALL.into_iter().find(|admin| admin.keyword() == keyword)
    }
}

/// Where a server's checking stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CheckPhase {
    /// The next check is due then.
    Resting {
        /// When.
        due: SimTime,
    },
    /// A check is under way.
    Running,
}

/// The checks of one server.
#[derive(Clone, Debug)]
pub(super) struct Checking {
    pub(super) config: CheckConfig,
    pub(super) health: Health,
    pub(super) phase: CheckPhase,
    /// Of the check under way, or of the last one; wraps.
    pub(super) number: u32,
    pub(super) recent: RecentChecks,
    /// Whether the connection of the check under way, or of the last one, stood.
    pub(super) connected: bool,
    /// Whether it asked, by 404, for no new requests.
    pub(super) stopping: bool,
}

impl Checking {
    /// As at the start: UP on trust, no check so far.
    pub(super) fn new(config: CheckConfig, due: SimTime) -> Checking {
        Checking {
            config,
            health: Health::on_trust(&config),
            phase: CheckPhase::Resting { due },
            number: 0,
            recent: RecentChecks::default(),
            stopping: false,
            connected: false,
        }
    }
}

/// One server.
#[derive(Clone, Debug)]
pub(super) struct Server {
    /// Requests that count against its limit and for leastconn: those it was chosen for and that have not left it.
    pub(super) served: u32,
    /// Requests with a connection to it, or one being made. Differs from `served` during the pause before a retry, and by
    /// those a server coming UP took from the backlog.
    pub(super) open: u32,
    /// Largest number of requests at once; `u32::MAX`: no limit.
    pub(super) limit: u32,
    /// What the limit shrinks to while the backend has little to do; `None`: it does not.
    pub(super) minconn: Option<u32>,
    /// Requests that may wait for it alone; 0: any number.
    pub(super) maxqueue: u32,
    /// HAProxy's number of it.
    pub(super) id: u32,
    /// Its share now, in sixteenths of a weight unit.
    pub(super) effective_weight: u32,
    pub(super) backup: bool,
    /// Whether balancing may choose it. Kept by `Pool`, which counts the usable ones.
    pub(super) usable: bool,
    pub(super) admin: Admin,
    /// Requests that wait for it alone.
    pub(super) queue: Queue,
    pub(super) weight: u32,
    pub(super) initial_weight: u32,
    pub(super) checking: Option<Checking>,
    pub(super) counters: Counters,
    pub(super) last_change: SimTime,
    /// Down or in maintenance before `down_since`, all told.
    pub(super) downtime: SimDuration,
    pub(super) down_since: Option<SimTime>,
    pub(super) slowstart: SimDuration,
    /// Since when it is in its slow start.
    pub(super) warm_since: Option<SimTime>,
    /// How many sixteenths of its weight it has at this second of a slow start.
    pub(super) steps: u32,
    /// Percent of its limit that it has reached in its slow start.
    pub(super) ramp: u32,
    pub(super) observe: Option<Observe>,
    /// Errors that its answers have shown in a row.
    pub(super) errors_in_a_row: u32,
    pub(super) cuts_when_down: bool,
    pub(super) cuts_backups_when_up: bool,
    /// Most that were open and that waited for it at once.
    pub(super) open_max: u32,
    pub(super) queued_max: u32,
}

impl Server {
    /// As at the start; its first check is due at `check_due`.
    pub(super) fn new(config: &ServerConfig, now: SimTime, check_due: SimTime) -> Server {
        let mut server = Server {
            served: 0,
            open: 0,
            limit: u32::MAX,
            effective_weight: 0,
            backup: false,
            usable: false,
            admin: Admin::Ready,
            queue: Queue::new(),
            weight: 0,
            initial_weight: 0,
            checking: None,
            counters: Counters::default(),
            last_change: now,
            downtime: SimDuration::ZERO,
            down_since: None,
            minconn: None,
            maxqueue: 0,
            id: 0,
            slowstart: SimDuration::ZERO,
            warm_since: None,
            steps: WEIGHT_SCALE,
            ramp: 100,
            observe: None,
            errors_in_a_row: 0,
            cuts_when_down: false,
            cuts_backups_when_up: false,
            open_max: 0,
            queued_max: 0,
        };
        server.configure(config, check_due);
        server
    }

    /// Takes a configuration over and keeps what happened so far. A server not checked before is UP on trust.
    pub(super) fn configure(&mut self, config: &ServerConfig, check_due: SimTime) {
        self.backup = config.backup;
        self.id = config.id;
        self.set_limits(config);
        self.slowstart = config.slowstart;
        (self.warm_since, self.ramp) = (None, 100);
        self.observe = config.observe;
        (self.cuts_when_down, self.cuts_backups_when_up) = (config.cuts_when_down, config.cuts_backups_when_up);
        self.initial_weight = config.weight.min(ServerConfig::WEIGHT_MAX);
        self.set_weight(self.initial_weight);
        self.checking = match (config.check, self.checking.take()) {
            (Some(check), Some(mut old)) => {
                old.config = check;
                old.health = old.health.clamped(&check);
                old.phase = CheckPhase::Resting { due: check_due };
                Some(old)
            }
            (Some(check), None) => Some(Checking::new(check, check_due)),
            (None, _) => None,
        };
    }

    /// Takes its limits over.
    pub(super) fn set_limits(&mut self, config: &ServerConfig) {
        // A minconn beyond the maxconn, or without one, is the limit.
        self.limit = config.maxconn.max(config.minconn).unwrap_or(u32::MAX);
        self.minconn = config.minconn;
        self.maxqueue = config.maxqueue;
    }

    /// Its slow start in whole seconds, rounded up as HAProxy does.
    pub(super) fn slowstart_seconds(&self) -> u32 {
        self.slowstart.as_nanos().div_ceil(SimDuration::SECOND.as_nanos()) as u32
    }

    /// A weight in whole units, of which a slow start gives as much as it does at this second.
    pub(super) fn set_weight(&mut self, units: u32) {
        let steps = if self.warm_since.is_some() { self.steps } else { WEIGHT_SCALE };
        self.weight = units;
        self.effective_weight = units * steps;
    }

    /// Whether it is UP and not in maintenance.
    pub(super) fn is_up(&self) -> bool {
        self.admin != Admin::Maint && self.checking.as_ref().is_none_or(|checking| checking.health.is_up())
    }

    /// Whether balancing may choose it, as its state is now.
    pub(super) fn may_be_chosen(&self) -> bool {
        let stopping = self.checking.as_ref().is_some_and(|checking| checking.stopping);
        self.is_up() && self.admin == Admin::Ready && self.effective_weight > 0 && !stopping
    }

    /// In HAProxy's words.
    pub(super) fn status(&self) -> Status {
        let health = match (self.admin, &self.checking) {
            (Admin::Maint, _) => return Status::Maint,
            (Admin::Drain, _) if self.is_up() => return Status::Drain,
            (_, None) => return Status::NoCheck,
            (_, Some(checking)) => (checking.health, &checking.config),
        };
        if self.checking.as_ref().is_some_and(|checking| checking.stopping) {
            return match health {
                (Health::Up { misses: misses @ 1.. }, check) => {
                    Status::Nolb(Some((check.fall.saturating_sub(misses), check.fall)))
                }
                _ => Status::Nolb(None),
            };
        }
        match health {
            (Health::FULL, _) => Status::Up,
            (Health::DEAD, _) => Status::Down,
            (Health::Up { misses }, check) => {
                Status::GoingDown { left: check.fall.saturating_sub(misses), fall: check.fall }
            }
            (Health::Down { passes }, check) => Status::GoingUp { passes, rise: check.rise },
        }
    }

    /// Down or in maintenance until `now`, all told.
    pub(super) fn downtime_until(&self, now: SimTime) -> SimDuration {
        self.down_since.map_or(self.downtime, |since| self.downtime + now.since(since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked() -> Server {
        let config = ServerConfig { check: Some(CheckConfig::default()), ..ServerConfig::default() };
        Server::new(&config, SimTime::ZERO, SimTime::ZERO)
    }

    fn in_health(health: Health) -> String {
        let mut server = checked();
        if let Some(checking) = &mut server.checking {
            checking.health = health;
        }
        server.status().to_string()
    }

    #[test]
    fn a_status_says_how_far_the_server_is_from_changing() {
        assert_eq!(checked().status().to_string(), "UP 1/3");
        assert_eq!(in_health(Health::FULL), "UP");
        assert_eq!(in_health(Health::Up { misses: 1 }), "UP 2/3");
        assert_eq!(in_health(Health::DEAD), "DOWN");
        assert_eq!(in_health(Health::Down { passes: 1 }), "DOWN 1/2");
    }

    #[test]
    fn an_order_is_shown_before_health_but_drain_only_while_up() {
        let mut server = checked();
        server.admin = Admin::Drain;
        assert_eq!(server.status(), Status::Drain);
        if let Some(checking) = &mut server.checking {
            checking.health = Health::DEAD;
        }
        assert_eq!(server.status(), Status::Down);
        server.admin = Admin::Maint;
        assert_eq!(server.status(), Status::Maint);
    }

    #[test]
    fn weight_0_and_drain_stop_balancing_without_taking_the_server_down() {
        let mut server = checked();
        assert!(server.may_be_chosen());
        server.set_weight(0);
        assert!(server.is_up() && !server.may_be_chosen());
        server.set_weight(1);
        server.admin = Admin::Drain;
        assert!(server.is_up() && !server.may_be_chosen());
    }
}
