//! English: HAProxy's own log.

use super::{after, meanwhile};
use crate::app::narrate::Told;
use crate::app::texts::en::counted;
use crate::model::balancer::{Admin, BalancerLog, Cause, CheckResult, Health, ServerIndex};
use crate::model::id::MachineId;

pub(super) fn sentence(log: &BalancerLog, told: &Told) -> String {
    let at = |server: &ServerIndex| MachineId::server(server.index());
    match log {
        BalancerLog::Check { server, result, health, rise, fall } => {
            let how = check(*result);
            let n = told.checks;
            match health {
                Health::Up { misses } if *misses > 0 => {
                    format!("HAProxy's check of {} {how} ({n} of {fall})", at(server))
                }
                Health::Down { passes } if *passes > 0 => {
                    format!("HAProxy's check of {} {how} ({n} of {rise})", at(server))
                }
                _ => format!("HAProxy's check of {} {how}", at(server)),
            }
        }
        BalancerLog::ServerDown { server, cause } => {
            let checks = match told.checks {
                0 => String::new(),
                _ if matches!(cause, Cause::Observed) => " for what it answered to requests".to_owned(),
                n => format!(" after {}", counted(u64::from(n), "failed check", "failed checks")),
            };
            format!("HAProxy marked {} DOWN{checks}{}", at(server), meanwhile(&told.cost))
        }
        BalancerLog::ServerUp { server, .. } => format!("HAProxy marked {} UP{}", at(server), after(told)),
        BalancerLog::AdminChanged { server, admin } => match admin {
            Admin::Ready => format!("{} was made ready: it may get requests", at(server)),
            Admin::Drain => format!("{} drains: it keeps its requests and gets no new ones", at(server)),
            Admin::Maint => format!("{} is out for maintenance: no requests, no checks", at(server)),
        },
        BalancerLog::WeightSet { server, weight } => format!("{} has the weight {weight} now", at(server)),
        BalancerLog::MaxconnSet { server, maxconn: Some(limit) } => {
            let requests = counted(u64::from(*limit), "request", "requests");
            format!("HAProxy lets {} have {requests} at once", at(server))
        }
        BalancerLog::MaxconnSet { server, maxconn: None } => {
            format!("HAProxy lets {} have any number of requests", at(server))
        }
        BalancerLog::NoServerAvailable => "HAProxy has no usable server left: every request gets 503".to_owned(),
        BalancerLog::BackupInUse { server } => format!("Backup {} takes over", at(server)),
        BalancerLog::ActiveInUse { server } => format!("{} is in use again, the backups rest", at(server)),
    }
}

fn check(result: CheckResult) -> String {
    match result {
        CheckResult::Connected => "passed".to_owned(),
        CheckResult::Status(_) if result.passed() => "passed".to_owned(),
        CheckResult::Status(status) => format!("was answered with {status}"),
        CheckResult::Refused => "was refused".to_owned(),
        CheckResult::Closed => "was cut off".to_owned(),
        CheckResult::Unanswered => "was not answered".to_owned(),
    }
}
