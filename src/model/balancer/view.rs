//! The read side: what a screen or a driver may ask. Changes nothing.

use super::Balancer;
use super::config::BackendConfig;
use super::output::{ServerIndex, StreamId};
use super::pool::InUse;
use super::server::WEIGHT_SCALE;
use super::status::{BackendView, CheckState, Counters, Doing, FrontendView, ServerView};
use super::stream::Phase;
use crate::engine::time::SimTime;

/// Questions.
impl Balancer {
    /// The configuration in force; run-time weights and limits are in the servers' views.
    pub fn config(&self) -> &BackendConfig {
        &self.config
    }

    /// How many servers there are.
    pub fn servers(&self) -> u16 {
        self.pool.len()
    }

    /// One server as the statistics show it; `None` if there is no such server.
    pub fn server(&self, now: SimTime, server: ServerIndex) -> Option<ServerView> {
        let place = self.known(server)?;
        let server = &self.pool[place];
        Some(ServerView {
            status: server.status(),
            weight: server.effective_weight.div_ceil(WEIGHT_SCALE),
            backup: server.backup,
            in_use: self.pool.is_in_use(place),
            open: server.open,
            open_max: server.open_max,
            queued: server.queue.len(),
            queued_max: server.queued_max,
            throttle: server
                .warm_since
                .map(|_| (100 * server.effective_weight).div_ceil((server.weight * WEIGHT_SCALE).max(1))),
            id: server.id,
            maxconn: Some(server.limit).filter(|&limit| limit != u32::MAX),
            maxqueue: server.maxqueue,
            set_weight: server.weight,
            admin: server.admin,
            usable: server.usable,
            check: server.checking.as_ref().map(|checking| CheckState {
                health: checking.health,
                rise: checking.config.rise,
                fall: checking.config.fall,
            }),
            check_connected: server.checking.as_ref().is_some_and(|checking| checking.connected),
            counters: server.counters,
            last_change: server.last_change,
            downtime: server.downtime_until(now),
            checks: server.checking.as_ref().map(|checking| checking.recent).unwrap_or_default(),
        })
    }

    /// The frontend as the statistics show it.
    pub fn frontend(&self) -> FrontendView {
        FrontendView { streams: self.streams.len(), ..self.totals }
    }

    /// Connections accepted so far.
    pub fn accepted(&self) -> u64 {
        self.totals.accepted
    }

    /// Connections to each server so far.
    pub fn sessions(&self) -> impl Iterator<Item = u64> {
        self.pool.iter().map(|(_, server)| server.counters.stot)
    }

    /// Requests that wait for any server.
    pub fn queued(&self) -> u32 {
        self.queue.len()
    }

    /// The backend as the statistics show it.
    pub fn backend(&self) -> BackendView {
        let in_use = self.pool.in_use();
        let shares = self.pool.iter().filter(|&(place, _)| self.pool.is_in_use(place));
        let weight: u32 = shares.map(|(_, server)| server.effective_weight).sum();
        let own = Counters { econ: self.without_server, ..Counters::default() };
        BackendView {
            up: in_use != InUse::Nothing,
            weight: weight.div_ceil(WEIGHT_SCALE),
            on_backup: matches!(in_use, InUse::FirstBackup(_) | InUse::AllBackups),
            usable_active: self.pool.usable_active(),
            queued: self.queue.len(),
            queued_max: self.queued_max,
            open: self.pool.load,
            open_max: self.open_max,
            streams: self.streams.len(),
            counters: self.pool.iter().fold(own, |sum, (_, server)| sum.plus(&server.counters)),
        }
    }

    /// What a stream is doing; `None` if it has ended.
    pub fn doing(&self, stream: StreamId) -> Option<Doing> {
        let stream = &self.streams[self.streams.find(stream)?];
        let server = stream.server.map(ServerIndex);
        match (stream.phase, server) {
            (Phase::Receiving, _) => Some(Doing::Receiving),
            (Phase::BackendQueue | Phase::ServerQueue, server) => Some(Doing::Queued { server }),
            (Phase::PausingHere | Phase::PausingElsewhere, _) => Some(Doing::Pausing),
            (Phase::Connecting, Some(server)) => Some(Doing::Connecting { server }),
            (Phase::Waiting, Some(server)) => Some(Doing::Waiting { server }),
            (Phase::Free | Phase::Choosing | Phase::Connecting | Phase::Waiting, _) => None,
        }
    }

    /// When the stream's timer is due; `None` if the stream has ended. For drivers that keep one event for each stream and
    /// move it on only when it fires too early.
    pub fn deadline(&self, stream: StreamId) -> Option<SimTime> {
        Some(self.streams[self.streams.find(stream)?].deadline)
    }
}
