//! The texts of HAProxy's own log.

use super::{Faults, Happened};
use crate::app::narrate::Told;
use crate::app::texts::schema::room;
use crate::model::balancer::{Admin, BalancerLog, Cause, CheckResult, Health, ServerIndex};
use crate::model::id::MachineId;

room! {
    /// Texts of what HAProxy says.
    Balancer = "balancer" after Faults;

    /// A check and its result.
    check(server, result);
    /// The same, the how manieth of how many that change the server's state.
    check_of(server, result, n, all);
    /// A result of a check.
    passed;
    /// A status that does not count as passed.
    status(status);
    /// The connection was refused.
    refused;
    /// It was closed.
    closed;
    /// Nothing came.
    unanswered;
    /// A server is down.
    down(server);
    /// It is down for what clients got.
    down_observed(server);
    /// It is down after checks.
    down_checked(server, n: count);
    /// It is up.
    up(server);
    /// What a person made of a server.
    ordered(server) of Admin { Ready, Drain, Maint };
    /// A server's weight.
    weight(server, weight);
    /// A server's limit.
    maxconn(server, n: count);
    /// A server without one.
    no_maxconn(server);
    /// Nobody is left.
    no_server;
    /// A backup is used.
    backup(server);
    /// An active server is used again.
    active(server);
}

impl Happened {
    /// What HAProxy wrote into its log.
    pub(super) fn of_balancer(&self, log: &BalancerLog, told: &Told) -> String {
        let (words, at) = (&self.balancer, |server: &ServerIndex| MachineId::server(server.index()));
        match log {
            BalancerLog::Check { server, result, health, rise, fall } => {
                let result = words.result(*result);
                match health {
                    Health::Up { misses } if *misses > 0 => words.check_of(at(server), result, told.checks, fall),
                    Health::Down { passes } if *passes > 0 => words.check_of(at(server), result, told.checks, rise),
                    _ => words.check(at(server), result),
                }
            }
            BalancerLog::ServerDown { server, cause } => {
                let sentence = match told.checks {
                    0 => words.down(at(server)),
                    _ if matches!(cause, Cause::Observed) => words.down_observed(at(server)),
                    n => words.down_checked(at(server), u64::from(n)),
                };
                self.with_cost(sentence, &told.cost)
            }
            BalancerLog::ServerUp { server, .. } => self.late(words.up(at(server)), told),
            BalancerLog::AdminChanged { server, admin } => words.ordered(*admin, at(server)),
            BalancerLog::WeightSet { server, weight } => words.weight(at(server), weight),
            BalancerLog::MaxconnSet { server, maxconn: Some(limit) } => words.maxconn(at(server), u64::from(*limit)),
            BalancerLog::MaxconnSet { server, maxconn: None } => words.no_maxconn(at(server)),
            BalancerLog::NoServerAvailable => words.no_server().to_owned(),
            BalancerLog::BackupInUse { server } => words.backup(at(server)),
            BalancerLog::ActiveInUse { server } => words.active(at(server)),
        }
    }
}

impl Balancer {
    fn result(&self, result: CheckResult) -> String {
        match result {
            CheckResult::Connected => self.passed().to_owned(),
            CheckResult::Status(_) if result.passed() => self.passed().to_owned(),
            CheckResult::Status(status) => self.status(status),
            CheckResult::Refused => self.refused().to_owned(),
            CheckResult::Closed => self.closed().to_owned(),
            CheckResult::Unanswered => self.unanswered().to_owned(),
        }
    }
}
