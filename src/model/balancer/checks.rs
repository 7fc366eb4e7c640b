//! Health checks: when they are sent, and what follows from their results. Knows no request.

use super::Balancer;
use super::config::BackendConfig;
use super::health::{CheckResult, Health};
use super::log::{BalancerLog, Cause};
use super::output::{Output, ServerIndex, Termination};
use super::pool::InUse;
use super::server::{Admin, CheckPhase, Server, WEIGHT_SCALE};
use crate::engine::time::{SimDuration, SimTime};

/// From the start to the first check of each server, which spreads the `n` checked servers over one interval: the `k`-th
/// comes after `k / n` of it. The interval is the server's own or, if that is longer, the shortest that is at least a
/// second (HAProxy 2.6). What it says of servers that are not checked means nothing.
pub(super) fn first_checks(config: &BackendConfig) -> Vec<SimDuration> {
    let checks = || config.servers.iter().filter_map(|server| server.check);
    let checked = checks().count().max(1) as u64;
    let common = checks().map(|check| check.inter).filter(|&inter| inter >= SimDuration::SECOND).min();
    let mut turn = 0;
    let start = |check: Option<super::CheckConfig>| match check {
        None => SimDuration::ZERO,
        Some(check) => {
            let interval = check.inter.max(common.unwrap_or(SimDuration::ZERO));
            turn += 1;
            interval * (turn - 1) / checked
        }
    };
    config.servers.iter().map(|server| server.check).map(start).collect()
}

/// Whether a check's result is a pass that asks for no new requests: a 404, where that is configured to mean so.
pub(super) fn passes_conditionally(result: CheckResult, disable_on_404: bool) -> bool {
    disable_on_404 && result == CheckResult::Status(404)
}

/// The inputs of health checks.
impl Balancer {
    /// Time for the server's next check. Ignored before its time.
    pub fn check_due(&mut self, now: SimTime, server: ServerIndex, out: &mut Vec<Output>) {
        let Some(known) = self.known(server) else { return };
        let maint = self.pool[known].admin == Admin::Maint;
        let Some(checking) = &mut self.pool[known].checking else {
            return;
        };
        match checking.phase {
            CheckPhase::Resting { due } if now >= due => {}
            _ => return,
        }
        let after = checking.config.inter;
        if maint {
            // The clock goes on ticking, so that after maintenance the next check comes at its next tick (recorded).
            checking.phase = CheckPhase::Resting { due: now + after };
            out.push(Output::ArmCheck { server, after });
        } else {
            checking.phase = CheckPhase::Running;
            checking.number = checking.number.wrapping_add(1);
            checking.connected = false;
            let number = checking.number;
            out.push(Output::SendCheck { server, number });
            out.push(Output::ArmCheckTimeout { server, number, after });
        }
    }

    /// The connection of a check stands: what is said of it, if no answer comes.
    pub fn check_connected(&mut self, server: ServerIndex, number: u32) {
        let Some(known) = self.known(server) else { return };
        if let Some(checking) = self.pool[known].checking.as_mut().filter(|checking| checking.number == number) {
            checking.connected = true;
        }
    }

    /// A check's result. Ignored unless `number` is the check under way.
    pub fn check_result(
        &mut self,
        now: SimTime,
        server: ServerIndex,
        number: u32,
        result: CheckResult,
        out: &mut Vec<Output>,
    ) {
        let Some(known) = self.known(server) else { return };
        let conditional = self.is_stopping(result);
        let Some(checking) = &mut self.pool[known].checking else {
            return;
        };
        if checking.phase != CheckPhase::Running || checking.number != number {
            return;
        }
        let before = checking.health;
        let config = checking.config;
        // Who is DOWN does not come up by it.
        let conditional = conditional && before.is_up();
        let passed = result.passed() || conditional;
        let after = before.after(passed, &config);
        let news = before != after || checking.recent.last().is_none_or(|last| !last.same_kind(result));
        let interval = after.interval(&config);
        checking.recent.push(result);
        checking.phase = CheckPhase::Resting { due: now + interval };
        if passed {
            self.pool[known].errors_in_a_row = 0;
        } else if before != Health::DEAD {
            self.pool[known].counters.chkfail += 1;
        }
        if news {
            let (rise, fall) = (config.rise, config.fall);
            out.push(Output::Log(BalancerLog::Check { server, result, health: after, rise, fall }));
        }
        self.change(now, known, Some(Cause::Check(result)), out, |server| {
            if let Some(checking) = &mut server.checking {
                // A failed check does not take it back, until it is the last one.
                checking.stopping = after.is_up() && (conditional || checking.stopping && !passed);
                checking.health = after;
            }
        });
        out.push(Output::ArmCheck { server, after: interval });
    }

    /// The check `number` has had its time. Ignored if its result came.
    pub fn check_timeout(&mut self, now: SimTime, server: ServerIndex, number: u32, out: &mut Vec<Output>) {
        self.check_result(now, server, number, CheckResult::Unanswered, out);
    }

