//! Orders given at run time, reloads, and why HAProxy refuses some. Knows no request.

use super::Balancer;
use super::balance::Balance;
use super::checks;
use super::config::{BackendConfig, ServerConfig};
use super::health::Health;
use super::log::BalancerLog;
use super::output::{Output, ServerIndex};
use super::server::{Admin, CheckPhase};
use crate::engine::time::SimTime;
use core::fmt;

/// A new weight, as `set server ... weight` takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// So many weight units, 0 to 256.
    Units(u32),
    /// So many percent of the configured weight.
    Percent(u32),
}

/// Why an order was refused; nothing has changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such server.
    NoSuchServer,
    /// A weight beyond 256.
    WeightOutOfRange,
    /// The algorithm fixes the weights when it starts.
    StaticAlgorithm,
    /// A configuration with another number of servers.
    ServerCount,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::NoSuchServer => "No such server.",
            Refusal::WeightOutOfRange => "Absolute weight can only be between 0 and 256 inclusive.",
            Refusal::StaticAlgorithm => {
                "Backend is using a static LB algorithm and only accepts weights '0%' and '100%'."
            }
            Refusal::ServerCount => "A reload keeps the number of servers.",
        })
    }
}

/// Orders and configurations.
impl Balancer {
    /// `set server ... weight`. Nobody is taken from the queue by it (HAProxy 2.6, recorded).
    ///
    /// # Errors
    /// [`Refusal::WeightOutOfRange`], [`Refusal::StaticAlgorithm`] for a hash and anything but nothing and all,
    /// [`Refusal::NoSuchServer`].
    pub fn set_weight(&mut self, server: ServerIndex, weight: Weight, out: &mut Vec<Output>) -> Result<(), Refusal> {
        let server = self.known(server).ok_or(Refusal::NoSuchServer)?;
        let initial = self.pool[server].initial_weight;
        let units = match weight {
            Weight::Units(units) if units > ServerConfig::WEIGHT_MAX => return Err(Refusal::WeightOutOfRange),
            Weight::Units(units) => units,
            Weight::Percent(percent) => (initial.saturating_mul(percent) / 100).min(ServerConfig::WEIGHT_MAX),
        };
        let allowed = units == 0 || units == initial;
        if self.config.is_static() && !allowed {
            return Err(Refusal::StaticAlgorithm);
        }
        self.pool[server].set_weight(units);
        out.push(Output::Log(BalancerLog::WeightSet { server: ServerIndex(server), weight: units }));
        let (was_usable, came_or_went) = (self.pool[server].usable, self.refresh(server, out));
        if was_usable && came_or_went.is_none() {
            self.pool.reweigh();
            self.balance.reweighed(&self.pool, server);
        }
        Ok(())
    }

    /// `set server ... state`. Maintenance stops the checks; out of it the server is UP at once, on trust, and takes from
    /// the backend's queue what it has room for, which a server that leaves `drain` does not (HAProxy 2.6, recorded).
    ///
    /// # Errors
    /// [`Refusal::NoSuchServer`].
    pub fn set_admin(
        &mut self,
        now: SimTime,
        server: ServerIndex,
        admin: Admin,
        out: &mut Vec<Output>,
    ) -> Result<(), Refusal> {
        let known = self.known(server).ok_or(Refusal::NoSuchServer)?;
        let before = self.pool[known].admin;
        if before == admin {
            return Ok(());
        }
        out.push(Output::Log(BalancerLog::AdminChanged { server, admin }));
        if let Some(checking) = self.pool[known].checking.as_mut().filter(|_| admin == Admin::Maint) {
            // The result of a check under way is not waited for.
            if checking.phase == CheckPhase::Running {
                let after = checking.config.inter;
                checking.phase = CheckPhase::Resting { due: now + after };
                out.push(Output::ArmCheck { server, after });
            }
        }
        self.change(now, known, None, out, |server| {
            server.admin = admin;
            server.last_change = now;
            if let Some(checking) = &mut server.checking {
                checking.stopping &= before != Admin::Maint && admin != Admin::Maint;
                match (before, admin) {
                    (_, Admin::Maint) => checking.health = Health::DEAD,
                    (Admin::Maint, _) => checking.health = Health::on_trust(&checking.config),
                    _ => {}
                }
            }
        });
        Ok(())
    }

    /// `set maxconn server`; `None`: no limit. A raised limit serves those that wait.
    ///
    /// # Errors
    /// [`Refusal::NoSuchServer`].
    pub fn set_maxconn(
        &mut self,
        now: SimTime,
        server: ServerIndex,
        maxconn: Option<u32>,
        out: &mut Vec<Output>,
    ) -> Result<(), Refusal> {
        let server = self.known(server).ok_or(Refusal::NoSuchServer)?;
        if core::mem::replace(&mut self.pool[server].limit, maxconn.unwrap_or(u32::MAX)) != maxconn.unwrap_or(u32::MAX)
        {
            out.push(Output::Log(BalancerLog::MaxconnSet { server: ServerIndex(server), maxconn }));
        }
        self.serve_waiting(now, server, out);
        Ok(())
    }

    /// A reload with a server-state file. Positions start anew, first checks are spread as at a start, weights and limits
    /// are those of `config`; health, orders and counters of the servers are kept. Open streams stay and end as they would
    /// have; unlike those of a real HAProxy's old process they go on counting as load.
    ///
    /// # Errors
    /// [`Refusal::ServerCount`] if `config` has another number of servers.
    pub fn reload(&mut self, now: SimTime, config: BackendConfig, out: &mut Vec<Output>) -> Result<(), Refusal> {
        if config.servers.len() != usize::from(self.pool.len()) {
            return Err(Refusal::ServerCount);
        }
        let starts = checks::first_checks(&config);
        for place in 0..self.pool.len() {
            let (server, start) = (&config.servers[usize::from(place)], starts[usize::from(place)]);
            self.pool[place].configure(server, now + start);
        }
        self.pool.reconfigured(config.all_backups, config.fullconn);
        self.balance = Balance::new(&config, &self.pool);
        self.config = config;
        self.arm_first_checks(&starts, out);
        for server in 0..self.pool.len() {
            self.serve_waiting(now, server, out);
        }
        Ok(())
    }

    /// New time limits, retries, redispatch and check settings without starting anything anew. Timers already armed keep
    /// their time. Everything else `config` says waits for a reload, also whether a server is checked at all.
    pub fn retune(&mut self, config: &BackendConfig) {
        self.config.timeouts = config.timeouts;
        self.config.retries = config.retries;
        self.config.redispatch = config.redispatch;
        self.config.retry_on = config.retry_on;
        self.config.abort_on_close = config.abort_on_close;
        self.config.fullconn = config.fullconn;
        self.pool.fullconn = config.fullconn;
        for (place, server) in (0..self.pool.len()).zip(&config.servers) {
            let state = &mut self.pool[place];
            (state.minconn, state.maxqueue) = (server.minconn, server.maxqueue);
            (state.slowstart, state.observe) = (server.slowstart, server.observe);
            if let (Some(checking), Some(check)) = (&mut state.checking, server.check) {
                checking.config = check;
                checking.health = checking.health.clamped(&check);
                self.config.servers[usize::from(place)].check = Some(check);
            }
        }
    }
}