    /// The server's state as if its checks had just made it UP, in full health, or DOWN. Ignored in maintenance and for a
    /// server that is not checked.
    pub fn force_state(&mut self, now: SimTime, server: ServerIndex, up: bool, out: &mut Vec<Output>) {
        let Some(known) = self.known(server) else { return };
        if self.pool[known].admin != Admin::Maint {
            let health = if up { Health::FULL } else { Health::DEAD };
            self.set_health(now, known, health, Cause::Forced, out);
        }
    }

    /// Tells the driver when the first checks are due.
    pub(super) fn arm_first_checks(&self, starts: &[SimDuration], out: &mut Vec<Output>) {
        for ((place, server), &after) in self.pool.iter().zip(starts) {
            if server.checking.is_some() {
                out.push(Output::ArmCheck { server: ServerIndex(place), after });
            }
        }
    }

    pub(super) fn set_health(
        &mut self,
        now: SimTime,
        server: u16,
        health: Health,
        cause: Cause,
        out: &mut Vec<Output>,
    ) {
        self.change(now, server, Some(cause), out, |server| {
            if let Some(checking) = &mut server.checking {
                checking.health = health;
                checking.stopping &= health.is_up() && cause != Cause::Forced;
            }
        });
    }

    /// Changes a server's state and does all that follows: positions, clocks, counters, log, queues. `cause` is `None`
    /// for a person's order, which is logged as such.
    pub(super) fn change(
        &mut self,
        now: SimTime,
        server: u16,
        cause: Option<Cause>,
        out: &mut Vec<Output>,
        change: impl FnOnce(&mut Server),
    ) {
        let changed = &mut self.pool[server];
        let was_up = changed.is_up();
        change(changed);
        let is_up = changed.is_up();
        if was_up != is_up {
            changed.downtime = changed.downtime_until(now);
            changed.down_since = (!is_up).then_some(now);
            changed.last_change = now;
            // What there was of a slow start is over.
            (changed.warm_since, changed.ramp) = (None, 100);
            changed.effective_weight = changed.weight * WEIGHT_SCALE;
        }
        if let Some(cause) = cause.filter(|_| was_up != is_up) {
            let server = ServerIndex(server);
            changed.counters.chkdown += u64::from(!is_up);
            out.push(Output::Log(match is_up {
                true => BalancerLog::ServerUp { server, cause },
                false => BalancerLog::ServerDown { server, cause },
            }));
        }
        if !was_up && is_up {
            self.begin_warmup(now, server, out);
        }
        let usable = self.refresh(server, out);
        if !was_up && is_up {
            self.take_backlog(now, server, out);
        }
        if usable == Some(false) || (was_up && !is_up) {
            self.redistribute(now, server, out);
        }
        self.cut_after(now, server, (was_up, is_up), out);
    }

    /// Cuts the requests that a change of a server's state is configured to cut.
    fn cut_after(&mut self, now: SimTime, server: u16, was_and_is_up: (bool, bool), out: &mut Vec<Output>) {
        let state = &self.pool[server];
        match was_and_is_up {
            (true, false) if state.cuts_when_down => self.cut_sessions(now, server, Termination::ServerDown, out),
            (false, true) if state.cuts_backups_when_up && !state.backup => {
                for backup in 0..self.pool.len() {
                    if self.pool[backup].backup {
                        self.cut_sessions(now, backup, Termination::BackupRetired, out);
                    }
                }
            }
            _ => {}
        }
    }

    /// Lets a server in or out of balancing as its state has it now. Whether it came or went.
    pub(super) fn refresh(&mut self, server: u16, out: &mut Vec<Output>) -> Option<bool> {
        let before = self.pool.in_use();
        let usable = self.pool.refresh(server)?;
        if usable {
            self.balance.gained(&self.pool, server);
        } else {
            self.balance.lost(&self.pool, server);
        }
        let after = self.pool.in_use();
        let first_backup = || self.pool.iter().find(|(_, server)| server.usable && server.backup);
        let log = match (before, after) {
            (before, after) if before == after => None,
            (_, InUse::Nothing) => Some(BalancerLog::NoServerAvailable),
            (_, InUse::Active) => Some(BalancerLog::ActiveInUse { server: ServerIndex(server) }),
            (_, InUse::FirstBackup(first)) => Some(BalancerLog::BackupInUse { server: ServerIndex(first) }),
            (_, InUse::AllBackups) => {
                first_backup().map(|(first, _)| BalancerLog::BackupInUse { server: ServerIndex(first) })
            }
        };
        out.extend(log.map(Output::Log));
        Some(usable)
    }

    /// The place of a server that exists.
    pub(super) fn known(&self, server: ServerIndex) -> Option<u16> {
        (server.0 < self.pool.len()).then_some(server.0)
    }
}
